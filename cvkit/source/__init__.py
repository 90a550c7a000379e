"""YAML text with places: reading, parsing and formatting, independent of the CV model."""

SUFFIXES = (".yaml", ".yml")
"""The suffixes of YAML files."""
