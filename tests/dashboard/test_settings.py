"""The controls offer what has an effect, say why the rest cannot be chosen, and name one view."""

from dataclasses import replace
from typing import Any

import pytest

from dashboard.pages.choosing import LEADING, definition, place_of
from dashboard.pages.frame.markup import markup
from dashboard.pages.options import base_options, group_options, measure_options
from dashboard.pages.settings import (
    CONTROLS,
    changed_state,
    control_state,
    read_controls,
    settings_sent,
    wanted_areas,
)
from dashboard.views import observed as scene_parts
from dashboard.views import scenes
from dashboard.views.citing import sources_of
from dashboard.views.findings import findings
from dashboard.views.view import ALL_COUNTRIES, View, read_view
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition

THREE = "area=AFG&area=MMR&area=MEX"


def _view(edition: Edition, query: str) -> View:
    view, remarks = read_view(query, edition.keep(scenes.choices))
    assert not remarks
    return view


def _chosen(edition: Edition, query: str, changed: str, value: Any) -> View:
    """The view after a reader of another has changed one of its controls."""
    return _chosen_at_once(edition, query, {changed: value})


def _chosen_at_once(edition: Edition, query: str, choices: dict[str, Any]) -> View:
    """The view after a reader has changed several controls, one after another, before anything was answered."""
    view = scene_parts.with_base(edition, _view(edition, query))
    state = control_state(edition, view, scenes.scene(edition, view))
    given = settings_sent({name: state[name][prop] for name, prop in CONTROLS.items()} | choices)
    bounds, changed = (state["years"]["min"], state["years"]["max"]), list(choices)
    areas = wanted_areas(given, view.areas, changed)
    return read_controls(edition, {**given, "area": areas}, bounds, changed)


def _reasons(edition: Edition, query: str) -> dict[str, str]:
    options = measure_options(edition, _view(edition, query))
    return {option["value"]: option["label"] for option in options if option["disabled"]}


def test_a_stack_offers_only_what_can_be_added(edition: Edition) -> None:
    reasons = _reasons(edition, f"{THREE}&form=stack")
    assert reasons.keys() == {"rate", "index", "change", "increase"}
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
    every = scenes.scene(edition, view.with_(measure="value")).series
    assert len({one.producer.producer for one in every}) > 1
    called = {one.label: f"{one.area.name} ({one.producer.label})" for one in every}
    shown = {line.series.label for line in scene.lines}
    assert called.keys() > shown
    assert {label for label, name in called.items() if name in said[0]} == called.keys() - shown


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
    ("query", "shown"),
    [
        ("area=AFG", {"scale", "years"}),
        ("area=AFG&form=panels&measure=index", {"scale", "base", "years"}),
        ("area=AFG&measure=change", {"years"}),
        (f"{THREE}&measure=share", {"years"}),
        (f"{THREE}&form=stack", {"years"}),
        (f"{THREE}&form=bar", {"year"}),
        (f"{THREE}&form=bar&measure=change", {"year", "base"}),
        (f"{THREE}&form=map&measure=increase", {"year", "base", "zoom"}),
        (f"{THREE}&form=map", {"year", "zoom"}),
        ("area=AFG&form=map", {"year"}),
    ],
)
def test_controls_without_an_effect_are_hidden(edition: Edition, query: str, shown: set[str]) -> None:
    view = _view(edition, query)
    state = control_state(edition, view, scenes.scene(edition, view))
    boxes = ("scale", "base", "zoom", "year", "years")
    assert {name for name in boxes if not state[f"{name}-box"]["hidden"]} == shown


def test_the_year_of_a_map_and_what_it_is_compared_with_stay_while_another_is_chosen(edition: Edition) -> None:
    query = "group=parts-of-AFG&form=map&measure=change&base=2012&year=2017"
    view = _view(edition, query)
    state = control_state(edition, view, scenes.scene(edition, view))
    assert (state["year-shown"]["children"], state["base"]["value"]) == ("2017", "2012")
    later = _chosen(edition, query, "year", 2018)
    assert (later.year, later.base, later.measure) == (2018, 2012, "change")
    assert _chosen(edition, query, "measure", "value").base is None
    assert _chosen(edition, f"{THREE}&form=map&zoom=un-asia", "form", "line").zoom == ""


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


def test_a_map_shows_all_countries_where_none_was_chosen_and_lines_the_largest_again(edition: Edition) -> None:
    view, _ = read_view("indicator=heroin-seizures", edition.keep(scenes.choices))
    on_map = _chosen(edition, f"indicator=heroin-seizures&top={view.top}", "form", "map")
    assert on_map.group == ALL_COUNTRIES and len(on_map.areas) > len(view.areas)
    assert _chosen(edition, on_map.query(), "form", "line").top == view.top
    chosen = (view.top or 0) - 1
    assert _chosen(edition, f"indicator=heroin-seizures&top={chosen}", "form", "map").top == chosen


def test_another_substance_has_the_largest_of_its_own_last_year_where_none_was_chosen(edition: Edition) -> None:
    offered = edition.keep(scenes.choices)
    years = {substance: offered.usual(f"{substance}-seizures")[1] for substance in ("cocaine", "opium")}
    shown = _chosen(edition, f"indicator=cocaine-seizures&top={years['cocaine']}", "substance", "opium")
    assert (shown.indicator, shown.top) == ("opium-seizures", years["opium"])


def test_choices_made_faster_than_they_are_answered_end_at_one_indicator(edition: Edition) -> None:
    view = _view(edition, "area=AFG")
    state = control_state(edition, view, scenes.scene(edition, view))
    shown = {name: state[name][prop] for name, prop in CONTROLS.items()}
    bounds = (state["years"]["min"], state["years"]["max"])
    places = {place_of(item) for item in edition.indicators_with_figures.values()}
    # The browser has what the last answer offered, and the substances of the topic before.
    for topic in {place.topic for place in places}:
        for substance in {place.substance for place in places}:
            given = {**shown, "topic": topic, "substance": substance}
            chosen = read_controls(edition, settings_sent(given), bounds, ["topic", "substance"])
            place = place_of(edition.indicators[chosen.indicator])
            assert place.substance == substance
            both = any((one.topic, one.substance) == (topic, substance) for one in places)
            assert place.topic == topic or not both
            then = control_state(edition, chosen, scenes.scene(edition, chosen))
            sent = changed_state(then, given, ["topic", "substance"])
            said = {name: sent.get(name, {}).get("value", given[name]) for name in LEADING}
            assert tuple(said.values()) == place
            for name in ("measured", "substance", "indicator"):
                assert then[name]["value"] in {option["value"] for option in sent[name]["data"]}


# What a reader chooses in a row, the last one last, and what of the view must then be so.
IN_A_ROW: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("area=AFG", {"topic": "seizures", "form": "map"}, {"indicator": "heroin-seizures", "form": "map"}),
    ("indicator=heroin-seizures", {"form": "map", "measure": "rate"}, {"group": ALL_COUNTRIES, "measure": "rate"}),
    ("area=AFG", {"topic": "seizures", "substance": "cocaine", "form": "bar"}, {"indicator": "cocaine-seizures"}),
    ("area=AFG", {"substance": "coca-bush", "topic": "eradication"}, {"indicator": "coca-eradication"}),
    ("area=AFG", {"area": ["MMR", "LAO"], "form": "stack"}, {"areas": ("MMR", "LAO"), "form": "stack"}),
    ("area=AFG", {"group": "golden-triangle", "scale": "log"}, {"group": "golden-triangle", "scale": "log"}),
    ("area=AFG", {"group": "golden-triangle", "area": ["MEX"]}, {"group": "", "areas": ("MEX",)}),
    ("group=golden-triangle", {"area": ["MEX"], "form": "stack"}, {"group": "", "areas": ("MEX",)}),
    ("indicator=heroin-seizures", {"form": "map", "area": ["AFG", "IRN"]}, {"areas": ("AFG", "IRN"), "form": "map"}),
    (f"{THREE}&form=map", {"form": "bar", "year": 2012}, {"form": "bar", "year": 2012}),
    ("area=AFG", {"day": "2009-03-04", "layer": ["events"]}, {"asof": "2009-03-04", "layers": ("events",)}),
    ("area=AFG&asof=2009-03-04", {"asof": "", "scale": "log"}, {"asof": "", "scale": "log"}),
    ("area=AFG", {"topic": "prices-and-purity", "indicator": "opium-production"}, {"indicator": "opium-production"}),
]


@pytest.mark.parametrize(("query", "choices", "wanted"), IN_A_ROW)
def test_no_choice_is_lost_where_another_follows_before_it_is_answered(
    edition: Edition, query: str, choices: dict[str, Any], wanted: dict[str, Any]
) -> None:
    view, _ = read_view(query, edition.keep(scenes.choices))
    chosen = _chosen_at_once(edition, view.query(), choices)
    assert {name: getattr(chosen, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    "narrower",
    ["area=AFG", "area=AFG&asof=2019-11-26", "area=AFG&from=1994&to=1999", "area=AFG&area=MMR&form=bar&year=2005"],
)
def test_the_definition_names_the_newest_source_of_what_is_shown(edition: Edition, narrower: str) -> None:
    view, _ = read_view(f"indicator=opium-poppy-cultivation&{narrower}", edition.keep(scenes.choices))
    shown = scenes.scene(edition, view)
    newest = max(item.known_from for item in sources_of(replace(shown, callouts=[])))
    said = markup(definition(shown))
    named = [item for item in edition.sources.values() if f'/source/{item.source}"' in said]
    assert [item.known_from for item in named] == [newest]
