"""Cells of tables that readers take away: numbers and states in one form, and no text that becomes a formula."""

from etl.figures.vocabulary import Flag

# A spreadsheet takes a text that begins with one of these for a formula.
_FORMULA_STARTS = frozenset("=+-@\t\r")


HARMLESS = "that a spreadsheet would take for a formula have an apostrophe before them."  # texts, or those in a file


def harmless(cell: str | float | None) -> str | float | None:
    """A cell that no spreadsheet takes for a formula: such a text gets an apostrophe before it, a number stays."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _FORMULA_STARTS else cell


def plain_number(value: float | None) -> int | float | None:
    """A number as every format writes it: without a fraction where it has none."""
    return int(value) if value is not None and value.is_integer() else value


# The codes in the SDMX list of observation states (CL_OBS_STATUS) of flags that have one.
_STATES = {Flag.POPPY_FREE: "N", Flag.SUMMED: "E"}


def observation_state(value: object, flag: object) -> str:
    """The code in the SDMX list of observation states.

    A is normal, N not a real zero (poppy-free), E made by a calculation (added up here), O missing.
    """
    return "O" if value is None else next((state for word, state in _STATES.items() if word == flag), "A")
