"""The controls offer what has an effect, say why the rest cannot be chosen, and name one view."""

from typing import Any

import pytest

from dashboard.pages.options import base_options, group_options, measure_options
from dashboard.pages.settings import CONTROLS, control_state, read_controls, settings_sent
from dashboard.views import lines as scene_parts
from dashboard.views import scenes
from dashboard.views.findings import findings
from dashboard.views.view import View, read_view
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition

THREE = "area=AFG&area=MMR&area=MEX"


def _view(edition: Edition, query: str) -> View:
    view, remarks = read_view(query, edition.keep(scenes.choices))
    assert not remarks
    return view


def _chosen(edition: Edition, query: str, changed: str, value: Any) -> View:
    """The view after a reader of another has changed one of its controls."""
    view = scene_parts.with_base(edition, _view(edition, query))
    state = control_state(edition, view, scenes.scene(edition, view))
    given = {name: state[name][prop] for name, prop in CONTROLS.items()} | {changed: value}
    bounds = (state["years"]["min"], state["years"]["max"])
    return read_controls(edition, settings_sent(given), bounds, changed)


def _reasons(edition: Edition, query: str) -> dict[str, str]:
    options = measure_options(edition, _view(edition, query))
    return {option["value"]: option["label"] for option in options if option["disabled"]}


def test_a_stack_offers_only_what_can_be_added(edition: Edition) -> None:
    reasons = _reasons(edition, f"{THREE}&form=stack")
    assert reasons.keys() == {"index", "change", "increase"}
    assert all(label.endswith("(cannot be stacked)") for label in reasons.values())
    assert not _reasons(edition, THREE)
    assert _reasons(edition, "area=AFG").keys() == {"share"}


@pytest.mark.parametrize("measure", ["index", "change", "increase"])
def test_choosing_a_stack_shows_the_figures_where_the_measure_cannot_be_stacked(edition: Edition, measure: str) -> None:
    view = _chosen(edition, f"{THREE}&measure={measure}", "form", "stack")
    assert (view.form, view.measure, view.base) == ("stack", "value", None)
    assert _chosen(edition, f"{THREE}&measure=share", "form", "stack").measure == "share"


def test_choosing_an_index_takes_a_year_that_all_series_have_and_most_figures_can_be_compared_with(
    edition: Edition,
) -> None:
    query = f"{THREE}&producer=unodc"
    view = _chosen(edition, query, "measure", "index")
    series = scenes.scene(edition, _view(edition, query)).series
    having = [{item.key.year for item in one.known if item.value} for one in series]

    def compared(base: int) -> int:
        """How many figures the year can be compared with: those of its own stretch of each series."""
        stretches = [{item.key.year: item.comparable_from for item in one.known} for one in series]
        return sum(since == years[base] for years in stretches for since in years.values())

    most = max(map(compared, set.intersection(*having)))
    assert view.base == min(year for year in set.intersection(*having) if compared(year) == most)
    assert f"base={view.base}" in view.query()
    state = control_state(edition, view, scenes.scene(edition, view))
    assert state["base"]["value"] == str(view.base)


def test_an_index_without_a_common_year_takes_the_year_of_most_and_names_the_others(edition: Edition) -> None:
    view = scene_parts.with_base(edition, _view(edition, "group=parts-of-AFG&measure=index"))
    having = scene_parts.base_years(edition, view)
    assert having[view.base or 0] == max(having.values())
    scene = scenes.scene(edition, view)
    said = [sentence_text(found) for found in findings(scene) if "base year" in sentence_text(found)]
    assert len(said) == 1
    shown = {line.series.label for line in scene.lines}
    every = {one.label for one in scenes.scene(edition, view.with_(measure="value")).series}
    assert every - shown
    assert all(label in said[0] for label in every - shown)
    assert not any(label in said[0] for label in shown)


def test_an_index_is_of_one_base_year_in_every_address(edition: Edition) -> None:
    view = _view(edition, f"{THREE}&measure=index")
    points = scenes.scene(edition, view).points
    bases = {point.computed.inputs[1].key.year for point in points if point.computed}
    assert bases == {scene_parts.with_base(edition, view).base}


def test_base_years_without_a_value_are_greyed_and_left_for_one_with(edition: Edition) -> None:
    query = "indicator=coca-bush-cultivation&area=BOL&producer=unodc&measure=index"
    view = scene_parts.with_base(edition, _view(edition, query))
    having = scene_parts.base_years(edition, view)
    offered = {int(option["value"]): option for option in base_options(edition, view)}
    assert {year for year, option in offered.items() if not option["disabled"]} == having.keys()
    without = next(year for year, option in offered.items() if option["disabled"])
    assert "no figures" in offered[without]["label"]
    assert _chosen(edition, query, "base", str(without)).base in having


@pytest.mark.parametrize(
    ("query", "has_scale", "has_measure"),
    [
        ("area=AFG", True, True),
        ("area=AFG&form=panels&measure=index", True, True),
        ("area=AFG&measure=change", False, True),
        (f"{THREE}&measure=share", False, True),
        (f"{THREE}&form=stack", False, True),
        (f"{THREE}&form=bar", False, True),
        ("area=AFG&form=map", False, False),
    ],
)
def test_controls_without_an_effect_are_hidden(
    edition: Edition, query: str, has_scale: bool, has_measure: bool
) -> None:
    view = _view(edition, query)
    state = control_state(edition, view, scenes.scene(edition, view))
    assert state["scale-box"]["hidden"] == (not has_scale)
    assert state["measure-box"]["hidden"] == (not has_measure)


def test_a_scale_without_an_effect_leaves_the_address(edition: Edition) -> None:
    view = _chosen(edition, "area=AFG&scale=log", "measure", "change")
    assert (view.scale, view.measure) == ("linear", "change")
    assert "scale" not in view.query()


def test_why_prices_have_no_stack_is_said(edition: Edition) -> None:
    for query, said in (("indicator=opium-price&area=AFG", "cannot be added up"), ("area=AFG", "")):
        view = _view(edition, query)
        note = control_state(edition, view, scenes.scene(edition, view))["form-note"]["children"]
        assert bool(note) == bool(said) and said in note


def test_groups_come_before_parts_and_rankings_of_years(edition: Edition) -> None:
    groups = group_options(edition, _view(edition, "area=AFG"))
    assert [group["group"] for group in groups] == ["Groups of countries", "All of one level", "Ranking"]
    assert "golden-triangle" in {option["value"] for option in groups[0]["items"]}
