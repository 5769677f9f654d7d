"""Changes, shares, multiples and counts of people in texts are computed again, and are of whom the text says."""

import pytest
from checked_text import LEFT_OPEN, one

from dashboard.checking.exactness import SaidExactness, change_said
from dashboard.checking.findings import Finding
from dashboard.checking.report import record
from dashboard.checking.slips import has_swapped_digits, is_year_slip
from dashboard.checking.verdicts import check
from etl.documents.prose.records import FigureKind
from etl.editions.reading import Edition


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("In 2016 Afghan farmers grew poppy on 201,000 hectares.", ("AFG", 2016, "unodc")),
        ("In 2016 poppy was grown on 201,000 hectares in Afghanistan.", ("AFG", 2016, "unodc")),
        ("In 2012 farmers in Colombia planted coca on 78,000 hectares.", ("COL", 2012, "usg")),
        ("Over 2000 farmers in Colombia planted coca on 78,000 hectares in 2012.", ("COL", 2012, "usg")),
        ("In 2017 people in Afghanistan grew 328,000 hectares of opium poppy.", ("AFG", 2017, "unodc")),
    ],
)
def test_where_something_was_grown_is_no_comparison_and_people_have_years(
    edition: Edition, text: str, key: tuple[str, int, str]
) -> None:
    found = one(text, edition)
    assert found.finding == Finding.AGREES and (found.area, found.year, found.producer) == key


def test_what_a_change_starts_from_is_of_the_year_before(edition: Edition) -> None:
    found = check("In 2017 poppy cultivation in Afghanistan was 328,000 hectares, up 63% on 201,000 hectares.", edition)
    assert (found[0].year, found[-1].year) == (2017, 2016) and {each.finding for each in found} == {Finding.AGREES}


SHARES = {
    "World opium output was 10,500 tons in 2017. Afghanistan contributed 86 per cent of it.": 85.7,
    "Poppy grew on 414,000 ha worldwide in 2017, of which 79 per cent in Afghanistan and 10 per cent in Burma.": 9.9,
    "In 2017 Colombia had 70 per cent of the world's coca, Peru 20 per cent.": 20.3,
    "L'opium mondial a reculé de 26 % en 2018, dont 82 % pour l'Afghanistan.": 82.2,
    "Mexico's 24,100 hectares of poppy in 2020 are about a tenth of Afghanistan's.": 10.8,
    "In 2010 Helmand alone grew 53 per cent of all Afghan poppy.": 52.9,
    "缅甸占全球鸦片产量的比重从2007年的5%升至2010年的12%。": 11.9,
    "In 2021, 8.8 per cent of adults in Germany used cannabis.": 8.8,
    "In Germany cannabis use rose from 6.1 per cent in 2015 to 8.8 per cent in 2021.": 8.8,
    "In Germany 8.8 per cent reported cannabis use in 2021, compared with 6.1 per cent in 2015.": 6.1,
}


@pytest.mark.parametrize("text", SHARES)
def test_a_share_is_computed_from_its_part_and_its_whole(text: str, edition: Edition) -> None:
    found = check(text, edition)[-1]
    assert (found.reading.kind, found.finding) == (FigureKind.SHARE, Finding.AGREES)
    assert found.in_force == pytest.approx(SHARES[text], abs=0.05)
    told = record(found, edition)["why"]
    assert (" of " in told) == (len(found.inputs) == 2) and "no value" not in told


def test_who_takes_a_drug_is_told_of_the_next_by_its_name_alone(edition: Edition) -> None:
    told = "In 2021, 1.6 per cent of people in Germany used cocaine. "
    (_, named), (_, grown) = (check(told + it, edition) for it in ("Cannabis: 8.8 per cent.", "Cannabis grew 8.8 %."))
    assert (named.indicator, named.finding) == ("cannabis-use", Finding.AGREES)
    assert (grown.reading.kind, grown.finding) == (FigureKind.CHANGE, Finding.UNSURE)


def test_a_share_of_numbers_that_were_revised_says_so(edition: Edition) -> None:
    text = "In 2006 Afghanistan produced 92 per cent of the world's opium."
    assert (one(text, edition).finding, one(text, edition).replaced_on) == (Finding.SUPERSEDED, "2015-06-26")


MULTIPLES = {
    "In 2009 Afghanistan's poppy area was four times as large as Burma's.": ("AFG", 3.9),
    "El cultivo de coca en Colombia se multiplicó por cinco entre 2013 y 2023.": ("COL", 5.2),
    "Посевы мака в Афганистане уменьшились в двадцать раз в 2023 году по сравнению с 2022 годом.": ("AFG", 0.046),
    "In 2015 coca in Colombia covered 96,000 hectares, twice the 48,000 hectares of 2013.": ("COL", 2.0),
    "En 2024 había en México 9.087 hectáreas de amapola, poco más de un tercio de las 24.100 de 2020.": ("MEX", 0.377),
}


@pytest.mark.parametrize("text", MULTIPLES)
def test_a_multiple_is_of_two_years_or_of_two_places(text: str, edition: Edition) -> None:
    (found,) = [it for it in check(text, edition) if it.reading.kind == FigureKind.MULTIPLE]
    area, ratio = MULTIPLES[text]
    assert found.finding in {Finding.AGREES, Finding.ROUNDED}
    assert found.area == area
    assert found.in_force == pytest.approx(ratio, rel=0.03)
    told = record(found, edition)["why"]
    assert ("the 31,700 ha in Myanmar" in told) == bool(found.reading.whole)


def test_a_wrong_share_or_multiple_never_agrees(edition: Edition) -> None:
    for text in (
        "World opium output was 10,500 tons in 2017. Afghanistan contributed 68 per cent of it.",
        "In 2009 Afghanistan's poppy area was nine times as large as Burma's.",
        "In Germany 14.8 per cent of adults used cannabis in 2021.",
        "In Germany 8.8 per cent of adults used cannabis in the past month in 2021.",
        "In Germany 8.8 per cent of all men used cannabis in 2021.",
    ):
        assert check(text, edition)[-1].finding in {*LEFT_OPEN, Finding.WRONG_SCOPE}, text


PEOPLE = {
    "In Germany 25.0 % of young people aged 18-25 used cannabis in the past year in 2021.": ("agrees", "youth"),
    "In Germany 25.0 % of people aged 18 to 25 used cannabis in 2021.": ("agrees", "youth"),
    "In Germany 25.0 % of people aged 18 to 64 used cannabis in 2021.": ("wrong-scope", ""),
    "In Germany 25.0 % of adults used cannabis in 2021.": ("wrong-scope", ""),
    "In Germany 8.8 % of people aged 18-64 used cannabis in 2021.": ("agrees", ""),
    "In Germany 8.8 % said in 2021 that they had used cannabis.": ("agrees", ""),
    "In 2021 8.8 % of Germans took cannabis.": ("agrees", ""),
    "Cannabis use in Germany stood at 8.8 % in 2021.": ("agrees", ""),
    "Last-year use of cannabis was 8.8 % in Germany in 2021.": ("agrees", ""),
    "Cannabis use in Germany rose by 8.8 % in 2021.": ("unsure", ""),
    "In Germany 7.1 % of people aged 18-64 used cannabis in 2018.": ("rounded", ""),
    "In Germany 8.8 % of people aged 15-34 used cannabis in 2021.": ("wrong-scope", ""),
    "In Germany 8.8 % of people aged 18 and over used cannabis in 2021.": ("wrong-scope", ""),
    "In Germany 8.8 % of young adults used cannabis in 2021.": ("wrong-scope", ""),
    "In Germany 12.3 % of young adults used cannabis in 2021.": ("unsure", ""),
    "In Germany 10.7 % of men used cannabis in the past year in 2021.": ("agrees", "men"),
    "In Germany 10.7 % of women used cannabis in the past year in 2021.": ("unsure", "women"),
    "In Germany 8.8 % of adults had ever used cannabis in 2021.": ("unsure", "lifetime"),
    "Im Jahr 2021 nahmen in Deutschland 8,8 Prozent der 18- bis 64-Jährigen Cannabis.": ("agrees", ""),
    "En Alemania el 8,8 % de las personas de 18 a 64 años consumió cannabis en 2021.": ("agrees", ""),
    "En Allemagne, 8,8 % des personnes âgées de 15 à 34 ans ont consommé du cannabis en 2021.": ("wrong-scope", ""),
}


@pytest.mark.parametrize("text", PEOPLE)
def test_a_share_of_other_people_never_agrees(text: str, edition: Edition) -> None:
    found = one(text, edition)
    finding, of = PEOPLE[text]
    assert found.finding.value == finding
    assert found.indicator.startswith("cannabis")
    assert {"youth", "men", "women", "lifetime"} & set(found.indicator.split("-")) == ({of} if of else set())
    assert (finding == "wrong-scope") == ("the text is about others" in record(found, edition)["why"])


DEATHS = {
    "In the United States 70,237 people died of drug overdoses in 2017.": ("agrees", "drug-poisoning-deaths"),
    "In the United States 73,990 drug-induced deaths were counted in 2017.": ("agrees", "drug-induced-deaths"),
    "In the United States drug overdose deaths rose from 52,404 in 2015 to 70,237 in 2017.": ("agrees", ""),
    "In the United States 70,237 people died of cocaine in 2017.": ("unsure", "cocaine-deaths"),
    "In the United States 55,000 people died of drug overdoses in 2017.": ("unsure", "drug-poisoning-deaths"),
    "Drug overdoses claimed 4,859 lives in California in 2015.": ("unsure", "drug-poisoning-deaths"),
    "Drug overdoses claimed 4,569 lives in California in 2015.": ("misprint", "drug-poisoning-deaths"),
    "Drug deaths worldwide were 585,000 in 2017.": ("agrees", "drug-deaths"),
    "WASHINGTON - US drug overdose deaths went up 10 per cent to 70,237 in 2017.": ("agrees", "drug-poisoning-deaths"),
    "En 2017 murieron en Estados Unidos 70.237 personas por sobredosis de drogas.": ("agrees", "drug-poisoning-deaths"),
    "2017 starben in den USA 70.237 Menschen an einer Überdosis Drogen.": ("agrees", "drug-poisoning-deaths"),
    "2017年美国有70237人死于药物过量。": ("agrees", "drug-poisoning-deaths"),
    "Drug overdose deaths in the US changed greatly: 70,237 people in 2017.": ("agrees", "drug-poisoning-deaths"),
}


@pytest.mark.parametrize("text", DEATHS)
def test_deaths_are_judged_by_their_drug_and_cause(text: str, edition: Edition) -> None:
    finding, indicator = DEATHS[text]
    for found in check(text, edition):
        assert found.finding.value == finding
        assert found.indicator == indicator or not indicator


COUNTED = {
    "In 2017 there were 2,005,395 admissions to treatment in the United States.": "treatment-admissions",
    "Admissions for heroin in the United States rose to 533,394 in 2017.": "heroin-treatment-admissions",
    "In Germany 34,292 people entered treatment because of cannabis in 2016.": "cannabis-treatment-entrants",
    "In Germany 59,021 patients received methadone in 2017.": "methadone-treatment",
    "En Italia 59.622 pacientes recibieron tratamiento con metadona en 2017.": "methadone-treatment",
    "In the United States 2.3 million people were chronic users of heroin in 2016.": "heroin-chronic-users",
    "Police in the United States made 1,654,282 drug arrests in 2018.": "drug-arrests",
    "Heroin killed 143 in Kentucky in 2012.": "heroin-poisoning-deaths",
}


@pytest.mark.parametrize("text", COUNTED)
@pytest.mark.usefixtures("every_indicator")
def test_people_are_counted_by_what_a_text_says_that_they_did(text: str, edition: Edition) -> None:
    found = one(text, edition)
    assert COUNTED[text] in {option.means for option in found.reading.indicators[:2]}
    assert found.finding in {Finding.AGREES, *LEFT_OPEN}


RATES = (
    "In the United States 21.7 deaths per 100,000 people were from drug overdoses in 2017.",
    "The age-adjusted rate of overdose deaths in the US rose from 19.8 per 100,000 in 2016 to 21.7 in 2017.",
    "Overdose deaths in the United States came to 217 per million people in 2017.",
    "2017 starben in den USA 21,7 Menschen je 100.000 Einwohner an einer Überdosis Drogen.",
    "Taux de décès par surdose aux États-Unis en 2017 : 21,7 pour 100 000 habitants.",
    "En 2017 murieron en Estados Unidos 21,7 personas por cada 100.000 habitantes por sobredosis de drogas.",
    "In the United States 12.7 deaths per 100,000 people were from drug overdoses in 2017.",
    "The overdose death rate in the United States was 21.7 per 100,000 in 2017, compared with 19.8 in 2016.",
)


@pytest.mark.parametrize("text", RATES)
@pytest.mark.usefixtures("every_indicator")
def test_deaths_for_each_so_many_people_are_a_rate_and_no_number_of_deaths(text: str, edition: Edition) -> None:
    found = check(text, edition)
    assert {it.reading.indicators[0].means for it in found} == {"drug-poisoning-death-rate-age-adjusted"}
    assert {it.finding for it in found} <= {Finding.AGREES, *LEFT_OPEN}


@pytest.mark.usefixtures("every_indicator")
def test_a_drug_behind_some_of_them_killed_only_those(edition: Edition) -> None:
    found = check("In 2017 70,237 people died of overdoses in the United States, 15,489 of them of heroin.", edition)
    named = [it.reading.indicators[0].means for it in found]
    assert named == ["drug-poisoning-deaths", "heroin-poisoning-deaths"]


def test_an_injury_is_no_death_and_another_rate_no_figure(edition: Edition) -> None:
    injured = "In the United States 70,237 people were treated for drug overdoses in 2017."
    assert {it.finding for it in check(injured, edition)} <= LEFT_OPEN
    for rate in ("5 murders per 100,000 people", "2 overdose deaths per 1,000 people"):
        assert not check(f"The United States had {rate} in 2017. Heroin is sold there.", edition), rate


def test_a_change_is_recomputed_from_its_years(edition: Edition) -> None:
    right = one("Opium production in Afghanistan fell by 29 per cent in 2018 compared with 2017.", edition)
    wrong = one("Opium production in Afghanistan fell by 59 per cent in 2018 compared with 2017.", edition)
    rise = one("Opium production in Afghanistan rose by 29 per cent in 2018 compared with 2017.", edition)
    assert [it.finding for it in (right, wrong, rise)] == [Finding.AGREES, Finding.DIFFERS, Finding.DIFFERS]
    assert [key.year for key in right.inputs] == [2018, 2017]


def test_a_change_with_the_other_sign_says_another_thing() -> None:
    assert change_said(-29.0, SaidExactness(-29, 1, "exact")) == "agrees"
    assert change_said(29.0, SaidExactness(-29, 1, "exact")) is None


def test_digits_that_changed_places_are_told_from_others() -> None:
    assert has_swapped_digits(236_000, 263_000)
    assert not has_swapped_digits(264_000, 263_000)
    assert is_year_slip(1993, 1999)
    assert not is_year_slip(1985, 2018)
