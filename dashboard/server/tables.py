"""Tables that lie as CSV beside the modules that need them: words for readers, and constants that are no code."""

import csv
from importlib import resources

Rows = list[dict[str, str]]


def rows_beside(package: str | None, name: str) -> Rows:
    """The rows of a table in the folder of a package (`__package__` of the module that asks), by its headings."""
    text = (resources.files(package) / name).read_text(encoding="utf-8")  # type: ignore[arg-type]
    return list(csv.DictReader(text.splitlines()))
