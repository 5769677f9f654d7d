"""What the API says of itself and of the data as a whole: where to begin, and the record for catalogues."""

from dashboard.api.endpoints import JSON, ApiAnswer, Call, Endpoint, about_edition, to_json
from dashboard.api.linked_data import linked_catalog
from dashboard.api.resources import RESOURCES
from dashboard.server.urls import API_CATALOG, API_DESCRIPTION, API_INDEX

TAG = "About"


def about_endpoints() -> list[Endpoint]:
    """The addresses that describe the rest."""
    return [
        Endpoint(
            API_INDEX,
            "Where to begin",
            "The lists and what describes them.",
            JSON,
            _index,
            schema=lambda edition: {"type": "object", "required": ["edition", "data_as_of", "links"]},
            tag=TAG,
        ),
        Endpoint(
            API_CATALOG,
            "DCAT record",
            "The data set and its downloads for catalogues of data (DCAT 3 as JSON-LD).",
            "application/ld+json",
            lambda call: ApiAnswer(to_json(linked_catalog(call.edition, call.urls))),
            tag=TAG,
        ),
    ]


def _index(call: Call) -> ApiAnswer:
    links = {resource.name: call.urls.api_list(resource.name) for resource in RESOURCES}
    more = {
        "openapi": call.urls.api(API_DESCRIPTION),
        "catalog": call.urls.api(API_CATALOG),
        "documentation": call.urls.api_reference(),
    }
    return ApiAnswer(to_json({**about_edition(call.edition), "links": {**links, **more}}))
