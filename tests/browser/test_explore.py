"""The explore page, used as an analyst uses it."""

import re

import pytest
from opening import open_explore, open_more, option_of
from playwright.sync_api import Page, expect

# Texts beside the fields of the bar that lie on the label of one.
LABELS_THAT_MEET = """
[...document.querySelectorAll('.bar > .definition > summary, .bar > .more-button')].flatMap((text) => {
  const box = text.getBoundingClientRect();
  return [...document.querySelectorAll('.bar label, .bar .mantine-InputWrapper-label')]
    .filter((label) => {
      const range = document.createRange();
      range.selectNodeContents(label);
      const own = range.getBoundingClientRect();
      return own.width && own.left < box.right && box.left < own.right && own.top < box.bottom && box.top < own.bottom;
    })
    .map((label) => `${text.textContent} on ${label.textContent}`);
})
"""
ARTICLE = "http://cnisco.shupl.edu.cn/en/2020/0109/c99a1366/page.htm"


def _choose(page: Page, control: str, option: str) -> None:
    page.locator(f"#{control}").click()
    option_of(page, option).click()


def test_the_start_page_shows_the_2018_value_and_who_cites_it(page: Page) -> None:
    open_explore(page)
    callout = page.locator(".annotation", has_text="2018: 263,000 ha")
    expect(callout).to_be_visible()
    expect(callout).to_contain_text("2018: 263,000 ha cited by Shanghai University of Political")


@pytest.mark.first_visit
def test_a_click_on_the_2018_annotation_reaches_the_article(page: Page) -> None:
    open_explore(page)
    opened: list[str] = []
    # Nothing outside can be reached from here; the address that the click asks for is what counts.
    page.context.route("http://cnisco.shupl.edu.cn/**", lambda route: (opened.append(route.request.url), route.abort()))
    box = page.locator(".annotation a", has_text="cited by").evaluate("link => link.getBoundingClientRect().toJSON()")
    with page.context.expect_page() as popup:
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    popup.value.close()
    assert opened and opened[0].startswith(ARTICLE)


def test_a_narrow_chart_has_the_names_of_its_lines_in_its_key_and_a_wide_one_at_their_ends(page: Page) -> None:
    open_explore(page, "/?indicator=coca-bush-cultivation&group=andean-coca")
    name = page.locator("#view-key li", has_text="Colombia")
    expect(name).to_be_hidden()
    expect(page.locator("#chart .annotation-text", has_text="Colombia, UNODC")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(name).to_be_visible()
    expect(page.locator("#chart .annotation-text", has_text="Colombia, UNODC")).to_have_count(0)


def test_the_key_follows_what_is_chosen(page: Page) -> None:
    open_explore(page)
    key = page.locator("#view-key")
    expect(key).to_contain_text("hollow: known from a copy or a report")
    expect(key).not_to_contain_text("first printed, revised later")
    page.get_by_label("Revisions").check()
    expect(key).to_contain_text("first printed, revised later")


def test_a_choice_changes_chart_title_table_and_address(page: Page) -> None:
    open_explore(page)
    _choose(page, "view-measured", "Production")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Potential opium production in Afghanistan")
    expect(page).to_have_url("/?indicator=opium-production&area=AFG")
    expect(page.locator("[data-table=view] td a", has_text="9,000").first).to_be_visible()


def test_an_area_that_a_new_indicator_has_no_figures_for_is_named(page: Page) -> None:
    open_explore(page, "/?indicator=opium-poppy-cultivation&area=AFG&area=COL")
    _choose(page, "view-substance", "Coca bush")
    expect(page.get_by_role("status").first).to_have_text("Afghanistan has no figures for coca bush cultivation.")
    open_explore(page)
    _choose(page, "view-substance", "Coca bush")
    expect(page.get_by_role("status").first).to_have_text(
        "Afghanistan has no figures for coca bush cultivation; Colombia is shown instead."
    )


def test_taking_the_last_area_away_says_what_is_shown_instead(page: Page) -> None:
    open_explore(page, "/?indicator=opium-poppy-cultivation&area=MMR")
    page.locator("#view-area").focus()
    page.keyboard.press("Backspace")
    expect(page.get_by_role("status").first).to_contain_text("A chart needs an area: Afghanistan is shown")


def test_choosing_a_stack_says_that_a_change_cannot_be_stacked(page: Page) -> None:
    open_explore(page, "/?group=golden-triangle&measure=change")
    open_more(page)
    expect(page.locator("#view-scale-box")).to_be_hidden()
    page.locator("#view-form label", has_text="Stacked").click()
    expect(page.get_by_role("status").first).to_contain_text("cannot be stacked. The figures themselves are shown.")
    expect(page).to_have_url(re.compile("group=golden-triangle&form=stack$"))
    page.locator("#view-form label", has_text="Lines").click()
    expect(page.locator("#view-scale-box")).to_be_visible()


def test_choosing_an_index_puts_its_base_year_into_the_control_and_the_address(page: Page) -> None:
    open_explore(page, "/?area=AFG&area=MMR&producer=unodc")
    open_more(page)
    _choose(page, "view-measure", "Index (a year = 100)")
    expect(page).to_have_url(re.compile("base=2004"))
    expect(page.locator("#view-base")).to_have_value("2004")


def test_why_prices_have_no_stack_is_said_beside_the_form(page: Page) -> None:
    open_explore(page, "/?indicator=opium-price&area=AFG")
    note = page.locator("#view-form-note")
    expect(note).to_contain_text("cannot be added up")
    expect(page.locator("#view-form")).to_have_attribute("aria-describedby", "view-form-note")
    _choose(page, "view-topic", "Cultivation and production")
    expect(note).to_have_text("")


def test_reload_and_back_show_the_view_of_the_address(page: Page) -> None:
    open_explore(page)
    _choose(page, "view-measured", "Production")
    expect(page).to_have_url("/?indicator=opium-production&area=AFG")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Potential opium production")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Opium poppy cultivation")
    expect(page.locator("#view-substance")).to_have_value("Opium poppy")


def test_back_while_a_page_is_still_coming_shows_the_one_before(page: Page) -> None:
    open_explore(page)
    _choose(page, "view-measured", "Production")
    expect(page).to_have_url("/?indicator=opium-production&area=AFG")
    page.route("**/_dash-component-suites/**", lambda route: None)  # without these nothing is drawn by scripts
    page.reload(wait_until="commit")
    expect(page.locator("#first-paint")).to_be_attached()
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate("window.history.back()")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Opium poppy cultivation")
    expect(page.locator("#first-paint")).to_have_count(0)


def test_readers_come_to_an_indicator_by_topic_measure_and_substance(page: Page) -> None:
    open_explore(page)
    page.locator("#view-topic").click()
    expect(option_of(page, "Seizures")).to_contain_text(re.compile(r"\d+ areas, \d{4}–\d{4}"))
    option_of(page, "Seizures").click()
    expect(page).to_have_url(re.compile("indicator=heroin-seizures&area=AFG"))
    page.get_by_text("What is this?").click()
    expect(page.locator("#view-definition")).to_contain_text("The weight of heroin that the authorities")
    page.keyboard.press("Escape")  # what lies over the page goes away
    expect(page.locator("#view-definition")).to_be_hidden()
    page.locator("#view-area").fill("Helmand")
    expect(page.get_by_role("option", name="Helmand")).to_have_count(0)


def test_every_form_is_one_click_away(page: Page) -> None:
    view = "/?indicator=coca-bush-cultivation&group=andean-coca"
    open_explore(page, view)
    forms = {
        "Stacked": "&form=stack",
        "Ranking": "&form=bar",
        "Panels": "&form=panels",
        "Map": "&form=map",
        "Lines": "",
    }
    for form, added in forms.items():
        page.locator("#view-form label", has_text=form).click()
        expect(page).to_have_url(view + added)
        expect(page.locator("#chart .main-svg").first).to_be_visible()


def test_a_group_chooses_its_members(page: Page) -> None:
    open_explore(page, "/?indicator=coca-bush-cultivation&area=COL")
    open_more(page)
    _choose(page, "view-group", "Andean coca countries")
    expect(page).to_have_url("/?indicator=coca-bush-cultivation&group=andean-coca")
    expect(page.locator("[data-table=view] thead")).to_contain_text("Peru")


def test_circles_of_countries_stand_on_the_land_of_the_world(page: Page) -> None:
    with page.expect_response(lambda response: "land.svg" in response.url) as asked:
        open_explore(page, "/?form=map&group=golden-triangle")
    assert asked.value.ok
    land = page.locator(".js-plotly-plot .imagelayer image")
    expect(land).to_be_attached()


def test_what_was_known_on_a_day_says_so(page: Page) -> None:
    open_explore(page, "/?indicator=opium-production&area=AFG&producer=unodc&asof=2008-12-31")
    expect(page.locator("#view-heading")).to_contain_text("As known on 2008-12-31")
    expect(page.locator("[data-table=view] td a", has_text="8,200")).to_be_visible()


def test_an_unknown_part_of_the_address_is_said_and_the_rest_is_shown(page: Page) -> None:
    open_explore(page, "/?area=AFG&area=ATL")
    expect(page.get_by_role("status")).to_contain_text("There is no area “ATL”")


def test_a_question_mark_lists_the_keys(page: Page) -> None:
    open_explore(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_a_phone_shows_the_chart_without_scrolling_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/", "/?form=map&area=AFG&year=2018", "/?form=panels&group=golden-triangle", "/afghanistan-2018"):
        page.goto(address)
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_share_panel_closes_without_a_search_for_its_button(page: Page) -> None:
    open_explore(page)
    for close in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.locator("h1").click(position={"x": 5, "y": 5}),
    ):
        page.locator(".share > summary").click()
        expect(page.locator(".share-panel")).to_be_visible()
        close()
        expect(page.locator(".share-panel")).to_be_hidden()


def test_a_layer_does_not_change_the_order_that_a_reader_has_chosen(page: Page) -> None:
    open_explore(page)
    heading = page.locator("[data-table=view]").get_by_role("columnheader", name="US, ha")
    heading.get_by_role("button").click()
    first = page.locator("[data-table=view] tbody th").first
    expect(first).to_have_text("2017")
    with page.expect_response(lambda answer: "table-data" in (answer.request.post_data or "")):
        page.get_by_role("checkbox", name="Revisions").click()
    expect(page.locator("#view-words")).to_contain_text("Hourglasses")
    expect(first).to_have_text("2017")
    expect(heading).to_have_attribute("aria-sort", "descending")


def test_a_click_on_the_name_of_a_line_keeps_it_strong(page: Page) -> None:
    open_explore(page, "/?area=AFG&area=MMR&area=LAO")
    page.locator("#chart .annotation-text-g", has_text="Myanmar").first.click()
    expect(page).to_have_url(re.compile("&focus=MMR$"))
    page.set_viewport_size({"width": 390, "height": 844})
    name = page.locator("#view-key").get_by_role("button", name="Myanmar")
    expect(name).to_have_attribute("aria-pressed", "true")
    name.click()
    expect(page).not_to_have_url(re.compile("focus"))


def test_the_keyboard_stays_on_the_name_that_it_chose_and_a_long_key_has_all_names_in_view(
    page: Page,
) -> None:
    open_explore(page, "/?group=parts-of-AFG")
    key = page.locator("#view-key")
    key.get_by_role("button", name="Badghis").focus()
    for pressed in ("true", "false"):
        page.keyboard.press("Enter")
        name = key.get_by_role("button", name="Badghis")
        expect(name).to_have_attribute("aria-pressed", pressed)
        expect(name).to_be_focused()
    key.locator("summary").click()
    rows = key.locator("details ul")
    assert rows.evaluate("rows => rows.scrollWidth <= rows.clientWidth"), "names lie to the right of what is seen"
    rows.get_by_role("button", name="Farah").click()  # the list stays open for another
    expect(key.locator(":scope > li > button", has_text="Farah")).to_be_focused()
    expect(rows.get_by_role("button", name="Balkh")).to_be_visible()


def test_the_table_is_filtered_turned_and_copied_to_a_spreadsheet(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_explore(page, "/?area=AFG&producer=unodc")
    table = page.locator("[data-table=view]")
    table.get_by_role("searchbox").fill("263,000")
    expect(table.locator("tbody tr")).to_have_count(1)
    table.get_by_role("button", name="Copy for a spreadsheet").click()
    expect(table.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[1].split("\t")[:2] == ["2018", "263000"] and len(copied) == 2
    table.get_by_role("button", name="Swap rows and columns").click()
    expect(table.locator("thead th")).to_have_text(["Year", "2018"])


def test_the_chart_moves_aside_for_the_panel_and_takes_the_whole_screen(page: Page) -> None:
    open_explore(page, "/?area=AFG")
    page.locator("[data-table=view] td a").first.click()
    panel = page.get_by_role("dialog", name="Where this number is from")
    expect(panel).to_be_visible()
    page.wait_for_function(
        "() => document.querySelector('#chart .main-svg').getBoundingClientRect().right"
        " <= document.querySelector('#panel-content').getBoundingClientRect().left"
    )
    assert page.evaluate(LABELS_THAT_MEET) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function("() => document.querySelector('.stage:fullscreen') !== null")
    expect(page.locator("#view-form")).to_be_hidden()
    expect(page.locator("#view-heading h1")).to_be_visible()
    page.evaluate("document.exitFullscreen()")
