"""What exactly a number measures, and who made it: in words, each with the row of knowledge that says so."""

from calendar import month_name
from collections.abc import Sequence
from typing import NamedTuple

from dashboard.words.sentences import joined
from etl.editions.reading import Edition
from etl.figures.records import Definition, Observation, Statement
from etl.figures.vocabulary import DEFINING, VALUES_OF, Attribute

Defined = Observation | Statement

MAKERS = (Attribute.ESTIMATOR, Attribute.COMPILER)
_WHOLE_AREA = "national"  # a coverage: all of the area
_PERIOD = (Attribute.REF_START, Attribute.REF_END)


class DefinedAs(NamedTuple):
    """One thing that is known of a number: a label and a text, and who says so; None: the source of the number."""

    label: str
    text: str
    said_by: Definition | None


def makers_told(edition: Edition, item: Defined) -> list[DefinedAs]:
    """Who made the estimate, and who compiled and published it, as far as that is known."""
    return _known_then(edition, item, [attribute for attribute in MAKERS if getattr(item, attribute)])


def measured_told(edition: Edition, item: Defined) -> list[DefinedAs]:
    """What exactly the number measures, as far as that is known: one entry for each attribute, its months as one."""
    known = [attribute for attribute in Attribute if attribute not in MAKERS and getattr(item, attribute)]
    return _known_then(edition, item, [attribute for attribute in known if not _is_end_of_period(item, attribute)])


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
    return [
        (_told(edition, one, attribute), _told(edition, other, attribute))
        for attribute in DEFINING
        if getattr(one, attribute) and getattr(other, attribute) and not _is_end_of_period(one, attribute)
        if getattr(one, attribute) != getattr(other, attribute)
    ]


def _is_end_of_period(item: Defined, attribute: Attribute) -> bool:
    """Whether it is told with the beginning."""
    return attribute == Attribute.REF_END and bool(item.ref_start)


def _told(edition: Edition, item: Defined, attribute: Attribute) -> DefinedAs:
    rows = dict(zip(Attribute, map(int, item.defined_by.split()), strict=True)) if item.defined_by else {}
    said_by = edition.definitions.get(rows.get(attribute, 0))
    if attribute in _PERIOD:
        return DefinedAs("Period:", _period(item.ref_start, item.ref_end), said_by)
    label = attribute.rule.replace("{value}", "").strip()
    return DefinedAs(label, _value(edition, attribute, getattr(item, attribute)), said_by)


def _value(edition: Edition, attribute: Attribute, value: str) -> str:
    if attribute in MAKERS:
        return edition.estimators[value].name if value in edition.estimators else value
    if attribute in VALUES_OF:
        return VALUES_OF[attribute](value).rule
    if value == _WHOLE_AREA:
        return "the whole area"
    return joined([edition.areas[part].name if part in edition.areas else part for part in value.split()])


def _period(start: str, end: str) -> str:
    """The time that a number is of: July 2014 to June 2015, or 31 December 2018."""
    ends = [*filter(None, dict.fromkeys((start, end)))]
    return " to ".join(map(_month, ends))


def _month(text: str) -> str:
    year, month, *day = text.split("-")
    return " ".join([*(str(int(number)) for number in day), month_name[int(month)], year])
