"""The check of a text for programs: `POST /api/v1/check`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard.api.endpoints import JSON, ApiAnswer, Call, Endpoint, object_schema, texts, to_json
from dashboard.api.problems import ProblemError
from dashboard.checking.facts import facts_in
from dashboard.checking.findings import Finding, Sure
from dashboard.checking.given import LIMITS, LONGEST_TEXT, GivenTextError, given_day, given_text
from dashboard.checking.reasons import FINDINGS
from dashboard.checking.report import whole_record
from dashboard.checking.verdicts import check
from dashboard.exports.apart import at_once, database_at
from dashboard.server.limits import LARGEST_BODY
from dashboard.server.rates import Rate
from dashboard.server.urls import API_CHECK, Urls
from dashboard.views.parameters import Day, Parameter, Schema
from dashboard.words.did_you_mean import quoted
from etl.documents.prose.reader import TextTooLongError
from etl.documents.prose.records import FigureKind

TAG = "Texts"
PLAIN = "text/plain"
CHECKS_A_MINUTE, CHECKS_AT_ONCE = 30, 10
PUBLISHED = Parameter(
    "published",
    Day(),
    "The day on which the text came out, for “last year” and for what has been revised since.",
    "2018-11-19",
)
_EXAMPLE = "Afghanistan had 263,000 hectares of opium poppy in 2018."
_ABOUT = (
    "Finds every figure of a text, in twelve languages, and says of each whether it agrees with the edition, was "
    "revised since, is a slip and for what, or is right for something else; with the reason and the page of the "
    f"number. Whatever is not sure stays `unsure`. A text has at most {LIMITS}; it is "
    f"not kept and not logged. One address may ask {CHECKS_A_MINUTE} times a minute."
)

RunApart = Callable[..., bytes]


def new_rate_of_checks() -> Rate:
    """How often one address may have a text checked, on the page and in the API together."""
    return Rate(CHECKS_A_MINUTE, CHECKS_AT_ONCE)


def check_endpoints(database: Path | str, rate: Rate, run: RunApart = at_once) -> list[Endpoint]:
    """The address that checks a text, of the database at an address; `run` runs what costs much."""

    def answer(call: Call) -> ApiAnswer:
        wait = rate.wait(call.reader)
        if wait:
            detail = f"One address may ask {CHECKS_A_MINUTE} times a minute; ask again in {wait} s."
            raise ProblemError("too-many-requests", detail, headers={"retry-after": str(wait)})
        text, published = _given(call)
        try:
            return ApiAnswer(run(checked_as_json, database, text, published, call.urls))
        except TextTooLongError as error:
            raise ProblemError("text-too-long", str(error)) from None

    return [
        Endpoint(
            API_CHECK,
            "Check of a text",
            _ABOUT,
            JSON,
            answer,
            (PUBLISHED,),
            schema=lambda edition: _schema(),
            example=(("published", "2018-11-19"),),
            tag=TAG,
            takes=_taken(),
        )
    ]


def checked_as_json(database: Path | str, text: str, published: str, urls: Urls) -> bytes:
    """The findings on a text as JSON: a function of what another process can be told. Raises TextTooLongError."""
    edition = database_at(database).edition()
    found = check(text, edition, published)
    return to_json(whole_record(found, edition, urls, published, facts_in(text, edition, found)))


def _given(call: Call) -> tuple[str, str]:
    """The text of a request, and the day on which it was published."""
    if len(call.body) > LARGEST_BODY:
        raise ProblemError("text-too-long", f"The request is larger than {LARGEST_BODY // 1024} kB.")
    kind = call.media_type.partition(";")[0].strip().lower()
    published = call.values.get(PUBLISHED.name, [""])[0]
    if kind not in {JSON, PLAIN}:
        raise ProblemError(
            "unknown-media-type", f"The text is sent as {quoted(kind or 'nothing')}; send {JSON} or {PLAIN}."
        )
    try:
        decoded = call.body.decode("utf-8")
        if kind == JSON:
            decoded, published = _members(decoded, published)
        return given_text(decoded), given_day(published)
    except UnicodeDecodeError:
        raise ProblemError("unreadable-text", "The text is not in UTF-8; send it so.") from None
    except GivenTextError as error:
        is_long = len(decoded) > LONGEST_TEXT
        raise ProblemError("text-too-long" if is_long else "unreadable-text", str(error)) from None


def _members(written: str, published: str) -> tuple[str, str]:
    """Text and day out of JSON; the day of the address counts where the JSON has none."""
    try:
        given = json.loads(written)
    except (ValueError, RecursionError):
        raise ProblemError("unreadable-text", "The body is not JSON.") from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise ProblemError("unreadable-text", "The JSON needs a member “text” that is a string.")
    unknown = [name for name in given if name not in {"text", PUBLISHED.name}]
    if unknown:
        raise ProblemError("unreadable-text", f"The JSON has a member {quoted(unknown[0])}, which is not known here.")
    day = given.get(PUBLISHED.name, published)
    if not isinstance(day, str):
        raise ProblemError("unreadable-text", "“published” must be a date as a string, such as 2018-11-19.")
    return given["text"], day


def _taken() -> dict[str, Schema]:
    """What is sent, by its media type."""
    text: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "pattern": r"\S"}
    day: Schema = {"type": "string", "format": "date", "description": PUBLISHED.description}
    members = {"text": text | {"description": "The text, in UTF-8"}, PUBLISHED.name: day}
    example = {"text": _EXAMPLE, PUBLISHED.name: PUBLISHED.example}
    return {
        JSON: {"schema": object_schema(members, ["text"], closed=True), "example": example},
        PLAIN: {"schema": text, "example": _EXAMPLE},
    }


def _schema() -> Schema:
    number: Schema = {"type": ["number", "null"]}
    word: Schema = {"type": ["string", "null"]}
    findings = "; ".join(f"{name}: {row['meaning']}" for name, row in FINDINGS.items())

    def one_of(words: Any, meaning: str) -> Schema:
        return {"type": "string", "enum": [str(each) for each in words], "description": meaning}

    def one_of_or_none(words: Any, meaning: str) -> Schema:
        return {"type": ["string", "null"], "enum": [*map(str, words), None], "description": meaning}

    figure: Schema = {
        "start": {"type": "integer", "description": "The character of the text where it begins, from 0"},
        "end": {"type": "integer", "description": "The character after its end"},
        **texts(as_printed="The figure as the text has it", place="Where it stands"),
        "kind": one_of(FigureKind, "What kind of figure it is"),
        "indicator": word | {"description": "What it is about: a key of /indicators, or a name of something else"},
        "area": word | {"description": "Key of the area"},
        "is_part": {"type": "boolean", "description": "It is about a part of that area that is not listed here"},
        "year": {"type": ["integer", "null"], "description": "The year that is described"},
        "producer": word | {"description": "Whose estimate it is compared with"},
        "value": number | {"description": "In the printed unit; per cent for changes and shares; null for a date"},
        "low": number,
        "high": number,
        **texts(unit="The printed unit"),
        "base_year": {"type": ["integer", "null"], "description": "The year that a change is from"},
        "verdict": one_of_or_none(Finding, f"{findings}; null: no figure of a series, but a recorded fact"),
        "sure": one_of(Sure, "How sure the finding is"),
        **texts(why="The reason, in sentences"),
        "observation": word | {"description": "The page of the number, or of the computation"},
        "in_force": number | {"description": "What the edition shows, in the unit of the indicator"},
        "slip": word | {"description": "What kind of slip it is"},
        "meant": number | {"description": "What was probably meant"},
        "right_for": word | {"description": "The year, area or producer that it is right for"},
        "revised_on": word | {"description": "The day from which another number took its place"},
        "fact": word | {"description": "Key of the recorded fact that it is: a count, a length, a year or a day"},
    }
    members: Schema = {
        **{name: {"type": "string"} for name in ("edition", "data_as_of", "published")},
        **texts(summary="What was found, in one sentence"),
        "outdated": {
            "type": "array",
            "items": {"type": "integer"},
            "description": "The figures that were revised after `published`, counted from 0; of all days without one",
        },
        "figures": {"type": "array", "items": object_schema(figure)},
    }
    return object_schema(members, closed=True)
