"""Areas, indicators and groups without any figure are found by imports, and offered, listed and counted nowhere."""

from starlette.testclient import TestClient

from dashboard.pages.choosing import indicator_options, measured_options, substance_options, topic_options
from dashboard.pages.options import area_options, group_options
from dashboard.views import scenes
from dashboard.views.largest import largest_areas
from dashboard.views.observed import is_figure
from dashboard.views.overview import rankings
from dashboard.views.ranking import in_order
from dashboard.views.rates import rates_of
from dashboard.views.scenes import DEFAULT_VIEW
from dashboard.views.strict import read_strictly
from dashboard.views.view import ALL_COUNTRIES, View, read_view
from dashboard.words.alike import NOT_RANKED, are_all_alike, most_alike
from etl.editions.reading import Edition
from etl.figures.areas import is_country
from etl.figures.observations import Observation

WITHOUT = "ATA"  # an area of ISO 3166 without any figure


def _values(options: list[dict[str, object]]) -> set[object]:
    """The values of options that stand in groups."""
    return {item["value"] for group in options for item in group["items"]}  # type: ignore[attr-defined]


def test_only_areas_with_figures_are_offered(edition: Edition) -> None:
    assert WITHOUT in edition.areas and WITHOUT not in edition.areas_with_figures
    for indicator in ("opium-poppy-cultivation", "heroin-seizures"):
        having = {row.area for row in edition.coverage if row.indicator == indicator}
        assert _values(area_options(edition, View(indicator, (min(having),)))) == having


def test_an_area_of_an_address_is_named_though_it_has_no_figures(edition: Edition) -> None:
    options = area_options(edition, View("opium-price", ("AFG", "PER")))
    assert options[-1]["items"] == [{"value": "PER", "label": "Peru (no figures)", "disabled": True}]


def test_every_indicator_with_figures_is_found_by_topic_and_measure_and_no_other(edition: Edition) -> None:
    having = {row.indicator for row in edition.coverage}
    offered = [option["value"] for key in having for option in indicator_options(edition, key)]
    assert set(offered) == having
    for key in having:
        item = edition.indicators[key]
        assert item.topic in {option["value"] for option in topic_options(edition)}
        assert item.measure in {option["value"] for option in measured_options(edition, key)}
        assert item.substance in {option["value"] for option in substance_options(edition, key)} or not item.substance


def test_what_is_offered_says_of_how_many_areas_and_years_there_are_figures(edition: Edition) -> None:
    rows = [row for row in edition.coverage if row.indicator == "heroin-seizures"]
    (option,) = [one for one in indicator_options(edition, "heroin-seizures") if one["value"] == "heroin-seizures"]
    span = f"{min(row.first for row in rows)}–{max(row.last for row in rows)}"
    assert option["known"] == f"{len({row.area for row in rows})} areas, {span}"


def test_no_two_options_of_a_list_are_called_alike(edition: Edition) -> None:
    for indicator in {row.indicator for row in edition.coverage}:
        for options in (indicator_options(edition, indicator), substance_options(edition, indicator)):
            labels = [option["label"] for option in options]
            assert len(labels) == len(set(labels))


def test_an_indicator_of_many_countries_is_first_shown_of_the_largest_and_says_so(edition: Edition) -> None:
    view, remarks = read_view("indicator=heroin-seizures", scenes.choices(edition))
    assert view.top and view.areas == largest_areas(edition, "heroin-seizures", view.top)
    largest = f"the countries with the largest figures for {view.top} that can be compared, up to ten"
    assert remarks == [f"No area is chosen; {largest}, are shown."]


def test_no_two_of_the_largest_of_a_year_measure_something_else(edition: Edition) -> None:
    countries = [area.area for area in edition.areas_with_figures.values() if is_country(area)]
    are_left_out = 0
    for key in scenes.choices(edition).indicators:
        of_year: dict[int, dict[str, list[Observation]]] = {}
        for item in edition.observations(key, countries):
            of_year.setdefault(item.key.year, {}).setdefault(item.key.producer, []).append(item)
        for year, of_maker in of_year.items():
            areas = largest_areas(edition, key, year)
            chosen = [[item for item in every if item.key.area in areas] for every in of_maker.values()]
            assert not areas or any(len(one) == len(areas) and are_all_alike(one) for one in chosen), (key, year)
            are_left_out += len(areas) < 10 and any(len(every) > len(areas) for every in of_maker.values())
    assert are_left_out


def test_the_largest_of_a_year_are_shown_by_the_producer_whose_largest_they_are(edition: Edition) -> None:
    """In a ranking and on a map, of every year of which two producers have figures; the reader may choose another."""
    countries = [area.area for area in edition.areas_with_figures.values() if is_country(area)]
    offered = scenes.choices(edition)
    are_several = 0
    for key in offered.indicators:
        having: dict[int, dict[str, set[str]]] = {}
        for item in filter(is_figure, edition.observations(key, countries)):
            having.setdefault(item.key.year, {}).setdefault(item.key.producer, set()).add(item.key.area)
        several = {year: makers for year, makers in having.items() if len(makers) > 1}
        for year, makers in several.items() if edition.indicators[key].ranks_countries else ():
            most = max(map(len, makers.values()))
            for chosen in ("", *makers):
                query = f"indicator={key}&top={year}&year={year}{f'&producer={chosen}' if chosen else ''}"
                shown = []
                for form in ("bar", "map"):
                    view, _ = read_view(f"{query}&form={form}", offered)
                    shown.append({line.series.producer.producer for line in scenes.scene(edition, view).drawn})
                if len(view.areas) < 2:
                    continue  # a map of one country is of its parts
                assert shown[0] == shown[1] and len(shown[0]) == 1, query
                [maker] = shown[0]
                assert maker == chosen or (not chosen and len(makers[maker]) == most), query
                are_several += 1
    assert are_several


def test_of_more_areas_than_there_is_room_for_those_come_first_that_can_be_compared(edition: Edition) -> None:
    """By their largest figures where all are known to measure the same; else by how many they have."""
    words = set()
    for key in scenes.choices(edition).indicators:
        sizes = scenes.choices(edition).sizes(key)
        words.add(sizes.words)
        found = edition.observations(key, edition.areas)
        for area, size in sizes.of_areas.items():
            own = [item for item in found if item.key.area == area]
            if sizes.words == "the most figures":
                assert size == len(own)
            else:
                assert size == max((item.value if item.value is not None else item.high) or 0.0 for item in own)
        alike = edition.indicators[key].ranks_countries and len(most_alike(found)) == len(found)
        assert alike is (sizes.words == "the largest figures of any year and producer")
    assert len(words) == 2


def test_a_year_of_which_no_country_has_a_figure_has_no_largest_and_is_named(edition: Edition) -> None:
    for indicator in ("heroin-seizures", "opium-poppy-cultivation"):
        view, remarks = read_view(f"indicator={indicator}&top=1900", scenes.choices(edition))
        assert view.top != 1900 and view.areas
        assert [remark.partition(";")[0] for remark in remarks] == ["No country has a figure for 1900 (top)"]


def test_the_largest_are_those_with_the_largest_rates_where_rates_are_shown(edition: Edition) -> None:
    year = 2018
    rates = rates_of(edition, "heroin-seizures")
    countries = [area.area for area in edition.areas_with_figures.values() if is_country(area)]
    every = [rates.of(item) for item in edition.observations("heroin-seizures", countries, ("unodc",), year, year)]
    largest = sorted(filter(None, every), reverse=True)[:10]
    view, _ = read_view(f"indicator=heroin-seizures&top={year}&form=bar&measure=rate", scenes.choices(edition))
    shown = [point.value for line in scenes.scene(edition, view).lines for point in line.points]
    assert sorted(filter(None, shown), reverse=True) == largest
    assert set(view.areas) != set(largest_areas(edition, "heroin-seizures", year))


def test_countries_that_count_by_rules_of_their_own_are_ranked_nowhere(edition: Edition) -> None:
    """Nothing offers, takes or shows an order of them by size; the parts of one country are ranked all the same."""
    offered, every = scenes.choices(edition), ALL_COUNTRIES
    unranked = [key for key in offered.indicators if not edition.indicators[key].ranks_countries]
    assert len(unranked) > 3
    for key in unranked:
        years = {row.last for row in edition.coverage if row.indicator == key}
        assert not any(largest_areas(edition, key, year) for year in years)
        options = group_options(edition, View(key, (next(iter(offered.having(key))),)))
        assert not [one for one in _values(options) if str(one).startswith("top-")]
        view, remarks = read_view(f"indicator={key}&top={max(years)}&form=bar", offered)
        assert view.top is None and remarks[0].startswith(NOT_RANKED)
        assert read_strictly(f"indicator={key}&top={max(years)}", edition)[1][0].startswith(NOT_RANKED)
        shown = scenes.scene(edition, View(key, scenes.groups(edition)[every][1], group=every, form="bar"))
        names = [line.series.label for line, _ in in_order(shown)]
        assert names == sorted(names) and (len(names) < 2 or (f"{NOT_RANKED}.",) in shown.to_be_known)
        found = rankings(edition, [edition.indicators[key]])
        listed = [edition.areas[item.key.area].name for one in found for item in one.ranked]
        assert listed == sorted(listed)
    states = View("drug-induced-deaths", ("US-CA", "US-WV"), form="bar")
    assert scenes.scene(edition, states).is_ranked


def test_a_map_without_an_area_shows_all_countries(edition: Edition) -> None:
    view, remarks = read_view("indicator=heroin-seizures&form=map", scenes.choices(edition))
    assert view.group == ALL_COUNTRIES and view.areas == scenes.groups(edition)[ALL_COUNTRIES][1] and not remarks


def test_only_groups_with_a_figure_are_offered(edition: Edition) -> None:
    having = {row.area for row in edition.coverage}
    offered = scenes.groups(edition)
    assert "un-south-america" in offered
    assert all(having.intersection(members) for _, members in offered.values())
    named = _values(group_options(edition, DEFAULT_VIEW))
    assert "un-polynesia" not in named and "un-south-america" in named


def test_a_group_keeps_the_members_of_which_nothing_is_known(edition: Edition) -> None:
    _, members = scenes.groups(edition)["un-south-america"]
    assert {"BOL", "COL", "PER", "SUR"} <= set(members)
    shown = scenes.scene(edition, View(indicator="coca-bush-cultivation", areas=members, group="un-south-america"))
    assert "Suriname" in {area.name for area in shown.missing}


def test_a_map_of_countries_has_those_with_figures(edition: Edition) -> None:
    shown = scenes.scene(edition, View(indicator="opium-poppy-cultivation", areas=("WLD",), form="map"))
    assert {area.area for area in shown.missing} <= edition.areas_with_figures.keys()


def test_lists_of_the_api_have_what_has_figures_and_what_that_is_a_part_of(
    client: TestClient, edition: Edition
) -> None:
    areas = client.get("/api/v1/areas?limit=1000").json()["items"]
    assert {row["area"] for row in areas if row["observations"]} == {row.area for row in edition.coverage}
    wider = {row["area"] for row in areas if not row["observations"]}
    assert all(any(edition.areas[row["area"]].parent == area for row in areas) for area in wider)
    indicators = client.get("/api/v1/indicators").json()["items"]
    assert all(row["observations"] for row in indicators)
    groups = {row["group"] for row in client.get("/api/v1/groups?limit=1000").json()["items"]}
    assert groups == {row.group for row in edition.memberships} & scenes.groups(edition).keys()


def test_the_words_of_an_indicator_are_those_of_the_tables(client: TestClient, edition: Edition) -> None:
    for row in client.get("/api/v1/indicators").json()["items"]:
        assert row["topic"] in edition.topics
        assert row["substance"] in edition.substances or not row["substance"]
        assert row["measure"] and row["additive"] in ("yes", "no")


def test_the_first_page_knows_nothing_of_areas_without_figures(client: TestClient, edition: Edition) -> None:
    page = client.get("/").text
    others = [area.name for key, area in edition.areas.items() if key not in edition.areas_with_figures]
    assert not [name for name in others if len(name) > 8 and name in page]
