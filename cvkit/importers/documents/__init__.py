"""Importers of documents without structured data: Markdown, Word and PDF."""
