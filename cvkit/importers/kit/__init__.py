"""What the importers of all families share: decoding, dates, texts, fields, repair."""
