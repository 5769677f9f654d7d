"""What exactly a number measures, and who made it: in words, each with the row of knowledge that says so."""

from calendar import month_name
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import attrgetter
from typing import NamedTuple

from dashboard.words.alike import OF_CROPS, OF_PEOPLE_AND_PRICES, SEASON, Defined, differ, season
from dashboard.words.numbers import format_value, with_unit
from dashboard.words.sentences import joined
from etl.documents.prose.catalogue import WORLD
from etl.editions.reading import Edition
from etl.figures.beside import rows_beside
from etl.figures.knowledge import Definition
from etl.figures.observations import Observation, Statement
from etl.figures.vocabulary.attributes import (
    COMPARED,
    DEFINING,
    RESTS_ON,
    UNSAID_COLUMNS,
    VALUES_OF,
    Attribute,
    Unsaid,
)
from etl.figures.vocabulary.crops import MeasureType

MAKERS = (Attribute.ESTIMATOR, Attribute.COMPILER)
_MOST_VALUES = 4
AGE_OPEN = "open"  # an oldest age: there is none
_WHOLE_AREA = "national"  # a coverage: all of the area
_AGES = (Attribute.AGE_FROM, Attribute.AGE_TO)
_TOLD_WITH_ANOTHER = (Attribute.REF_END, Attribute.AGE_TO)  # as the ends of a season and of an age
_of_crops = attrgetter(*OF_CROPS)
_LABELS = {Attribute.AGE_FROM: "Age", Attribute.REF_START: "Season", Attribute.COVERAGE: "Covers"}


class DefinedAs(NamedTuple):
    """One thing that is known of a number: a label and a text, and who says so; None: the source of the number."""

    label: str
    text: str
    said_by: Definition | None


# What readers are told once of all figures of a measure.
_TOLD_ROWS = rows_beside(__package__, "told.csv")
TOLD = {row["measure"]: row["told"] for row in _TOLD_ROWS}
SHORT_TOLD = {row["told"]: row["in_short"] for row in _TOLD_ROWS if row["in_short"]}


def differences(figures: Iterable[Defined]) -> list[str]:
    """In what some figures differ: for each attribute its label and the values there are."""
    return _in_words(differing(figures))


def differences_together(groups: Iterable[Iterable[Defined]]) -> list[str]:
    """In what figures differ that are added up or ranked together, whatever their series, as `differences` tells it.

    Only of crops and drugs: of people, prices, records and seasons `differences` tells it of all figures anyway.
    """
    found: dict[Attribute, dict[str, None]] = {}
    for figures in groups:
        unlike = {_of_crops(item.attributes): item for item in figures}
        for attribute in OF_CROPS if len(unlike) > 1 else ():
            texts = dict.fromkeys(text for item in unlike.values() if (text := words_of(item, attribute)))
            if len(texts) > 1:
                found.setdefault(attribute, {}).update(texts)
    return _in_words({attribute: [*texts] for attribute, texts in found.items()})


def _in_words(apart: Mapping[Attribute, Sequence[str]]) -> list[str]:
    """For each attribute its label and some of the values there are."""
    labels = {attribute: _LABELS.get(attribute, attribute.rule.partition(":")[0]) for attribute in apart}
    return [
        f"{labels[attribute][:1].lower()}{labels[attribute][1:]}: {'; '.join(texts[:_MOST_VALUES])}"
        for attribute, texts in apart.items()
    ]


def differing(figures: Iterable[Defined]) -> dict[Attribute, list[str]]:
    """The attributes in which some figures differ, each with the values there are; ages are one, at the youngest.

    In people, prices and records all figures may differ, in all else only those of one series.
    """
    every = list(figures)
    of_series: dict[tuple[str, str, str], list[Defined]] = {}
    for item in every:
        of_series.setdefault(item.key.series, []).append(item)
    found: dict[Attribute, list[str]] = {}
    for attribute in COMPARED:
        if attribute in _TOLD_WITH_ANOTHER:
            continue
        apart = [every] if attribute in OF_PEOPLE_AND_PRICES else list(_that_differ(of_series.values(), attribute))
        texts = dict.fromkeys(text for items in apart for item in items if (text := words_of(item, attribute)))
        if len(texts) > 1:
            found[attribute] = [*texts]
    return found


def _that_differ(of_series: Iterable[list[Defined]], attribute: Attribute) -> Iterator[list[Defined]]:
    """The series some years of which differ in an attribute and are not compared."""
    for items in of_series:
        known = {text: item for item in items if (text := words_of(item, attribute))}
        if len(known) > 1 and any(differ(one, other) for one, other in combinations(items, 2)):
            yield items


def words_of(item: Defined, attribute: Attribute) -> str:
    """The value of such an attribute in words; empty where it is not known."""
    if attribute == Attribute.AGE_FROM:
        youngest, oldest = item.attributes.age_from, item.attributes.age_to
        return ages_told(youngest, oldest) if youngest or oldest else ""
    value: str = getattr(item.attributes, attribute)
    if attribute == Attribute.REF_START:
        return " to ".join(map(_month_of_season, filter(None, dict.fromkeys(season(item)))))
    if attribute == Attribute.COVERAGE and value:
        return "the whole area" if value == _WHOLE_AREA else f"{len(value.split())} of its parts"
    if attribute == Attribute.AMOUNT and value:
        return _amount(value)
    if attribute == Attribute.GRADES and value:
        return _grades(value)
    return VALUES_OF[attribute](value).rule if value and attribute in VALUES_OF else value


def makers_told(edition: Edition, item: Defined) -> list[DefinedAs]:
    """Who made the estimate, and who compiled and published it, as far as that is known."""
    return _known_then(edition, item, [attribute for attribute in MAKERS if getattr(item.attributes, attribute)])


def measured_told(edition: Edition, item: Defined) -> list[DefinedAs]:
    """What exactly the number measures, as far as that is known: one for each attribute, months and ages as one."""
    known = [attribute for attribute in Attribute if attribute not in MAKERS and getattr(item.attributes, attribute)]
    ends = {end for start, end in (SEASON, _AGES) if start in known}
    return _known_then(edition, item, [attribute for attribute in known if attribute not in ends])


def unsaid(edition: Edition, item: Defined) -> list[Definition]:
    """Why some things are not known of a number although somebody has looked for them.

    Whose number it repeats is asked of statements alone, and not of totals that the publication has added up itself.
    """
    rows = [edition.definitions[int(number)] for number in item.attributes.undefined_by.split()]
    is_open = isinstance(item, Statement) and not item.rests_on and not _is_own_total(item)
    return [row for row in rows if row.attribute != RESTS_ON or is_open]


def unsaid_by_reason(edition: Edition, item: Defined) -> dict[str, str]:
    """The same for tables: the names of what is not known, by the column of each reason."""
    rows = unsaid(edition, item)
    return {name: " ".join(row.attribute for row in rows if row.value == word) for word, name in UNSAID_COLUMNS.items()}


def _is_own_total(item: Statement) -> bool:
    return item.key.area == WORLD and item.attributes.measure_type == MeasureType.COMPUTED


def unsaid_told(edition: Edition, item: Defined) -> list[DefinedAs]:
    """The same in words, each with who was asked."""
    return [DefinedAs(_question(row), Unsaid(row.value).rule, row) for row in unsaid(edition, item)]


def _question(row: Definition) -> str:
    """What such a row was to answer, as a label: Which area is counted:."""
    asked = "what it rests on" if row.attribute == RESTS_ON else Attribute(row.attribute).meaning
    return f"{asked[:1].upper()}{asked[1:]}:"


def _known_then(edition: Edition, item: Defined, attributes: Sequence[Attribute]) -> list[DefinedAs]:
    """What is known of some attributes; of a number as known on a day, what had been published by then."""
    day = item.asof if isinstance(item, Observation) else ""
    told = [_told(edition, item, attribute) for attribute in attributes]
    by_day = (
        one for one in told if not day or one.said_by is None or edition.sources[one.said_by.source].known_from <= day
    )
    return list(by_day)


def defined_otherwise(edition: Edition, one: Defined, other: Defined) -> list[tuple[DefinedAs, DefinedAs]]:
    """In what two numbers measure different things, as far as that is known of both."""
    mine, theirs = one.attributes, other.attributes
    known = [attribute for attribute in DEFINING if getattr(mine, attribute) and getattr(theirs, attribute)]
    others = [attribute for attribute in known if getattr(mine, attribute) != getattr(theirs, attribute)]
    # A period and ages are told whole, once.
    ends = {end for start, end in (SEASON, _AGES) if start in others}
    return [
        (_told(edition, one, attribute), _told(edition, other, attribute))
        for attribute in others
        if attribute not in ends
    ]


def _told(edition: Edition, item: Defined, attribute: Attribute) -> DefinedAs:
    attributes = item.attributes
    rows = dict(zip(Attribute, map(int, attributes.defined_by.split()), strict=True)) if attributes.defined_by else {}
    said_by = edition.definitions.get(rows.get(attribute, 0))
    if attribute in SEASON:
        return DefinedAs("Period:", _period(attributes.ref_start, attributes.ref_end), said_by)
    if attribute in _AGES:
        return DefinedAs("Age:", ages_told(attributes.age_from, attributes.age_to), said_by)
    label = attribute.rule.replace("{value}", "").strip()
    return DefinedAs(label, _value(edition, attribute, getattr(attributes, attribute)), said_by)


def _value(edition: Edition, attribute: Attribute, value: str) -> str:
    if attribute in MAKERS:
        return edition.estimators[value].whole_in_a_sentence if value in edition.estimators else value
    if attribute in VALUES_OF:
        return VALUES_OF[attribute](value).rule
    if attribute == Attribute.AMOUNT:
        return _amount(value)
    if attribute == Attribute.GRADES:
        return _grades(value)
    if attribute != Attribute.COVERAGE:
        return value
    if value == _WHOLE_AREA:
        return "the whole area"
    return joined([edition.areas[part].name if part in edition.areas else part for part in value.split()])


def _amount(text: str) -> str:
    """A number and a unit as readers write them: 1 tablet, 1,000 tablets, 1 g."""
    number, _, unit = text.partition(" ")
    return with_unit(format_value(float(number)), unit)


def _grades(text: str) -> str:
    """Grades of school as readers see them: grade 10, grades 8, 10 and 12, grades 9 to 12."""
    return f"grade{'' if text.isdigit() else 's'} {joined([part.replace('-', ' to ') for part in text.split()])}"


def _period(start: str, end: str) -> str:
    """The time that a number is of: July 2014 to June 2015, or 31 December 2018."""
    ends = [*filter(None, dict.fromkeys((start, end)))]
    return " to ".join(map(_month, ends))


def ages_told(youngest: str, oldest: str) -> str:
    """Ages as readers see them: 15 to 64, 16, 12 and older, up to 64; what is not known is left out."""
    if youngest == oldest:
        return youngest
    if oldest and oldest != AGE_OPEN:
        return f"{youngest} to {oldest}" if youngest else f"up to {oldest}"
    return f"{youngest} and older" if oldest else f"from {youngest}"


def _month(text: str) -> str:
    year, month, *day = text.split("-")
    return f"{_without_year(month, *day)} {year}"


def _month_of_season(text: str) -> str:
    """A month or day that is seen from a year, without it: Y-1-07 is July."""
    return _without_year(*text.removeprefix("Y").removeprefix("-1-").lstrip("-").split("-"))


def _without_year(month: str, *day: str) -> str:
    return " ".join([*(str(int(number)) for number in day), month_name[int(month)]])
