"""What other formats call things, for reading and for writing them."""
