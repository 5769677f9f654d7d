"""How to cite a source, a number, a view or the edition: one address for each in each format."""

from collections.abc import Callable

from dashboard.api.endpoints import ApiAnswer, Call, Endpoint, attachment, object_schema
from dashboard.api.figures import NUMBER_EXAMPLE, NUMBER_PARTS, TAG, find_number
from dashboard.api.parameters import ASOF, SOURCE
from dashboard.api.problems import ProblemError
from dashboard.api.resources import SOURCES
from dashboard.exports.citations import (
    FORMATS,
    Reference,
    edition_reference,
    number_references,
    source_reference,
    view_references,
    view_title,
)
from dashboard.server.urls import (
    API_EDITION_CITATION,
    API_NUMBER_CITATION,
    API_SOURCE_CITATION,
    API_VIEW_CITATION,
    filled,
)
from dashboard.views.parameters import Parameter, Schema
from dashboard.views.scenes import choices
from dashboard.views.view import read_view, view_parameters
from dashboard.words.did_you_mean import quoted
from dashboard.words.why_chosen import Chosen

Cited = Callable[[Call], tuple[str, list[Reference]]]


def citation_endpoints() -> list[Endpoint]:
    """The addresses of citations."""
    endpoints: list[Endpoint] = []
    view_example = (("indicator", "opium-poppy-cultivation"), ("area", "AFG"))
    source_example = (("source", "shupl-2019-paris-pact"),)
    for ending in FORMATS:
        endpoints += [
            _endpoint(API_SOURCE_CITATION, "a source", ending, _source, (SOURCE,), _find_source, (), source_example),
            _endpoint(
                API_NUMBER_CITATION, "a number", ending, _number, NUMBER_PARTS, find_number, (ASOF,), NUMBER_EXAMPLE
            ),
            _endpoint(API_VIEW_CITATION, "a view", ending, _view, (), None, view_parameters(), view_example),
            _endpoint(API_EDITION_CITATION, "the whole edition", ending, _edition, (), None, (), ()),
        ]
    return endpoints


def _endpoint(
    pattern: str,
    what: str,
    ending: str,
    cited: Cited,
    parts: tuple[Parameter, ...],
    check: Callable[[Call], object] | None,
    parameters: tuple[Parameter, ...],
    example: tuple[tuple[str, str], ...],
) -> Endpoint:
    name, media_type, write = FORMATS[ending]

    def answer(call: Call) -> ApiAnswer:
        file_name, references = cited(call)
        return ApiAnswer(write(references).encode(), attachment(f"{file_name}.{ending}"))

    return Endpoint(
        filled(pattern, ending=ending),
        f"Citation of {what} as {name}",
        f"How to cite {what}, as {name}. What is cited from here names its edition.",
        media_type,
        answer,
        parameters,
        parts,
        check,
        (lambda edition: _csl_schema()) if ending == "json" else None,
        example,
        TAG,
    )


def _source(call: Call) -> tuple[str, list[Reference]]:
    source = call.edition.sources[_find_source(call)]
    return source.source, [source_reference(source, call.edition.csl_types)]


def _number(call: Call) -> tuple[str, list[Reference]]:
    observation = find_number(call)
    references = number_references(
        call.edition, Chosen(observation, call.edition.statements_of(observation)), call.urls
    )
    return references[0].key, references


def _view(call: Call) -> tuple[str, list[Reference]]:
    edition = call.edition
    view, _ = read_view(call.query, edition.keep(choices))
    title = view_title(edition, view)
    references = view_references(edition, view, title, call.urls)
    return references[0].key, references


def _edition(call: Call) -> tuple[str, list[Reference]]:
    reference = edition_reference(call.edition, call.urls)
    return reference.key, [reference]


def _find_source(call: Call) -> str:
    key = call.parts["source"]
    if key not in call.edition.sources:
        address = call.urls.api_list(SOURCES.name)
        raise ProblemError("unknown-key", f"There is no source {quoted(key)} in this edition; see {address}.")
    return key


def _csl_schema() -> Schema:
    properties = {"id": {"type": "string"}, "type": {"type": "string"}}
    item = object_schema(properties, ["id", "type", "title", "author"])
    return {"type": "array", "items": item, "minItems": 1}
