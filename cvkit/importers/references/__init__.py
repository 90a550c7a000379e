"""Importers of bibliographies, and merging them into a CV."""
