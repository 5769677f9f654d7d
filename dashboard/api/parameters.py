"""The parameters of the API: what each means, which values it takes, and a strict reading of a query.

Their names and meanings are those of `dashboard.views.view`. Unlike a page, which shows what it can, the API refuses
what it does not understand: a program must not take other figures for those that it asked for.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from dashboard.api.problems import ProblemError
from dashboard.server.limits import LONGEST_QUERY
from dashboard.views.scenes import choices
from dashboard.views.view import FORMS, LAYERS, MEASURES, SCALES
from dashboard.words.did_you_mean import nearest, quoted
from etl.editions.reading import Edition
from etl.editions.reading.listing import Position, Selection
from etl.figures.vocabulary import Verdict

MOST_VALUES = 60
LONGEST_TEXT = 200
LARGEST_PAGE = 1000
USUAL_PAGE = 100
LARGEST_LIMIT = 10_000_000

_YEAR = re.compile(r"(19|20|21)[0-9]{2}")
_POSITION = r"[0-9]{1,9}(_([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?)?"
_MOST_NAMED = 12
_MOST_PROPOSED = 3  # finding the nearest of many keys takes a while

Offered = Callable[[Edition], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Parameter:
    """One parameter. `offered` gives the keys it takes, each with its name; without it, `kind` says what it takes."""

    name: str
    description: str
    kind: str = "key"  # key, year, day, text, limit, page or after
    repeatable: bool = False
    offered: Offered | None = None
    required: bool = False


def _named(read: Callable[[Edition], Mapping[str, Any]], name: str = "name") -> Offered:
    return lambda edition: [(key, str(getattr(record, name))) for key, record in read(edition).items()]


def _fixed(values: Iterable[str]) -> Offered:
    offered = [(value, value) for value in values]
    return lambda edition: offered


def _groups(edition: Edition) -> list[tuple[str, str]]:
    names = {item.group: item.name for item in edition.memberships}
    return [(key, names.get(key, key)) for key in edition.keep(choices).groups]


INDICATOR = Parameter(
    "indicator", "What is measured; a key of /indicators.", offered=_named(lambda e: e.indicators), repeatable=True
)
AREA = Parameter(
    "area",
    "Where; a key of /areas (ISO 3166-1 alpha-3, ISO 3166-2, WLD for the world).",
    offered=_named(lambda e: e.areas),
    repeatable=True,
)
GROUP = Parameter(
    "group",
    "A group of areas, as on the pages: a key of /groups, or parts-of-AFG and the like; its areas are added to `area`.",
    offered=_groups,
    repeatable=True,
)
PRODUCER = Parameter(
    "producer",
    "Who made the estimate; a key of /producers. Never add up figures of different producers.",
    offered=_named(lambda e: e.producers),
    repeatable=True,
)
SOURCE = Parameter(
    "source",
    "A publication that prints a number on it, cited or not; a key of /sources.",
    offered=_named(lambda e: e.sources, "title"),
    repeatable=True,
)
VERDICT = Parameter(
    "verdict",
    "The verdict of a statement. Together with `source`, both are about one and the same statement.",
    offered=_fixed(Verdict),
    repeatable=True,
)
YEAR = Parameter("year", "The one year that is described (not the year of print).", "year")
FIRST = Parameter("from", "The first year; if it is after `to`, the two are exchanged.", "year")
LAST = Parameter("to", "The last year, included.", "year")
ASOF = Parameter("asof", "What was published by this day, such as 2019-11-26.", "day")
WORDS = Parameter(
    "q",
    "Words that must all occur in the names of what it is about, its year, or the title or publisher of its source "
    "(in the printed text, place and note of a statement too). Case does not matter.",
    "text",
)
PAGE = Parameter("limit", f"Rows on a page, up to {LARGEST_PAGE}; {USUAL_PAGE} without it.", "page")
AFTER = Parameter("after", "Where the page begins; take it from `links.next`, it is good for one edition.", "after")
LIMIT = Parameter("limit", "Only so many rows; the file is complete without it.", "limit")

STATEMENT_FILTERS = (INDICATOR, AREA, GROUP, PRODUCER, SOURCE, VERDICT, YEAR, FIRST, LAST, ASOF, WORDS)

# A view shows only what has figures, so it offers less than the lists do.
VIEW = (
    Parameter(
        "indicator",
        "What is measured.",
        offered=lambda e: [(key, e.indicators[key].name) for key in e.keep(choices).indicators],
        required=True,
    ),
    Parameter(
        "area",
        "Where; an area with figures.",
        offered=lambda e: [(key, e.areas[key].name) for key in sorted(e.keep(choices).areas)],
        repeatable=True,
    ),
    Parameter("group", "A group of areas; it takes the place of `area`.", offered=_groups),
    Parameter("membership", "Of a group: its members of today, or of each year.", offered=_fixed(("today", "year"))),
    Parameter("top", "The ten largest areas of this year take the place of `area`.", "year"),
    Parameter(
        "producer",
        "Who made the estimate.",
        offered=lambda e: [(key, e.producers[key].name) for key in sorted(e.keep(choices).producers)],
        repeatable=True,
    ),
    FIRST,
    LAST,
    ASOF,
    Parameter("compare", "Beside what was known then, show what is known today.", offered=_fixed(("today",))),
    Parameter("form", "The form of the chart.", offered=_fixed(FORMS)),
    Parameter("scale", "The scale of the values.", offered=_fixed(SCALES)),
    Parameter("measure", "What is drawn of the values.", offered=_fixed(MEASURES)),
    Parameter("base", "The year that is 100, for an index.", "year"),
    Parameter("year", "The one year of a bar chart or map.", "year"),
    Parameter("layer", "What is drawn beside the values.", offered=_fixed((*LAYERS, "none")), repeatable=True),
)

Values = dict[str, list[str]]


def read_values(query: str, parameters: Sequence[Parameter], edition: Edition) -> Values:
    """The values of a query by parameter. Raises ProblemError that lists every fault and what to do about it."""
    if len(query) > LONGEST_QUERY:
        detail = f"The query is longer than {LONGEST_QUERY // 1024} kB; ask for less at once, or for everything."
        raise ProblemError("invalid-parameter", detail)
    known = {parameter.name: parameter for parameter in parameters}
    values: Values = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        values.setdefault(name, []).append(value)
    errors: list[dict[str, str]] = []
    for name, given in values.items():
        errors += _faults(known[name], given, edition) if name in known else [_unknown_parameter(name, known)]
    errors += [
        {"parameter": name, "detail": f"“{name}” is missing; give it once."}
        for name, parameter in known.items()
        if parameter.required and name not in values
    ]
    if errors:
        rest = f" There are {len(errors) - 1} more; see “errors”." if len(errors) > 1 else ""
        raise ProblemError("invalid-parameter", errors[0]["detail"] + rest, errors)
    return values


def _unknown_parameter(name: str, known: Mapping[str, Parameter]) -> dict[str, str]:
    near = nearest(name, [(key, key) for key in known])
    advice = f"did you mean {near}?" if near else f"it takes {', '.join(known)}." if known else "it takes none."
    return {"parameter": name[:100], "detail": f"There is no parameter {quoted(name)} here; {advice}"}


def _faults(parameter: Parameter, given: Sequence[str], edition: Edition) -> list[dict[str, str]]:
    name = parameter.name
    if len(given) > (MOST_VALUES if parameter.repeatable else 1):
        much = f"at most {MOST_VALUES} times" if parameter.repeatable else "once"
        return [{"parameter": name, "detail": f"“{name}” is given {len(given)} times; give it {much}."}]
    details: list[str] = []
    for value in given:
        detail = _fault(parameter, value, edition, len(details) < _MOST_PROPOSED)
        details += [detail] if detail else []
    return [{"parameter": name, "detail": detail} for detail in details]


def _fault(parameter: Parameter, value: str, edition: Edition, propose: bool) -> str:
    """What is wrong with one value and what to do, in one sentence; empty where nothing is."""
    name = parameter.name
    if value == "":
        return f"“{name}” is empty; leave it out, or give it a value."
    if parameter.offered is not None:
        offered = parameter.offered(edition)
        if any(value == key for key, _ in offered):
            return ""
        near = nearest(value, offered) if propose else ""
        some = ", ".join(key for key, _ in offered[:_MOST_NAMED]) + (" …" if len(offered) > _MOST_NAMED else "")
        advice = f"did you mean {near}?" if near else f"choose from {some}."
        return f"There is no {name} {quoted(value)} in this edition; {advice}"
    return _FAULTS[parameter.kind](name, value, edition)


def _fault_of_year(name: str, value: str, edition: Edition) -> str:
    good = _YEAR.fullmatch(value)
    return "" if good else f"“{name}” is {quoted(value)}, which is not a year; write it as 2018."


def _fault_of_day(name: str, value: str, edition: Edition) -> str:
    try:
        good = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) and date.fromisoformat(value)
    except ValueError:
        good = None
    return "" if good else f"“{name}” is {quoted(value)}, which is not a day; write it as 2019-11-26."


def _fault_of_text(name: str, value: str, edition: Edition) -> str:
    return "" if len(value) <= LONGEST_TEXT else f"“{name}” is longer than {LONGEST_TEXT} characters; shorten it."


def _fault_of_number(largest: int) -> Callable[[str, str, Edition], str]:
    def fault(name: str, value: str, edition: Edition) -> str:
        good = re.fullmatch(r"[0-9]{1,9}", value) and 1 <= int(value) <= largest
        return "" if good else f"“{name}” is {quoted(value)}; give a whole number from 1 to {largest}."

    return fault


def _fault_of_after(name: str, value: str, edition: Edition) -> str:
    begun = re.fullmatch(r"([0-9a-f]{6,64})\." + _POSITION, value)
    if begun and begun[1] != edition.name:
        detail = f"A new edition, {edition.name}, is published; begin again without “after”, so that none is mixed."
        raise ProblemError("edition-gone", detail)
    return "" if begun else f"“{name}” is {quoted(value)}; take it from “links.next” of the page before."


_FAULTS: dict[str, Callable[[str, str, Edition], str]] = {
    "year": _fault_of_year,
    "day": _fault_of_day,
    "text": _fault_of_text,
    "page": _fault_of_number(LARGEST_PAGE),
    "limit": _fault_of_number(LARGEST_LIMIT),
    "after": _fault_of_after,
}


def position(values: Values) -> Position:
    """Where a page begins."""
    place = values.get("after", [""])[0].partition(".")[2]
    number, _, published_from = place.partition("_")
    return Position(int(number), published_from) if number else Position()


def after_text(edition: Edition, place: Position) -> str:
    """The value of `after` for the page that begins after a place."""
    date_part = f"_{place.published_from}" if place.published_from else ""
    return f"{edition.name}.{place.id}{date_part}"


def selection(values: Values, edition: Edition) -> Selection:
    """What a query asks for."""
    first, last = _number(values, "from"), _number(values, "to")
    if first is not None and last is not None and first > last:
        first, last = last, first
    groups = values.get("group", [])
    offered = edition.keep(choices).groups if groups else {}
    members = [area for group in groups for area in offered[group]]
    areas = tuple(dict.fromkeys([*values.get("area", []), *members]))
    return Selection(
        indicators=_keys(values, "indicator"),
        # A group without areas asks for no area, not for all of them.
        areas=areas or (("",) if groups else ()),
        producers=_keys(values, "producer"),
        sources=_keys(values, "source"),
        verdicts=_keys(values, "verdict"),
        year=_number(values, "year"),
        first=first,
        last=last,
        asof=values.get("asof", [""])[0],
        words=tuple(values.get("q", [""])[0].replace("\x00", " ").split()),
    )


def limit_of(values: Values) -> int | None:
    """How many rows are wanted; None where nothing is said."""
    return _number(values, "limit")


def _keys(values: Values, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values.get(name, ())))


def _number(values: Values, name: str) -> int | None:
    return int(values[name][0]) if name in values else None


def schema_of(parameter: Parameter, edition: Edition) -> dict[str, Any]:
    """The JSON schema of a parameter's values in this edition."""
    if parameter.offered is not None:
        one: dict[str, Any] = {"type": "string", "enum": [key for key, _ in parameter.offered(edition)]}
    else:
        one = _SCHEMAS[parameter.kind] | (_schema_of_after(edition) if parameter.kind == "after" else {})
    if not parameter.repeatable:
        return one
    return {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_VALUES}


_SCHEMAS: dict[str, dict[str, Any]] = {
    "year": {"type": "integer", "minimum": 1900, "maximum": 2199},
    "day": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "text": {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT},
    "page": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": USUAL_PAGE},
    "limit": {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT},
    "after": {"type": "string"},
}


def _schema_of_after(edition: Edition) -> dict[str, Any]:
    return {"pattern": rf"^{edition.name}\.{_POSITION}$"}
