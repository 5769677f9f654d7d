"""What pages of reference are narrowed by where there is much to choose from: topics, regions and places."""

from collections.abc import Iterable

from dashboard.pages.parts.filters import Options
from dashboard.views import scenes
from dashboard.views.overview import by_topic
from etl.editions.reading import Edition
from etl.figures.areas import country_of


def indicators_by_topic(edition: Edition, indicators: Iterable[str]) -> Options:
    """Options for indicators in groups by their topic, those known of the most countries first."""
    return [
        {
            "group": edition.topics[topic].name if topic else "Other",
            "items": [{"value": item.indicator, "label": item.name} for item in items],
        }
        for topic, items in by_topic(edition, indicators).items()
    ]


def regions(edition: Edition) -> dict[str, str]:
    """The regions of the United Nations of which something is known, with their names."""
    return {key: name for key, (name, _) in edition.keep(scenes.groups).items() if key.startswith(scenes.REGION)}


def is_in_region(edition: Edition, area: str, region: str) -> bool:
    """Whether an area is a country of a region or lies in one; an empty region is everywhere."""
    if not region:
        return True
    country = country_of(edition.areas[area], edition.areas)
    return country is not None and country.area in edition.keep(scenes.groups)[region][1]
