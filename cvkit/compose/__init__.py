"""Compose: a selected CV and a theme to a document."""
