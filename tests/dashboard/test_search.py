"""What a reader finds by words: names in any spelling and script, pages, charts, and who prints a number."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

from dashboard.pages import search as page_of_search
from dashboard.pages.frame.document import NAVIGATION
from dashboard.pages.frame.markup import markup
from dashboard.server.urls import query_of
from dashboard.views import scenes
from dashboard.views.search import MOST_STATEMENTS, Found, search
from dashboard.views.search_index import SearchEntry, SearchIndex, names_of_substances
from dashboard.views.titles import title
from dashboard.views.view import read_view
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Database, Edition
from etl.figures.vocabulary.judgement import Verdict


def _first(found: Found, kind: str) -> str:
    return found.entries[kind][0].name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hilmand", "Helmand"),
        ("helm", "Helmand"),
        ("Birmanie", "Myanmar"),
        ("Афганистан", "Afghanistan"),
        ("阿富汗", "Afghanistan"),
        ("AFG", "Afghanistan"),
        ("afganistan", "Afghanistan"),
        ("Helmnad", "Helmand"),
        ("Peur", "Peru"),
        ("mexico", "Mexico"),
        ("US", "United States"),
        ("Colombian", "Colombia"),
        ("Iranian", "Iran"),
        ("burmese", "Myanmar"),
        ("american", "United States"),
    ],
)
def test_a_place_is_found_under_every_name_and_with_a_typing_mistake(edition: Edition, text: str, name: str) -> None:
    assert _first(search(edition, text), "place") == name


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("poppy cultivation", "indicator", "Opium poppy cultivation"),
        ("opium seized", "indicator", "Opium seized"),
        ("heroin", "substance", "Heroin"),
        ("heorin", "substance", "Heroin"),
        ("opuim", "substance", "Opium"),
        ("opoum", "substance", "Opium"),
        ("Paris Pact Shanghai", "source", "Paris Pact expert meeting opens in Shanghai"),
        ("UNODC 2018 survey cultivation", "source", "Afghanistan Opium Survey 2018 - Cultivation and Production"),
        ("taliban ban", "event", "Taliban ban on growing opium poppy"),
        ("coverage", "page", "Coverage"),
        ("single source", "page", "Coverage"),
        ("vintage", "term", "Vintage"),
    ],
)
def test_everything_with_a_name_is_found(edition: Edition, text: str, kind: str, name: str) -> None:
    assert name in [item.name for item in search(edition, text).entries[kind][:5]]


def test_what_is_called_just_so_stands_above_everything_that_has_the_word(edition: Edition) -> None:
    pages = {name: address for address, name in NAVIGATION if not any(map(str.isdigit, name))}
    places = {edition.areas[key].name: f"/place/{key}" for key in ("BOL", "COL", "MEX", "MMR", "PER", "AFG", "AF-HEL")}
    for name, address in (pages | places).items():
        first, *_ = search(edition, name).entries.values()
        assert first[0].address == address, name


@pytest.mark.parametrize(
    "text", ["263,000", "263 000 ha", "263.000 hectares", "263 тыс. га", "263000", "0.263 million ha"]
)
def test_a_number_in_any_spelling_lists_who_prints_it_or_what_rounds_to_it(edition: Edition, text: str) -> None:
    found = search(edition, text).statements
    poppy = [item for item in found if item.key.path == "opium-poppy-cultivation/AFG/2018/unodc"]
    assert len(poppy) > 5 and found[0].verdict == Verdict.CITED
    assert all(262_500 <= item.value < 263_500 for item in found if item.value is not None)


def test_a_unit_finds_the_number_in_every_unit_of_its_kind_and_in_no_other(edition: Edition) -> None:
    found = search(edition, "6400 t").statements
    units = {edition.indicators[item.key.indicator].unit: item.value for item in found}
    assert 6_350 <= units["tons"] < 6_450
    assert not {"hectares", "USD/kg"} & units.keys()
    assert all(6_350_000 <= value < 6_450_000 for unit, value in units.items() if unit == "kg")


@pytest.mark.parametrize("text", ["$750", "US$750", "$750 per kg"])
def test_an_amount_of_money_is_found_as_the_price_of_anything(edition: Edition, text: str) -> None:
    found = {(item.key.area, edition.indicators[item.key.indicator].unit) for item in search(edition, text).statements}
    assert ("AFG", "USD/kg") in found and {unit.partition("/")[0] for _, unit in found} == {"USD"}


def test_of_a_number_that_very_many_print_every_statement_is_on_some_page(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [item.id for item in search(edition, "263,000 ha").statements]
    monkeypatch.setattr("dashboard.views.search.MOST_STATEMENTS", 5)
    monkeypatch.setattr("dashboard.pages.search.MOST_STATEMENTS", 5)
    seen = list[int]()
    while found := search(edition, "263,000 ha", len(seen)).statements:
        body = markup(page_of_search.page(edition, query_of(q="263,000 ha", after=str(len(seen)))).body)
        assert f"statements {len(seen) + 1} to {len(seen) + len(found)}, the nearest first" in body
        seen += [item.id for item in found]
        assert (f"after={len(seen)}" in body) == (len(found) == 5)
    assert seen == every and len(every) > 5
    assert "statements" in markup(page_of_search.page(edition, query_of(q="263,000 ha", after="x")).body)


def test_words_beside_a_number_narrow_it_down(edition: Edition) -> None:
    found = search(edition, "opium production afghanistan 6,400 t 2018").statements
    assert found and {(item.key.area, item.key.year) for item in found} == {("AFG", 2018)}


def test_a_place_and_what_is_measured_give_the_chart_and_with_a_year_the_figure(edition: Edition) -> None:
    found = search(edition, "price of opium, Afghanistan")
    assert all(item.address.endswith("area=AFG") for item in found.charts) and found.charts
    group = {item.address for item in search(edition, "Golden Triangle opium poppy cultivation").charts}
    assert "/?indicator=opium-poppy-cultivation&group=golden-triangle" in group
    assert "/?indicator=cocaine-seizures&area=USA" in {item.address for item in search(edition, "Kokain US").charts}
    figures = search(edition, "opium production Afghanistan 2018").figures
    assert (figures[0].key.path, figures[0].value) == ("opium-production/AFG/2018/unodc", 6_400)


def test_the_world_gives_its_printed_total_or_else_all_countries(edition: Edition) -> None:
    countries = Counter(row.indicator for row in edition.coverage if edition.areas[row.area].parent == "WLD")
    several = [item for item in edition.indicators_with_figures.values() if countries[item.indicator] > 1]
    for item in several[::25]:
        first, *_ = search(edition, f"{item.name} in the world").charts
        chosen = dict(parse_qsl(first.address.partition("?")[2]))
        assert chosen["indicator"] == item.indicator, item.name
        assert chosen.get("area") == "WLD" or chosen["group"] == "parts-of-WLD", item.name
    known = {row.indicator: row.area for row in edition.coverage if edition.areas[row.area].parent == "WLD"}
    of_one = [item for item in edition.indicators_with_figures.values() if countries[item.indicator] == 1]
    for item in of_one[::60]:  # the only country that has figures of it
        first, *_ = search(edition, f"{item.name} in the world").charts
        assert dict(parse_qsl(first.address.partition("?")[2]))["area"] in {"WLD", known[item.indicator]}, item.name
    seized = "/?indicator=acetic-anhydride-seizures&group=parts-of-WLD"
    for text, address in (
        ("acetic anhydride seized in the world", f"{seized}&sum=alone"),
        ("acetic anhydride seized in all countries since 2010", f"{seized}&from=2010&sum=alone"),
        ("acetic anhydride seized worldwide 2021", f"{seized}&year=2021&form=bar&sum=beside"),
        ("cannabis use, world", "/?indicator=cannabis-use&group=parts-of-WLD&form=bar"),
    ):
        assert search(edition, text).charts[0].address == address


def test_what_is_mended_or_only_found_in_part_is_said(edition: Edition) -> None:
    def said(text: str) -> str:
        return re.sub(r"<[^>]*>", "", markup(page_of_search.page(edition, query_of(q=text)).body))

    assert "No match for “helmnad”; results for “helmand” are shown" in said("helmnad")
    assert "No entry has all of these words" in said("vintage mexico")
    assert "Nothing was found. Use fewer or other words" in said("qqqqq")
    assert "Search for a place under any of its names" in said("")


@pytest.mark.parametrize(
    "text",
    ['"', "* OR (", "NEAR(a b)", "name:x", "-", "a" * 5000, "1e999", "\x00'; DROP TABLE entry", "0", "999 999 999 999"],
)
def test_no_text_is_an_order_to_the_index(edition: Edition, text: str) -> None:
    assert len(search(edition, text).statements) <= MOST_STATEMENTS


def test_the_page_stands_without_scripts_and_every_page_leads_to_it(client: TestClient) -> None:
    answer = client.get("/search", params={"q": "263,000 ha"})
    assert answer.status_code == 200
    assert "/number/opium-poppy-cultivation/AFG/2018/unodc?source=unodc" in answer.text
    assert (
        "verdict-cited" in answer.text
        and "misprint" not in answer.text.partition("search-found")[2].partition("</article>")[0]
    )
    assert 'action="/search"' in client.get("/method").text


def test_what_texts_call_a_measure_finds_it_and_what_was_looked_for_is_said(edition: Edition) -> None:
    found = search(edition, "overdose men")
    assert found.mended == {"overdose": ["deaths"]} and found.has_all_words
    assert [item.key for item in found.entries["indicator"]] == ["drug-induced-deaths-men"]
    assert search(edition, "confiscated heroin").entries["indicator"][0].key == "heroin-seizures"


@pytest.mark.parametrize("text", ["provinces of Afghanistan", "parts of Afghanistan", "Afghanistan regions"])
def test_all_parts_of_a_country_are_found_as_one_place(edition: Edition, text: str) -> None:
    found = search(edition, text).entries["place"]
    assert "Provinces of Afghanistan" in [item.name for item in found]
    charts = [item.address for item in search(edition, f"{text} opium poppy cultivation").charts]
    assert "/?indicator=opium-poppy-cultivation&group=parts-of-AFG" in charts


def test_several_places_give_one_chart_of_all_and_one_of_each(edition: Edition) -> None:
    charts = [item.address for item in search(edition, "opium production Afghanistan Birmanie").charts]
    assert charts[:3] == [
        "/?indicator=opium-production&area=AFG&area=MMR",
        "/?indicator=opium-production&area=AFG",
        "/?indicator=opium-production&area=MMR",
    ]
    shan = search(edition, "Shan Kachin opium poppy cultivation").charts[0]
    assert shan.name == "Opium poppy cultivation, East Shan, North Shan, South Shan and Kachin"


def test_places_alone_give_the_charts_of_what_is_known_best_of_all_of_them(edition: Edition) -> None:
    found = search(edition, "Shan against Kachin")
    places = "East Shan, North Shan, South Shan and Kachin"
    assert found.charts[0].name == f"Opium poppy cultivation, {places}" and found.has_all_words
    names = [item.name for item in search(edition, "Peru and Bolivia since 2000").charts]
    assert "Coca bush cultivation, Peru and Bolivia, from 2000" in names
    assert not any("Population" in name for name in names)


@pytest.mark.parametrize("text", ["coca Colombia Peru", "Colombian coca, Peruvian coca"])
def test_a_country_and_another_are_not_a_part_of_the_one_called_like_the_other(edition: Edition, text: str) -> None:
    assert search(edition, text).charts[0].address.endswith("&area=COL&area=PER")
    us, mexico, new_mexico = (
        SearchEntry("place", key, name, note, "")
        for key, name, note in (
            ("USA", "United States", ""),
            ("MEX", "Mexico", ""),
            ("US-NM", "New Mexico", "United States"),
        )
    )
    index = SearchIndex([us, mexico, new_mexico], {})
    assert index.are_of_two([["us"], ["mexico"]], new_mexico)
    assert not index.are_of_two([["new"], ["mexico"]], new_mexico)
    assert not index.are_of_two([["us"], ["mexico"]], mexico)


@pytest.mark.parametrize(
    "text",
    [
        "opium poppy eradication against cultivation Afghanistan 2005-2015",
        "eradication vs cultivation in Afghanistan, 2005-2015",
        "Afghanistan eradication cultivation 2005 2015",
    ],
)
def test_two_indicators_give_one_chart_of_both(edition: Edition, text: str) -> None:
    best = search(edition, text).charts[0]
    assert best.address == "/?indicator=opium-eradication&area=AFG&with=opium-poppy-cultivation&from=2005&to=2015"
    assert best.name == "Opium poppy eradication and opium poppy cultivation, Afghanistan, 2005–2015"


@pytest.mark.parametrize(
    ("text", "address", "ends"),
    [
        ("cocaine production Colombia 2023", "cocaine-manufacture&area=COL&year=2023&form=bar", "2023"),
        (
            "poppy-free provinces of Afghanistan 2012 and 2017",
            "&group=parts-of-AFG&base=2012&year=2017&form=map&measure=change",
            "change from 2012 to 2017",
        ),
        (
            "heroin seizures changed Iran Pakistan 2010 to 2020",
            "heroin-seizures&area=IRN&area=PAK&base=2010&year=2020&form=bar&measure=change",
            "change from 2010 to 2020",
        ),
        ("heroin seizures Iran Pakistan in 2020", "heroin-seizures&area=IRN&area=PAK&year=2020&form=bar", "2020"),
        ("Afghan opium poppy 2018 US vs UNODC", "&area=AFG&producer=unodc&producer=usg&year=2018&form=bar", "2018"),
        ("provinces of Afghanistan opium poppy 2017", "&group=parts-of-AFG&year=2017&form=bar", "2017"),
        ("opium price Afghanistan 2021 to 2024", "opium-price&area=AFG&from=2021&to=2024", "2021–2024"),
        ("opium price Afghanistan between 2021 and 2024", "opium-price&area=AFG&from=2021&to=2024", "2021–2024"),
        ("opium price Afghanistan 2021-24", "opium-price&area=AFG&from=2021&to=2024", "2021–2024"),
        ("opium price Afghanistan 2024 2021", "opium-price&area=AFG&from=2021&to=2024", "2021–2024"),
        ("seizures heroin Iran since 1990", "heroin-seizures&area=IRN&from=1990", "from 1990"),
        ("heroin seizures Iran after 1990", "heroin-seizures&area=IRN&from=1991", "from 1991"),
        ("heroin seizures Iran up to 2010", "heroin-seizures&area=IRN&to=2010", "until 2010"),
        ("opium poppy cultivation Afghanistan before 2000", "opium-poppy-cultivation&area=AFG&to=1999", "until 1999"),
        ("opium poppy cultivation Afghanistan in the 1990s", "&area=AFG&from=1990&to=1999", "1990–1999"),
        ("opium poppy cultivation Afghanistan, last ten years", "&area=AFG&from=2016&to=2025", "2016–2025"),
        ("opium poppy cultivation Helmand 1901", "opium-poppy-cultivation&area=AF-HEL", "Helmand"),  # of no such year
        ("opium yield Afghanistan 2018", "opium-yield&area=AFG", "Afghanistan"),  # of 2018 sources print none
    ],
)
def test_years_in_a_question_are_those_of_the_chart(edition: Edition, text: str, address: str, ends: str) -> None:
    best = search(edition, text).charts[0]
    assert best.address.endswith(address) and best.name.endswith(ends)


@pytest.mark.parametrize("group", ["golden-triangle", "andean-coca", "parts-of-AFG", "afghanistan-neighbours"])
def test_a_chart_of_a_year_is_offered_of_a_group_only_where_it_has_a_figure_then(edition: Edition, group: str) -> None:
    name, members = edition.keep(scenes.groups)[group]
    between = dict[str, int]()
    for indicator, makers in edition.reporters(members).items():
        years = {year for counts in makers.values() for year in counts}
        gaps = set(range(min(years), max(years))) - years
        between |= {indicator: max(gaps)} if gaps else {}
    for indicator, year in list(between.items())[:6]:
        offered = {
            item.address for item in search(edition, f"{edition.indicators[indicator].name} {name} {year}").charts
        }
        assert f"/?indicator={indicator}&group={group}&year={year}&form=bar" not in offered
    assert between


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("which country seized most heroin in 2023", "Iran seized the most heroin of these 10 countries"),
        ("how much opium was grown in Badakhshan in 2023", "1,573 ha"),
        ("heroin seized Iran and Pakistan 2015", "Of these two countries with a figure for 2015, Pakistan seized more"),
        ("largest coca growers 2020", "Colombia had the largest coca bush cultivation"),
        ("coca eradication Colombia 2010s", "94,606 ha in 2019, the highest of 2016–2019"),
        ("Laos opium eradication before 2010", "18,900 ha in 2003, the highest of 9 years known"),
        ("opium poppy provinces of Afghanistan 2010", "Helmand had the largest opium poppy cultivation"),
    ],
)
def test_the_chart_of_a_question_has_its_answer_in_the_title(edition: Edition, question: str, answer: str) -> None:
    address = search(edition, question).charts[0].address
    view, remarks = read_view(address.partition("?")[2], edition.keep(scenes.choices))
    assert not remarks and answer in sentence_text(title(scenes.scene(edition, view)))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("coca cultivation Colombia UNODC", "/?indicator=coca-bush-cultivation&area=COL&producer=unodc"),
        ("how much opium poppy cultivation in Afghanistan by Alcis", "&area=AFG&producer=alcis"),
        ("illicit coca cultivation in Colombia", "/?indicator=coca-bush-cultivation&area=COL"),
    ],
)
def test_a_producer_is_chosen_and_one_word_too_many_does_no_harm(edition: Edition, text: str, address: str) -> None:
    found = search(edition, text)
    assert found.charts[0].address.endswith(address)
    assert found.has_all_words == ("illicit" not in text)


def test_what_is_measured_and_a_year_give_the_countries_of_that_year(edition: Edition) -> None:
    for text in ("potential opium production 2014", "the five largest opium producers of 2014"):
        found = search(edition, text)
        assert found.charts[0].address == "/?indicator=opium-production&top=2014&year=2014&form=bar"
        assert found.has_all_words
    assert not search(edition, "potential opium production 1901").charts


@pytest.mark.parametrize("people", ["per million people", "per 100,000 inhabitants", "per capita"])
def test_what_is_asked_for_so_many_people_is_a_rate_unless_that_stands_behind_a_number(
    edition: Edition, people: str
) -> None:
    for text, address in (
        (f"potential opium production {people} in 2014", "top=2014&year=2014&form=bar&measure=rate"),
        (f"potential opium production {people} in Myanmar since 2010", "area=MMR&from=2010&measure=rate"),
        (f"potential opium production {people} in all countries", "group=parts-of-WLD&form=bar&measure=rate"),
        (f"farm-gate price of dry opium {people}, Afghanistan", "area=AFG"),  # a price is of no people
    ):
        charts = [item.address.partition("&")[2] for item in search(edition, text).charts]
        assert address in charts and ("price" in text or all("measure=rate" in one for one in charts)), text
    assert search(edition, f"21.7 {people}").number is not None


def test_a_place_and_a_year_give_its_briefing(edition: Edition, client: TestClient) -> None:
    found = search(edition, "Helmand 2017")
    assert (found.entries["page"][0].name, found.entries["place"][0].name) == ("Helmand 2017, in brief", "Helmand")
    assert client.get(found.entries["page"][0].address).status_code == 200
    assert not [item for item in search(edition, "Helmand 1901").entries.get("page", []) if item.note == "Briefing"]


def test_surveys_are_found_by_what_they_measure(edition: Edition) -> None:
    assert search(edition, "prevalence cannabis").entries["indicator"][0].key == "cannabis-use"


@pytest.fixture(scope="module")
def whole(whole_database: Path) -> Edition:
    """The edition of all figures."""
    return Database(whole_database).edition()


def test_every_name_of_a_substance_that_has_figures_finds_its_indicators(whole: Edition) -> None:
    measured: dict[str, set[str]] = {}
    for key, item in whole.indicators_with_figures.items():
        measured.setdefault(item.substance, set()).add(key)
    meant: dict[str, set[str]] = {whole.substances[key].name: {key} for key in measured if key in whole.substances}
    for key, called in whole.keep(names_of_substances).items():
        for name in called:
            meant.setdefault(name, set()).add(key)
    missed = [
        name
        for name, keys in meant.items()
        for known in [set[str]().union(*(measured.get(key, ()) for key in keys))]
        if known and not {item.key for item in search(whole, name).entries["indicator"]} & known
    ]
    assert len(meant) > 300 and missed == []


def test_marijuana_is_a_word_beside_what_is_measured_too(whole: Edition) -> None:
    assert search(whole, "marijuana").entries["indicator"][0].key == "cannabis-herb-seizures"
    found = search(whole, "marijuana use Mexico")
    assert found.has_all_words and found.charts[0].name.startswith("Use of cannabis")
    assert not search(whole, "3,4-methylenedioxymethamphetamine (MDMA)").statements


def test_the_parts_of_a_country_are_found_under_its_short_name_and_the_country_before_them(whole: Edition) -> None:
    first, *_ = search(whole, "overdose death rate of US states 2017").charts
    assert first.name.endswith(", States of the United States, 2017") and "group=parts-of-USA" in first.address
    assert _first(search(whole, "US"), "place") == "United States"


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        ("coca Peru", "coca-bush-cultivation", "coca-leaf-seizures"),
        ("opium Afghanistan", "opium-poppy-cultivation", "opium-seizures"),
        ("coca seizures Peru", "coca-leaf-seizures", ""),
        ("heroin Mexico", "heroin-manufacture", "heroin-seizures"),
    ],
)
def test_what_is_grown_and_made_comes_before_what_is_seized_unless_that_is_asked(
    whole: Edition, text: str, first: str, then: str
) -> None:
    found = [item.key.split(" ")[0] for item in search(whole, text).charts]
    assert found[0] == first and (then not in found or found.index(first) < found.index(then))


@pytest.mark.parametrize("text", ["Shan", "Mexico", "Helmand", "Golden Triangle", "Colombia Peru"])
def test_what_is_a_name_of_places_alone_finds_places_first(whole: Edition, text: str) -> None:
    assert next(iter(search(whole, text).entries)) == "place"
