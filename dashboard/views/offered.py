"""What the keys of an edition are called, for readings that name what there is."""

from collections import Counter
from collections.abc import Iterable, Mapping

from dashboard.views import scenes
from dashboard.views.parameters import Names
from etl.editions.reading import Edition


def offered(edition: Edition) -> Names:
    """The keys that parameters take, each with its name, by table.

    A view shows only what has figures, of which the most figures come first, so that a word that several names have is
    proposed to be the best known of them; a list of the API has "all areas" and the like.
    """
    choices = edition.keep(scenes.choices)
    figures: Counter[str] = Counter()
    for row in edition.coverage:
        figures.update({row.indicator: row.observations, row.area: row.observations})
    indicators = {key: item.name for key, item in edition.indicators.items()}
    areas = {key: item.name for key, item in edition.areas.items()}
    producers = {key: item.name for key, item in edition.producers.items()}
    groups = {key: name for key, (name, _) in edition.keep(scenes.groups).items()}
    return {
        "indicators": _names_of(indicators, sorted(choices.indicators, key=lambda key: (-figures[key], key))),
        "areas": _names_of(areas, sorted(choices.areas, key=lambda key: (-figures[key], key))),
        "groups": groups,
        "regions": {key: name for key, name in groups.items() if key.startswith(scenes.REGION)},
        "topics": {key: item.name for key, item in edition.topics.items()},
        "substances": {key: item.name for key, item in edition.substances.items()},
        "producers": _names_of(producers, sorted(choices.producers)),
        "all indicators": indicators,
        "additive indicators": {key: item.name for key, item in edition.indicators.items() if item.is_additive},
        "all areas": areas,
        "all producers": producers,
        "sources": {key: item.title for key, item in edition.sources.items()},
        "editions": {edition.name: edition.name},
    }


def _names_of(names: Mapping[str, str], keys: Iterable[str]) -> dict[str, str]:
    return {key: names[key] for key in keys}
