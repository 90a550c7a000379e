"""What importers of all families use."""
