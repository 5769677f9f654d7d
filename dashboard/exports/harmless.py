"""Cells that no spreadsheet takes for a formula."""

# A spreadsheet takes a text that begins with one of these for a formula.
_FORMULA_STARTS = frozenset("=+-@\t\r")


def harmless(cell: str | float | None) -> str | float | None:
    """A cell that no spreadsheet takes for a formula: such a text gets an apostrophe before it, a number stays."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _FORMULA_STARTS else cell
