"""The standard layout of YAML, which ``cvkit format`` and all exports use."""
