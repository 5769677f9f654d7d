"""One view is one address, and every address shows something."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dashboard.views import scenes
from dashboard.views.view import FORMS, LAYERS, MEASURES, SCALES, Choices, View, fitted, read_view
from etl.editions.reading import Edition

CHOICES = Choices(
    indicators=("opium-poppy-cultivation", "opium-price"),
    areas=frozenset({"AFG", "MMR", "AF-HEL"}),
    producers=frozenset({"unodc", "usg"}),
    groups={"golden-crescent": ("AFG", "IRN", "PAK")},
    default=View("opium-poppy-cultivation", ("AFG",)),
    largest=lambda indicator, year, measure, producers: ("AFG", "MMR"),
    is_additive=lambda indicator: indicator != "opium-price",
)
years = st.none() | st.integers(1990, 2030)


@st.composite
def views(draw: st.DrawFn) -> View:
    """Any view that can be chosen: without what does not go together."""
    how = draw(st.sampled_from(["areas", "group", "top"]))
    areas = tuple(draw(st.lists(st.sampled_from(sorted(CHOICES.areas)), min_size=1, unique=True)))
    first, last = draw(years), draw(years)
    if first is not None and last is not None and first > last:
        first, last = last, first
    asof = draw(st.sampled_from(["", "2019-11-26"]))
    view = View(
        indicator=draw(st.sampled_from(CHOICES.indicators)),
        areas={"areas": areas, "group": ("AFG", "IRN", "PAK"), "top": ("AFG", "MMR")}[how],
        producers=tuple(sorted(draw(st.sets(st.sampled_from(sorted(CHOICES.producers)))))),
        first=first,
        last=last,
        asof=asof,
        form=draw(st.sampled_from(FORMS)),
        scale=draw(st.sampled_from(SCALES)),
        measure=draw(st.sampled_from(MEASURES)),
        base=draw(years),
        year=draw(years),
        group="golden-crescent" if how == "group" else "",
        membership=draw(st.sampled_from(["today", "year"])),
        top=2018 if how == "top" else None,
        compare=draw(st.booleans()),
        layers=tuple(layer for layer in LAYERS if draw(st.booleans())),
    )
    return fitted(view, CHOICES.is_additive(view.indicator))[0]


@pytest.mark.many
@given(views())
def test_a_view_is_found_again_at_its_address(view: View) -> None:
    assert read_view(view.query(), CHOICES) == (view, [])


@pytest.mark.many
@settings(max_examples=200)
@given(st.text(max_size=300))
def test_every_address_shows_something(query: str) -> None:
    view, _ = read_view(query, CHOICES)
    assert view.indicator in CHOICES.indicators
    assert view.areas


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("area=ATL", "There is no area “ATL” in this edition"),
        ("from=20180", "“20180” is not a year"),
        ("from=2020&to=2010", "The first year is after the last"),
        ("asof=yesterday", "“yesterday” is not a date"),
        ("form=pie", "There is no form “pie”"),
        ("indicator=opium-price&form=stack", "These figures cannot be added up, so they cannot be stacked"),
        ("area=AFG&area=MMR&form=stack&measure=change", "“change” does not go with this choice (cannot be stacked)"),
        ("area=AFG&area=MMR&form=stack&measure=index", "“index” does not go with this choice (cannot be stacked)"),
        ("area=AFG&measure=share", "“share” does not go with this choice (of two areas or more)"),
        ("area=AFG&form=map&measure=index", "the figures themselves are shown"),
        ("area=AFG&form=bar&scale=log", "A logarithmic scale has no effect on this form and measure"),
        ("area=AFG&measure=change&scale=log", "A logarithmic scale has no effect on this form and measure"),
    ],
)
def test_what_is_not_understood_is_said(query: str, remark: str) -> None:
    _, remarks = read_view(query, CHOICES)
    assert len(remarks) == 1
    assert remark in remarks[0]


def test_what_does_not_go_together_is_not_kept_in_the_address() -> None:
    view, _ = read_view("area=AFG&area=MMR&form=stack&measure=increase&scale=log", CHOICES)
    assert view.query() == "indicator=opium-poppy-cultivation&area=AFG&area=MMR&form=stack"
    view, remarks = read_view("area=AFG&area=MMR&form=panels&measure=index&scale=log&base=2010", CHOICES)
    assert (view.scale, view.measure, remarks) == ("log", "index", [])


def test_the_same_view_always_has_the_same_address() -> None:
    one, _ = read_view("area=AFG&producer=usg&producer=unodc&indicator=opium-price", CHOICES)
    other, _ = read_view("indicator=opium-price&producer=unodc&area=AFG&producer=usg", CHOICES)
    assert one.query() == other.query()


def test_the_default_is_the_story_of_the_product(edition: Edition) -> None:
    view, _ = read_view("", edition.keep(scenes.choices))
    assert (view.indicator, view.areas, view.first, view.last) == ("opium-poppy-cultivation", ("AFG",), None, None)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("indicator=opium-produktion&area=AFG", "did you mean “opium-production” (Potential opium production)?"),
        ("indictor=opium-production&area=COL", "There is no parameter “indictor”; did you mean “indicator”?"),
        ("area=Afghnistan", "did you mean “AFG” (Afghanistan)?"),
        ("aera=AFG", "There is no parameter “aera”; did you mean “area”?"),
        ("indicator=poppy", "did you mean “opium-poppy-cultivation” (Opium poppy cultivation)?"),
        ("indicator=opium-popy", "did you mean “opium-poppy-cultivation” (Opium poppy cultivation)?"),
        ("indicator=heroin", "did you mean “heroin-seizures” (Heroin seized)?"),
        ("area=Narnia", "There is no area “Narnia” in this edition. The chart shows"),
        ("area=AFB", "There is no area “AFB” in this edition. The chart shows"),
        ("area=MMR&measure=foo", "choose from value, rate, index, change, increase, ratio, share."),
        ("area=MMR&top=10", "which is not a year"),
    ],
)
def test_a_slip_in_an_address_is_told_with_what_was_meant_and_what_is_shown(
    client: TestClient, query: str, words: str
) -> None:
    page = client.get(f"/?{query}").text
    assert words in page
    assert "The chart shows opium poppy cultivation, " in page


def test_parameters_of_others_are_passed_over(client: TestClient) -> None:
    assert 'class="remarks"' not in client.get("/?area=AFG&utm_source=letter&theme=dark").text
