"""The controls of a view: what can be chosen, and why the rest cannot."""

from collections.abc import Iterable, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard import look, scenes
from dashboard.parts import labelled
from dashboard.queries import Edition
from dashboard.records import Coverage
from dashboard.view import View

Options = list[dict[str, Any]]


def controls(edition: Edition, view: View) -> Component:
    """All controls, set to the view."""
    first, last = year_bounds(edition, view)
    return html.Form(
        [
            dmc.Select(
                id="view-indicator",
                label="Indicator",
                data=indicator_options(edition),
                value=view.indicator,
                allowDeselect=False,
                searchable=True,
                maxDropdownHeight=420,
            ),
            dmc.MultiSelect(
                id="view-area",
                label="Areas",
                data=area_options(edition, view),
                value=list(view.areas),
                searchable=True,
                hidePickedOptions=False,
                maxDropdownHeight=420,
                placeholder="Add an area",
                className="wide",
            ),
            dmc.MultiSelect(
                id="view-producer",
                label="Producers",
                data=producer_options(edition, view),
                value=list(view.producers),
                placeholder="" if view.producers else "All",
                clearable=True,
            ),
            html.Div(
                [
                    html.Label("Years", id="view-years-label", className="mantine-InputWrapper-label"),
                    dmc.RangeSlider(
                        id="view-years",
                        min=first,
                        max=last,
                        step=1,
                        minRange=0,
                        value=slider_value(edition, view),
                        marks=slider_marks(edition, view),
                        labelAlwaysOn=False,
                        thumbFromLabel="First year",
                        thumbToLabel="Last year",
                        updatemode="mouseup",
                    ),
                ],
                className="years",
            ),
            dmc.SegmentedControl(
                id="view-scale",
                data=[{"value": "linear", "label": "Linear"}, {"value": "log", "label": "Log"}],
                value=view.scale,
                size="sm",
                className="scale",
            ),
        ],
        className="controls",
        **labelled("Choose what is shown"),
    )


def read_controls(
    edition: Edition,
    indicator: str,
    areas: Sequence[str],
    producers: Sequence[str],
    years: Sequence[int],
    bounds: Sequence[int],
    scale: str,
) -> View:
    """The view that the controls are set to; areas without a figure for the indicator are left out.

    A slider at its bounds means all years, whichever the indicator.
    """
    offered = edition.keep(scenes.choices)
    if indicator not in offered.indicators:
        indicator = offered.default.indicator
    covered = _covered(edition, indicator)
    known = tuple(area for area in areas or () if area in covered)
    if not known:
        known = (max(covered.values(), key=lambda row: row.observations).area,)
    first, last = sorted(years)[:2] if len(years) == 2 else bounds
    return View(
        indicator=indicator,
        areas=known,
        producers=tuple(sorted(set(producers or ()) & offered.producers)),
        first=first if first > bounds[0] else None,
        last=last if last < bounds[1] else None,
        scale=scale if scale in {"linear", "log"} else "linear",
    )


def _covered(edition: Edition, indicator: str) -> dict[str, Coverage]:
    """The areas that have figures for an indicator, each with its longest series."""
    found: dict[str, Coverage] = {}
    for row in edition.coverage:
        if row.indicator == indicator:
            kept = found.get(row.area)
            if kept is None or row.observations > kept.observations:
                found[row.area] = row
    return found


def year_bounds(edition: Edition, view: View) -> tuple[int, int]:
    """The first and the last year in which the edition has a figure for the indicator."""
    rows = [row for row in edition.coverage if row.indicator == view.indicator]
    return min(row.first for row in rows), max(row.last for row in rows)


def slider_value(edition: Edition, view: View) -> list[int]:
    """Where the slider of years stands for a view."""
    first, last = year_bounds(edition, view)
    return [min(max(view.first or first, first), last), max(min(view.last or last, last), first)]


def slider_marks(edition: Edition, view: View) -> Options:
    """The ends of the slider of years."""
    return [{"value": year, "label": str(year)} for year in year_bounds(edition, view)]


def indicator_options(edition: Edition) -> Options:
    """The indicators by crop; one without figures is greyed."""
    offered = set(edition.keep(scenes.choices).indicators)
    groups: dict[str, Options] = {}
    for item in edition.indicators.values():
        missing = item.indicator not in offered
        groups.setdefault(item.crop.capitalize() or "Other", []).append(
            {
                "value": item.indicator,
                "label": f"{item.name} (no figures)" if missing else item.name,
                "disabled": missing,
            }
        )
    return [{"group": crop, "items": items} for crop, items in sorted(groups.items(), reverse=True)]


def area_options(edition: Edition, view: View) -> Options:
    """Countries, and the areas within each; those without figures for the indicator are greyed and say so."""
    covered = _covered(edition, view.indicator)
    anything = edition.keep(scenes.choices).areas
    widest = [
        area for area in edition.areas.values() if area.area in anything and not _is_within_country(edition, area.area)
    ]
    groups: Options = [{"group": "World and countries", "items": _options(edition, (a.area for a in widest), covered)}]
    for country in widest:
        parts = [a.area for a in edition.areas.values() if a.parent == country.area and a.parent and a.area in anything]
        if parts and _is_country(edition, country.area):
            name = edition.levels[edition.areas[parts[0]].level].plural
            groups.append({"group": f"{name} of {country.name}", "items": _options(edition, parts, covered)})
    return groups


def _is_country(edition: Edition, area: str) -> bool:
    return bool(edition.areas[area].parent)


def _is_within_country(edition: Edition, area: str) -> bool:
    parent = edition.areas[area].parent
    return bool(parent) and bool(edition.areas[parent].parent)


def _options(edition: Edition, areas: Iterable[str], covered: dict[str, Coverage]) -> Options:
    options = [
        {
            "value": key,
            "label": edition.areas[key].name if key in covered else f"{edition.areas[key].name} (no figures)",
            "disabled": key not in covered,
        }
        for key in areas
    ]
    return sorted(options, key=lambda option: (option["disabled"], option["label"]))


def producer_options(edition: Edition, view: View) -> Options:
    """The producers; those without figures for the choice are greyed and say so."""
    having = {row.producer for row in edition.coverage if row.indicator == view.indicator and row.area in view.areas}
    return [
        {
            "value": key,
            "label": edition.producers[key].label + ("" if key in having else " (no figures here)"),
            "disabled": key not in having,
        }
        for key in look.producer_order(edition.producers)
    ]
