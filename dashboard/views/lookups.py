"""What every view looks up in an edition, made once: names, colours, marks, what lies in what, and what there is."""

from collections import Counter

from dashboard.views import looks as look
from dashboard.words.sentences import in_a_sentence
from etl.editions.reading import Edition
from etl.figures.areas import wholes_of
from etl.figures.findings import Coverage
from etl.figures.indicators import Indicator


def names_in_sentences(edition: Edition) -> dict[str, str]:
    """The name of every area as it stands inside a sentence."""
    return {key: in_a_sentence(area) for key, area in edition.areas.items()}


def area_names(edition: Edition) -> dict[str, str]:
    """The name of every area, and of those that are only outlined on maps."""
    return edition.outline_names | {key: area.name for key, area in edition.areas.items()}


def wider_areas(edition: Edition) -> dict[str, frozenset[str]]:
    """Of every area, all areas that it is a part of."""
    return {key: frozenset(wholes_of(area, edition.areas)) for key, area in edition.areas.items()}


def colours(edition: Edition) -> dict[str, str]:
    """The colour of every area."""
    rank_of = {key: topic_rank(edition, item) for key, item in edition.indicators.items()}
    return look.area_colours(edition.areas, edition.coverage, rank_of)


def topic_rank(edition: Edition, indicator: Indicator) -> int:
    """The place of the topic of an indicator among all; those that name none come last."""
    return edition.topics[indicator.topic].rank if indicator.topic else len(edition.topics)


def styles(edition: Edition) -> dict[str, tuple[str, str]]:
    """The dash and marker of every producer."""
    return look.producer_styles(edition.producers)


def areas_of_several_makers(edition: Edition) -> dict[str, frozenset[str]]:
    """By indicator: the areas of which several producers have figures."""
    return {
        indicator: frozenset(area for area, makers in Counter(row.area for row in rows).items() if makers > 1)
        for indicator, rows in edition.keep(coverage_by_indicator).items()
    }


def coverage_by_indicator(edition: Edition) -> dict[str, list[Coverage]]:
    """What there is of each indicator."""
    found: dict[str, list[Coverage]] = {}
    for row in edition.coverage:
        found.setdefault(row.indicator, []).append(row)
    return found
