"""Cells of tables that readers take away: numbers and states in one form, and no text that becomes a formula."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set

from dashboard.words.breaks import NamedBreak, told_of_break
from etl.figures.knowledge import Break
from etl.figures.observations import Observation, Statement
from etl.figures.sources import Source
from etl.figures.vocabulary.crops import MeasureType
from etl.figures.vocabulary.history import BreakKind
from etl.figures.vocabulary.numbers import Flag, poppy_free_below

# A spreadsheet takes a text for a formula that begins with one of these signs, also in full width, whatever blanks,
# control characters and invisible signs stand before them; some take one for a command that begins with a bar.
_FORMULA = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]*[=+\-@|＝＋－＠｜]|[\t\r]")


HARMLESS = "that a spreadsheet would take for a formula have an apostrophe before them."  # texts, or those in a file


def harmless(cell: str | float | None) -> str | float | None:
    """A cell that no spreadsheet takes for a formula: such a text gets an apostrophe before it, a number stays."""
    return f"'{cell}" if cell and isinstance(cell, str) and _FORMULA.match(cell) else cell


def plain_number(value: float | None) -> int | float | None:
    """A number as every format writes it: without a fraction where it has none."""
    return int(value) if value is not None and value.is_integer() else value


def value_and_ends(item: Observation | Statement) -> tuple[float | None, float | None, float | None]:
    """Value, lower and upper end as machines read them: poppy-free has no value, but an upper end where there is one.

    A statement that calls an area poppy-free may print a zero for it, which is none.
    """
    if item.flag == Flag.POPPY_FREE:
        return None, item.low, poppy_free_below(item.key.year)
    return item.value, item.low, item.high


# The codes in the SDMX list of observation states (CL_OBS_STATUS) that are used here.
STATES = {
    "A": "normal",
    "B": "the first after a break of method, coverage or estimator",
    "D": "the first after a change of definition",
    "E": "computed, added up or carried over in part, here or by its source",
    "N": "not a real zero (poppy-free)",
    "O": "missing: every source is set aside",
    "P": "preliminary, as its source says",
    "U": "of low reliability: it does not fit other figures, or may be a misprint",
}
_NOT_MEASURED = frozenset({MeasureType.EXTRAPOLATION, MeasureType.ASSUMED, MeasureType.COMPUTED})


def observation_state(
    item: Observation, breaks: Sequence[Break], doubted: Set[int], *, is_computed: bool = False
) -> str:
    """The code of STATES for an observation, or a value computed from it, which is the first after some breaks.

    `doubted` are the observations that a check contradicts, as they are today. Of several codes that fit, the first of
    O, N, B, D, U, E and P. What is known only as a range is not missing.
    """
    if item.value is None and not item.has_range:
        return "O"
    if item.is_poppy_free and not is_computed:
        return "N"
    if kinds := {one.kind for one in breaks if one.parts}:
        return "D" if kinds == {BreakKind.DEFINITION} else "B"
    if item.id in doubted and not item.is_past:
        return "U"
    if is_computed or item.is_summed or item.attributes.measure_type in _NOT_MEASURED:
        return "E"
    return "P" if item.attributes.measure_type == MeasureType.PRELIMINARY else "A"


def on_the_old_basis(breaks: Iterable[Break]) -> float | None:
    """What a source prints for the first year after a break on the basis of the years before; None where none does."""
    return next((item.pre_break for item in breaks if item.pre_break is not None), None)


def comment_on(breaks: Iterable[NamedBreak], sources: Mapping[str, Source]) -> str:
    """What changed at the breaks that an observation is the first after, and who says so; else empty."""
    told = []
    for area, item in breaks:
        printed = f" As printed: {item.effect}." if item.effect else ""
        told.append(f"{told_of_break(area, item)}{printed} Source: {sources[item.source].title}, {item.locator}.")
    return " ".join(told)
