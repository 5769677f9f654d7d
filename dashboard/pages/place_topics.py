"""The figures of an area by topic: the newest of each indicator, and how well all of them are known."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.charts.svg.small import small_chart, strip
from dashboard.pages.parts.cells import number_cell
from dashboard.pages.parts.figures import labelled, number_link, plain_table
from dashboard.pages.parts.place import MOST_CARDS, topic_heading, topic_name
from dashboard.pages.parts.table import ShownRow, TableColumn, table
from dashboard.pages.parts.weakness import weak_in
from dashboard.server.urls import urls
from dashboard.views.definitions import of_whom, when_and_of_whom
from dashboard.views.overview import Headline
from dashboard.words.makers import maker_label
from dashboard.words.numbers import number
from dashboard.words.sentences import capitalised
from etl.editions.reading import Edition
from etl.editions.reading.observations import Known, Selection
from etl.figures.areas import Area
from etl.figures.indicators import Indicator
from etl.figures.quoting import counted
from etl.figures.vocabulary.numbers import Evidence


def contents(sections: Sequence[tuple[str, str]]) -> Component:
    """Links to the sections of a page, from the keys and names of their topics."""
    links = [html.Li(html.A(name, href=f"#topic-{key}")) for key, name in sections]
    return html.Nav(html.Ul(links), className="tabs", **labelled("Topics on this page"))


def topic_section(
    edition: Edition, area: Area, topic: str, indicators: Sequence[Indicator], found: Mapping[str, Headline]
) -> Component:
    """The newest figures of a topic, the indicators known of the most areas with a small chart."""
    years = [year for indicator in indicators for year in found[indicator.indicator].years]
    span = min(years), max(years)
    cards, others = indicators[:MOST_CARDS], indicators[MOST_CARDS:]
    return html.Section(
        [
            topic_heading(edition, topic),
            html.Div([_card(edition, item, found[item.indicator], span) for item in cards], className="grid"),
            *([_other_figures(edition, topic, others, found)] if others else []),
        ]
    )


def _card(edition: Edition, indicator: Indicator, headline: Headline, span: tuple[int, int]) -> Component:
    item = headline.newest
    chart = urls().explore(indicator=indicator.indicator, area=item.key.area)
    years = f"{headline.years[0]}–{item.key.year}" if len(headline.years) > 1 else str(item.key.year)
    words = f"{indicator.name}, {counted(len(headline.years), 'figure')}, {years}: open the chart"
    runs = headline.runs
    picture = html.Img(src=small_chart(runs, *span), alt=words, className="small-chart") if runs else words
    return html.Section(
        [
            html.H3(indicator.name),
            html.P(number_link(number(item, indicator)), className="figure figure-small"),
            html.P(f"{capitalised(when_and_of_whom(item, indicator))}; {maker_label(edition, item)}", className="note"),
            html.A(picture, href=chart, title=words),
            html.P(
                f"{counted(len(headline.years), 'figure')}; the chart is of {span[0]} to {span[1]}", className="note"
            ),
        ],
        className="card",
    )


def _other_figures(
    edition: Edition, topic: str, indicators: Sequence[Indicator], found: Mapping[str, Headline]
) -> Component:
    columns = [
        TableColumn("Indicator"),
        TableColumn("Newest figure", numeric=True),
        TableColumn("Of"),
        TableColumn("Figures", numeric=True),
        TableColumn("First year", numeric=True),
    ]
    rows: list[ShownRow] = []
    for indicator in indicators:
        headline = found[indicator.indicator]
        item = headline.newest
        rows.append(
            [
                {
                    "text": indicator.name,
                    "href": urls().explore(indicator=indicator.indicator, area=item.key.area),
                },
                number_cell(number(item, indicator), item.value),
                {"text": item.period, "note": "; ".join(filter(None, (maker_label(edition, item), of_whom([item]))))},
                str(len(headline.years)),
                str(headline.years[0]),
            ]
        )
    return table(f"figures-{topic}", columns, rows, f"{topic_name(edition, topic)}: what else is known")


def how_well(edition: Edition, area: Area, known: Sequence[Known]) -> Component:
    """How much is known of each topic, from which evidence, and what a single source alone prints."""
    witnesses = edition.witnesses_in(area.area)
    first, last = min(item.year for item in known), max(item.year for item in known)
    of_topic: dict[str, list[Known]] = {}
    for item in known:
        of_topic.setdefault(edition.indicators[item.indicator].topic, []).append(item)
    rows = []
    for topic in (*edition.topics, ""):
        items = of_topic.get(topic, [])
        if not items:
            continue
        by_year = Counter(item.year for item in items)
        most = max(by_year.values())
        seen = Counter(item.evidence for item in items)
        alone = sum(witnesses.get(item.id) == 1 for item in items)
        of_most = edition.indicators[Counter(item.indicator for item in items).most_common(1)[0][0]]
        grid = urls().coverage(indicator=of_most.indicator, area=area.area)
        drawing = html.Img(
            src=strip([by_year[year] / most for year in range(first, last + 1)]),
            alt=f"Years with figures, {first} to {last}",
            className="strip",
        )
        rows.append(
            html.Tr(
                [
                    html.Th(html.A(topic_name(edition, topic), href=grid), scope="row"),
                    html.Td(drawing),
                    *(
                        html.Td(f"{count:,}", className="number")
                        for count in (len(items), len(by_year), *(seen[name] for name in Evidence), alone)
                    ),
                ]
            )
        )
    headings = ["Topic", f"{first} to {last}", "Figures", "Years", *(name.rule for name in Evidence), "Single source"]
    return html.Section(
        [
            html.H2("What is known, and how well"),
            html.P(
                "The darker a year, the more figures there are of it; a blank means that no source gives a number, and "
                "missing is not zero. Each topic leads to the grid of its indicator with the most figures.",
                className="note",
            ),
            plain_table(headings, rows, "how-well"),
            *weak_in(edition, {"area": [area.area]}, Selection(areas=(area.area,))),
        ]
    )
