"""YAML text with places: reading, parsing and formatting. Nothing here knows the model."""
