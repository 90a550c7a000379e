"""YAML text with places: reading, parsing and formatting, independent of the CV model."""
