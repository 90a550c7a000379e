"""Typeset: a document to a PDF."""
