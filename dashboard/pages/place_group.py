"""The page of a group of countries: what its members report, their sums, and who the members are."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.pages.parts.cells import number_cell
from dashboard.pages.parts.figures import crumbs, lead_in, source_line
from dashboard.pages.parts.place import MOST_CARDS, sources_on, topic_heading
from dashboard.pages.parts.table import ShownRow, TableCell, TableColumn, table
from dashboard.server.urls import INSIDE, query_of, urls
from dashboard.views import scenes
from dashboard.views.overview import by_topic, places, summed, year_to_show
from dashboard.words.numbers import derived_number
from etl.editions.reading import Edition
from etl.figures.indicators import Indicator
from etl.figures.quoting import counted

MembersReporting = Mapping[str, Mapping[str, Mapping[int, int]]]  # by indicator, producer and year: how many members


def group_page(edition: Edition, group: str) -> Page:
    """What is known of the members of a group: sums of the newest year that most report, and who the members are."""
    name, members = edition.keep(scenes.groups)[group]
    countries = [key for key in members if key in edition.areas]
    years = edition.reporters(countries)
    sources = edition.sources_on(*countries)
    topics = by_topic(edition, years)
    body = html.Article(
        [
            crumbs(("Places", urls().places())),
            html.H1(name),
            html.P(
                f"{counted(len(countries), 'member')}; figures on {counted(len(years), 'indicator')}, from "
                f"{counted(len(sources), 'source')}.",
                className="lead",
            ),
            *_listed_members(edition, group, countries),
            *(
                _topic_of_group(edition, group, topic, indicators, years, countries)
                for topic, indicators in topics.items()
            ),
            *sources_on(edition, group, sources),
        ],
        className="place-page",
    )
    return Page(
        name,
        f"{name}: what its members report, their sums, and who reports nothing.",
        body,
        metadata=_metadata(
            edition, group, name, [item for indicators in topics.values() for item in indicators], years
        ),
    )


def _metadata(
    edition: Edition, group: str, name: str, indicators: Sequence[Indicator], years: MembersReporting
) -> Metadata:
    """A link to the page shows the members by the first of its indicators."""
    canonical = INSIDE.place(group)
    if not indicators:
        return Metadata(canonical=canonical)
    first = indicators[0]
    _, year = _best_reported(years[first.indicator])
    picture = urls().whole.view_picture(query_of(**_ranked(first, group, year)), edition.name)
    return Metadata(canonical=canonical, picture=picture, picture_words=f"{name}: {first.name}, {year}")


def _best_reported(made: Mapping[str, Mapping[int, int]]) -> tuple[str, int]:
    """The producer for whom most members report, and the newest year in which about as many do."""
    producer = max(made, key=lambda maker: max(made[maker].values()))
    return producer, year_to_show(made[producer])


def _ranked(indicator: Indicator, group: str, year: int) -> dict[str, str]:
    """The view of the members in a year."""
    return {"indicator": indicator.indicator, "group": group, "form": "bar", "year": str(year)}


def _listed_members(edition: Edition, group: str, members: Sequence[str]) -> list[Component]:
    known = edition.keep(places)
    named = sorted((edition.areas[key] for key in members), key=lambda area: area.name)
    links = [
        html.Li(html.A(area.name, href=urls().place(area.area)) if area.area in known else area.name) for area in named
    ]
    cited = sorted({item.source for item in edition.memberships if item.group == group})
    said = [
        html.P(["Members as in: ", *lead_in([source_line(edition.sources[key]) for key in cited])], className="note")
    ]
    return [html.H2("Members"), html.Ul(links, className="place-list"), *said]


def _topic_of_group(
    edition: Edition,
    group: str,
    topic: str,
    indicators: Sequence[Indicator],
    years: MembersReporting,
    members: Sequence[str],
) -> Component:
    """A row for each indicator: who reports in the newest year that most do, and their sum where figures add up."""
    rows: list[ShownRow] = []
    for place, indicator in enumerate(indicators):
        made = years[indicator.indicator]
        producer, year = _best_reported(made)
        reporting = made[producer][year]
        cell: TableCell = {"text": "", "sort": None}
        if place < MOST_CARDS and indicator.is_additive:
            figures = edition.observations(indicator.indicator, members, [producer], year, year)
            together = summed(indicator, [item for item in figures if item.value is not None])
            if together is not None:
                shown = derived_number(together, unit=indicator.short_unit)
                cell = number_cell(shown, together.value)
        rows.append(
            [
                {
                    "text": indicator.name,
                    "href": urls().explore(**_ranked(indicator, group, year)),
                },
                cell,
                str(year),
                {"text": f"{reporting} of {len(members)}", "sort": reporting},
                edition.producers[producer].label,
            ]
        )
    columns = [
        TableColumn("Indicator"),
        TableColumn("Sum of those that report", numeric=True),
        TableColumn("Year", numeric=True),
        TableColumn("Who reports", numeric=True),
        TableColumn("Producer"),
    ]
    caption = (
        f"{edition.topics[topic].name}: the newest year for which at least half as many members report as for the "
        f"best reported year, with the sums of the first {MOST_CARDS} indicators that can be added up"
    )
    return html.Section([topic_heading(edition, topic), table(f"group-{topic}", columns, rows, caption)])
