"""Charts: there before Dash is, fitting their screen, and always those of the last choice."""

import re

import pytest
from opening import open_more
from PIL import ImageColor
from playwright.sync_api import Browser, Page, Route, expect

from dashboard.charts.outlines import WORLD, rings_of, trace_of
from dashboard.views.looks import TEXT

CALLBACK = "**/_dash-update-component*"
# What is drawn before Dash is there may be taken over before a test has looked at it.
MARK_THE_FIRST_DRAWING = """
new MutationObserver(() => {
  const drawn = document.querySelector("#first-paint .js-plotly-plot:has(.main-svg)");
  if (drawn) drawn.isTheFirst = true;
}).observe(document, {childList: true, subtree: true});
"""
COUNT_DRAWINGS = """
() => {
  window.drawings = 0;
  document.querySelector(".js-plotly-plot").on("plotly_afterplot", () => { window.drawings += 1; });
}
"""


def _open(page: Page, address: str = "/") -> None:
    page.goto(address)
    page.locator("#first-paint").wait_for(state="detached")
    page.wait_for_load_state("networkidle")


def _resize(page: Page, width: int) -> None:
    """Make the window so wide; the chart is drawn for it before the next picture of the page."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
    drawn = page.evaluate("document.querySelector('.js-plotly-plot')._fullLayout.width")
    assert drawn == pytest.approx(page.locator("#chart").evaluate("chart => chart.clientWidth"), abs=1)


def _choose_scale(page: Page, scale: str) -> None:
    open_more(page)
    page.locator("#view-scale label", has_text=scale).click()


def test_a_chart_can_be_used_before_dash_is_there(page: Page) -> None:
    held: list[Route] = []
    page.route("**/dash_renderer*", lambda route: route.continue_() if held else held.append(route))
    page.goto("/", wait_until="commit")
    expect(page.locator("#first-paint .js-plotly-plot .main-svg").first).to_be_visible()
    page.locator(".annotation-text", has_text="2018: 263,000 ha").locator("a").first.wait_for()
    marker = page.locator(".js-plotly-plot .points path").nth(30).bounding_box()
    assert marker is not None
    page.mouse.click(marker["x"] + marker["width"] / 2, marker["y"] + marker["height"] / 2)
    expect(page).to_have_url(re.compile(r"/number/opium-poppy-cultivation/AFG/\d{4}/"))


def test_dash_takes_over_the_chart_that_was_drawn_and_draws_no_other(page: Page) -> None:
    page.add_init_script(MARK_THE_FIRST_DRAWING)
    page.goto("/", wait_until="commit")
    page.locator("#first-paint").wait_for(state="detached")
    assert page.locator(".js-plotly-plot").count() == 1
    assert page.evaluate("document.querySelector('#chart > .js-plotly-plot').isTheFirst") is True


def test_a_choice_draws_the_chart_once(page: Page) -> None:
    _open(page)
    page.evaluate(COUNT_DRAWINGS)
    _choose_scale(page, "Log")
    expect(page).to_have_url(re.compile("scale=log"))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.drawings") == 1


def test_an_answer_that_was_overtaken_is_not_drawn(page: Page) -> None:
    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    held: list[Route] = []
    _open(page)
    page.route(CALLBACK, hold_the_first)
    _choose_scale(page, "Log")
    expect(page.locator("#view-scale input[value=log]")).to_be_checked()
    with page.expect_response(CALLBACK):
        _choose_scale(page, "Linear")
    with page.expect_response(CALLBACK):
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.querySelector('.js-plotly-plot')._fullLayout.yaxis.type") == "linear"


@pytest.mark.parametrize("areas", ["AFG", "AFG&area=MMR&area=LAO&area=MEX&area=COL&area=PAK"])
def test_on_a_phone_a_chart_stays_narrow_whatever_is_chosen(page: Page, areas: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    _open(page, f"/?indicator=opium-poppy-cultivation&area={areas}")
    page.get_by_role("button", name="More choices").click()
    for scale in ("Log", "Linear", "Log"):
        _choose_scale(page, scale)
        expect(page).to_have_url(re.compile("scale=log" if scale == "Log" else "^((?!scale=).)*$"))
        page.wait_for_load_state("networkidle")
        seen = page.evaluate("""() => {
          const graph = document.querySelector(".js-plotly-plot");
          const box = graph.getBoundingClientRect();
          const within = (part) => {
            const { left, right, top, bottom } = part.getBoundingClientRect();
            return left >= box.left - 1 && right <= box.right + 1 && top >= box.top - 1 && bottom <= box.bottom + 1;
          };
          return {
            labels: graph.layout.annotations.filter((label) => label.name.startsWith("end-label")).length,
            key: [...document.querySelectorAll("#view-key li")].filter((entry) => entry.offsetHeight > 0).length,
            within: [...graph.querySelectorAll(".annotation-text-g")].every(within),
            plot: graph._fullLayout._size.h,
          };
        }""")
        assert seen["labels"] == 0
        assert seen["key"] >= 3
        assert seen["within"], "a callout reaches beyond the chart"
        assert seen["plot"] > 300


def test_a_chart_follows_its_screen_from_wide_to_narrow_and_back(page: Page) -> None:
    _open(page)
    for width, has_labels in ((390, False), (1440, True)):
        page.set_viewport_size({"width": width, "height": 900})
        labels = page.locator(".annotation-text", has_text="Afghanistan, UNODC")
        expect(labels).to_have_count(1 if has_labels else 0)
        room = page.locator("#chart").bounding_box()
        drawn = page.locator("#chart .main-svg").first.bounding_box()
        assert room is not None and drawn is not None
        assert drawn["width"] == pytest.approx(room["width"], abs=1)
        assert drawn["height"] == pytest.approx(room["height"], abs=1)


@pytest.mark.parametrize(("width", "height"), [(1200, 520), (800, 500), (600, 400), (500, 350), (320, 520)])
def test_an_embedded_chart_fits_its_frame_and_nothing_of_it_is_cut(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    _open(page, "/embed?indicator=opium-poppy-cultivation&area=AFG")
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    chart = page.locator(".js-plotly-plot").bounding_box()
    assert chart is not None
    for label in page.locator(".js-plotly-plot .annotation-text-g .bg").all():
        box = label.bounding_box()
        assert box is not None
        assert box["y"] >= chart["y"] - 1
        assert box["x"] >= chart["x"] - 1
        assert box["x"] + box["width"] <= chart["x"] + chart["width"] + 1


@pytest.mark.parametrize(("width", "height"), [(160, 300), (240, 240), (280, 500), (320, 300)])
def test_a_small_frame_does_not_scroll_as_a_page(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    _open(page, "/embed?indicator=opium-poppy-cultivation&area=MMR&area=LAO&measure=share")
    seen = page.evaluate("""() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      const parts = [...document.querySelectorAll(".embedded > *")].map((part) => part.getBoundingClientRect());
      return { scrollWidth, scrollHeight, parts: parts.map((box) => box.toJSON()) };
    }""")
    assert (seen["scrollWidth"], seen["scrollHeight"]) == (width, height)
    assert all(part["top"] >= 0 and part["bottom"] <= height for part in seen["parts"])


def test_in_a_low_frame_no_name_covers_another_and_each_area_is_named_on_the_chart_or_in_the_key(page: Page) -> None:
    for width, height, group in (
        (1200, 520, "golden-triangle"),
        (1000, 400, "andean-coca&indicator=coca-bush-cultivation"),
        (1000, 300, "golden-triangle"),
        (800, 250, "andean-coca&indicator=coca-bush-cultivation"),
        (390, 300, "golden-triangle"),
    ):
        page.set_viewport_size({"width": width, "height": height})
        _open(page, f"/embed?group={group}")
        seen = page.evaluate("""() => {
          const boxOf = (part) => part.getBoundingClientRect().toJSON();
          const { annotations } = document.querySelector(".js-plotly-plot")._fullLayout;
          return {
            names: [...document.querySelectorAll(".js-plotly-plot .annotation")]
              .filter((part) => annotations[part.dataset.index].name.startsWith("end-label"))
              .map((part) => boxOf(part.querySelector("text"))),
            key: [...document.querySelectorAll(".chart-key .named-on-chart")].map((entry) => entry.offsetHeight > 0),
          };
        }""")
        assert seen["key"] and seen["key"] == [not seen["names"]] * len(seen["key"]), (width, height)
        for place, one in enumerate(seen["names"]):
            for other in seen["names"][place + 1 :]:
                is_across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
                is_down = one["y"] + 3 < other["y"] + other["height"] and other["y"] + 3 < one["y"] + one["height"]
                assert not (is_across and is_down), (width, height, one, other)


def test_a_long_key_takes_no_height_from_the_plot(page: Page) -> None:
    _open(page, "/?indicator=opium-poppy-cultivation&area=AFG&area=MMR&area=LAO&area=MEX&area=COL&area=PAK&area=GTM")
    for width in (1440, 1000, 760):
        _resize(page, width)
        assert page.evaluate("document.querySelector('.js-plotly-plot')._fullLayout._size.h") >= 378, width


@pytest.mark.parametrize(("status", "words"), [(503, "No edition of the figures"), (500, "could not answer")])
def test_a_choice_that_the_server_cannot_answer_says_so(
    browser: Browser, dashboard: str, status: int, words: str
) -> None:
    page = browser.new_page(base_url=dashboard)  # whose console may tell of the failed request
    _open(page)
    page.route(CALLBACK, lambda route: route.fulfill(status=status, json={"error": {"status": status}}))
    _choose_scale(page, "Log")
    expect(page.get_by_role("alert")).to_contain_text(words)
    page.unroute(CALLBACK)
    _choose_scale(page, "Linear")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.close()


def _go_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")


def _fills(page: Page, selector: str) -> list[str]:
    """The colours of what is filled evenly, as the browser draws it, in the order of the document."""
    read = "paths => paths.map((path) => getComputedStyle(path).fill)"
    return list(page.locator(f"{selector}[style*='fill: rgb'][style*='fill-opacity: 1']").evaluate_all(read))


@pytest.mark.parametrize(
    "address",
    ["/?area=AFG&form=map&year=2018", "/?indicator=coca-bush-cultivation&area=COL&form=map", "/?area=MMR&form=map"],
)
def test_the_largest_figures_of_a_map_are_furthest_from_the_ground_of_either_theme(page: Page, address: str) -> None:
    beside_labels = f"[style*='fill: rgb{ImageColor.getrgb(TEXT)}']"  # the points of the names of the largest
    shown = f".scatterlayer .point[style^='opacity: 1']:not({beside_labels})"
    legend, provinces, dots = (
        f".js-plotly-plot {part}" for part in (".legend .scatterpts", ".scatterlayer .fills path", shown)
    )
    _open(page, address)
    light, drawn_in_light = _fills(page, legend), [*_fills(page, provinces), *_fills(page, dots)]
    assert [_lightness(colour) for colour in light] == sorted(map(_lightness, light), reverse=True)
    _go_dark(page)
    dark = _fills(page, legend)
    assert [_lightness(colour) for colour in dark] == sorted(map(_lightness, dark))
    assert len(set(dark)) == len(light) > 2
    # Each province still has the colour that the legend has for its class.
    turned_round = dict(zip(light, dark, strict=True))
    assert [*_fills(page, provinces), *_fills(page, dots)] == [turned_round[colour] for colour in drawn_in_light]


def _lightness(colour: str) -> int:
    return sum(int(part) for part in re.findall(r"\d+", colour))


def test_the_figures_at_every_axis_have_one_colour_in_either_theme(page: Page) -> None:
    _open(page, "/?group=andean-coca&indicator=coca-bush-cultivation&form=panels")
    read = "texts => [...new Set(texts.map((text) => getComputedStyle(text).fill))]"
    at_axes = page.locator(":is(.xaxislayer-above, .yaxislayer-above) text")
    (light,) = at_axes.evaluate_all(read)
    _go_dark(page)
    (dark,) = at_axes.evaluate_all(read)
    assert _lightness(dark) > _lightness(light)


def test_the_circles_of_countries_have_their_colours_in_either_theme(page: Page) -> None:
    _open(page, "/?area=AFG&area=COL&area=MMR&form=map")
    light = _fills(page, ".js-plotly-plot .scatterlayer .point")
    _go_dark(page)
    assert light and _fills(page, ".js-plotly-plot .scatterlayer .point") == light


def test_on_paper_a_chart_is_whole(page: Page) -> None:
    _open(page)
    seen = page.evaluate("""() => {
      const width = () => document.querySelector(".js-plotly-plot .main-svg").getBoundingClientRect().width;
      const widths = [];
      window.dispatchEvent(new Event("beforeprint"));
      widths.push(width());
      window.dispatchEvent(new Event("afterprint"));
      widths.push(width());
      return widths;
    }""")
    assert seen[0] == pytest.approx(680, abs=1)  # what an A4 page with usual margins has
    assert seen[1] > 1000


def test_an_embedded_chart_has_its_height_before_dash_is_there(page: Page) -> None:
    held: list[Route] = []
    page.set_viewport_size({"width": 800, "height": 500})
    page.route("**/dash_renderer*", lambda route: held.append(route))
    page.goto("/embed?indicator=opium-poppy-cultivation&area=AFG", wait_until="commit")
    drawn = page.locator("#first-paint .js-plotly-plot .main-svg").first
    expect(drawn).to_be_visible()
    box = drawn.bounding_box()
    assert box is not None and box["height"] > 200


def test_without_the_chart_library_the_picture_stays_and_the_page_goes_on(browser: Browser, dashboard: str) -> None:
    page = browser.new_page(base_url=dashboard)  # whose console may tell of the failed request
    page.route("**/plotly.min.js*", lambda route: route.abort())
    page.goto("/")
    expect(page.locator("#page h1")).to_be_visible()
    expect(page.locator("[data-table=view] td a").first).to_be_visible()
    page.close()


BOXES_OF_EVENTS = """
() => [...document.querySelectorAll(".js-plotly-plot .annotation")]
  .filter((label) => label.querySelector("a")?.getAttribute("xlink:href")?.includes("/source/"))
  .map((label) => {
    const { x, y, width, height } = label.querySelector("text").getBoundingClientRect();
    return { x, y, width, height, text: label.textContent };
  })
"""


def test_names_of_events_keep_apart_at_every_width(page: Page) -> None:
    _open(page, "/?layer=events")
    for width in (1440, 1100, 900, 700):
        _resize(page, width)
        boxes = [box for box in page.evaluate(BOXES_OF_EVENTS) if box["text"] != "•"]
        assert any("Taliban decree bans poppy" in box["text"] for box in boxes)
        for index, one in enumerate(boxes):
            assert one["x"] + one["width"] <= width
            for other in boxes[index + 1 :]:
                is_across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
                assert not is_across or abs(one["y"] - other["y"]) > 12, (width, one["text"], other["text"])


def test_on_a_phone_events_have_the_numbers_of_their_list(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    _open(page, "/?layer=events")
    shown = {box["text"] for box in page.evaluate(BOXES_OF_EVENTS)}
    listed = page.locator("#view-words details[open] .events li")
    names = listed.all_inner_texts()
    assert "Taliban ban on growing opium poppy" in names[0]
    assert {"1", "2"} <= shown
    source = page.locator(".js-plotly-plot .annotation a", has_text=re.compile("^1$")).get_attribute("xlink:href")
    assert source is not None and source == listed.first.locator("a").get_attribute("href")


CORNERS = """
() => document.querySelector(".js-plotly-plot").data
  .filter(({ fill, meta }) => fill && meta?.areas)
  .map(({ meta, x, y }) => [meta.areas, x, y])
"""
MIDDLE = """
(area) => {
  const graph = document.querySelector(".js-plotly-plot");
  const { data, _fullLayout: { xaxis, yaxis } } = graph;
  const { meta, x, y } = data.find(({ meta, customdata }) => customdata && meta?.areas);
  const place = meta.areas.indexOf(area);
  const box = graph.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.d2p(x[place]), box.top + yaxis._offset + yaxis.d2p(y[place])];
}
"""


def test_countries_are_drawn_where_pictures_have_them_and_answer_to_the_pointer(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    _open(page, "/?group=parts-of-WLD&form=map&measure=change&base=2019&year=2020")
    assert sum("/countries/" in address for address in fetched) == 1
    drawn = page.evaluate(CORNERS)
    for areas, x, y in drawn:
        expected = trace_of([ring for area in areas for ring in rings_of(WORLD, 0).get(area, ())])
        assert len(x) == len(expected["x"]) > 0
        for ours, theirs in ((x, expected["x"]), (y, expected["y"])):
            assert all(one is other is None or abs(one - other) < 0.01 for one, other in zip(ours, theirs, strict=True))
    right, down = page.evaluate(MIDDLE, "AFG")
    page.mouse.move(right + 3, down - 3)
    expect(page.locator(".hoverlayer")).to_contain_text("Afghanistan 2020")
    page.mouse.click(right + 3, down - 3)
    expect(page.locator("#panel-content")).to_contain_text("Afghanistan")


def test_the_year_of_a_map_steps_to_the_next_of_which_there_are_figures(page: Page) -> None:
    _open(page, "/?group=parts-of-AFG&form=map&year=2008")
    assert not page.locator(".js-plotly-plot").evaluate("(graph) => Boolean(graph.layout.meta?.outlines)")
    page.get_by_role("button", name="Next year").click()
    expect(page).to_have_url(re.compile("year=2009"))
    expect(page.locator("#view-year-shown")).to_have_text("2009")
    page.get_by_role("button", name="Play the years").click()
    expect(page.locator("#view-year-shown")).to_have_text("2010")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Play the years")).to_be_visible()
