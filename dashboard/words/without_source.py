"""What an observation would show if some sources were not there: the published method, for the statements of one.

The rules are those of `etl.method.choose`, which the edition was made with; a test compares the two on every
observation.
Verdicts are not worked out anew, for they do not decide what is shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from etl.figures.records import Key, Source, Statement
from etl.figures.vocabulary import SAME, SET_ASIDE, SURVEY_WINDOW_YEARS, Authority, Evidence

OUTCOMES = ("lost", "value", "source", "range")


@dataclass(frozen=True, slots=True)
class Shown:
    """What an observation shows: the statement cited, the one that decided the value, and the one of the range."""

    cited: Statement
    decided_by: Statement
    range_from: Statement | None

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The range that is shown."""
        return (self.range_from.low, self.range_from.high) if self.range_from else (None, None)


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of an observation; `outcome` is one of OUTCOMES, `after` None where no value is left."""

    key: Key
    outcome: str
    after: Shown | None


def changes_without(
    gone: Collection[str], touched: Mapping[Key, Sequence[Statement]], sources: Mapping[str, Source]
) -> list[Change]:
    """The observations that would show something else, the gravest change first.

    `gone` are the sources that are not there, `touched` all statements on the observations that they print.
    """
    found: list[Change] = []
    for key, statements in touched.items():
        before = shown_by(statements, sources)
        after = shown_by((item for item in statements if item.source not in gone), sources)
        changed = outcome(before, after) if before is not None else ""
        if changed:
            found.append(Change(key, changed, after))
    return sorted(found, key=lambda change: (OUTCOMES.index(change.outcome), change.key))


def shown_by(statements: Iterable[Statement], sources: Mapping[str, Source]) -> Shown | None:
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


def outcome(before: Shown, after: Shown | None) -> str:
    """What has changed: one of OUTCOMES, the gravest that holds, or an empty text where nothing has.

    `lost`: no value is left; `value`: another one is in force; `source`: another source is cited for the same value;
    `range`: the range of the same value and source is another, or gone.
    """
    if after is None:
        return "lost"
    if not _prints_the_same(after.cited, before.cited):
        return "value"
    if after.cited.source != before.cited.source:
        return "source"
    return "" if after.limits == before.limits else "range"


def resting_on(key: str, sources: Mapping[str, Source]) -> dict[str, list[str]]:
    """Every source that repeats numbers of a source, directly or through others: the repeaters of each of them."""
    repeaters: dict[str, list[str]] = {}
    for source in sorted(sources.values(), key=lambda source: (source.published, source.source)):
        if source.rests_on:
            repeaters.setdefault(source.rests_on, []).append(source.source)
    found: dict[str, list[str]] = {}
    waiting = [key]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = [item for item in repeaters.get(one, []) if item not in found]
            waiting += found[one]
    return found


def _deciding(usable: Sequence[Statement], sources: Mapping[str, Source]) -> Statement:
    """Rule 2: the producer's texts before others, then the newest, then values before bounds, exact before not."""
    own = [item for item in usable if sources[item.source].authority != "secondary"] or usable
    newest = max(_start(sources[item.source]) for item in own)
    latest = [item for item in own if _end(sources[item.source]) >= newest]
    return min(latest, key=lambda item: (item.flag == "at-least", item.flag in {"approximate", "rounded"}, item.id))


def _cited(same: Sequence[Statement], sources: Mapping[str, Source]) -> Statement:
    """Rule 3: the producer's survey of the year, then the best kind of text, then the best seen, then the earliest."""
    ranks = {item.id: _cite_rank(item, sources[item.source]) for item in same}
    best = [item for item in same if ranks[item.id] == min(ranks.values())]
    earliest = min(_end(sources[item.source]) for item in best)
    return min((item for item in best if _start(sources[item.source]) <= earliest), key=lambda item: item.id)


def _cite_rank(item: Statement, source: Source) -> tuple[bool, int, int, int]:
    own_survey = (
        source.authority == "primary"
        and source.kind == "survey"
        and source.published != ""
        and int(source.published[:4]) <= item.key.year + SURVEY_WINDOW_YEARS
    )
    without_print = (item.as_printed == "") * 2 + (source.url == "")
    return not own_survey, Authority.ranks()[source.authority], Evidence.ranks()[item.evidence], without_print


def _prints_the_same(item: Statement, other: Statement) -> bool:
    """Poppy-free and zero are different things, and so are "at least 7,000" and 7,000."""
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
    """The first day of a date of any precision as a number yyyymmdd; an unknown date is the oldest."""
    return int(source.published.replace("-", "").ljust(8, "0") or 0)


def _end(source: Source) -> int:
    """The last day of a date of any precision; an unknown date is the oldest."""
    return int(source.published.replace("-", "").ljust(8, "9")) if source.published else 0
