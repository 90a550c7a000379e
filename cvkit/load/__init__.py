"""Load YAML files as validated CVs, and write CVs as YAML."""
