"""The OpenAPI 3.1 document of the API, made for one edition: its keys are the values that the parameters take."""

import re
from collections.abc import Sequence
from typing import Any

from dashboard import PRODUCT, __version__
from dashboard.api.endpoints import JSON, Endpoint, about_edition, object_schema
from dashboard.api.lists import SDMX, example_row, item_schema
from dashboard.api.parameters import LARGEST_PAGE, MOST_VALUES, schema_of
from dashboard.api.problems import MEDIA_TYPE, PROBLEM_KINDS
from dashboard.api.resources import RESOURCES
from dashboard.server.limits import LONGEST_QUERY
from dashboard.server.urls import API_LIST, Urls, filled
from dashboard.views.parameters import Parameter, Schema
from etl.editions.reading import Edition

MOST_ENUMERATED = 2000  # longer lists of keys would make the document heavier than what it describes

ABOUT = f"""Every number here comes with the publication that prints it, or that prints the parts it was added up from
(flag `summed`), and leads to everyone else who printed the same or another number for the same thing. Read only, open
to every site, no key needed.

**Limits.** A page of JSON has up to {LARGEST_PAGE} rows; CSV is complete unless `limit` is given. A parameter may be
given up to {MOST_VALUES} times, a query may be {LONGEST_QUERY // 1024} kB long.

**Editions.** An answer is from one edition and carries its name as ETag; send it back as `If-None-Match` and get 304
until a new edition is published. A number that stands in the series of another producer now answers 308 with its new
address. `after` is good for the edition that it is from; afterwards it answers 410.

**Errors** are problem details (RFC 9457) that say what to do. What is not understood is refused, never guessed."""

_MOVED: Schema = {
    "description": "The number is now in the series of another producer",
    "headers": {"Location": {"schema": {"type": "string"}, "description": "Its address in that series"}},
}


def document(endpoints: Sequence[Endpoint], edition: Edition, urls: Urls) -> Schema:
    """The whole document."""
    parameters = _Parameters(edition)
    paths = {
        endpoint.path: {endpoint.methods[0].lower(): _operation(endpoint, parameters, edition, urls)}
        for endpoint in endpoints
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": PRODUCT, "version": __version__, "description": ABOUT},
        "servers": [{"url": urls.api()}],
        "externalDocs": {"url": urls.api_reference(), "description": "The same for people"},
        "tags": [{"name": name} for name in dict.fromkeys(endpoint.tag for endpoint in endpoints)],
        "paths": paths,
        "components": {
            "parameters": parameters.written,
            "schemas": {
                **{resource.name: item_schema(resource.columns) for resource in RESOURCES},
                "problem": _problem_schema(),
            },
            "responses": {
                "problem": {
                    "description": "What went wrong and what to do about it",
                    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}},
                },
                "unchanged": {"description": "The edition that the request names is still the current one"},
            },
        },
    }


class _Parameters:
    """Every parameter written once, however many addresses take it: lists of keys are long."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._names: dict[tuple[str, Parameter, str | None], str] = {}
        self.written: Schema = {}

    def reference(self, parameter: Parameter, place: str, example: str | None) -> Schema:
        """Where the description of a parameter with an example stands."""
        known = place, parameter, example
        if known not in self._names:
            name = f"{place}-{parameter.name}"
            taken = sum(other.startswith(name) for other in self._names.values())
            self._names[known] = f"{name}-{taken + 1}" if taken else name
            self.written[self._names[known]] = _parameter(parameter, place, self._edition, example)
        return {"$ref": f"#/components/parameters/{self._names[known]}"}


def _operation(endpoint: Endpoint, parameters: _Parameters, edition: Edition, urls: Urls) -> Schema:
    problem = {"$ref": "#/components/responses/problem"}
    examples = dict(endpoint.example)
    taken = [*((item, "path") for item in endpoint.parts), *((item, "query") for item in endpoint.parameters)]
    if endpoint.takes:
        sent = {"requestBody": {"required": True, "content": endpoint.takes}}
        answer: Schema = {"content": {endpoint.media_type: _content(endpoint, edition, urls)}}
        others = dict.fromkeys(("400", "405", "413", "415", "429", "503"), problem)
    else:
        sent = {}
        etag = {"ETag": {"schema": {"type": "string"}, "description": "Names the edition"}}
        answer = {"headers": etag, "content": {endpoint.media_type: _content(endpoint, edition, urls)}}
        others = {
            "304": {"$ref": "#/components/responses/unchanged"},
            **({"308": _MOVED} if "producer" in (part.name for part in endpoint.parts) else {}),
            **dict.fromkeys(("400", "404", "405", "410", "503"), problem),
        }
    return {
        "operationId": re.sub(r"\W+", "_", endpoint.path).strip("_") or "index",
        "summary": endpoint.title,
        "description": endpoint.description,
        "tags": [endpoint.tag],
        "parameters": [parameters.reference(item, place, examples.get(item.name)) for item, place in taken],
        **sent,
        "responses": {"200": {"description": endpoint.title, **answer}, **others},
    }


def _content(endpoint: Endpoint, edition: Edition, urls: Urls) -> Schema:
    if endpoint.schema is None:
        return {"schema": {"type": "string"}} if endpoint.media_type.startswith(("text/", SDMX)) else {}
    content: Schema = {"schema": endpoint.schema(edition)}
    resource = next((item for item in RESOURCES if filled(API_LIST, name=item.name) == endpoint.path), None)
    if resource is not None and endpoint.media_type == JSON:
        row = example_row(resource, endpoint.example, edition, urls)
        self_links = {"self": urls.api_list(resource.name), "csv": urls.api_list_csv(resource.name)}
        content["example"] = {**about_edition(edition), "total": len(row), "items": row, "links": self_links}
    return content


def _parameter(parameter: Parameter, place: str, edition: Edition, example: str | None) -> Schema:
    schema = schema_of(parameter, edition)
    one = schema.get("items", schema)
    if len(one.get("enum", ())) > MOST_ENUMERATED:
        del one["enum"]
    if place == "path":
        schema = one
    written: dict[str, Any] = {
        "name": parameter.name,
        "in": place,
        "required": place == "path" or parameter.required,
        "description": parameter.description,
        "schema": schema,
    }
    if schema.get("type") == "array":
        written |= {"style": "form", "explode": True}
    if example is not None and example in map(str, one.get("enum", [example])):
        value: Any = int(example) if one.get("type") == "integer" else example
        written["example"] = [value] if schema.get("type") == "array" else value
    return written


def _problem_schema() -> Schema:
    error = object_schema({"parameter": {"type": "string"}, "detail": {"type": "string"}})
    properties: Schema = {
        "type": {"type": "string", "format": "uri", "description": "The page that explains this kind of problem"},
        "title": {"type": "string", "enum": [kind.title for kind in PROBLEM_KINDS.values()]},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What was found, and what to do"},
        "instance": {"type": "string"},
    }
    errors = {"type": "array", "items": error, "description": "All errors in the request"}
    return object_schema(properties | {"errors": errors}, required=properties)
