"""Load: from YAML source to a valid CV, and back to YAML."""
