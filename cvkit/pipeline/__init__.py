"""The pipeline: plan jobs, then load, select, compose, typeset, export and write."""
