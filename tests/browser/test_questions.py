"""Ten questions of an analyst, each answered from the start page in at most five actions."""

from collections.abc import Iterator

import pytest
from analysts import Analyst
from playwright.sync_api import Page, expect


@pytest.fixture
def analyst(page: Page) -> Iterator[Analyst]:
    yield Analyst(page, most=5)


def test_how_far_cultivation_and_production_fell_after_the_ban_of_2022(analyst: Analyst) -> None:
    analyst.follow("Afghanistan 2018")
    analyst.sees("it fell by 95.4 % from 233,000 ha in 2022 to 10,800 ha in 2023")
    analyst.sees("from 6,200 t in 2022 to 333 t in 2023")


def test_which_province_grew_most_from_2016_to_2017(analyst: Analyst) -> None:
    analyst.choose("view-group", "Provinces of Afghanistan")
    analyst.press("view-form", "Ranking")
    analyst.choose("view-measure", "Change between two years")
    analyst.set_year(8)
    analyst.sees("Helmand was the highest of these 21 provinces with a figure for 2017 (UNODC), at +63,745")


def test_when_myanmar_passed_afghanistan_by_area(analyst: Analyst) -> None:
    analyst.choose("view-area", "Myanmar")
    analyst.sees("Myanmar was above Afghanistan in 2002 and 2023–2025 (UNODC)")


def test_when_myanmar_passed_afghanistan_by_tons(analyst: Analyst) -> None:
    analyst.choose("view-measured", "Production")
    analyst.choose("view-area", "Myanmar")
    analyst.sees("Myanmar was above Afghanistan in 2001 and 2023–2025 (UNODC)")


def test_what_the_us_said_for_2018(analyst: Analyst) -> None:
    row = analyst.page.locator("[data-table=view] tbody tr", has_text="2018")
    expect(row).to_contain_text("221,000")
    analyst.choose("view-measured", "Production")
    expect(row).to_contain_text("5,550")
    analyst.act()
    row.get_by_role("link", name="5,550").click()
    panel = analyst.page.get_by_role("dialog")
    expect(panel).to_contain_text("5,330 t")
    expect(panel).to_contain_text("superseded")


def test_which_figure_of_2008_was_revised_from_and_to_what(analyst: Analyst) -> None:
    analyst.choose("view-measured", "Production")
    analyst.act()
    row = analyst.page.locator("[data-table=view] tbody tr", has_text="2008")
    row.get_by_role("link", name="5,900").click()
    panel = analyst.page.get_by_role("dialog")
    expect(panel).to_contain_text("What was known when")
    rows = panel.locator(".table-scroll tbody tr")
    expect(rows.first).to_contain_text("7,700 t")
    expect(rows.last).to_contain_text("5,900 t")


def test_helmands_share_in_2018(analyst: Analyst) -> None:
    analyst.press("view-form", "Map")
    analyst.set_year(7)
    analyst.sees(
        "Helmand had the largest opium poppy cultivation of these 34 provinces with a figure for 2018 (UNODC): "
        "136,798 ha, 52.0 % of Afghanistan"
    )


def test_how_many_provinces_were_poppy_free_in_2018(analyst: Analyst) -> None:
    analyst.press("view-form", "Map")
    analyst.set_year(7)
    analyst.sees("Poppy-free in 2018: 10 areas")


def test_the_record_year(analyst: Analyst) -> None:
    analyst.sees("Opium poppy cultivation in Afghanistan (UNODC) peaked at 328,000 ha in 2017")
    analyst.choose("view-measured", "Production")
    analyst.sees("Potential opium production in Afghanistan (UNODC) peaked at 9,000 t in 2017")


def test_the_peak_of_colombian_coca(analyst: Analyst) -> None:
    analyst.choose("view-substance", "Coca bush")
    analyst.choose("view-area", "Colombia")
    analyst.sees("Colombia, UNODC")
    analyst.sees("261,386 ha in 2024")


def test_colombia_in_2020_by_unodc_and_by_the_us(analyst: Analyst) -> None:
    analyst.choose("view-substance", "Coca bush")
    analyst.choose("view-area", "Colombia")
    row = analyst.page.locator("[data-table=view] tbody tr", has_text="2020")
    expect(row).to_contain_text("142,784")
    expect(row).to_contain_text("245,000")
