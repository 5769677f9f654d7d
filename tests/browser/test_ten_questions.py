"""Questions on all of drug control, each answered from the start page in at most five actions, of all figures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from analysts import Analyst
from opening import open_more
from playwright.sync_api import Browser, Page, expect
from serving import dashboard_of_the_run
from tabs import make_as_new, new_tab, watched


@pytest.fixture(scope="module")
def whole_tab(browser: Browser, whole_database: Path) -> Iterator[Page]:
    """A tab of a dashboard that has all bundled figures."""
    with new_tab(browser, dashboard_of_the_run("whole", whole_database)) as tab:
        yield tab


@pytest.fixture
def analyst(whole_tab: Page) -> Iterator[Analyst]:
    with watched(whole_tab):
        yield Analyst(whole_tab, most=5)
        make_as_new(whole_tab)


def test_how_much_heroin_members_of_the_sco_seized_in_2022_and_who_lacks(analyst: Analyst) -> None:
    group = "Members of the Shanghai Cooperation Organization"
    analyst.find("heroin seizures shanghai cooperation", f"Heroin seized, {group}", "Heroin seized")
    analyst.choose("view-sum", "Sum alone")
    expect(analyst.row("2022")).to_contain_text("sum of 10 of 10 areas")
    expect(analyst.row("2023")).to_contain_text("sum of 9 of 10 areas, without Kazakhstan")
    parts = analyst.open_number("2022", "37,610")
    expect(parts).to_contain_text("Heroin seized, Kazakhstan 2022, UNODC: 102.06 kg")


def test_where_most_methamphetamine_was_seized_per_million_people_in_2021(analyst: Analyst) -> None:
    analyst.find("methamphetamine seizures 2021", "Methamphetamine seized, countries in 2021", "kilograms, 2021")
    analyst.choose("view-measure", "Relative to population")
    analyst.sees("kilograms per million people, 2021")
    five = ["Laos", "United Arab Emirates", "United States", "Mexico", "Thailand"]
    expect(analyst.rows().locator("td, th").first).to_have_text(five[0])
    assert [row.split("\t")[0] for row in analyst.rows().all_inner_texts()][:5] == five


def test_a_map_of_the_same_is_of_all_countries(analyst: Analyst) -> None:
    analyst.choose("view-topic", "Seizures")
    analyst.choose("view-substance", "Methamphetamine")
    analyst.press("view-form", "Map")
    analyst.choose("view-measure", "Relative to population")
    analyst.sees("Laos was the highest of these 92 countries with a figure for 2023 (UNODC), at 1,654")


def test_the_retail_price_of_heroin_in_germany_from_1995_to_2017(analyst: Analyst) -> None:
    analyst.choose("view-topic", "Prices and purity")
    analyst.choose("view-area", "Germany")
    analyst.sees("Retail price of heroin, US dollars per gram")
    expect(analyst.row("1995")).to_contain_text("90")
    expect(analyst.row("2017")).to_contain_text("48")
    analyst.sees("Every figure here: retail, nominal")


def test_the_newest_survey_of_opiates_in_each_neighbour_of_afghanistan(analyst: Analyst) -> None:
    analyst.choose("view-topic", "Use")
    analyst.choose("view-substance", "Opiates")
    analyst.choose("view-group", "Neighbours of Afghanistan")
    analyst.sees("China, UNODC: 0.25 % in 2005, 0.19 % in 2012")
    analyst.sees("Iran, UNODC: 2.26 % in 2010, 3.31 % in 2015")
    analyst.sees("Pakistan, UNODC: 0.57 % in 2006, 1 % in 2012")
    analyst.sees("Tajikistan, UNODC: 0.54 % in 2006, 0.52 % in 2015")
    analyst.sees("Turkmenistan, UNODC: 0.32 % in 2007")
    analyst.sees("Uzbekistan, UNODC: 0.78 % in 2006, 0.93 % in 2015")
    analyst.sees("Every figure here: the past year, men and women, general population")
    expect(analyst.row("2015")).to_contain_text("aged 15 to 64; opium and heroin only; household survey")
    expect(analyst.row("2013")).to_contain_text("aged 18 and older; opium and heroin only; network scale-up")
    survey = analyst.open_number("2015", "3.31")
    expect(survey).to_contain_text("Prevalence of drug use in the general population, national data")


def test_how_many_men_died_of_drugs_in_sweden(analyst: Analyst) -> None:
    analyst.choose("view-topic", "Deaths")
    analyst.choose("view-indicator", "Drug-induced deaths of men")
    analyst.choose("view-area", "Sweden")
    analyst.take_away("United States")
    analyst.sees("Drug-induced deaths of men in Sweden peaked at 486 in 2015 and stood at 464 in 2017")
    analyst.sees("Every figure here: men, drug-induced")


def test_how_pure_cocaine_was_in_the_united_states_in_2006_and_in_2016(analyst: Analyst) -> None:
    analyst.choose("view-topic", "Prices and purity")
    analyst.choose("view-measured", "Purity")
    analyst.choose("view-substance", "Cocaine")
    analyst.sees("Purity of cocaine in the United States")
    expect(analyst.row("2006")).to_contain_text("68.78")
    expect(analyst.row("2016")).to_contain_text("53.45")


def test_how_much_opium_iran_has_seized_since_1980(analyst: Analyst) -> None:
    analyst.choose("view-topic", "Seizures")
    analyst.choose("view-substance", "Opium")
    analyst.choose("view-area", "Iran")
    analyst.sees("Iran, UNODC: 30,000 kg in 1980, highest 916,488 kg in 2020, 445,272 kg in 2023")
    expect(analyst.rows()).to_have_count(44)


def test_how_much_acetic_anhydride_was_seized_in_the_world(analyst: Analyst) -> None:
    analyst.choose("view-topic", "Seizures")
    analyst.choose("view-substance", "Acetic anhydride")
    analyst.choose("view-group", "All countries (14 of 234 have figures)")
    analyst.choose("view-sum", "Sum alone")
    analyst.sees("Acetic anhydride seized: All countries, sum of 5 of 227 areas: 9,759 kg in 2022")
    expect(analyst.row("2013")).to_contain_text("133,958")


def test_where_the_use_of_cannabis_is_known_from_a_single_source(analyst: Analyst) -> None:
    analyst.follow("Coverage")
    analyst.choose_in("Indicator", "Use of cannabis")
    analyst.choose_in("Evidence", "One source only")
    analyst.sees("Use of cannabis: 435 figures that rest on a single source")
    expect(analyst.page.locator("[data-table=coverage] tbody tr").first).to_contain_text("Afghanistan")


def test_which_states_of_the_united_states_had_the_highest_overdose_death_rate_in_2017(analyst: Analyst) -> None:
    analyst.find(
        "overdose death rate states of the United States 2017",
        "Age-adjusted death rate by drug poisoning, States of the United States, 2017",
        "Age-adjusted death rate by drug poisoning",
    )
    analyst.sees("Age-adjusted death rate by drug poisoning in the United States, deaths per 100,000 people, 2017")
    expect(analyst.rows().first).to_contain_text("West Virginia")


def test_the_largest_opium_producers_of_2014_and_what_they_come_to(analyst: Analyst) -> None:
    analyst.find("potential opium production 2014", "Potential opium production, countries in 2014", "tons, 2014")
    analyst.choose("view-sum", "Sum beside the areas")
    assert [row.split("\t")[0] for row in analyst.rows().all_inner_texts()][:3] == ["Afghanistan", "Myanmar", "Mexico"]
    analyst.sees("Sum of 6 areas (US), 2014: 7,700 t, sum of 6 of 6 areas")


def test_shan_against_kachin(analyst: Analyst) -> None:
    places = "East Shan, North Shan, South Shan and Kachin"
    analyst.find("shan kachin opium", f"Opium poppy cultivation, {places}", "hectares, 2024–2025")
    analyst.sees("South Shan was the highest of these 4 in 2025, at 23,200 ha")


def test_which_region_of_peru_grew_most_coca_in_2024(analyst: Analyst) -> None:
    analyst.find("coca regions of Peru", "Coca bush cultivation, Regions of Peru", "Coca bush cultivation, hectares")
    analyst.press("view-form", "Map")
    analyst.sees("Ayacucho had the largest coca bush cultivation of these 13 regions with a figure for 2024")


def test_how_much_of_the_poppy_of_afghanistan_was_eradicated(analyst: Analyst) -> None:
    name = "Opium poppy eradication, Afghanistan"
    analyst.find("opium poppy eradication afghanistan", name, "Opium poppy eradication")
    analyst.choose("view-second", "Opium poppy cultivation")
    analyst.choose("view-measure", "Divided by the second indicator")
    analyst.sees("Opium poppy eradication, % of opium poppy cultivation")
    expect(analyst.row("2015")).to_contain_text("2.1")


def test_deaths_by_overdose_in_ohio(analyst: Analyst) -> None:
    analyst.find("overdose deaths Ohio", "Deaths by drug poisoning, Ohio", "Deaths by drug poisoning")
    analyst.sees("Deaths by drug poisoning in Ohio peaked at 5,111 in 2017 and stood at 3,980 in 2018")


def test_eradication_beside_cultivation_from_2005_to_2015(analyst: Analyst) -> None:
    name = "Opium poppy eradication and opium poppy cultivation, Afghanistan, 2005–2015"
    analyst.find("Afghan eradication against cultivation 2005-2015", name, "hectares, 2005–2015")
    expect(analyst.row("2014")).to_contain_text("2,692")


def test_heroin_seized_in_two_countries_of_which_one_shares_its_name_with_a_state_of_the_other(
    analyst: Analyst,
) -> None:
    analyst.find("heroin US Mexico", "Heroin seized, United States and Mexico", "Heroin seized, kilograms")
    expect(analyst.page.locator("[data-table=view] thead")).to_contain_text("Mexico")


def test_when_bolivian_coca_exceeded_30000_hectares_by_each_producer(analyst: Analyst) -> None:
    analyst.find("coca cultivation Bolivia", "Coca bush cultivation, Bolivia", "Coca bush cultivation")
    analyst.act()
    open_more(analyst.page)
    analyst.act()
    with analyst.answered():
        analyst.page.locator("#view-line").fill("30000")
        analyst.page.keyboard.press("Enter")
    analyst.sees("Above 30,000 (hectares): Bolivia, UNODC in 2008–2010, 2021 and 2023–2024")
    analyst.sees("Bolivia, US in 1986–1998 and 2014–2021")


def test_how_much_cocaine_colombia_made_in_2023(analyst: Analyst) -> None:
    name = "Potential cocaine manufacture, Colombia, 2023"
    analyst.find("cocaine production Colombia 2023", name, "Potential cocaine manufacture")
    expect(analyst.page.locator("#view-heading")).to_contain_text("2023: 2,664 t")


def test_the_farm_gate_price_of_afghan_opium_from_2021_to_2024(analyst: Analyst) -> None:
    name = "Farm-gate price of dry opium, Afghanistan, 2021–2024"
    analyst.find("opium price Afghanistan 2021 to 2024", name, "Farm-gate price of dry opium")
    expect(analyst.rows()).to_have_count(3)
    expect(analyst.row("2024")).to_contain_text("750")


def test_which_provinces_were_poppy_free_in_2012_but_not_in_2017(analyst: Analyst) -> None:
    analyst.find(
        "provinces of Afghanistan poppy-free 2012 2017",
        "Opium poppy cultivation, Provinces of Afghanistan, change from 2012 to 2017",
        "Opium poppy cultivation in Afghanistan",
    )
    analyst.sees(
        "Poppy-free in 2012 but not in 2017: Balkh, Faryab, Ghazni, Jowzjan, Nuristan, Samangan and Sar-e Pol."
    )


def test_the_coca_of_the_world_as_printed_and_as_the_sum_of_what_is_known(analyst: Analyst) -> None:
    analyst.find("coca cultivation", "Coca bush cultivation", "Coca bush cultivation")
    analyst.choose("view-group", "All countries (3 of 234 have figures)")
    analyst.choose("view-sum", "Sum alone")
    analyst.sees("UNODC prints for the world in 2023 376,000 ha; the sum of 3 of 227 areas is 376,000 ha, the same.")


def test_which_sources_print_figures_on_mexico(analyst: Analyst) -> None:
    analyst.follow("Sources")
    analyst.choose_in("Place", "Mexico")
    analyst.sees("36 of 459 sources fit this selection")


def test_the_first_chart_that_a_question_finds_has_its_answer_in_the_title(analyst: Analyst) -> None:
    for question, answer in (
        ("largest cannabis resin seizures 2022", "Spain seized the most cannabis resin of these 10 countries"),
        ("methamphetamine seizures Mexico since 2010", "64,218 kg in 2023, the highest of 2010–2023"),
        ("cocaine purity United Kingdom 2003 to 2013", "went from 51.2 % in 2003 to 38 % in 2013"),
        ("heroin price Germany and United Kingdom", "the United Kingdom was the higher of these two in 2023"),
        ("how much cocaine was seized in Ecuador in 2021", "2021: 173,531 kg"),
    ):
        analyst.page.goto(f"/search?q={question}")
        charts = analyst.page.locator("main section", has=analyst.page.get_by_role("heading", name="Charts"))
        charts.get_by_role("link").first.click()
        expect(analyst.page.locator("#view-heading")).to_contain_text(answer)
