"""What a reader has chosen stays, and Back undoes one step at a time."""

from opening import open_explore, open_more, option_of
from playwright.sync_api import Page, expect


def _choose(page: Page, control: str, option: str) -> None:
    page.locator(f"#view-{control}").click()
    option_of(page, option).click()


def test_areas_stay_from_poppy_to_coca_and_back(page: Page) -> None:
    open_explore(page, "/?indicator=opium-poppy-cultivation&area=MMR&area=AFG")
    _choose(page, "substance", "Coca bush")
    expect(page.locator("#view-heading h1")).to_contain_text("Coca bush cultivation")
    page.locator("#view-form label", has_text="Panels").click()
    _choose(page, "substance", "Opium poppy")
    expect(page.locator("#view-heading .lead")).to_contain_text("Opium poppy cultivation")
    page.wait_for_function("window.location.search.includes('area=MMR&area=AFG')")


def test_the_last_area_can_be_taken_away_and_any_day_can_be_chosen(page: Page) -> None:
    open_explore(page, "/?indicator=opium-poppy-cultivation&area=MMR")
    page.locator("#view-area").click()
    page.keyboard.press("Backspace")
    expect(page.locator("#view-heading")).to_contain_text("A chart needs an area")
    page.keyboard.press("Escape")
    open_more(page)
    page.get_by_label("Or any day").fill("2009-03-04")
    expect(page.locator("#view-heading .lead")).to_contain_text("As known on 2009-03-04")
    page.wait_for_function("window.location.search.includes('asof=2009-03-04')")


def test_back_closes_the_panel_of_a_number_before_it_leaves_the_page(page: Page) -> None:
    open_explore(page, "/?indicator=opium-poppy-cultivation&area=AFG")
    address = page.url
    page.locator("[data-table=view] td a").first.click()
    panel = page.get_by_role("dialog", name="Where this number is from")
    expect(panel).to_be_visible()
    page.go_back()
    expect(panel).to_be_hidden()
    assert page.url == address
    page.locator("[data-table=view] td a").first.click()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.wait_for_function("!window.history.state?.panel")
    assert page.url == address


# Answers to choices wait until the test lets them go.
HOLD_ANSWERS = """
() => {
  const fetched = window.fetch;
  window.held = [];
  window.fetch = async (address, options) => {
    const answer = await fetched(address, options);
    if (!options?.body?.includes?.("..chart.figure")) return answer;
    const content = await answer.json();
    answer.json = () => new Promise((resolve) => {
      window.held.push(() => resolve(content));
      document.documentElement.dataset.held = window.held.length;
    });
    return answer;
  };
}
"""


def test_choices_stay_that_are_made_while_the_one_before_is_still_on_its_way(page: Page) -> None:
    def waits_for(answers: int) -> None:
        expect(page.locator("html")).to_have_attribute("data-held", str(answers))

    open_explore(page, "/?indicator=heroin-seizures")
    open_more(page)
    page.evaluate(HOLD_ANSWERS)
    page.locator("#view-form label", has_text="Map").click()
    waits_for(1)
    page.locator("#view-measure").click()
    # The map comes in the very moment in which the measure is chosen, and brings other measures with it.
    option_of(page, "Relative to population").evaluate("option => { option.click(); window.held[0](); }")
    waits_for(2)
    page.locator("#view-group").click()
    page.get_by_role("option", name="Neighbours of Afghanistan").click()
    waits_for(3)
    page.evaluate("() => { window.held[2](); window.held[1](); }")
    page.wait_for_url("**/?indicator=heroin-seizures&group=afghanistan-neighbours*form=map&measure=rate")
    expect(page.locator("#view-heading")).to_contain_text("per million people")
    expect(page.locator("#view-measure")).to_have_value("Relative to population")
