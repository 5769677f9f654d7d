"""What surrounds the figures of an area: disagreements, events, its parts and its neighbours."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.charts.outlines import is_drawn, neighbours
from dashboard.pages.parts.disputes import DISPUTE_COLUMNS, dispute_cells
from dashboard.pages.parts.figures import lead_in, plain_table, quoted_figures
from dashboard.pages.parts.place import MOST_CARDS
from dashboard.pages.parts.table import table
from dashboard.server.urls import urls
from dashboard.views import scenes
from dashboard.views.overview import Headline, by_topic, places
from dashboard.views.view import PARTS_OF, View
from dashboard.words.disputes import disputes
from etl.editions.reading import Edition
from etl.figures.areas import Area, is_country, wholes_of
from etl.figures.knowledge import QualitativeStatement
from etl.figures.vocabulary.judgement import Verdict

MOST_DISPUTES = 10


def disagreements_on(edition: Edition, area: Area) -> list[Component]:
    """The largest differences between sources on the place, and a link to all of them."""
    found = [
        item
        for item in disputes(edition.disputed_in(area.area), edition.corrections)
        if item.kind != Verdict.OTHER_DEFINITION and not item.is_small
    ]
    if not found:
        return []
    caption = (
        f"The {MOST_DISPUTES} largest differences"
        if len(found) > MOST_DISPUTES
        else "The differences, the largest first"
    )
    return [
        html.Section(
            [
                html.H2("Where sources differ"),
                table(
                    "disputes",
                    DISPUTE_COLUMNS,
                    [dispute_cells(edition, item) for item in found[:MOST_DISPUTES]],
                    caption,
                ),
                html.P(html.A("All disagreements on it and its parts", href=urls().disagreements(area=area.area))),
            ]
        )
    ]


def events_around(edition: Edition, area: Area) -> list[Component]:
    """What happened in an area, or in what it is a part of, the newest first."""
    around = {area.area, *(key for key in wholes_of(area, edition.areas) if edition.areas[key].parent)}
    items = [
        html.Li(
            [
                f"{event.date} ",
                html.A(event.title, href=urls().source(event.source)),
                ". ",
                *quoted_figures(event.description, urls().source(event.source)),
            ]
        )
        for event in sorted(edition.events, key=lambda event: event.date, reverse=True)
        if event.area in around
    ]
    return [html.Section([html.H2("Events"), html.Ul(items, className="statement-list")])] if items else []


def said_in_words(edition: Edition, area: Area) -> list[Component]:
    """What sources say of an area in words instead of numbers: of each substance the newest year."""
    newest: dict[tuple[str, str, str, str], QualitativeStatement] = {}
    for said in edition.said_in_words_of(area.area):
        newest.setdefault((said.measure, said.substance, said.age_from, said.age_to), said)
    if not newest:
        return []
    of_all = [said for said in newest.values() if not said.age_from]
    rows = [
        html.Tr(
            [
                html.Td(edition.substances[said.substance].name),
                html.Td(str(said.year)),
                html.Td(edition.qualities[said.quality].name, title=edition.qualities[said.quality].meaning),
                html.Td(said.as_printed),
                html.Td(html.A(edition.sources[said.source].publisher, href=urls().source(said.source))),
            ]
        )
        for said in sorted(of_all, key=lambda said: (edition.qualities[said.quality].rank, said.substance))
    ]
    headings = ("Substance", "Year", "What is said", "As printed", "Source")
    note = (
        "Answers of experts on how use has changed, in words chosen from a list. They are not numbers and are not "
        "turned into numbers."
    )
    return [html.Section([html.H2("In words"), html.P(note), plain_table(headings, rows)])]


def parts_of_area(edition: Edition, area: Area, parts: Sequence[Area]) -> list[Component]:
    """The parts of an area, and a comparison of them where they can be chosen together."""
    if not parts:
        return []
    links = [html.Li(html.A(part.name, href=urls().place(part.area))) for part in parts]
    indicators = Counter(row.indicator for row in edition.coverage if edition.areas[row.area].parent == area.area)
    usual = indicators.most_common(1)[0][0]
    compare = urls().explore(indicator=usual, group=f"{PARTS_OF}{area.area}", form="bar")
    is_offered = f"{PARTS_OF}{area.area}" in edition.keep(scenes.groups)
    shown = [html.P(html.A(f"{edition.indicators[usual].name} as bars", href=compare))] if is_offered else []
    return [
        html.Section([html.H2(edition.name_of_parts(parts[0].area)), html.Ul(links, className="place-list"), *shown])
    ]


def neighbours_of(edition: Edition, area: Area, found: Mapping[str, Headline]) -> list[Component]:
    """The countries with which it shares a line on the map of Natural Earth, and a comparison with them."""
    if not is_country(area):
        return []
    names = [key for key in neighbours().get(area.area, ()) if key in edition.areas]
    if not names:
        if is_drawn(area.area):
            return []
        words = (
            "Neighbours are not listed, since the map that they are taken from does not show this place: it is too "
            "small, or a former state."
        )
        return [html.Section([html.H2("Neighbours"), html.P(words, className="note")])]
    known = edition.keep(places)
    names.sort(key=lambda key: edition.areas[key].name)
    links = [
        html.Li(html.A(edition.areas[key].name, href=urls().place(key)) if key in known else edition.areas[key].name)
        for key in names
    ]
    reported = {row.indicator for row in edition.coverage if row.area in names}
    common = [item for items in by_topic(edition, found).values() for item in items if item.indicator in reported]
    compared = [
        html.A(item.name, href=urls().view(View(item.indicator, (area.area, *names)).query()))
        for item in common[:MOST_CARDS]
    ]
    return [
        html.Section(
            [
                html.H2("Neighbours"),
                html.P(
                    "Countries that share a land border with it as Natural Earth draws them, which shows who controls "
                    "an area and not who has a right to it.",
                    className="note",
                ),
                html.Ul(links, className="place-list"),
                *([html.P(["Side by side: ", *lead_in(list(compared))])] if compared else []),
            ]
        )
    ]
