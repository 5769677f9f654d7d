"""How to cite a source, a number, a view or the edition: one address for each in each format."""

from collections.abc import Callable

from dashboard.api.endpoints import Answer, Call, Endpoint, Schema, attachment
from dashboard.api.figures import NUMBER_EXAMPLE, NUMBER_PARTS, NUMBER_PATH, TAG, find
from dashboard.api.parameters import ASOF, SOURCE, VIEW, Parameter
from dashboard.api.problems import ProblemError
from dashboard.exports.citations import (
    FORMATS,
    Reference,
    edition_reference,
    number_references,
    source_reference,
    view_references,
    view_title,
)
from dashboard.views.scenes import choices
from dashboard.views.view import read_view
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
            _endpoint("source/{source}", "a source", ending, _source, (SOURCE,), _find_source, (), source_example),
            _endpoint(
                f"number/{NUMBER_PATH}", "a number", ending, _number, NUMBER_PARTS, find, (ASOF,), NUMBER_EXAMPLE
            ),
            _endpoint("view", "a view", ending, _view, (), None, VIEW, view_example),
            _endpoint("edition", "the whole edition", ending, _edition, (), None, (), ()),
        ]
    return endpoints


def _endpoint(
    path: str,
    what: str,
    ending: str,
    cited: Cited,
    parts: tuple[Parameter, ...],
    check: Callable[[Call], object] | None,
    parameters: tuple[Parameter, ...],
    example: tuple[tuple[str, str], ...],
) -> Endpoint:
    name, media_type, write = FORMATS[ending]

    def answer(call: Call) -> Answer:
        file_name, references = cited(call)
        return Answer(write(references).encode(), attachment(f"{file_name}.{ending}"))

    return Endpoint(
        f"/citation/{path}.{ending}",
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
    observation = find(call)
    references = number_references(
        call.edition, Chosen(observation, call.edition.statements_of(observation)), call.base
    )
    return references[0].key, references


def _view(call: Call) -> tuple[str, list[Reference]]:
    edition = call.edition
    view, _ = read_view(call.query, edition.keep(choices))
    title = view_title(edition, view)
    references = view_references(edition, view, title, call.base)
    return references[0].key, references


def _edition(call: Call) -> tuple[str, list[Reference]]:
    reference = edition_reference(call.edition, call.base)
    return reference.key, [reference]


def _find_source(call: Call) -> str:
    key = call.parts["source"]
    if key not in call.edition.sources:
        address = call.address("/sources")
        raise ProblemError("unknown-key", f"There is no source {quoted(key)} in this edition; see {address}.")
    return key


def _csl_schema() -> Schema:
    item = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "type": {"type": "string"}},
        "required": ["id", "type", "title", "author"],
    }
    return {"type": "array", "items": item, "minItems": 1}
