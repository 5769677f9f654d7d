"""What a view or a page says of a key that does not exist, or exists under another name."""

from etl.figures.keys import Key


class PageNotFoundError(LookupError):
    """Raised by a page function for a key that does not exist; its text is shown to the reader."""


class NumberMovedError(PageNotFoundError):
    """Raised for a number that stands in the series of another producer now: `now` is its key there."""

    def __init__(self, now: Key) -> None:
        super().__init__(now.path)
        self.now = now


class PageMovedError(PageNotFoundError):
    """Raised by a page function for what has another address now."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address
