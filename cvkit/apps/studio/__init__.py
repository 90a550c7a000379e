"""The studio: edit a CV in the browser, beside its pages. Needs the extra ``cvkit[studio]``."""
