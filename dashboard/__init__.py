"""The dashboard: reads a published edition and shows it, every number with its source."""
