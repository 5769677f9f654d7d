"""`/coverage`: what is known of an indicator, area by area and year by year, and what to look for next."""

from collections.abc import Container, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.pages.look_next import look_next
from dashboard.pages.parts.figures import labelled
from dashboard.pages.parts.filters import Filtered, FilterPage, Select, options_of, understood
from dashboard.pages.parts.table import ShownRow as TableRow
from dashboard.pages.parts.table import TableCell, TableColumn, table
from dashboard.server.urls import urls
from dashboard.views import scenes
from dashboard.words.grid import STATES, Grid, GridRow, grid, known_state
from dashboard.words.makers import row_maker
from dashboard.words.numbers import number, range_number
from etl.editions.reading import Edition
from etl.figures.areas import is_within_country
from etl.figures.producers import producer_order
from etl.figures.records import Indicator, Observation
from etl.figures.vocabulary import Evidence


def content(edition: Edition, choice: Mapping[str, str]) -> Filtered:
    """What the page shows for a choice of indicator, producer and area; what is not known is left out."""
    chosen = _understood(edition, choice)
    indicator = edition.indicators[chosen["indicator"]]
    observations = edition.observations_of(indicator.indicator)
    found = grid(observations, edition.areas, edition.producers, chosen["producer"], chosen["area"])
    figures = len([item for row in found.rows for item in row.known])
    without = len(found.rows) * len(found.years) - figures
    title = f"{indicator.name}: {figures:,} figures, and {without:,} years of an area without one"
    heading: list[Component] = [html.H1(title), html.P(_evidence_sentence(found), className="lead")]
    results = [
        _legend(),
        html.P(html.A("Skip the grid", href="#next"), className="skip-grid"),
        html.Div(_grid_table(edition, indicator, found), className="coverage"),
        look_next(edition, indicator, found),
    ]
    return Filtered(title, heading, results, chosen)


def _understood(edition: Edition, choice: Mapping[str, str]) -> dict[str, str]:
    offered = edition.keep(scenes.choices)
    known: dict[str, Container[str]] = {
        "indicator": offered.indicators,
        "producer": edition.producers,
        "area": edition.areas,
    }
    chosen = understood(choice, known)
    return {**chosen, "indicator": chosen["indicator"] or offered.default.indicator}


def _evidence_sentence(found: Grid) -> str:
    counts = {name: sum(item.evidence == name for item in found.observations) for name in Evidence}
    total = sum(counts.values())
    if not total:
        return "No source gives a number here."
    first, last = found.years[0], found.years[-1]
    seen = (f"{counts[name]:,} {'were ' if name == Evidence.ORIGINAL else 'only '}{name.rule}" for name in counts)
    return (
        f"{first} to {last}. By the best evidence for each figure, {', '.join(seen)}. "
        "A blank means that no source gives a number; missing is not zero."
    )


def _legend() -> Component:
    states = [
        html.Li([html.Span(sign, className=f"key state-{state}"), f" {meaning}"])
        for state, (sign, meaning) in STATES.items()
    ]
    evidence = [
        html.Li(
            [
                html.Span("•", className=f"key state-point evidence-{name}"),
                html.A(meaning, href=urls().method(f"evidence-{name}"), className="quiet-link"),
            ]
        )
        for name, meaning in ((word, word.rule) for word in Evidence)
    ]
    return html.Div([html.Ul(states), html.Ul(evidence)], className="legend", role="group", **labelled("Legend"))


def _grid_table(edition: Edition, indicator: Indicator, found: Grid) -> Component:
    columns = [
        TableColumn("Area", sortable=False),
        TableColumn("Years known", numeric=True, sortable=False),
        *(TableColumn(str(year), sortable=False) for year in found.years),
    ]
    rows = [_row(edition, indicator, row, found.years) for row in found.rows]
    caption = f"{indicator.name}: what is known. Every sign leads to its number."
    return table("coverage", columns, rows, caption)


def _row(edition: Edition, indicator: Indicator, row: GridRow, years: range) -> TableRow:
    name: TableCell = {"text": row.area.name, "note": row_maker(edition, row)}
    if is_within_country(row.area, edition.areas):
        name["class"] = "part"
    cells = [_cell(row.by_year.get(year), indicator) for year in years]
    return [name, str(len(row.known)), *cells]


def _cell(item: Observation | None, indicator: Indicator) -> TableCell | str:
    if item is None:
        return ""
    state = known_state(item)
    sign, meaning = STATES[state]
    shown = number(item, indicator)
    between = range_number(item, indicator, unit=False) if item.value is not None else None
    seen = f", {Evidence(item.evidence).rule}" if item.evidence else ""
    return {
        "text": sign,
        "href": shown.href,
        "label": f"{meaning}{seen}",
        "title": f"{item.period}: {shown.text}{f' ({between.text})' if between else ''}, {meaning}{seen}",
        "class": f"state-{state} evidence-{item.evidence}",
    }


def controls(edition: Edition) -> list[Select]:
    """The choice of indicator, producer and country; what has no figure at all is not offered."""
    offered = edition.keep(scenes.choices)
    indicators = {key: edition.indicators[key].name for key in offered.indicators}
    makers = [key for key in producer_order(edition.producers) if key in offered.producers]
    producers = {key: edition.producers[key].label for key in makers}
    countries = {
        area.area: area.name
        for area in sorted(edition.areas.values(), key=lambda area: area.name)
        if area.area in offered.areas and area.parent and not is_within_country(area, edition.areas)
    }
    return [
        Select("indicator", "Indicator", options_of(indicators)),
        Select("producer", "Producer", options_of(producers), "All producers"),
        Select("area", "Country and its parts", options_of(countries), "All areas"),
    ]


PAGE = FilterPage(
    "coverage",
    content,
    controls,
    "What is known of every area and year, what is missing, how good the evidence is, and what to look for next.",
)
