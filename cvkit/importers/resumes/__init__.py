"""Importers of structured resumes."""
