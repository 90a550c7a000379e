"""Two independent readers of finished PDFs."""
