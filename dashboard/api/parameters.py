"""The parameters of the API beside those of a view: filters of lists and pages, and a strict reading of a query.

A filter that means what a parameter of a view means has its words. Unlike a page, which shows what it can, the API
refuses what it does not understand: a program must not take other figures for those that it asked for.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from dashboard.api.problems import ProblemError
from dashboard.server.limits import LONGEST_QUERY
from dashboard.server.urls import Values
from dashboard.views import scenes
from dashboard.views.offered import offered
from dashboard.views.parameters import KeyOf, Keys, Kind, Names, OneOf, Parameter, Schema, ShortText, WholeNumber
from dashboard.views.strict import faults
from dashboard.views.view import view_parameters
from etl.editions.reading import Edition
from etl.editions.reading.listing import Position
from etl.editions.reading.observations import Selection
from etl.figures.substances import kinds_of
from etl.figures.vocabulary.judgement import Verdict, Weakness

MOST_VALUES = 60
LONGEST_TEXT = 200
MOST_WORDS = 12
LARGEST_PAGE = 1000
USUAL_PAGE = 100
LARGEST_LIMIT = 10_000_000

NOTHING = ("",)  # of a selection: asks for what is not there, where an empty one would ask for everything
_LONGEST_NAME = 100  # characters of a name in an answer
_POSITION = r"[0-9]{1,9}(_([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?)?"
_AFTER = re.compile(r"([0-9a-f]{6,64})\." + _POSITION)


@dataclass(frozen=True, slots=True)
class After(Kind):
    """The place after which a page begins, in the edition that the page before was from."""

    advice = "; take it from “links.next” of the page before."

    def takes(self, text: str, keys: Keys) -> bool:
        begun = _AFTER.fullmatch(text)
        return begun is not None and begun[1] in keys["editions"]

    def fault(self, name: str, text: str, names: Names, propose: bool = True) -> str:
        if _AFTER.fullmatch(text):
            (edition,) = names["editions"]
            again = "start again without “after”, so that editions are not mixed."
            raise ProblemError("edition-gone", f"A new edition, {edition}, has been published; {again}")
        return Kind.fault(self, name, text, names)

    def schema(self, names: Names) -> Schema:
        (edition,) = names["editions"]
        return {"type": "string", "pattern": rf"^{edition}\.{_POSITION}$"}


_OF_VIEW = {parameter.name: parameter for parameter in view_parameters()}


def _filter(name: str, rule: str = "", table: str = "") -> Parameter:
    """A filter of lists that means what a parameter of a view means, over all keys of a table."""
    kind = KeyOf(table) if table else _OF_VIEW[name].kind
    return replace(_OF_VIEW[name], kind=kind, rule=rule, repeatable=bool(table), required=False, forms=())


INDICATOR = _filter("indicator", "A key of /indicators.", "all indicators")
AREA = _filter("area", f"A key of /areas: {_OF_VIEW['area'].rule}", "all areas")
GROUP = _filter("group", "A key of /groups, or parts-of-AFG and the like; its areas are added to `area`.", "groups")
PRODUCER = _filter("producer", "A key of /producers. Never add up figures of different producers.", "all producers")
TOPIC = Parameter(
    "topic",
    KeyOf("topics"),
    "What figures are about; only indicators of the topic, of `indicator` too.",
    "seizures",
    repeatable=True,
)
SUBSTANCE = Parameter(
    "substance",
    KeyOf("substances"),
    "A substance with all that are kinds of it, as heroin is of opiates; only indicators of these.",
    "opiates",
    repeatable=True,
)
REGION = Parameter(
    "region",
    KeyOf("regions"),
    "A region of the United Nations: only its countries, not their parts; of `area` and `group` too.",
    "un-central-asia",
    repeatable=True,
)
SOURCE = Parameter(
    "source",
    KeyOf("sources"),
    "A publication that prints a number on it, cited or not; a key of /sources.",
    "shupl-2019-paris-pact",
    repeatable=True,
)
VERDICT = Parameter(
    "verdict",
    OneOf({verdict: verdict for verdict in Verdict}),
    "The verdict of a statement. Together with `source`, both are about one and the same statement.",
    "misprint",
    repeatable=True,
)
WEAK = Parameter(
    "weak",
    OneOf({word: word for word in Weakness}),
    "Only figures that are weak in this way today: that rest on one source, are known from copies or reports only, are "
    "cited from a source whose publisher is inferred, were added up here, or on which sources differ.",
    "single",
    repeatable=True,
)
YEAR = _filter("year")
FIRST = _filter("from", "If it is after `to`, the two are swapped.")
LAST = _filter("to")
ASOF = _filter("asof")
SEARCHED = Parameter(
    "q",
    ShortText(LONGEST_TEXT, MOST_WORDS),
    f"Up to {MOST_WORDS} words that must all occur in the names of what it is about, its year, or the title or "
    "publisher of its source (in the printed text, place and note of a statement too). Case does not matter.",
    "helmand 2018",
)
PAGE = Parameter(
    "limit",
    WholeNumber(1, LARGEST_PAGE),
    f"Rows on a page, up to {LARGEST_PAGE}; {USUAL_PAGE} without it.",
    "500",
    default=USUAL_PAGE,
)
AFTER = Parameter(
    "after", After(), "Where the page begins; take it from `links.next`, it is valid for one edition.", ""
)
LIMIT = Parameter("limit", WholeNumber(1, LARGEST_LIMIT), "Only so many rows; the file is complete without it.", "500")

STATEMENT_FILTERS = (
    *(INDICATOR, TOPIC, SUBSTANCE, AREA, GROUP, REGION, PRODUCER),
    *(SOURCE, VERDICT, WEAK, YEAR, FIRST, LAST, ASOF, SEARCHED),
)


def read_values(query: str, parameters: Sequence[Parameter], edition: Edition) -> Values:
    """The values of a query by parameter. Raises ProblemError that lists every fault and what to do about it."""
    if len(query) > LONGEST_QUERY:
        detail = f"The query is longer than {LONGEST_QUERY // 1024} kB; ask for less at once, or for everything."
        raise ProblemError("invalid-parameter", detail)
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        values.setdefault(name, []).append(value)
    found = [*faults(values, parameters, edition.keep(offered), MOST_VALUES), *_missing(values, parameters)]
    if found:
        errors = [{"parameter": name[:_LONGEST_NAME], "detail": detail} for name, detail in found]
        rest = f" There are {len(errors) - 1} more; see “errors”." if len(errors) > 1 else ""
        raise ProblemError("invalid-parameter", errors[0]["detail"] + rest, errors)
    return values


def _missing(values: Values, parameters: Iterable[Parameter]) -> Iterator[tuple[str, str]]:
    for parameter in parameters:
        if parameter.required and parameter.name not in values:
            yield parameter.name, f"“{parameter.name}” is missing; give it once."


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
    return Selection(
        indicators=_indicators(values, edition),
        areas=_areas(values, edition),
        producers=_keys(values, "producer"),
        sources=_keys(values, "source"),
        verdicts=_keys(values, "verdict"),
        weak=_keys(values, "weak"),
        year=_number(values, "year"),
        first=first,
        last=last,
        asof=values.get("asof", [""])[0],
        words=tuple(values.get("q", [""])[0].replace("\x00", "").split()),
    )


def _indicators(values: Values, edition: Edition) -> tuple[str, ...]:
    """The indicators that are asked for, by themselves or by what they are about; no indicator where none is both."""
    asked, topics = _keys(values, "indicator"), _keys(values, "topic")
    substances = kinds_of(_keys(values, "substance"), edition.substances)
    if not topics and not substances:
        return asked
    found = (
        key
        for key, item in edition.indicators.items()
        if (not topics or item.topic in topics) and (not substances or item.substance in substances)
    )
    return tuple(key for key in found if not asked or key in asked) or NOTHING


def _areas(values: Values, edition: Edition) -> tuple[str, ...]:
    """The areas that are asked for, by themselves or in groups, and of these only those of the regions asked for."""
    groups, regions = values.get("group", []), values.get("region", [])
    offered = edition.keep(scenes.choices).groups if groups or regions else {}
    members = [area for group in groups for area in offered[group]]
    areas = tuple(dict.fromkeys([*values.get("area", []), *members]))
    if groups and not areas:
        return NOTHING  # a group without areas asks for no area, not for all of them
    if not regions:
        return areas
    within = dict.fromkeys(area for region in regions for area in offered[region])
    return tuple(area for area in within if not areas or area in areas) or NOTHING


def limit_of(values: Values) -> int | None:
    """How many rows are wanted; None where nothing is said."""
    return _number(values, "limit")


def _keys(values: Values, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values.get(name, ())))


def _number(values: Values, name: str) -> int | None:
    return int(values[name][0]) if name in values else None


def schema_of(parameter: Parameter, edition: Edition) -> Schema:
    """The JSON schema of a parameter's values in this edition."""
    one = parameter.kind.schema(edition.keep(offered))
    if "enum" not in one and parameter.example:
        one |= {"examples": [parameter.kind.read(parameter.example)]}
    default = {"default": parameter.default} if parameter.default else {}
    if not parameter.repeatable:
        return one | default
    return {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_VALUES} | default
