"""What pages of reference are narrowed by where there is much to choose from: topics, regions and places."""

from collections.abc import Iterable, Mapping

from dashboard.pages.parts.filters import Options
from dashboard.views import scenes
from dashboard.views.overview import by_topic
from dashboard.views.view import PARTS_OF
from etl.editions.reading import Edition
from etl.figures.areas import country_of, is_country


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


def asked_of_api(edition: Edition, chosen: Mapping[str, str]) -> dict[str, list[str]]:
    """A choice on such a page as the API takes it: topic, indicator, producer, and areas with their parts.

    Parts of an area are named by their group, since a region has more areas than an address may name.
    """
    values = {name: [chosen[name]] for name in ("topic", "indicator", "producer") if chosen.get(name)}
    area, region, place = (chosen.get(name, "") for name in ("area", "region", "place"))
    groups = edition.keep(scenes.groups)
    if place:
        values["area" if place in edition.areas else "group"] = [place]
    elif area:
        values["area"] = [area]
        values["group"] = [f"{PARTS_OF}{area}"] if f"{PARTS_OF}{area}" in groups else []
    elif region:
        inside = [item for item in edition.areas_with_figures.values() if is_in_region(edition, item.area, region)]
        parts = {item.area: f"{PARTS_OF}{item.parent}" for item in inside if not is_country(item)}
        values["area"] = sorted(part for part, group in parts.items() if group not in groups)
        values["group"] = [region, *sorted({group for group in parts.values() if group in groups})]
    return {name: texts for name, texts in values.items() if texts}
