"""What a view or a page says of a key that does not exist."""


class PageNotFoundError(LookupError):
    """Raised by a page function for a key that does not exist; its text is shown to the reader."""
