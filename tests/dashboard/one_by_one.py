"""The published method told for one observation at a time, to compare `etl.method` with: slow, and on its own."""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from etl.figures.observations import Statement
from etl.figures.sources import Source

SAME = 1e-9  # relative difference up to which two numbers are the same number
SURVEY_WINDOW_YEARS = 2
SET_ASIDE = {"misprint", "wrong-scope"}
AUTHORITIES = ("primary", "repost", "secondary")
EVIDENCE = ("original", "copy", "report")

Sources = dict[str, Source]
Rooms = Mapping[int, float]  # by statement, how far the number that it rounds may lie from it, as its table shows


class Shown(NamedTuple):
    """What an observation shows: the statement cited, the one that decided the value, and the one of the range."""

    cited: Statement
    decided_by: Statement
    range_from: Statement | None

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The range that is shown."""
        return (self.range_from.low, self.range_from.high) if self.range_from else (None, None)


def rooms_of(statements: Iterable[Statement]) -> dict[int, float]:
    """For each statement of a table half of the step that all of its numbers show, and as much for each part of a sum.

    A table is what one source prints of one year in one unit, at least 30 numbers.
    """
    tables: dict[tuple[str, int, str], list[Statement]] = {}
    for item in statements:
        if item.value is not None and not item.converted_from:
            tables.setdefault((item.source, item.key.year, item.unit), []).append(item)
    found: dict[int, float] = {}
    for items in tables.values():
        printed = [Decimal(repr(item.value)).normalize().as_tuple().exponent for item in items if item.value]
        if len(printed) >= 30:
            half = float(Decimal(10) ** max(min(int(exponent) for exponent in printed), -6)) / 2
            for item in items:
                found[item.id] = half * (1 + item.as_printed.count(" + ") * (item.flag == "summed"))
    return found


def shown_by(
    statements: Iterable[Statement],
    sources: Sources,
    corrected: Collection[int],
    rooms: Rooms,
) -> Shown | None:
    """What these statements on one observation make it show; None where all of them are set aside.

    Of the `corrected` ones those that are not set aside are suspected of a misprint.
    """
    usable = sorted((item for item in statements if item.verdict not in SET_ASIDE), key=lambda item: item.id)
    if not usable:
        return None
    deciding = _deciding(usable, sources, corrected, rooms)
    same = [item for item in usable if _prints_the_same(item, deciding)]
    cited = _cited(same, sources)
    if _has_range(cited):
        return Shown(cited, deciding, cited)
    with_range = _with_range([item for item in usable if _has_range(item)], deciding, sources, corrected, rooms)
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


def _deciding(usable: Sequence[Statement], sources: Sources, corrected: Collection[int], rooms: Rooms) -> Statement:
    producers = [item for item in usable if _authority(item, sources) != "secondary"]
    own = [item for item in usable if item in producers or item.change or not producers]
    surveyed = any(_is_survey_of_the_year(item, sources) and item.value is not None for item in own)
    say = [item for item in own if not (surveyed and _is_carried(item, sources))]
    deciding = _best_of_one_time(_newest(say, sources), usable, sources, corrected)
    while finer := _finer(deciding, say, corrected, rooms):
        deciding = _best_of(finer, sources, corrected)
    if not _is_plain(deciding) and deciding.flag != "p-f":
        reports = [item for item in usable if item not in own and not _is_reprint(item) and _is_plain(item)]
        if fitting := [item for item in _finer(deciding, reports, corrected, rooms) if item.id not in corrected]:
            deciding = _best_of(fitting, sources, corrected)
    if not _is_plain(deciding) or deciding.id in corrected:
        return deciding
    ranged = [item for item in own if item.low is not None and item.high is not None]
    rough = [
        item for item in ranged if _is_plain(item) and item.id not in corrected and _rounds_to(item, deciding, rooms)
    ]
    if not rough or any(_prints_the_same(item, deciding) for item in ranged):
        return deciding
    return _best_of(rough, sources, corrected)


def _best_of(items: Sequence[Statement], sources: Sources, corrected: Collection[int]) -> Statement:
    """Of the newest of some, the one that is printed with the finest step."""

    def rank(item: Statement) -> tuple[object, ...]:
        return (math.inf if item.value is None else _step(item), _claim(item, sources, corrected))

    return min(_newest(items, sources), key=rank)


def _finer(
    deciding: Statement, items: Sequence[Statement], corrected: Collection[int], rooms: Rooms
) -> list[Statement]:
    """Those that say more exactly what the deciding one says as a rounded number, a range alone or a mere bound."""
    plain = [item for item in items if _is_plain(item) and item.id not in corrected]
    if deciding.value is None:
        return [item for item in plain if (deciding.low or 0) <= (item.value or 0) <= (deciding.high or 0)]
    if deciding.flag == "at-least":
        ranged = [item for item in items if item.flag != "at-least" and (item.low or 0) < (item.high or 0)]
        least = {item.id: item.value if item.value is not None else item.low or 0 for item in (*plain, *ranged)}
        return [item for item in items if deciding.value <= least.get(item.id, -math.inf)]
    if not _is_plain(deciding) or deciding.id in corrected:
        return []
    return [item for item in plain if _rounds_to(deciding, item, rooms)]


def _with_range(
    ranged: Sequence[Statement], deciding: Statement, sources: Sources, corrected: Collection[int], rooms: Rooms
) -> list[Statement]:
    """Those whose range the current value may have: of the number, of it rounded, or around it without a number."""
    same = [item for item in ranged if _prints_the_same(item, deciding)]
    value = deciding.value
    if same or value is None or not _is_plain(deciding) or deciding.id in corrected:
        return same
    around = [item for item in ranged if (item.low or 0) <= value <= (item.high or 0)]
    plain = [item for item in around if _is_plain(item) and item.id not in corrected]
    rounded = [item for item in plain if _rounds_to(item, deciding, rooms) or _rounds_to(deciding, item, rooms)]
    alone = [item for item in around if item.value is None]
    return rounded or (_newest(alone, sources) if alone else [])


def _newest(items: Sequence[Statement], sources: Sources) -> list[Statement]:
    newest = max(_start(sources[item.source]) for item in items)
    return [item for item in items if _end(sources[item.source]) >= newest]


def _best_of_one_time(
    newest: Sequence[Statement], usable: Sequence[Statement], sources: Sources, corrected: Collection[int]
) -> Statement:
    def claim(item: Statement) -> tuple[object, ...]:
        return _claim(item, sources, corrected)[:5]

    best = [item for item in newest if claim(item) == min(claim(item) for item in newest)]
    if any(not _prints_the_same(item, best[0]) for item in best):
        ranks = {item.id: (-_witnesses(item, usable, sources), EVIDENCE.index(item.evidence)) for item in best}
        best = [item for item in best if ranks[item.id] == min(ranks.values())]
    return min(best, key=lambda item: (-_height(item), item.id))


def _claim(item: Statement, sources: Sources, corrected: Collection[int]) -> tuple[object, ...]:
    inexact = item.flag in {"approximate", "rounded"}
    exactness_of_date = 10 - len(sources[item.source].published)
    return (
        item.flag == "at-least",
        inexact,
        item.flag == "summed",
        item.id in corrected,
        exactness_of_date,
        -_height(item),
        item.id,
    )


def _height(item: Statement) -> float:
    return item.value if item.value is not None else item.high or 0.0


def _witnesses(item: Statement, usable: Sequence[Statement], sources: Sources) -> int:
    """How many independent sources print the number of a statement."""
    found = set()
    for other in usable:
        if _prints_the_same(other, item) and not _is_reprint(other):
            root = other.rests_on or other.source
            while sources[root].rests_on:
                root = sources[root].rests_on
            found.add(root)
    return len(found)


def _is_reprint(item: Statement) -> bool:
    """Whether who compiled the print is not of the producer whose number it is."""
    others = {"us-government": "usg", "alcis": "alcis"}
    compiler = item.attributes.compiler
    return compiler != "" and others.get(compiler, "unodc") != item.key.producer


def _authority(item: Statement, sources: Sources) -> str:
    """What is only reprinted is no text of the producer."""
    return "secondary" if _is_reprint(item) else sources[item.source].authority


def _is_plain(item: Statement) -> bool:
    return item.value is not None and item.flag not in {"at-least", "p-f"}


def _rounds_to(rough: Statement, exact: Statement, rooms: Rooms) -> bool:
    """Whether the one is the other rounded: within half of its printed step, with two significant digits or more.

    Where its table shows the step, or the source calls it rounded, it may have any number of digits.
    """
    assert rough.value is not None and exact.value is not None
    step = _step(rough)
    has_digits = abs(rough.value) >= 10 * step * (1 - SAME) or rough.flag == "rounded"
    by_its_digits = step / 2 if has_digits else 0.0
    room = max(by_its_digits, rooms.get(rough.id, 0.0))
    return room > 0 and abs(rough.value - exact.value) <= room * (1 + SAME) and _step(exact) < step * (1 - SAME)


def _step(item: Statement) -> float:
    """The step of the last digit that is printed: told by the printed text where it has the digits of the value."""
    assert item.value is not None
    given = Decimal(item.converted_from.split(" ")[0]) if item.converted_from else Decimal(repr(item.value))
    scale = item.value / float(given) if item.converted_from and given else 1.0
    if not given:
        return scale
    token = re.search(r"\d[\d.,' \u00a0\u202f]*\d|\d", item.as_printed)
    digits = re.sub(r"\D", "", token.group())[:15] if token else ""
    if digits.strip("0"):
        power = (given / Decimal(digits)).log10()
        whole = round(power)
        if whole and abs(power - whole) < Decimal(repr(SAME)):
            return float(Decimal(10) ** whole) * scale
    exponent = given.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return float(Decimal(10) ** exponent) * scale


def _is_survey_of_the_year(item: Statement, sources: Sources) -> bool:
    source = sources[item.source]
    in_time = source.published != "" and int(source.published[:4]) <= item.key.year + SURVEY_WINDOW_YEARS
    of_year = str(item.key.year) in source.survey_years.split() if source.survey_years else in_time
    return _authority(item, sources) == "primary" and source.kind == "survey" and of_year


def _is_carried(item: Statement, sources: Sources) -> bool:
    return sources[item.source].kind == "annex-table" and not item.change


def _cited(same: Sequence[Statement], sources: Sources) -> Statement:
    ranks = {item.id: _cite_rank(item, sources) for item in same}
    best = [item for item in same if ranks[item.id] == min(ranks.values())]
    earliest = min(_end(sources[item.source]) for item in best)
    return min((item for item in best if _start(sources[item.source]) <= earliest), key=lambda item: item.id)


def _cite_rank(item: Statement, sources: Sources) -> tuple[bool, int, bool, int, int]:
    source = sources[item.source]
    without_print = (item.as_printed == "") * 2 + (source.url == "")
    authority, evidence = AUTHORITIES.index(_authority(item, sources)), EVIDENCE.index(item.evidence)
    return not _is_survey_of_the_year(item, sources), authority, item.flag == "summed", evidence, without_print


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
