"""Importers of documents: Markdown, Word and PDF."""
