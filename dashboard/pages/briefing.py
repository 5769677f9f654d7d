"""`/afghanistan-2018` and `/briefing/<area>/<year>`: one area in one year, for someone with three minutes."""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.charts.how_to_read import MARKS
from dashboard.checking.example import EXAMPLE, checked_example, facts_of_example
from dashboard.checking.facts import FactFound
from dashboard.checking.findings import Checked
from dashboard.checking.reasons import FINDINGS, why
from dashboard.checking.report import about, address, data_address, data_words
from dashboard.checking.report import summary as summary_of
from dashboard.exports.brief import Brief
from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.pages.panel import panel_parts
from dashboard.pages.parts.downloads import briefing_downloads, downloads
from dashboard.pages.parts.figures import Child, number_link, quoted_figures, sentence, source_line, source_title
from dashboard.pages.parts.framed_chart import chart
from dashboard.pages.parts.number_figure import figure_block
from dashboard.pages.parts.numbered_sources import numbered_sources
from dashboard.pages.parts.statements import other_statements
from dashboard.server.urls import AFGHANISTAN_2018, INSIDE, page_query, urls
from dashboard.views import scenes
from dashboard.views.brief import headline, lead
from dashboard.views.briefing import (
    ARTICLE_AREA,
    ARTICLE_YEAR,
    Briefing,
    briefing_of,
    part_views,
    trend_view,
)
from dashboard.views.citing import cited, numbered, sources_of, with_numbers
from dashboard.views.findings import findings
from dashboard.views.observed import is_figure
from dashboard.views.scene import Scene
from dashboard.views.stories import afterwards, known_then, place_in_history, summary
from dashboard.views.view import View
from dashboard.words.breaks import moved
from dashboard.words.makers import made_by, maker_label
from dashboard.words.numbers import fact_number, number
from dashboard.words.sentences import joined, within_a_sentence
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.knowledge import Event
from etl.figures.observations import Observation
from etl.figures.vocabulary.judgement import FactCheck

ARTICLE = "shupl-2019-paris-pact"


def afghanistan_2018(edition: Edition, query: str) -> Page:
    """The briefing of the Paris Pact meeting: the figures of 2018 that its article cites."""
    return page(edition, query, ARTICLE_AREA, str(ARTICLE_YEAR))


def page(edition: Edition, query: str, area: str, year: str) -> Page:
    """The briefing of an area and a year with data."""
    briefing = briefing_of(edition, area, year)
    place = edition.areas[briefing.area].name
    indicators = [edition.indicators[item.key.indicator] for item in briefing.figures]
    shown = [
        f"{within_a_sentence(indicator.name)} {number(item, indicator).text}"
        for item, indicator in zip(briefing.figures, indicators, strict=True)
    ]
    is_article = (briefing.area, briefing.year) == (ARTICLE_AREA, ARTICLE_YEAR)
    article = edition.sources.get(ARTICLE) if is_article else None
    meeting = next((event for event in edition.events if event.source == ARTICLE), None) if article else None
    brief = Brief(edition, briefing)
    numbers = numbered(brief.sources)
    told: list[Child] = [*sentence(lead(edition, briefing)), f" {made_by(edition, *briefing.figures)}."]
    if article is not None:
        told += [" Cited at the Paris Pact expert meeting in Shanghai: ", source_title(article), "."]
    body = html.Article(
        [
            html.H1(sentence(headline(edition, briefing))),
            html.P(told, className="lead"),
            briefing_downloads(AFGHANISTAN_2018 if is_article else INSIDE.briefing(area, year), area, year),
            html.Div([_card(edition, briefing, item, numbers) for item in briefing.figures], className="grid"),
            _trends(brief, numbers),
            _then(edition, briefing, meeting) if meeting is not None else None,
            _next(edition, briefing),
            _parts(brief, numbers),
            _who(edition, briefing),
            _article(edition) if article is not None else None,
            numbered_sources(brief.sources, html.H2),
            *panel_parts(),
        ],
        className="briefing",
    )
    title = f"{place} {briefing.year}: {' and '.join(shown)}"
    return Page(
        title,
        f"{title}, with ranges, sources and everyone who printed another number.",
        body,
        charts=True,
        metadata=Metadata(picture=urls().whole.briefing_picture(area, year, edition.name), picture_words=title),
    )


def _card(edition: Edition, briefing: Briefing, item: Observation, numbers: Mapping[str, int]) -> Component:
    before = briefing.before(item)
    history = place_in_history(edition, item, briefing.series[item.key.indicator])
    cited = edition.sources.get(item.source)
    return html.Section(
        [
            html.H2(edition.indicators[item.key.indicator].name, className="card-title"),
            figure_block(edition, item),
            html.P(sentence(moved(edition, item, before))) if before else None,
            html.P(sentence(history)) if history else None,
            html.P([f"Source: [{numbers[cited.source]}] ", source_line(cited)], className="note") if cited else None,
        ],
        className="card card-accent",
    )


def _chart(scene: Scene, view: View, numbers: Mapping[str, int], name: str) -> list[Component]:
    """A chart with the numbers of its sources below it, since a narrow one has none at its lines."""
    listed = cited((source.source for source in sources_of(scene)), numbers)
    return [chart(view, with_numbers(scene, numbers), name), html.P(f"Sources: {listed}.", className="note")]


def _taken(brief: Brief, view: View) -> Component:
    """The menu of one chart of a briefing: whatever is taken of it has the numbers of the whole."""
    return downloads(f"{view.query()}&{page_query(brief.page)}")


def _trends(brief: Brief, numbers: Mapping[str, int]) -> Component:
    edition, briefing = brief.edition, brief.briefing
    parts: list[Component] = [html.H2("The long trend")]
    for position, item in enumerate(briefing.figures):
        view = trend_view(briefing, item)
        scene = scenes.scene(edition, view)
        parts += [
            html.H3(edition.indicators[item.key.indicator].name),
            *_chart(scene, view, numbers, f"trend-{position}"),
            _taken(brief, view),
            *(html.P(sentence(found), className="note") for found in (*findings(scene)[:1], *scene.elsewhere)),
            html.P(html.A("Open this chart in Explore", href=urls().view(view.query()))),
        ]
    return html.Section(parts)


def _then(edition: Edition, briefing: Briefing, meeting: Event) -> Component:
    """What was known on the day of the meeting, against today."""
    links = [
        html.Li(
            html.A(
                f"{edition.indicators[item.key.indicator].name} as known at the meeting, {meeting.date}",
                href=urls().view(View(item.key.indicator, (briefing.area,), asof=meeting.date, compare=True).query()),
            )
        )
        for item in briefing.figures
    ]
    known = [html.Li(sentence(known_then(edition, item, meeting.date))) for item in briefing.figures]
    title = html.A(meeting.title, href=urls().source(meeting.source))
    return html.Section(
        [
            html.H2("What was known at the meeting"),
            html.P([f"On {meeting.date} (", title, "):"]),
            html.Ul(known),
            html.P("The whole series on that day, beside today's:"),
            html.Ul(links),
        ]
    )


def _next(edition: Edition, briefing: Briefing) -> Component:
    """What the figures did afterwards, and the events of those years."""
    stories = [
        html.P(sentence(found))
        for item in briefing.figures
        for found in afterwards(edition, item, briefing.series[item.key.indicator])
    ]
    events = [event for event in edition.events if event.area == briefing.area and event.year > briefing.year]
    items = [
        html.Li(
            [
                f"{event.date} ",
                html.A(event.title, href=urls().source(event.source)),
                ". ",
                *quoted_figures(event.description, urls().source(event.source)),
            ]
        )
        for event in events
    ]
    listed = [_closed(f"Events since ({len(items)})", html.Ul(items, className="statement-list"))] if items else []
    return html.Section([html.H2("What happened next"), *stories, *listed])


def _parts(brief: Brief, numbers: Mapping[str, int]) -> Component | None:
    """The areas within this one in the year: a map, where it can be drawn, and a ranking."""
    edition, briefing = brief.edition, brief.briefing
    item = briefing.figures[0]
    parts = edition.parts_of(item)
    if not parts:
        return None
    indicator = edition.indicators[item.key.indicator]
    plural = edition.name_of_parts(parts[0].key.area)
    view, *maps = part_views(edition, briefing)
    ranking = scenes.scene(edition, view)
    charts: list[Component] = []
    for on_map in maps:
        charts += [*_chart(scenes.scene(edition, on_map), on_map, numbers, "parts-map"), _taken(brief, on_map)]
    charts += [*_chart(ranking, view, numbers, "parts-ranking"), _taken(brief, view)]
    words = [html.P(sentence(found)) for found in findings(ranking)]
    return html.Section(
        [
            html.H2(f"{plural} in {briefing.year}"),
            html.P(f"{indicator.name}, {indicator.unit_name}.", className="note"),
            *words,
            *charts,
            html.P(MARKS["map"], className="note") if maps else None,
            html.P(html.A("Open this chart in Explore", href=urls().view(view.query()))),
        ]
    )


def _closed(summary: str, listed: Component) -> Component:
    """What is there for who asks for it, and takes no minute of the others."""
    return html.Details([html.Summary(summary), listed])


def _who(edition: Edition, briefing: Briefing) -> Component:
    """Who printed which number, and what other producers say."""
    parts: list[Component | None] = [html.H2("Who printed which number")]
    for item in briefing.figures:
        indicator = edition.indicators[item.key.indicator]
        others = [
            other
            for other in edition.around(item)
            if is_figure(other) and other.key.year == briefing.year and other.key.producer != item.key.producer
        ]
        elsewhere: list[Child] = [
            piece
            for other in others
            for piece in (
                f"{maker_label(edition, other)}: ",
                number_link(number(other, indicator)),
                ". ",
            )
        ]
        parts += [
            html.H3(indicator.name),
            html.P(sentence(summary(edition, item, briefing.before(item)))),
            html.P(["Other producers, by methods of their own: ", *elsewhere]) if elsewhere else None,
            _closed(
                "Every source, by what it says",
                other_statements(edition, Chosen(item, edition.statements_of(item)), html.H4),
            ),
        ]
    return html.Section(parts)


def _article(edition: Edition) -> Component:
    """Every number of the article in its order, as the check of texts finds it, by what confirms it."""
    checked, facts = checked_example(edition), facts_of_example(edition)
    rows = [(each.reading.start, _found(each, edition)) for each in checked]
    rows += [(each.start, _fact(each)) for each in facts]
    checks = [
        f"{sum(each.fact.check == check for each in facts)} {check}"
        for check in FactCheck
        if any(each.fact.check == check for each in facts)
    ]
    lead: list[Child] = ["The figures of ", source_title(edition.sources[ARTICLE])]
    lead += [
        ", compared with those of this dashboard as ",
        html.A("any text can be", href=urls().check(example=EXAMPLE)),
        ": ",
    ]
    judged: list[Child] = [summary_of(checked, facts), " What other sources say of these: ", f"{joined(checks)}."]
    listed = [row for _, row in sorted(rows, key=lambda item: item[0])]
    return html.Section(
        [
            html.H2("The article, number by number"),
            html.P(lead + judged),
            _closed(f"Every number ({len(listed)})", html.Ol(listed, className="statement-list")),
        ]
    )


def _found(checked: Checked, edition: Edition) -> Component:
    """A figure of the article that the figures of the dashboard can judge."""
    page, told = address(checked, urls()), FINDINGS[checked.finding.value]
    badge = html.Span(told["name"], className=f"verdict verdict-{checked.finding.value}", title=told["meaning"])
    return html.Li(
        [
            html.Div(
                [f"{about(checked, edition)}: ", html.A(checked.reading.as_printed, href=page, className="number")]
            ),
            html.Div(
                [
                    *(badge, " ", html.Span(f"{checked.reading.place}. ", className="locator")),
                    *quoted_figures(why(checked, edition), page),
                ],
                className="note",
            ),
        ]
    )


def _fact(found: FactFound) -> Component:
    """A number of the article that no series has, with what confirms it."""
    fact, page = found.fact, data_address(found, urls())
    qualifier = {"more than": "more than ", "estimate": "an estimated "}.get(fact.qualifier, "")
    badge = html.Span(fact.check, className="badge", title=FactCheck(fact.check).meaning)
    told: list[Child] = [*quoted_figures(fact.note, urls().source(fact.source))]
    told += [". ", html.A(data_words(found), href=page)] if page else []
    return html.Li(
        [
            html.Div([f"{fact.subject}, {fact.measure}: {qualifier}", number_link(fact_number(fact))]),
            html.Div([badge, " ", html.Span(f"{found.place}. ", className="locator"), *told], className="note"),
        ]
    )
