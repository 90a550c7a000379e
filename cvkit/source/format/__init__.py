"""The canonical layout of YAML."""
