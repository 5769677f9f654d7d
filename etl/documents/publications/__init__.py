"""What a publication says of itself: title, publisher, day, language and kind, for its row in `sources.csv`."""
