"""No number stands alone: each is made from a source or a computation, and leads there."""

import dataclasses
from html import escape

import pytest
from dash import html

from dashboard.pages.frame.markup import markup
from dashboard.pages.parts.share import REPORT_ADDRESS, report_form
from dashboard.words.numbers import (
    Number,
    compute,
    derived_number,
    fact_number,
    figures_in,
    format_value,
    number,
    range_number,
    with_unit,
)
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.observations import Observation

_LONGEST_SYMBOL = 3  # characters, as kg and km; what is longer is a word


def _one(edition: Edition, path: str) -> Observation:
    indicator, area, year, producer = path.split("/")
    found = edition.observation(Key(indicator, area, int(year), producer))
    assert found is not None
    return found


def test_a_number_cannot_be_made_from_a_bare_float() -> None:
    with pytest.raises(TypeError, match="made from an observation"):
        Number("263,000 ha", "/", object())


def test_a_number_is_written_as_the_field_writes_it_and_leads_to_its_page(edition: Edition) -> None:
    item = _one(edition, "opium-poppy-cultivation/AFG/2018/unodc")
    indicator = edition.indicators["opium-poppy-cultivation"]
    assert number(item, indicator).text == "263,000 ha"
    assert number(item, indicator).href == "/number/opium-poppy-cultivation/AFG/2018/unodc"
    between = range_number(item, indicator)
    assert between is not None and between.text == "242,000–283,000 ha"


@pytest.mark.parametrize(
    ("where", "leads_to"),
    [
        ("", None),
        ("mailto:figures@example.org", "mailto:figures@example.org?subject="),
        ("https://figures.example.org/mistakes", "https://figures.example.org/mistakes"),
        ("javascript:alert(1)", None),
    ],
)
def test_a_report_of_a_mistake_goes_where_the_installation_says_or_is_a_text_to_copy(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, where: str, leads_to: str | None
) -> None:
    item = _one(edition, "opium-poppy-cultivation/AFG/2018/unodc")
    monkeypatch.setenv(REPORT_ADDRESS, where)
    form = report_form(edition, Chosen(item, edition.statements_of(item)))
    assert "263,000 ha" in markup(form)
    addresses = [piece.href for piece in form._traverse() if isinstance(piece, html.A)]
    assert len(addresses) == bool(leads_to) and all(address.startswith(leads_to) for address in addresses)
    assert all(f'href="{escape(address)}"' in markup(form) for address in addresses)  # before any script has run


def test_one_of_anything_that_is_counted_stands_in_the_singular(edition: Edition) -> None:
    counted = {item.short_unit for item in edition.indicators.values()} | {fact.unit for fact in edition.facts}
    words = {unit for unit in counted if unit.isalpha() and unit.islower() and len(unit) > _LONGEST_SYMBOL}
    words -= {"percent", "year"}
    assert {"deaths", "arrests", "people", "agreements", "countries"} <= words
    for unit in words:
        one, two = with_unit("1", unit), with_unit("2", unit)
        assert two == f"2 {unit}"
        assert one != f"1 {unit}" and not one.endswith(("s", "ie"))
    assert [with_unit("1", unit) for unit in ("countries", "people", "USD/g", "ha", "%", "growing sites")] == [
        "1 country",
        "1 person",
        "1 USD/g",
        "1 ha",
        "1 %",
        "1 growing site",
    ]
    assert [fact_number(fact).text for fact in edition.facts if fact.unit == "agreements"] == ["1 agreement"]


def test_poppy_free_is_never_written_as_zero(edition: Edition) -> None:
    item = _one(edition, "opium-poppy-cultivation/AF-PAN/2018/unodc")
    assert number(item, edition.indicators["opium-poppy-cultivation"]).text == "poppy-free"


def test_a_range_without_a_best_value_is_written_as_a_range(edition: Edition) -> None:
    item = _one(edition, "opium-poppy-cultivation/AFG/1995/unodc")
    assert number(item, edition.indicators["opium-poppy-cultivation"]).text == "53,000–55,000 ha"


@pytest.mark.parametrize(
    ("value", "text"),
    [(263000, "263,000"), (56.1, "56.1"), (0.25, "0.25"), (0, "0"), (-3.5, "\u22123.5"), (1e6, "1,000,000")],
)
def test_values_keep_only_the_decimals_they_have(value: float, text: str) -> None:
    assert format_value(value) == text


def test_the_fall_of_2018_is_computed_and_leads_to_its_inputs(edition: Edition) -> None:
    later = _one(edition, "opium-poppy-cultivation/AFG/2018/unodc")
    earlier = _one(edition, "opium-poppy-cultivation/AFG/2017/unodc")
    fall = compute("change", (later, earlier))
    assert fall is not None
    shown = derived_number(fall)
    assert shown.text == "\u221219.8 %"
    assert shown.href.startswith("/computed/change?of=opium-poppy-cultivation%2FAFG%2F2018%2Funodc&of=")


def test_nothing_is_computed_from_a_class_or_a_missing_value(edition: Edition) -> None:
    free = _one(edition, "opium-poppy-cultivation/AF-PAN/2018/unodc")
    area = _one(edition, "opium-poppy-cultivation/AFG/2018/unodc")
    assert compute("share-of", (free, area)) is None
    assert compute("change", (dataclasses.replace(area, value=None), area)) is None
    assert compute("change", (area, dataclasses.replace(area, value=0.0))) is None


def test_figures_in_a_note_are_told_apart_from_its_words() -> None:
    pieces = list(figures_in("First published figure; 5,300 t in a later table"))
    assert [piece for piece, is_figure in pieces if is_figure] == ["5,300"]
    assert "".join(piece for piece, _ in pieces) == "First published figure; 5,300 t in a later table"
