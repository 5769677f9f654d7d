"""What is said of a range: what kind it is, at which level, and that none is recorded."""

from dashboard.words.numbers import format_value
from etl.figures.indicators import Indicator
from etl.figures.observations import Observation, Statement
from etl.figures.vocabulary.numbers import RangeKind, poppy_free_below

NOT_RECORDED = "range not recorded here"


def without_range(item: Observation, indicator: Indicator) -> str:
    """That no range is recorded with the value of an estimate; empty of what is counted, where nobody looks for one."""
    is_alone = item.value is not None and not item.has_range and not item.is_poppy_free
    return NOT_RECORDED if is_alone and indicator.has_ranges else ""


def poppy_free_words(year: int) -> str:
    """What poppy-free means in a year."""
    below = poppy_free_below(year)
    meant = f"less than {format_value(below)} hectares" if below else "no poppy"
    return f"Poppy-free: {meant}, a class of the survey and not a measured zero."


def kind_of_range(item: Observation | Statement) -> str:
    """What the ends of a range are, in a few words; empty where there is none or nobody has noted its kind."""
    if not item.range_kind:
        return ""
    words = RangeKind(item.range_kind).rule
    if item.range_kind != RangeKind.CONFIDENCE_INTERVAL:
        return words
    if item.range_level is None:
        return f"{words}, level not stated"
    return f"{format_value(item.range_level)} % {words}"
