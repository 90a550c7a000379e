"""Importers of bibliographies, and how they are merged into a CV."""
