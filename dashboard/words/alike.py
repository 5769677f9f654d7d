"""Whether figures measure the same thing: of others neither a change nor a superlative is told.

Of two years of one series all counts that is known of what they measure, as a break does. Of two areas or producers
only people, prices and records count: areas that are counted in different ways are still added up and ranked, and it is
said in what they differ.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from operator import attrgetter

from etl.figures.areas import Area, is_country
from etl.figures.attributes import NOTHING_KNOWN
from etl.figures.indicators import Indicator
from etl.figures.observations import Observation, Statement
from etl.figures.vocabulary.attributes import COMPARED, Attribute

Defined = Observation | Statement

# In which figures about people, prices and records differ without a break of their series.
OF_PEOPLE_AND_PRICES = (
    *(Attribute.RECALL, Attribute.AGE_FROM, Attribute.AGE_TO, Attribute.SEX, Attribute.POPULATION, Attribute.GRADES),
    *(Attribute.KINDS, Attribute.METHOD, Attribute.SALE_LEVEL, Attribute.AMOUNT),
    *(Attribute.DEFINITION, Attribute.REGISTER),
)
SEASON = (Attribute.REF_START, Attribute.REF_END)
UNLIKE = "not measured the same way"
NOT_RANKED = "Each country counts by rules of its own, so countries are not ranked"
UNLIKE_NOT_RANKED = "These figures are not all measured the same way, so they are not ranked"
# In which figures of crops and drugs differ: two years of one series are parted by it, two areas are not.
OF_CROPS = tuple(word for word in COMPARED if word not in {*OF_PEOPLE_AND_PRICES, *SEASON})
_of_people = attrgetter(*OF_PEOPLE_AND_PRICES)
_of_years = attrgetter(*OF_CROPS)


def differ(one: Defined, other: Defined) -> bool:
    """Whether two figures measure different things, as far as that is known of both."""
    mine, theirs = one.attributes, other.attributes
    if mine == theirs and not (mine.ref_start or mine.ref_end):  # of most two figures; the quickest to see
        return False
    if _contradict(_of_people(one.attributes), _of_people(other.attributes)):
        return True
    return one.key.series == other.key.series and _differ_over_years(one, other)


def are_alike(one: Iterable[Observation], others: Iterable[Observation]) -> bool:
    """Whether no figure of some measures something else than one of others of the same indicator."""
    mine, theirs = list(one), list(others)
    people, others_people = (
        {(item.key.indicator, _of_people(item.attributes)) for item in figures} for figures in (mine, theirs)
    )
    if any(a[0] == b[0] and _contradict(a[1], b[1]) for a in people for b in others_people):
        return False
    of_series: dict[tuple[str, str, str], list[Observation]] = {}
    for item in theirs:
        of_series.setdefault(item.key.series, []).append(item)
    return not any(_differ_over_years(item, its) for item in mine for its in of_series.get(item.key.series, ()))


def are_all_alike(figures: Iterable[Observation]) -> bool:
    """Whether no figure measures something else than another of the same indicator.

    Where two do, one of which nothing is known cannot be compared with both.
    """
    every = list(figures)
    known = every[0].attributes if every else NOTHING_KNOWN
    if not (known.ref_start or known.ref_end) and all(item.attributes == known for item in every):
        return True  # as most figures are; the quickest to see
    people: dict[str, list[tuple[str, ...]]] = {}
    for item in every:
        people.setdefault(item.key.indicator, []).append(what_people_are_counted(item))
    if any(len({*filter(None, words)}) > 1 for its in people.values() for words in zip(*its, strict=True)):
        return False
    of_series: dict[tuple[str, str, str], list[Observation]] = {}
    for item in every:
        of_series.setdefault(item.key.series, []).append(item)
    return not any(
        _differ_over_years(one, other)
        for its in of_series.values()
        if len({_over_years(item) for item in its}) > 1
        for one, other in combinations(its, 2)
    )


def what_people_are_counted(item: Defined) -> tuple[str, ...]:
    """What figures of two areas are compared by."""
    words: tuple[str, ...] = _of_people(item.attributes)
    return words


def most_alike(
    figures: Sequence[Observation], measured: Callable[[Observation], tuple[str, ...]] = what_people_are_counted
) -> list[Observation]:
    """The figures that measure what most of them do, in their order: no two of these differ from each other."""
    if not figures:
        return []
    usual = _usual([measured(item) for item in figures])
    return [item for item in figures if not _contradict(measured(item), usual)]


def _usual(every: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What most figures measure. Where that leaves anything open, it is what most of the figures like it say."""
    found = Counter(every).most_common(1)[0][0]
    for place, word in enumerate(found):
        said = Counter(one[place] for one in every if one[place] and not _contradict(one, found))
        known = word or next((value for value, _ in said.most_common(1)), "")
        found = (*found[:place], known, *found[place + 1 :])
    return found


def season(item: Defined) -> tuple[str, str]:
    """The month or day that a figure begins and ends with, seen from its year as in `definitions.csv`: Y-1-07, Y-06."""
    year = item.key.year
    start, end = (
        text and f"Y{int(text[:4]) - year or ''}{text[4:]}"
        for text in (item.attributes.ref_start, item.attributes.ref_end)
    )
    return start, end


def _differ_over_years(one: Defined, other: Defined) -> bool:
    """Whether two years of one series measure different things, across which the series does not go on."""
    mine, theirs = _over_years(one), _over_years(other)
    if not _contradict(mine, theirs):
        return False
    earlier, later = sorted((one, other), key=lambda item: item.key.year)
    return not (isinstance(later, Observation) and (later.continued_at or 0) > earlier.key.year)


def _over_years(item: Defined) -> tuple[str, ...]:
    """What two years of one series are compared by."""
    return (*_of_years(item.attributes), *season(item))


def _contradict(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return mine != theirs and any(a and b and a != b for a, b in zip(mine, theirs, strict=True))


def can_be_ranked(indicator: Indicator, areas: Iterable[Area]) -> bool:
    """Whether areas can be ranked by an indicator: where countries count by rules of their own, parts of one can be.

    Of one area alone there is nothing to rank.
    """
    found = {area.area: area for area in areas}
    if indicator.ranks_countries or len(found) < 2:
        return True
    are_parts = all(area.parent and not is_country(area) for area in found.values())
    return are_parts and len({area.parent for area in found.values()}) == 1
