"""`/coverage`: what is known of an indicator, area by area and year by year, and what to look for next."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.look_next import look_next
from dashboard.pages.parts.breadth import asked_of_api, indicators_by_topic, is_in_region, regions
from dashboard.pages.parts.figures import labelled
from dashboard.pages.parts.filters import Filtered, FilterPage, Select, options_of, understood
from dashboard.pages.parts.table import ShownRow as TableRow
from dashboard.pages.parts.table import TableCell, TableColumn, table
from dashboard.pages.parts.weakness import WEAK_NAMES, weak_file
from dashboard.server.urls import urls
from dashboard.views import scenes
from dashboard.views.lookups import coverage_by_indicator
from dashboard.words.grid import STATES, Grid, GridRow, grid, known_state, series_rows
from dashboard.words.makers import row_maker
from dashboard.words.numbers import number, range_number
from etl.editions.reading import Edition
from etl.editions.reading.observations import Selection
from etl.figures.areas import country_of, is_within_country
from etl.figures.findings import Coverage
from etl.figures.indicators import Indicator
from etl.figures.observations import Observation
from etl.figures.producers import producer_order
from etl.figures.quoting import counted
from etl.figures.vocabulary.judgement import Weakness
from etl.figures.vocabulary.numbers import Evidence

MOST_FIGURES = 1_500  # of a page of the grid, unless one country has more


def content(edition: Edition, choice: Mapping[str, str]) -> Filtered:
    """What the page shows for a choice of indicator, producer, region and area; what is not known is left out."""
    chosen = _understood(edition, choice)
    indicator = edition.indicators[chosen["indicator"]]
    every = edition.keep(coverage_by_indicator)[indicator.indicator]
    series = [row for row in every if _is_chosen(edition, row, chosen)]
    if chosen["weak"]:
        return _weak(edition, indicator, series, chosen)
    areas = {row.area for row in series}
    makers = [chosen["producer"]] if chosen["producer"] else []
    counts = edition.evidence_counts(indicator.indicator, areas, makers)
    years = range(min(row.first for row in every), max(row.last for row in every) + 1)
    figures = sum(counts.values())
    without = len(series_rows(series, edition.areas, edition.producers)) * len(years) - figures
    title = f"{indicator.name}: {counted(figures, 'figure')}, {counted(without, 'gap')}"
    heading: list[Component] = [html.H1(title), html.P(_evidence_sentence(counts, years), className="lead")]
    pages = _pages(edition, series)
    page = min(int(chosen["page"] or 1), len(pages))
    shown = edition.observations(indicator.indicator, pages[page - 1], makers)
    found = replace(grid(shown, edition.areas, edition.producers), years=years)
    firsts = [edition.areas[one[0]].name for one in pages if one]
    results = [
        _legend(),
        *_pager(chosen, firsts, page, "above it"),
        html.P(html.A("Skip the grid", href="#next"), className="skip-grid"),
        html.Div(_grid_table(edition, indicator, found), className="coverage"),
        *_pager(chosen, firsts, page, "below it"),
        look_next(edition, indicator, found),
    ]
    return Filtered(title, heading, results, {**chosen, "page": str(page) if page > 1 else ""})


def _weak(edition: Edition, indicator: Indicator, series: Sequence[Coverage], chosen: Mapping[str, str]) -> Filtered:
    """The figures of some series that are weak in the chosen way, and the lists of them as files."""
    word = Weakness(chosen["weak"])
    wanted = {(row.area, row.producer) for row in series}
    ids = edition.ids_of(Selection((indicator.indicator,), weak=(word,)))
    every = [item for item in edition.observations_of(indicator.indicator) if item.id in ids]
    shown = [item for item in every if (item.key.area, item.key.producer) in wanted]
    title = f"{indicator.name}: {counted(len(shown), 'figure')} that {word.meaning}"
    these: list[Component | str] = []
    if shown:
        these = [weak_file(word, asked_of_api(edition, chosen), "These figures as CSV"), " · "]
    of_all = weak_file(word, {}, f"The figures of all indicators that {word.meaning}, as CSV")
    rest = f"The first {MOST_FIGURES:,} are shown; choose a region or country for the others."
    lead = "Each sign leads to its figure; a blank means that there is no such figure."
    heading: list[Component] = [
        html.H1(title),
        html.P(f"{lead} {rest}" if len(shown) > MOST_FIGURES else lead, className="lead"),
    ]
    found = grid(shown[:MOST_FIGURES], edition.areas, edition.producers)
    drawn = [_legend(), html.Div(_grid_table(edition, indicator, found), className="coverage")] if shown else []
    return Filtered(title, heading, [html.P([*these, of_all]), *drawn], {**chosen, "page": ""})


def _understood(edition: Edition, choice: Mapping[str, str]) -> dict[str, str]:
    offered = edition.keep(scenes.choices)
    known: dict[str, Container[str]] = {
        "indicator": offered.indicators,
        "producer": edition.producers,
        "region": regions(edition),
        "area": edition.areas,
        "weak": WEAK_NAMES,
    }
    chosen = understood(choice, known)
    page = choice.get("page", "")
    is_number = page.isascii() and page.isdecimal() and int(page[:6]) > 0
    return {
        **chosen,
        "indicator": chosen["indicator"] or offered.default.indicator,
        "page": page[:6] if is_number else "",
    }


def _is_chosen(edition: Edition, row: Coverage, chosen: Mapping[str, str]) -> bool:
    """Whether a series is of the chosen producer, in the chosen region, and of the chosen area or a part of it."""
    return (
        chosen["producer"] in {"", row.producer}
        and chosen["area"] in {"", row.area, edition.areas[row.area].parent}
        and is_in_region(edition, row.area, chosen["region"])
    )


def _pages(edition: Edition, series: Sequence[Coverage]) -> list[list[str]]:
    """The areas of each page of the grid, in its order: as many countries, each with its parts, as a page can hold."""
    figures: Counter[str] = Counter()
    for row in series:
        figures[row.area] += row.observations
    pages: list[list[str]] = [[]]
    held = 0
    rows = [row for row in series_rows(series, edition.areas, edition.producers) if row.producer is not None]
    for _, of_country in groupby(rows, key=lambda row: country_of(row.area, edition.areas)):
        areas = list(dict.fromkeys(row.area.area for row in of_country))
        size = sum(figures[area] for area in areas)
        if held and held + size > MOST_FIGURES:
            pages.append([])
            held = 0
        pages[-1] += areas
        held += size
    return pages


def _pager(chosen: Mapping[str, str], firsts: Sequence[str], page: int, where: str) -> list[Component]:
    """Links to the pages of a grid that is too long for one, each by the area that it begins with.

    They stand above and below the grid; `where` tells the two apart for those who cannot see it.
    """
    if len(firsts) < 2:
        return []
    here: dict[str, Any] = {"aria-current": "page"}
    links = [
        html.Li(
            html.A(
                f"from {first}",
                href=urls().coverage(**{**chosen, "page": str(number) if number > 1 else ""}),
                **(here if number == page else {}),
            )
        )
        for number, first in enumerate(firsts, 1)
    ]
    return [html.Nav(html.Ul(links), className="tabs", **labelled(f"Pages of the grid, {where}"))]


def _evidence_sentence(counts: Mapping[str, int], years: range) -> str:
    total = sum(counts.values())
    if not total:
        return "No source gives a number here."
    seen = (f"{_so_many(counts.get(name, 0), name)} {name.rule}" for name in Evidence)
    return (
        f"{years[0]} to {years[-1]}. By the best evidence for each figure, {', '.join(seen)}. "
        "A gap is a year without a figure in one row: it is left blank, and is not zero."
    )


def _so_many(count: int, name: Evidence) -> str:
    """A count with what leads to how the evidence of its figures is called."""
    lead = "only" if name != Evidence.ORIGINAL else "was" if count == 1 else "were"
    return f"{count:,} {lead}"


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
    """The choice of indicator, producer, region and country; what has no figure at all is not offered."""
    offered = edition.keep(scenes.choices)
    makers = [key for key in producer_order(edition.producers) if key in offered.producers]
    producers = {key: edition.producers[key].label for key in makers}
    countries = {
        area.area: area.name
        for area in sorted(edition.areas.values(), key=lambda area: area.name)
        if area.area in offered.areas and area.parent and not is_within_country(area, edition.areas)
    }
    return [
        Select("indicator", "Indicator", indicators_by_topic(edition, offered.indicators)),
        Select("producer", "Producer", options_of(producers), "All producers"),
        Select("region", "Region", options_of(regions(edition)), "The world"),
        Select("area", "Country and its parts", options_of(countries), "All areas"),
        Select("weak", "Evidence", options_of(WEAK_NAMES), "Any"),
    ]


PAGE = FilterPage(
    "coverage",
    content,
    controls,
    "What is known of every area and year, what is missing, how good the evidence is, and what to look for next.",
)
