"""What a reader may expect of a page on paper: headings on every sheet, dark on white, signs with their meaning."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

COCA = "/?indicator=coca-bush-cultivation&area=BOL&area=COL&area=PER"


def _open(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#first-paint")).to_have_count(0)


def _sheets(page: Page, folder: Path, paper: str = "A4") -> list[str]:
    """The text of each sheet of the page as it is printed."""
    printed = folder / "page.pdf"
    page.pdf(path=printed, format=paper)
    command = ["pdftotext", "-layout", printed, "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\f")[:-1]


def _style(page: Page, selector: str, name: str, pseudo: str = "") -> str:
    """A property of the first element, as the browser has computed it."""
    found = page.locator(selector).first.evaluate(
        "(element, [name, pseudo]) => getComputedStyle(element, pseudo || null).getPropertyValue(name)", [name, pseudo]
    )
    return str(found)


@pytest.mark.parametrize(("address", "heading"), [("/disagreements", "Also printed"), (COCA, "Colombia")])
def test_every_sheet_of_a_table_has_its_headings(page: Page, tmp_path: Path, address: str, heading: str) -> None:
    _open(page, address)
    rows = page.locator("[data-table] tbody tr").all_inner_texts()
    cells = {row.split("\t")[1].strip().partition("\n")[0] for row in rows if "\t" in row} - {""}
    sheets = _sheets(page, tmp_path)
    with_rows = [sheet for sheet in sheets if any(cell in sheet for cell in cells)]
    assert len(with_rows) > 1
    assert all(heading in sheet for sheet in with_rows)


def test_a_table_that_is_wider_than_a_sheet_is_printed_whole(page: Page, tmp_path: Path) -> None:
    _open(page, "/?indicator=opium-poppy-cultivation&group=parts-of-AFG&from=2015&to=2018")
    names = page.locator("[data-table] thead th").evaluate_all(
        "cells => cells.map(cell => cell.innerText.split('\\n')[0])"
    )
    printed = " ".join(" ".join(_sheets(page, tmp_path)).split())
    assert len(names) > 20 and page.locator(".in-blocks").count() == 1
    assert [name for name in names[1:] if name not in printed] == []
    assert printed.count("[1]") > len(names)


@pytest.mark.parametrize("form", ["panels", "panels&axes=own", "bar&year=2018"])
def test_a_chart_that_is_higher_than_a_sheet_is_drawn_lower_on_paper(page: Page, tmp_path: Path, form: str) -> None:
    _open(page, f"/?indicator=opium-poppy-cultivation&group=parts-of-AFG&form={form}")
    heading = "[data-table] tbody th" if "bar" in form else "[data-table] thead th:not(:first-child)"
    names = set(page.locator(heading).evaluate_all("cells => cells.map(cell => cell.innerText.split(/[,\\n]/)[0])"))
    for paper in ("A4", "Letter"):
        first = _sheets(page, tmp_path, paper)[0]
        assert "opium poppy cultivation" in first.lower()
        assert [name for name in names if name not in first] == [], f"on {paper} the title is left alone"
    page.add_style_tag(
        content="main :not(:has(.chart-graph), .chart-graph, .chart-graph *) { display: none !important }"
    )
    with_names = [sheet for sheet in _sheets(page, tmp_path) if any(name in sheet for name in names)]
    assert len(names) > 30 and len(with_names) == 1, "the chart is split"
    assert [name for name in names if name not in with_names[0]] == []
    turned = "labels => labels.filter(label => /rotate\\((?!0)/.test(label.getAttribute('transform'))).length"
    assert page.locator(".js-plotly-plot .xtick text").evaluate_all(turned) == 0


def test_a_heading_is_never_left_alone_at_the_foot_of_a_sheet(page: Page, tmp_path: Path) -> None:
    _open(page, "/disagreements?kind=misprint")
    for height in range(0, 1100, 100):  # pixels; a sheet has some 1,100
        page.locator("#page h1").evaluate("(heading, height) => { heading.style.marginTop = `${height}px` }", height)
        for sheet in _sheets(page, tmp_path):
            if "Also printed" in sheet:
                assert "misprint" in sheet.split("Also printed")[1], f"no row below the heading, {height} pixels down"


@pytest.mark.parametrize(
    ("address", "places"),
    [("/briefing/AFG/2018", (".numbered-sources", ".card .note")), ("/sources", ("[data-table]",))],
)
def test_sources_have_their_addresses_on_paper(page: Page, address: str, places: tuple[str, ...]) -> None:
    page.emulate_media(media="print")
    _open(page, address)
    for place in places:
        assert "http" in _style(page, f"{place} a[data-address]", "content", "::after")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_ink_is_dark_in_either_theme(page: Page, scheme: str) -> None:
    page.emulate_media(media="print", color_scheme="dark" if scheme == "dark" else "light")
    _open(page, "/")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
    assert _style(page, "html", "color-scheme") == "light"
    assert _style(page, "body", "background-color") == "rgb(255, 255, 255)"
    assert _style(page, "body", "color") == "rgb(26, 31, 38)"
    assert _style(page, ".js-plotly-plot .xtick text", "fill") == "rgb(86, 98, 112)"
    assert _style(page, ".js-plotly-plot .scatterlayer .points", "filter") == "none"


def test_the_classes_of_a_map_have_their_squares_on_paper(page: Page) -> None:
    _open(page, "/?area=AFG&form=map&year=2018")
    squares = page.locator(".js-plotly-plot .legend .layers")
    shown = squares.count()
    assert shown > 2
    page.emulate_media(media="print")
    assert sum(square.is_visible() for square in squares.all()) == shown


@pytest.mark.parametrize(
    ("address", "grounds"),
    [
        ("/coverage", ((".legend .key.evidence-copy", ""), (".coverage .evidence-copy > a", ""))),
        ("/disagreements", ((".verdict", "::before"),)),
    ],
)
def test_a_ground_that_means_something_is_printed(
    page: Page, address: str, grounds: tuple[tuple[str, str], ...]
) -> None:
    page.emulate_media(media="print")
    _open(page, address)
    for selector, pseudo in grounds:
        assert _style(page, selector, "print-color-adjust", pseudo) == "exact"
