"""Citations of sources and numbers."""

from dashboard.explain import Chosen
from dashboard.numbers import number, range_number
from dashboard.queries import Edition
from dashboard.records import Source

PRODUCT = "Drug-control statistics"


def source_citation(source: Source) -> str:
    """A source as plain text, author and date first."""
    address = f" {source.url}" if source.url else ""
    ending = "" if source.title.endswith((".", "?", "!")) else "."
    return f"{source.publisher} ({source.published or 'n.d.'}). {source.title}{ending}{address}"


def plain_citation(edition: Edition, chosen: Chosen) -> str:
    """A number with its source, place and edition, as plain text."""
    observation, cited = chosen.observation, chosen.cited
    key, indicator = observation.key, edition.indicators[observation.key.indicator]
    shown = number(observation, indicator).text
    between = range_number(observation, indicator, unit=False)
    range_text = f" (range {between.text})" if between is not None and observation.value is not None else ""
    place, producer = edition.areas[key.area].name, edition.producers[key.producer].label
    what = f"{indicator.name}, {place}, {key.year} ({producer}): {shown}{range_text}."
    by = f"{PRODUCT}, edition {edition.name}, data as of {edition.data_as_of}."
    if cited is None:
        return f"{what} {by}"
    locator = f" [{cited.locator}]" if cited.locator else ""
    return f"{what} {source_citation(edition.sources[cited.source])}{locator} {by}"
