"""A chart for who has a keyboard and no pointer, and for who hears it: every figure can be reached, and is told."""

import re

import pytest
from playwright.sync_api import Page, expect

PANELS = "/?indicator=coca-bush-cultivation&group=andean-coca&form=panels"
RANKING = "/?group=parts-of-AFG&form=bar&year=2018"
MAP = "/?area=MMR&form=map"  # states with an outline, and parts of the country without one
NUMBERS_ON_CHART = """Array.from(
    document.querySelectorAll("#chart .js-plotly-plot"),
    (graph) => graph.data.flatMap((trace) => trace.customdata ?? []).filter(Boolean).length,
)[0]"""
TAB_STOPS = """Array.from(document.querySelectorAll("#chart a"))
    .filter((link) => link.tabIndex >= 0)
    .map((link) => link.getAttribute("aria-label") ?? link.textContent)"""


def _walk(page: Page, address: str) -> None:
    """Open a view and go to its chart."""
    page.goto(address)
    expect(page.locator("#first-paint")).to_have_count(0)
    expect(page.locator("#chart .main-svg").first).to_be_visible()
    page.locator("#chart-frame").focus()


def _said(page: Page, key: str) -> str:
    """What is told to those who hear after a key."""
    page.keyboard.press(key)
    return page.locator("body > [aria-live=polite]").text_content() or ""


def _expect_said(page: Page, words: str) -> None:
    expect(page.locator("body > [aria-live=polite]")).to_contain_text(words)


@pytest.mark.parametrize(
    ("key", "year"), [("ArrowRight", 1994), ("ArrowDown", 1994), ("Home", 1994), ("ArrowLeft", 2025), ("End", 2025)]
)
def test_the_first_key_goes_to_the_end_that_it_comes_from(page: Page, key: str, year: int) -> None:
    _walk(page, "/")
    assert _said(page, key).startswith(f"Afghanistan {year}: ")
    expect(page.locator("#chart .hoverlayer .hovertext")).to_contain_text(f"Afghanistan {year}")


def test_arrow_keys_walk_every_panel(page: Page) -> None:
    _walk(page, PANELS)
    reached = {_said(page, "ArrowDown").split(" ")[0] for _ in range(8)}
    assert reached == {"Bolivia", "Colombia", "Peru"}
    expect(page.locator("#chart .hoverlayer .hovertext")).to_have_count(1)


def test_of_many_lines_all_values_of_the_year_are_shown_and_the_one_that_is_reached_is_strong(page: Page) -> None:
    _walk(page, "/?group=parts-of-AFG&to=2018")
    said = _said(page, "End")
    assert said.startswith("Helmand 2018: 136,798 ha")
    rows = page.locator("#chart .year-box li")
    expect(rows.first).to_have_text(re.compile("^Helmand.*136,798 ha$"))
    expect(rows.nth(1)).to_have_text(re.compile("^Kandahar.*23,410 ha$"))
    expect(rows).to_have_count(34)
    opacity = "traces => traces.map(trace => getComputedStyle(trace).opacity)"
    opacities = page.locator("#chart .scatterlayer .trace.is-reached").evaluate_all(opacity)
    assert set(opacities) == {"1"}
    pale = page.locator("#chart .scatterlayer .trace:not(.is-reached)").evaluate_all(opacity)
    assert set(pale) == {"0.25"}
    page.keyboard.press("ArrowUp")
    expect(page.locator("#chart .year-box li.is-reached")).not_to_contain_text("Helmand")
    page.locator("#chart-frame").blur()
    expect(page.locator("#chart .year-box")).to_have_count(0)


def test_on_a_phone_all_values_of_a_year_are_shown_in_the_window(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    _walk(page, "/?group=parts-of-AFG&to=2018")
    _said(page, "End")
    box = page.locator("#chart .year-box")
    expect(box.locator("li")).to_have_count(34)
    expect(box.locator("li").last).to_be_in_viewport(ratio=1)
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth")


def test_years_of_which_only_a_range_is_known_are_on_the_way_of_their_line(page: Page) -> None:
    _walk(page, "/")
    assert [_said(page, "ArrowRight").split(":")[0] for _ in range(3)] == [
        "Afghanistan 1994",
        "Afghanistan 1995",
        "Afghanistan 1997",
    ]


def test_a_ranking_is_walked_from_its_largest_bar_down_and_the_page_goes_along(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 600})
    _walk(page, RANKING)
    assert _said(page, "ArrowDown").startswith("Helmand 2018: 136,798 ha")
    assert _said(page, "ArrowDown").startswith("Kandahar 2018: ")
    assert _said(page, "ArrowUp").startswith("Helmand 2018: ")
    for key in ("End", "Home"):
        _said(page, key)
        expect(page.locator("#chart .hoverlayer .hovertext")).to_be_in_viewport(ratio=0.9)


def test_arrow_keys_walk_every_place_of_a_map_by_name(page: Page) -> None:
    _walk(page, MAP)
    places = page.evaluate(NUMBERS_ON_CHART)
    reached = [_said(page, "ArrowRight").split(":")[0] for _ in range(places)]
    assert len(set(reached)) == places
    assert reached == sorted(reached)
    assert _said(page, "Home").startswith(reached[0])
    assert _said(page, "End").startswith(reached[-1])


def test_the_walk_goes_on_where_it_was_when_the_panel_closes(page: Page) -> None:
    _walk(page, "/")
    _said(page, "Home")
    _said(page, "ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Afghanistan 1995")
    page.keyboard.press("Escape")
    expect(page.locator("#chart-frame")).to_be_focused()
    _expect_said(page, "Afghanistan 1995: ")
    assert _said(page, "ArrowLeft").startswith("Afghanistan 1994: ")


def test_a_new_chart_is_walked_from_its_beginning(page: Page) -> None:
    _walk(page, "/")
    _said(page, "End")
    page.locator("#view-form label", has_text="Ranking").click()
    expect(page).to_have_url("/?indicator=opium-poppy-cultivation&area=AFG&form=bar")
    page.locator("#chart-frame").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_point_is_told_with_its_value_range_and_source_and_nothing_to_who_points(page: Page) -> None:
    _walk(page, "/?area=AFG&producer=unodc&from=2018&to=2018")
    assert _said(page, "Home") == (
        "Afghanistan 2018: 263,000 ha, range 242,000–283,000, kind not stated, UNODC and national partners, "
        "Afghanistan Opium Survey 2018 - Cultivation, and Production (2018)"
    )
    page.locator("h1").click(position={"x": 5, "y": 5})
    expect(page.locator("body > [aria-live=polite]")).to_have_text("")
    point = page.locator("#chart .points path").last.bounding_box()
    assert point is not None
    page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    expect(page.locator("#chart .hoverlayer .hovertext")).to_contain_text("Afghanistan 2018")
    assert page.locator("body > [aria-live=polite]").text_content() == ""


def test_the_keyboard_stops_once_at_each_link_of_a_callout(page: Page) -> None:
    _walk(page, "/")
    assert page.evaluate(TAB_STOPS) == [
        "2018: 263,000 ha",
        "cited by Shanghai University of Political Science and Law (CNISCO), 2020",
    ]


def test_the_keyboard_stops_at_events_in_their_list_and_not_on_the_chart(page: Page) -> None:
    _walk(page, "/?area=AFG&layer=events")
    assert page.locator("#chart .annotation a").count() > 0
    assert page.evaluate(TAB_STOPS) == []
    expect(page.locator("#view-words .events a").first).to_be_visible()


def test_the_keyboard_stops_once_at_the_number_of_a_bar(page: Page) -> None:
    _walk(page, RANKING)
    assert len(page.evaluate(TAB_STOPS)) == page.evaluate(NUMBERS_ON_CHART)
