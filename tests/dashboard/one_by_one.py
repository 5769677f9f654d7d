"""The published method told for one observation at a time, to compare `etl.method` with: slow, and on its own."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from etl.figures.records import Source, Statement

SAME = 1e-9  # relative difference up to which two numbers are the same number
SURVEY_WINDOW_YEARS = 2
SET_ASIDE = {"misprint", "wrong-scope"}
AUTHORITIES = ("primary", "repost", "secondary")
EVIDENCE = ("original", "copy", "report")

Sources = dict[str, Source]


class Shown(NamedTuple):
    """What an observation shows: the statement cited, the one that decided the value, and the one of the range."""

    cited: Statement
    decided_by: Statement
    range_from: Statement | None

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The range that is shown."""
        return (self.range_from.low, self.range_from.high) if self.range_from else (None, None)


def shown_by(statements: Iterable[Statement], sources: Sources) -> Shown | None:
    """What these statements on one observation make it show; None where all of them are set aside."""
    usable = sorted((item for item in statements if item.verdict not in SET_ASIDE), key=lambda item: item.id)
    if not usable:
        return None
    deciding = _deciding(usable, sources)
    same = [item for item in usable if _prints_the_same(item, deciding)]
    cited = _cited(same, sources)
    if _has_range(cited):
        return Shown(cited, deciding, cited)
    with_range = [item for item in same if _has_range(item)]
    return Shown(cited, deciding, _cited(with_range, sources) if with_range else None)


def effect(before: Shown, after: Shown | None) -> str:
    """The gravest change there is between the two, or an empty text."""
    if after is None:
        return "lost"
    if not _prints_the_same(after.cited, before.cited):
        return "value"
    if after.cited.source != before.cited.source:
        return "source"
    return "" if after.limits == before.limits else "range"


def _deciding(usable: Sequence[Statement], sources: Sources) -> Statement:
    own = [item for item in usable if sources[item.source].authority != "secondary"] or usable
    newest = max(_start(sources[item.source]) for item in own)
    latest = [item for item in own if _end(sources[item.source]) >= newest]
    return min(
        latest,
        key=lambda item: (
            item.flag == "at-least",
            item.flag in {"approximate", "rounded"},
            item.flag == "summed",
            item.id,
        ),
    )


def _cited(same: Sequence[Statement], sources: Sources) -> Statement:
    ranks = {item.id: _cite_rank(item, sources[item.source]) for item in same}
    best = [item for item in same if ranks[item.id] == min(ranks.values())]
    earliest = min(_end(sources[item.source]) for item in best)
    return min((item for item in best if _start(sources[item.source]) <= earliest), key=lambda item: item.id)


def _cite_rank(item: Statement, source: Source) -> tuple[bool, int, bool, int, int]:
    in_time = source.published != "" and int(source.published[:4]) <= item.key.year + SURVEY_WINDOW_YEARS
    of_year = str(item.key.year) in source.survey_years.split() if source.survey_years else in_time
    own_survey = source.authority == "primary" and source.kind == "survey" and of_year
    without_print = (item.as_printed == "") * 2 + (source.url == "")
    return (
        not own_survey,
        AUTHORITIES.index(source.authority),
        item.flag == "summed",
        EVIDENCE.index(item.evidence),
        without_print,
    )


def _prints_the_same(item: Statement, other: Statement) -> bool:
    ranges = item.value is not None or (_equal(item.low, other.low) and _equal(item.high, other.high))
    kinds = all((item.flag == flag) == (other.flag == flag) for flag in ("p-f", "at-least"))
    return _equal(item.value, other.value) and ranges and kinds


def _equal(first: float | None, second: float | None) -> bool:
    if first is None or second is None:
        return first is second
    return abs(first - second) <= SAME * abs(second)


def _has_range(item: Statement) -> bool:
    return item.low is not None or item.high is not None


def _start(source: Source) -> int:
    return int(source.published.replace("-", "").ljust(8, "0") or 0)


def _end(source: Source) -> int:
    return int(source.published.replace("-", "").ljust(8, "9")) if source.published else 0
