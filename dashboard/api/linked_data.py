"""Numbers, sources and the whole edition as linked data: schema.org for the pages, DCAT for catalogues of data."""

from collections.abc import Iterable
from typing import Any

from dashboard import PRODUCT
from dashboard.api.downloads import FILES
from dashboard.api.endpoints import CSV, JSON
from dashboard.api.lists import SDMX
from dashboard.api.resources import OBSERVATIONS, STATEMENTS
from dashboard.api.whole import PACKAGE_NAME
from dashboard.exports.cells import value_and_ends
from dashboard.exports.citations import number_title, type_in
from dashboard.server.urls import API_DESCRIPTION, API_SDMX, INSIDE, Urls
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.links import safe_address
from etl.figures.observations import Observation
from etl.figures.sources import Source

Linked = dict[str, Any]

ABOUT_THE_DATA = (
    "Published figures of drug control, from cultivation to deaths. Every value comes with the "
    "publication that it is from, the place inside it, its range, and every other publication that prints the same or "
    "another number for the same thing."
)
DCAT_CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def linked_number(edition: Edition, observation: Observation, urls: Urls) -> Linked:
    """A number as an Observation of schema.org, with the publication that is cited for it."""
    key, indicator = observation.key, edition.indicators[observation.key.indicator]
    source = edition.sources.get(observation.source)
    page = urls.observation(observation)
    value, low, high = value_and_ends(observation)
    return _present(
        {
            "@type": "Observation",
            "@id": f"{page}#observation",
            "name": number_title(edition, observation),
            "url": page,
            "observationAbout": _place(edition, key.area),
            "observationDate": str(key.year),
            "variableMeasured": _measure(edition, key, urls),
            "measuredProperty": {"@type": "Property", "name": indicator.name},
            "value": value,
            "minValue": low,
            "maxValue": high,
            "unitText": indicator.unit,
            "subjectOf": linked_source(edition, source, urls) if source else None,
            "isPartOf": {"@type": "Dataset", "@id": urls.data("dataset"), "name": PRODUCT, "version": edition.name},
        }
    )


def _place(edition: Edition, area: str) -> Linked:
    record = edition.areas[area]
    place = {
        "@type": "Country" if record.level == "country" else "Place",
        "name": record.name,
        "identifier": record.area,
        "containedInPlace": _place(edition, record.parent) if record.parent in edition.areas else None,
    }
    return _present(place)


def _measure(edition: Edition, key: Key, urls: Urls) -> Linked:
    indicator = edition.indicators[key.indicator]
    return {
        "@type": "StatisticalVariable",
        "@id": f"{urls.explore(indicator=key.indicator, producer=key.producer)}#variable",
        "name": f"{indicator.name} ({edition.producers[key.producer].name})",
        "description": indicator.description,
    }


def linked_source(edition: Edition, source: Source, urls: Urls) -> Linked:
    """A publication, with the one that it rests on."""
    rests_on = edition.sources.get(source.rests_on)
    publisher = {"@type": "Organization", "name": source.published_by}
    page = urls.source(source.source)
    return _present(
        {
            "@type": type_in("schema_org", edition.csl_types.get(source.kind, "")),
            "@id": f"{page}#publication",
            "name": source.title,
            "headline": source.title,
            "url": safe_address(source.url),
            "mainEntityOfPage": page,
            "datePublished": source.published,
            "inLanguage": source.language,
            "author": publisher,
            "publisher": publisher,
            "isBasedOn": {"@type": "CreativeWork", "@id": urls.source(rests_on.source, "publication")}
            if rests_on
            else None,
        }
    )


def linked_dataset(edition: Edition, urls: Urls) -> Linked:
    """The whole edition as a Dataset of schema.org, with its downloads."""
    first, last = _years(edition)
    return _present(
        {
            "@type": "Dataset",
            "@id": urls.data("dataset"),
            "name": PRODUCT,
            "description": ABOUT_THE_DATA,
            "url": urls.data(),
            "identifier": edition.name,
            "version": edition.name,
            "dateModified": edition.data_as_of,
            "temporalCoverage": f"{first}/{last}" if first else "",
            "spatialCoverage": [{"@type": "Place", "name": name} for name in _widest_places(edition)],
            "variableMeasured": [
                {"@type": "PropertyValue", "name": item.name, "unitText": item.unit, "description": item.description}
                for item in edition.indicators_with_figures.values()
            ],
            "isAccessibleForFree": True,
            "keywords": sorted({item.crop for item in edition.indicators_with_figures.values()} - {""}),
            "citation": f"{PRODUCT}, edition {edition.name}, data as of {edition.data_as_of}. {urls.data()}",
            "distribution": [
                {"@type": "DataDownload", "name": name, "encodingFormat": media_type, "contentUrl": urls.below(path)}
                for name, media_type, path in distributions()
            ],
        }
    )


def linked_catalog(edition: Edition, urls: Urls) -> Linked:
    """The dashboard as a catalogue of one data set, in DCAT."""
    first, last = _years(edition)
    period = {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _typed(str(first), "xsd:gYear"),
        "dcat:endDate": _typed(str(last), "xsd:gYear"),
    }
    dataset = _present(
        {
            "@id": urls.data("dataset"),
            "@type": "dcat:Dataset",
            "dct:title": PRODUCT,
            "dct:description": ABOUT_THE_DATA,
            "dct:identifier": edition.name,
            "dcat:version": edition.name,
            "dct:modified": _typed(edition.data_as_of, "xsd:date") if len(edition.data_as_of) == 10 else "",
            "dcat:landingPage": {"@id": urls.data()},
            "dct:temporal": period if first else None,
            "dct:spatial": [{"@type": "dct:Location", "dct:title": name} for name in _widest_places(edition)],
            "dcat:keyword": sorted({item.crop for item in edition.indicators_with_figures.values()} - {""}),
            "dcat:distribution": [_distribution(urls, *entry) for entry in distributions()],
        }
    )
    return {
        "@context": DCAT_CONTEXT,
        "@id": urls.data("catalog"),
        "@type": "dcat:Catalog",
        "dct:title": PRODUCT,
        "dct:description": ABOUT_THE_DATA,
        "foaf:homepage": {"@id": urls.explore()},
        "dcat:dataset": dataset,
        "dcat:service": {
            "@id": f"{urls.api(API_DESCRIPTION)}#service",
            "@type": "dcat:DataService",
            "dct:title": "API",
            "dcat:endpointURL": {"@id": urls.api()},
            "dcat:endpointDescription": {"@id": urls.api(API_DESCRIPTION)},
            "dcat:servesDataset": {"@id": urls.data("dataset")},
        },
    }


def distributions() -> list[tuple[str, str, str]]:
    """The downloads of a whole edition: name, media type, and the address inside the dashboard."""
    lists = [
        (f"{resource.title} as CSV", CSV, INSIDE.api_list_csv(resource.name)) for resource in (OBSERVATIONS, STATEMENTS)
    ]
    return [
        *((title, media_type, INSIDE.api_file(name)) for name, (title, _, media_type, _) in FILES.items()),
        *lists,
        ("Observations as SDMX-CSV", SDMX, INSIDE.api(API_SDMX)),
        ("Observations as JSON", JSON, INSIDE.api_list(OBSERVATIONS.name)),
    ]


def _distribution(urls: Urls, name: str, media_type: str, path: str) -> Linked:
    types = "https://www.iana.org/assignments/media-types/"
    members: Linked = {
        "@id": f"{urls.below(path)}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dcat:mediaType": {"@id": types + media_type},
        "dcat:accessURL": {"@id": urls.below(path)},
        "dcat:downloadURL": {"@id": urls.below(path)},
    }
    if path.endswith(f"{PACKAGE_NAME}.zip"):
        members["dct:conformsTo"] = {"@id": "https://datapackage.org/profiles/2.0/datapackage.json"}
    return members


def _years(edition: Edition) -> tuple[int, int]:
    """The first and the last year with a figure; zeros where there is none."""
    covered = edition.coverage
    return (min(row.first for row in covered), max(row.last for row in covered)) if covered else (0, 0)


def _widest_places(edition: Edition) -> Iterable[str]:
    """The names of the areas with figures that are part of no other such area."""
    covered = {row.area for row in edition.coverage}
    inner = {key for key in covered if _has_ancestor(edition, key, covered - {""})}
    return sorted(edition.areas[key].name for key in covered - inner)


def _has_ancestor(edition: Edition, area: str, covered: set[str]) -> bool:
    parent = edition.areas[area].parent
    # The world as a whole is no place that tells a reader anything.
    while parent and edition.areas[parent].parent:
        if parent in covered:
            return True
        parent = edition.areas[parent].parent
    return False


def _typed(value: str, kind: str) -> Linked:
    return {"@value": value, "@type": kind}


def _present(members: Linked) -> Linked:
    """Only what is known; a zero is known."""
    return {name: value for name, value in members.items() if value is not None and value not in ("", [], {})}
