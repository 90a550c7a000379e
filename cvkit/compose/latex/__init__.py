"""LaTeX source of a selected CV."""
