"""One number with every statement on it, what was known when, and what does not fit."""

from typing import Any

from dashboard.api import columns
from dashboard.api.columns import Cell
from dashboard.api.endpoints import (
    CSV,
    JSON,
    ApiAnswer,
    Call,
    Endpoint,
    about_edition,
    attachment,
    object_schema,
    texts,
    to_json,
)
from dashboard.api.lists import edition_members
from dashboard.api.parameters import AREA, ASOF, INDICATOR, PRODUCER, YEAR
from dashboard.api.problems import ProblemError
from dashboard.api.resources import OBSERVATIONS
from dashboard.api.rows import Rows
from dashboard.api.tabular import names_of, to_csv
from dashboard.exports.cells import plain_number
from dashboard.exports.citations import FORMATS, plain_citation
from dashboard.server.urls import API_NUMBER, API_NUMBER_CSV, Urls
from dashboard.views.not_found import NumberMovedError
from dashboard.views.parameters import Schema
from dashboard.words.did_you_mean import quoted
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.editions.reading.listing import Revision
from etl.editions.reading.observations import Selection
from etl.figures.keys import Key
from etl.figures.observations import Observation, Statement

TAG = "Numbers and citations"
NUMBER_PARTS = (INDICATOR, AREA, YEAR, PRODUCER)
NUMBER_EXAMPLE = (("indicator", "opium-production"), ("area", "AFG"), ("year", "2018"), ("producer", "unodc"))


_EARLIER_RANGE = (
    "The last range that was printed with an earlier `value`, which has been revised since; null where a range is "
    "recorded for the current value, or none at all"
)


def figure_endpoints() -> list[Endpoint]:
    """The addresses of a number."""
    number = Endpoint(
        API_NUMBER,
        "A number",
        "One observation with every statement on it, what was known when, and what does not fit.",
        JSON,
        _number,
        (ASOF,),
        NUMBER_PARTS,
        find_number,
        lambda edition: _number_schema(),
        NUMBER_EXAMPLE,
        TAG,
    )
    table = Endpoint(
        API_NUMBER_CSV,
        "The statements on a number as CSV",
        "Every statement on one observation.",
        CSV,
        _number_csv,
        (ASOF,),
        NUMBER_PARTS,
        find_number,
        example=NUMBER_EXAMPLE,
        tag=TAG,
    )
    return [number, table]


def find_number(call: Call) -> Observation:
    """The number that a request names.

    Raises NumberMovedError where it stands in the series of another producer now, ProblemError where there is none.
    """
    parts = call.parts
    year = parts["year"]
    asof = call.values.get("asof", [""])[0]
    known = year.isascii() and year.isdecimal() and len(year) == 4
    key = Key(parts["indicator"], parts["area"], int(year) if known else 0, parts["producer"])
    found = call.edition.observation(key, asof) if known else None
    now = call.edition.moved(key) if found is None and known else None
    if now is not None and call.edition.observation(now, asof) is not None:
        raise NumberMovedError(now)
    if found is None:
        place = "/".join(parts[name] for name in Key._fields)
        when = f" that was published by {asof}" if asof else ""
        raise ProblemError(
            "unknown-key",
            f"No source in this edition prints a number for {quoted(place)}{when}; "
            f"see {call.urls.api_list(OBSERVATIONS.name)} for what there is.",
        )
    return found


def _number(call: Call) -> ApiAnswer:
    return ApiAnswer(to_json(number_record(call.edition, find_number(call), call.urls, _asof(call))))


def _asof(call: Call) -> str:
    return call.values.get("asof", [""])[0]


def number_record(edition: Edition, observation: Observation, urls: Urls, asof: str = "") -> dict[str, Any]:
    """All that is known of a number, as known on a day."""
    rows = Rows(edition, urls)
    statements = edition.statements_of(observation)
    of_source = {item.id: item.source for item in statements}
    return {
        **about_edition(edition),
        "observation": columns.ordered_cells(columns.OBSERVATIONS, rows.observation(observation)),
        "statements": [columns.ordered_cells(columns.STATEMENTS, rows.statement(item)) for item in statements],
        "vintages": [
            columns.ordered_cells(columns.VINTAGES, rows.vintage(item))
            for item in _revisions(edition, observation, asof)
        ],
        "warnings": [
            {"code": item.code, "computed": plain_number(item.computed), "inputs": item.inputs}
            for item in edition.warnings_of(observation)
        ],
        "range_source": of_source.get(observation.range_statement_id or 0, ""),
        "earlier_range": _earlier_range(observation, statements),
        "tied_source": of_source.get(observation.tied_with or 0, ""),
        "citation": plain_citation(edition, Chosen(observation, statements)),
        "links": {
            "self": urls.api_number(observation),
            "page": urls.observation(observation),
            "csv": urls.api_number_csv(observation),
            **{ending: urls.number_citation(observation, ending) for ending in FORMATS},
        },
    }


def _earlier_range(observation: Observation, statements: list[Statement]) -> dict[str, Cell] | None:
    """The last range that was printed with an earlier value, where none is with the current value."""
    known = next((item for item in statements if item.id == observation.earlier_range_id), None)
    if known is None:
        return None
    numbers = {name: plain_number(getattr(known, name)) for name in ("low", "high", "value")}
    return {**numbers, "range_kind": known.range_kind, "source": known.source}


def _revisions(edition: Edition, observation: Observation, asof: str) -> list[Revision]:
    key = observation.key
    wanted = Selection((key.indicator,), (key.area,), (key.producer,), year=key.year, asof=asof)
    return [item for batch in edition.all_vintages(wanted) for item in batch]


def _number_csv(call: Call) -> ApiAnswer:
    observation = find_number(call)
    rows = [Rows(call.edition, call.urls).statement(item) for item in call.edition.statements_of(observation)]
    name = "-".join(str(part) for part in observation.key)
    return ApiAnswer(to_csv(names_of(columns.STATEMENTS), [rows]), attachment(f"{name}.csv"))


def _number_schema() -> Schema:
    rows = {name: {"$ref": f"#/components/schemas/{name}"} for name in ("observations", "statements", "vintages")}
    warning = {
        **texts(code="The check of consistency that fails"),
        "computed": {"type": ["number", "null"], "description": "What the others give for it, where that is known"},
        "inputs": {"type": "integer", "description": "From how many observations"},
    }
    earlier: Schema = {
        **{name: {"type": ["number", "null"]} for name in ("low", "high", "value")},
        **texts(range_kind="What its ends are", source="Key of the source that prints it"),
    }
    links = {name: {"type": "string", "format": "uri"} for name in ("self", "page", "csv", *FORMATS)}
    properties: Schema = {
        **edition_members(),
        "observation": rows["observations"],
        "statements": {"type": "array", "items": rows["statements"]},
        "vintages": {"type": "array", "items": rows["vintages"]},
        "warnings": {"type": "array", "items": object_schema(warning)},
        "earlier_range": {"anyOf": [object_schema(earlier), {"type": "null"}], "description": _EARLIER_RANGE},
        **texts(
            range_source="Key of the source that the range is from; empty where no range is recorded",
            tied_source="Key of a source whose other number no date tells from this one; empty where there is none",
            citation="The number with its source, as plain text",
        ),
        "links": object_schema(links),
    }
    return object_schema(properties, closed=True)
