"""What the studio does, without its user interface."""
