"""Bibliographies: what BibTeX, CSL and RIS call things, for reading and for writing them."""
