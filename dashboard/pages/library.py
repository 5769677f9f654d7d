"""`/sources`: every publication behind the figures, searchable by title, publisher and key."""

from collections.abc import Callable, Collection, Container, Mapping, Sequence, Set
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.breadth import asked_of_api
from dashboard.pages.parts.cells import source_cell
from dashboard.pages.parts.filters import Filtered, FilterPage, Search, Select, options_of, understood
from dashboard.pages.parts.table import ShownRow, TableColumn, table
from dashboard.pages.parts.weakness import WEAK_NAMES, weak_of_choice
from dashboard.views import scenes
from dashboard.views.citing import most_used_first
from dashboard.views.overview import places
from etl.editions.reading import Edition
from etl.editions.reading.observations import Selection
from etl.figures.links import where_to_read
from etl.figures.sources import Source
from etl.figures.vocabulary.sources import Authority

UNDATED = "undated"
# What a source is used for: cited for a figure, printing one without being cited, or printing none.
USES = {
    "cited": "Cited for a figure",
    "other": "Prints figures, cited for none",
    "none": "Prints no figure",
}

_MOST_CHOICES = 256  # of some thirty thousand: those that were asked for last


def content(edition: Edition, choice: Mapping[str, str]) -> Filtered:
    """What the page shows for a search and a choice; what is not known is left out."""
    chosen = _understood(edition, choice)
    counts, cited = edition.statement_counts(), edition.sources_cited
    words = chosen["q"].casefold().split()
    printing = _printing(edition, chosen)
    found = [
        source
        for source in edition.sources.values()
        if _is_chosen(source, chosen, words)
        and chosen["use"] in {"", _use(source, counts, cited)}
        and (printing is None or source.source in printing)
    ]
    # The whole library is there by date; what speaks of a place, by how many numbers on it each source prints.
    on_place = edition.sources_on(*_areas_of(edition, chosen["place"])) if chosen["place"] else {}
    found = most_used_first(found, on_place)
    title = _title(len(found), len(edition.sources), any(chosen.values()))
    lead = html.P(
        "Every figure here is a number that one of these publications prints, or was added up from numbers that one "
        "prints, and is then marked. Some print none: they are listed because others rest on them, or because an "
        "event, a group or a fact is from them.",
        className="lead",
    )
    file = [weak_of_choice(chosen["weak"], asked_of_api(edition, chosen))] if chosen["weak"] and found else []
    results = _results(edition, found, on_place or counts, cited, is_of_a_place=bool(on_place))
    return Filtered(title, [html.H1(title), lead], [*file, results], chosen)


def _title(found: int, all_sources: int, is_narrowed: bool) -> str:
    if not found:
        return "No source fits this selection"
    if not is_narrowed:
        return f"{all_sources} sources stand behind the figures"
    return (
        f"{found} of {all_sources} sources fit this selection"
        if found > 1
        else f"One of {all_sources} sources fits this selection"
    )


def _understood(edition: Edition, choice: Mapping[str, str]) -> dict[str, str]:
    known: dict[str, Container[str]] = {
        "kind": edition.source_kinds,
        "authority": Authority.ranks(),
        "year": {*_years_of_publication(edition), UNDATED},
        "use": USES,
        "topic": edition.topics,
        "place": edition.keep(places),
        "weak": WEAK_NAMES,
    }
    return {"q": choice.get("q", "").strip(), **understood(choice, known)}


def _printing(edition: Edition, chosen: Mapping[str, str]) -> Set[str] | None:
    """The sources that print one and the same number on the chosen topic and place that is weak in the chosen way.

    None where none of these is chosen.
    """
    topic, place, weak = chosen["topic"], chosen["place"], chosen["weak"]
    return edition.keep(_sources_printing)(topic, place, weak) if topic or place or weak else None


def _sources_printing(edition: Edition) -> Callable[[str, str, str], Set[str]]:
    """The sources of a topic, a place and a kind of weakness, found when they are first asked for."""

    def printing(topic: str, place: str, weak: str) -> Set[str]:
        indicators = tuple(key for key, item in edition.indicators.items() if topic and item.topic == topic)
        areas = tuple(_areas_of(edition, place)) if place else ()
        if topic and not indicators:
            return set()
        return edition.sources_of(Selection(indicators, areas, weak=(weak,) if weak else ()))

    return lru_cache(_MOST_CHOICES)(printing)


def _areas_of(edition: Edition, place: str) -> Collection[str]:
    """The areas of a place: itself, or those of a group."""
    return (place,) if place in edition.areas else edition.keep(scenes.groups)[place][1]


def _years_of_publication(edition: Edition) -> list[str]:
    years = {source.published[:4] for source in edition.sources.values() if source.published}
    return sorted(years, reverse=True)


def _is_chosen(source: Source, chosen: Mapping[str, str], words: Sequence[str]) -> bool:
    text = f"{source.title} {source.publisher} {source.source}".casefold()
    return (
        all(word in text for word in words)
        and chosen["kind"] in {"", source.kind}
        and chosen["authority"] in {"", source.authority}
        and chosen["year"] in {"", source.published[:4] or UNDATED}
    )


def _use(source: Source, counts: Mapping[str, int], cited: Mapping[str, int]) -> str:
    if cited.get(source.source):
        return "cited"
    return "other" if counts.get(source.source) else "none"


def _results(
    edition: Edition,
    found: Sequence[Source],
    counts: Mapping[str, int],
    cited: Mapping[str, int],
    *,
    is_of_a_place: bool,
) -> Component:
    if not found:
        return html.P("Use fewer words, or clear one of the choices above.", className="empty")
    columns = [
        TableColumn("Title"),
        TableColumn("Published"),
        TableColumn("Publisher"),
        TableColumn("Kind"),
        TableColumn("Authority"),
        TableColumn("Prints", numeric=True, note="numbers on the place" if is_of_a_place else "numbers"),
        TableColumn("Cited for", numeric=True, note="figures"),
    ]
    rows: list[ShownRow] = [
        [
            {**source_cell(source), "class": "title", "address": where_to_read(source, "")[0]},
            {"text": source.published or "no date", "sort": source.published, "class": "date"},
            source.published_by,
            edition.source_kinds[source.kind],
            {"text": source.authority, "title": Authority(source.authority).meaning},
            str(counts.get(source.source, 0)),
            str(cited.get(source.source, 0)),
        ]
        for source in found
    ]
    return table("sources", columns, rows, f"Sources, {'the most used' if is_of_a_place else 'newest'} first")


def controls(edition: Edition) -> list[Select | Search]:
    """The search box, and the choices of kind, authority, year, topic, place and use."""
    found = {source.kind for source in edition.sources.values()}
    kinds = {key: name for key, name in edition.source_kinds.items() if key in found}
    authorities = {str(word): f"{word}: {word.meaning}" for word in Authority}
    years = {year: year for year in _years_of_publication(edition)}
    if any(not source.published for source in edition.sources.values()):
        years[UNDATED] = "No date"
    return [
        Search("q", "Search", "Title, publisher or key"),
        Select("kind", "Kind", options_of(kinds), "All kinds"),
        Select("authority", "Authority", options_of(authorities), "All"),
        Select("year", "Published", options_of(years), "All years"),
        Select("topic", "Topic", options_of({key: item.name for key, item in edition.topics.items()}), "All topics"),
        Select("place", "Place", options_of(edition.keep(places)), "All places"),
        Select("use", "Used for", options_of(USES), "Anything"),
        Select("weak", "Evidence of its figures", options_of(WEAK_NAMES), "Any"),
    ]


PAGE = FilterPage(
    "sources", content, controls, "Every publication behind the figures, with what it prints and what is cited from it."
)
