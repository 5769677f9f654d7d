"""`/topic` and `/topic/<topic>`: what is measured, who leads, what it comes to, what is new and what is missing."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.pages.parts.figures import Child, crumbs, labelled, lead_in, number_link, source_line
from dashboard.pages.parts.table import ShownRow, TableColumn, table
from dashboard.server.urls import INSIDE, query_of, urls
from dashboard.views.definitions import of_whom
from dashboard.views.lookups import coverage_by_indicator
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.overview import LEADING, Ranking, areas_known, by_topic, existed, rankings
from dashboard.views.superlatives import MISFIT
from dashboard.views.view import ALL_COUNTRIES
from dashboard.words.alike import NOT_RANKED
from dashboard.words.makers import maker_said
from dashboard.words.numbers import derived_number, number
from dashboard.words.sentences import capitalised, joined
from etl.editions.reading import Edition
from etl.figures.areas import is_country
from etl.figures.indicators import Indicator, Topic
from etl.figures.observations import Observation
from etl.figures.quoting import counted

MOST_RANKINGS = 6
MOST_SOURCES = 12
MOST_NAMED = 12  # countries in a sentence on those that are missing


def index(edition: Edition, query: str) -> Page:
    """The list of topics."""
    measured = by_topic(edition, edition.indicators_with_figures)
    cards = [
        html.Section(
            [
                html.H2(html.A(topic.name, href=urls().topic(key)), className="card-title"),
                html.P(topic.description),
                html.P(_extent(edition, measured[key]) if key in measured else "No figure yet.", className="note"),
            ],
            className="card",
        )
        for key, topic in edition.topics.items()
    ]
    body = html.Article([html.H1("Topics"), html.Div(cards, className="grid")], className="topic-page")
    return Page("Topics", "What is measured of drugs and drug control, from the field to deaths, by topic.", body)


def page(edition: Edition, query: str, topic: str) -> Page:
    """The page of a topic."""
    told = edition.topics.get(topic)
    if told is None:
        raise PageNotFoundError("There is no topic of that name in this edition.")
    indicators = by_topic(edition, edition.indicators_with_figures).get(topic, [])
    found = rankings(edition, indicators[:MOST_RANKINGS])
    body = html.Article(
        [
            crumbs(("Topics", urls().topics())),
            html.H1(told.name),
            html.P(told.description, className="lead"),
            html.P(_extent(edition, indicators) if indicators else "No figure yet.", className="note"),
            _contents(found),
            *([html.Section([html.H2("What is measured"), _measured(edition, indicators)])] if indicators else []),
            *(_ranking(edition, item) for item in found),
            *_not_listed(indicators, found),
            *_newest_sources(edition, told, indicators),
            *_gaps(edition, told, indicators),
        ],
        className="topic-page",
    )
    return Page(
        told.name,
        f"{told.name}: what is measured, the leading countries, totals, newest sources, and what is missing.",
        body,
        metadata=_metadata(edition, told, found),
    )


def _metadata(edition: Edition, topic: Topic, found: Sequence[Ranking]) -> Metadata:
    """A link to the page shows the first of its rankings."""
    canonical = INSIDE.topic(topic.topic)
    if not found:
        return Metadata(canonical=canonical)
    first = found[0]
    picture = urls().whole.view_picture(query_of(**_chosen(first), form="bar"), edition.name)
    return Metadata(
        canonical=canonical, picture=picture, picture_words=f"{topic.name}: {first.indicator.name}, {first.year}"
    )


def _chosen(found: Ranking) -> dict[str, str]:
    """The view of all countries that a ranking is of, but for its form."""
    return {
        "indicator": found.indicator.indicator,
        "group": ALL_COUNTRIES,
        "producer": found.producer,
        "year": str(found.year),
    }


def _extent(edition: Edition, indicators: Sequence[Indicator]) -> str:
    """How much is known of some indicators."""
    covered = edition.keep(coverage_by_indicator)
    rows = [row for item in indicators for row in covered[item.indicator] if row.figures]
    areas, figures = len({row.area for row in rows}), sum(row.figures for row in rows)
    first, last = min(row.first for row in rows), max(row.last for row in rows)
    measured = counted(len(indicators), "indicator")
    return f"{counted(figures, 'figure')} on {measured}, of {counted(areas, 'area')}, {first} to {last}."


def _contents(found: Sequence[Ranking]) -> Component:
    links = [html.Li(html.A(item.indicator.name, href=f"#{item.indicator.indicator}")) for item in found]
    return html.Nav(html.Ul(links), className="tabs", **labelled("Lists on this page")) if links else html.Div()


def _measured(edition: Edition, indicators: Sequence[Indicator]) -> Component:
    covered, areas = edition.keep(coverage_by_indicator), edition.keep(areas_known)
    columns = [
        TableColumn("Indicator"),
        TableColumn("Substance"),
        TableColumn("Unit"),
        TableColumn("Areas", numeric=True),
        TableColumn("Years"),
        TableColumn("Figures", numeric=True),
        TableColumn("What is known"),
    ]
    rows: list[ShownRow] = []
    for item in indicators:
        series = covered[item.indicator]
        first, last = min(row.first for row in series), max(row.last for row in series)
        substance = edition.substances.get(item.substance)
        figures = sum(row.figures for row in series)
        rows.append(
            [
                {
                    "text": item.name,
                    "href": urls().explore(
                        indicator=item.indicator, area=max(series, key=lambda row: row.observations).area
                    ),
                    "title": item.description,
                },
                substance.name if substance is not None else "",
                item.unit_name,
                str(areas[item.indicator]),
                {"text": f"{first}–{last}" if first < last else str(first), "sort": last, "class": "date"},
                {"text": f"{figures:,}", "sort": figures},
                {"text": "coverage", "href": urls().coverage(indicator=item.indicator)},
            ]
        )
    return table("measured", columns, rows, "What is measured, indicators with figures for the most countries first")


def _ranking(edition: Edition, found: Ranking) -> Component:
    """The countries with the largest figures of a year, over whom that says something, and what they come to.

    Those that are not ranked all stand by name.
    """
    indicator, by_size = found.indicator, found.indicator.ranks_countries
    shown = found.ranked[:LEADING] if by_size else found.ranked
    lines = [html.Li(_line(edition, indicator, item)) for item in shown]
    comparable = " that can be compared" if found.apart else ""
    of = f"{counted(len(found.ranked), 'country', 'countries')} with a figure for {found.year}{comparable}"
    alike = f"; all of them: {words}" if (words := of_whom(found.ranked)) else ""
    if not by_size:
        title = f"{NOT_RANKED}. By name, the {of}"
    elif len(found.ranked) > LEADING:
        title = f"The ten largest of the {of}"
    else:
        title = f"The {of}, the largest first"
    as_bars, on_map = (urls().explore(**_chosen(found), form=form) for form in ("bar", "map"))
    listed = html.Ol(lines, className="ranking") if by_size else html.Ul(lines, className="place-list")
    return html.Section(
        [
            html.H2(indicator.name, id=indicator.indicator),
            html.P(indicator.description),
            html.P(f"{title}, {edition.producers[found.producer].label}{alike}.", className="note"),
            listed,
            *_totals(edition, found),
            *_apart(edition, found),
            *_missing(edition, found),
            html.P(
                [
                    html.A("All of them as bars", href=as_bars),
                    " · ",
                    html.A("On a map", href=on_map),
                ]
            ),
        ]
    )


def _line(edition: Edition, indicator: Indicator, item: Observation) -> list[Child]:
    doubt = f" ({MISFIT})" if item.id in edition.doubted else ""
    place = html.A(edition.areas[item.key.area].name, href=urls().place(item.key.area))
    return [place, ": ", number_link(number(item, indicator)), doubt]


def _line_of_its_own(edition: Edition, indicator: Indicator, item: Observation) -> list[Child]:
    """A figure that is not measured as those around it are, with what it is of."""
    return [*_line(edition, indicator, item), f", {words}" if (words := of_whom([item])) else ""]


def _totals(edition: Edition, found: Ranking) -> list[Component]:
    """The printed total and the sum of what is reported, each where there is one; two sums that differ both stand."""
    told: list[Component] = []
    unit = found.indicator.short_unit
    if found.total is not None:
        said = f", printed by {maker_said(edition, found.total)}."
        told.append(html.P(["The world: ", number_link(number(found.total, found.indicator)), said]))
    if found.together is not None:
        of = counted(len(found.together.inputs), "country", "countries")
        told.append(html.P([f"The sum of these {of}: ", number_link(derived_number(found.together, unit=unit)), "."]))
    return told


def _apart(edition: Edition, found: Ranking) -> list[Component]:
    if not found.apart:
        return []
    lines = [html.Li(_line_of_its_own(edition, found.indicator, item)) for item in found.apart[:MOST_NAMED]]
    more = len(found.apart) - MOST_NAMED
    words = "Of the same year, but not ranked with them, since what is measured differs"
    rest = f" (the first {MOST_NAMED} by name of {len(found.apart)})" if more > 0 else ""
    return [html.P(f"{words}{rest}:", className="note"), html.Ul(lines, className="statement-list")]


def _missing(edition: Edition, found: Ranking) -> list[Component]:
    """Of whom the producer has figures of other years but not of this one; others may have one."""
    if not found.missing:
        return []
    names = [edition.areas[key].name for key in found.missing[:MOST_NAMED]]
    more = len(found.missing) - len(names)
    words = joined([*names, f"{more} more"] if more else names)
    maker = capitalised(edition.producers[found.producer].in_a_sentence)
    lacking = counted(len(found.missing), "country", "countries")
    return [
        html.P(
            [
                f"{maker} has no figure for {found.year}, but some for other years, of {lacking}: {words}. ",
                html.A("Who reports which years", href=urls().coverage(indicator=found.indicator.indicator)),
            ],
            className="note",
        )
    ]


def _not_listed(indicators: Sequence[Indicator], found: Sequence[Ranking]) -> list[Component]:
    """That not every indicator has a list of countries here, and why."""
    left = len(indicators) - len(found)
    if left <= 0:
        return []
    words = (
        f"Countries are listed for at most {MOST_RANKINGS} indicators: those with figures for the most countries, of "
        f"which two or more report the same thing for one year. {counted(left, 'indicator').capitalize()} above "
        f"{'has' if left == 1 else 'have'} no list."
    )
    return [html.P(words, className="note")]


def _newest_sources(edition: Edition, topic: Topic, indicators: Sequence[Indicator]) -> list[Component]:
    counts: dict[str, int] = {}
    for item in indicators:
        for source, count in edition.sources_by_indicator.get(item.indicator, {}).items():
            counts[source] = counts.get(source, 0) + count
    found = sorted(
        (edition.sources[key] for key in counts), key=lambda item: (item.published, item.source), reverse=True
    )
    if not found:
        return []
    lines = [
        html.Li([source_line(item), html.Span(f", {counted(counts[item.source], 'number')}", className="quiet")])
        for item in found[:MOST_SOURCES]
    ]
    words = f"All {len(found)} sources on it" if len(found) > 1 else "In the list of sources"
    every = html.A(words, href=urls().sources(topic=topic.topic))
    return [html.Section([html.H2("Newest sources"), html.Ul(lines, className="statement-list"), html.P(every)])]


def _gaps(edition: Edition, topic: Topic, indicators: Sequence[Indicator]) -> list[Component]:
    """The countries of which nothing at all is known on the topic, and what is measured nowhere."""
    covered = edition.keep(coverage_by_indicator)
    having = {row.area for item in indicators for row in covered[item.indicator] if row.figures}
    last = int(edition.data_as_of[:4])
    countries = [area for area in edition.areas.values() if is_country(area) and existed(edition, area.area, last)]
    without = sorted((area for area in countries if area.area not in having), key=lambda area: area.name)
    with_figures = edition.areas_with_figures
    never = [item for item in edition.indicators.values() if item.topic == topic.topic and item not in indicators]
    told: list[Component] = []
    if without:
        links: list[Child | None] = [
            html.A(area.name, href=urls().place(area.area)) if area.area in with_figures else area.name
            for area in without
        ]
        summary = f"{len(without)} of {counted(len(countries), 'country or territory', 'countries and territories')}"
        told.append(
            html.Details(
                [html.Summary(f"No figure on this topic: {summary}"), html.P(lead_in(links))], className="folded"
            )
        )
    if never:
        told.append(html.P(f"Without any figure: {joined([item.name for item in never])}.", className="note"))
    differ = html.A("Where sources differ on it", href=urls().disagreements(topic=topic.topic))
    return [html.Section([html.H2("Gaps and disagreements"), *told, html.P(differ)])]
