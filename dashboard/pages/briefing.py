"""`/afghanistan-2018`: the numbers of the Paris Pact meeting, and where each of them is from."""

from dash import html
from dash.development.base_component import Component

from dashboard import scenes
from dashboard.explain import Chosen
from dashboard.number_view import figure, other_statements
from dashboard.numbers import fact_number, number
from dashboard.page import Page, PageNotFoundError
from dashboard.pages.explore import chart
from dashboard.parts import number_link, quoted, sentence, source_line, source_title
from dashboard.queries import Edition
from dashboard.records import Fact, Key, Observation
from dashboard.sentences import movement
from dashboard.view import View

ARTICLE = "shupl-2019-paris-pact"
AREA, YEAR, PRODUCER = "AFG", 2018, "unodc"
HEADLINES = ("opium-poppy-cultivation", "opium-production")


def page(edition: Edition, query: str) -> Page:
    """The briefing page of Afghanistan 2018."""
    found = [edition.observation(Key(indicator, AREA, YEAR, PRODUCER)) for indicator in HEADLINES]
    figures = [item for item in found if item is not None]
    if not figures:
        raise PageNotFoundError("This edition has no figures for Afghanistan in 2018.")
    article = edition.sources.get(ARTICLE)
    named: list[Component | str] = [" (", source_title(article), ")"] if article else []
    shown = " and ".join(number(item, edition.indicators[item.key.indicator]).text for item in figures)
    body = html.Article(
        [
            html.H1(["Afghanistan 2018: ", *_joined(edition, figures)]),
            html.P(
                [
                    "The figures that were cited at the Paris Pact expert meeting in Shanghai",
                    *named,
                    ", each with the survey it is from and everyone who printed the same or another number.",
                ],
                className="lead",
            ),
            html.Div([_card(edition, item) for item in figures], className="grid"),
            *(_trend(edition, item.key.indicator) for item in figures[:1]),
            *(
                html.Section(
                    [
                        html.H2(edition.indicators[item.key.indicator].name),
                        other_statements(edition, Chosen(item, edition.statements_of(item))),
                    ]
                )
                for item in figures
            ),
            _article(edition),
        ],
        className="briefing",
    )
    return Page(
        "Afghanistan 2018",
        f"Afghanistan 2018: {shown}, as cited at the Paris Pact meeting in Shanghai, with every source.",
        body,
        charts=True,
    )


def _joined(edition: Edition, figures: list[Observation]) -> list[Component | str]:
    links: list[Component | str] = [
        number_link(number(item, edition.indicators[item.key.indicator])) for item in figures
    ]
    return [links[0]] if len(links) == 1 else [links[0], " and ", links[1]]


def _card(edition: Edition, item: Observation) -> Component:
    indicator = edition.indicators[item.key.indicator]
    before = edition.observation(item.key._replace(year=item.key.year - 1))
    cited = edition.sources.get(item.source)
    return html.Section(
        [
            html.H3(indicator.name),
            figure(edition, item),
            html.P([*sentence(movement(item, before)), f" on {before.key.year}"]) if before else None,
            html.P(["Source: ", source_line(cited)], className="note") if cited else None,
        ],
        className="card card-accent",
    )


def _trend(edition: Edition, indicator: str) -> Component:
    view = View(indicator, (AREA,), (PRODUCER,))
    return html.Section(
        [
            html.H2("The long trend"),
            chart(view, scenes.scene(edition, view)),
            html.P(html.A("Open this chart in Explore", href=f"/?{view.query()}")),
        ]
    )


def _article(edition: Edition) -> Component:
    items = [html.Li(_fact(edition, fact)) for fact in edition.facts if fact.source == ARTICLE]
    return html.Section([html.H2("The article, number by number"), html.Ol(items, className="statement-list")])


def _fact(edition: Edition, fact: Fact) -> list[Component | str]:
    qualifier = {"more than": "more than ", "estimate": "an estimated "}.get(fact.qualifier, "")
    address = f"/source/{fact.source}"
    return [
        html.Div([f"{fact.subject}, {fact.measure}: {qualifier}", number_link(fact_number(fact))]),
        html.Div(
            [html.Span(fact.check, className="badge"), " ", *quoted(f"{fact.locator}. {fact.note}", address)],
            className="note",
        ),
    ]
