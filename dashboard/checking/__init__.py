"""The figures of anybody's text, judged against an edition."""
