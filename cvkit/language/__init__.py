"""Languages: words, dates, durations and lists as each language writes them."""
