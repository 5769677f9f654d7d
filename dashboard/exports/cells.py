"""Cells of tables that readers take away: numbers and states in one form, and no text that becomes a formula."""

# A spreadsheet takes a text that begins with one of these for a formula.
_FORMULA_STARTS = frozenset("=+-@\t\r")


HARMLESS = "that a spreadsheet would take for a formula have an apostrophe before them."  # texts, or those in a file


def harmless(cell: str | float | None) -> str | float | None:
    """A cell that no spreadsheet takes for a formula: such a text gets an apostrophe before it, a number stays."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _FORMULA_STARTS else cell


def plain_number(value: float | None) -> int | float | None:
    """A number as every format writes it: without a fraction where it has none."""
    return int(value) if value is not None and value.is_integer() else value


def observation_state(value: object, *, is_poppy_free: bool) -> str:
    """The code in the SDMX list of observation states: A normal, N not a real zero (poppy-free), O missing."""
    if value is None:
        return "O"
    return "N" if is_poppy_free else "A"
