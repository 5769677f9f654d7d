"""What the rules of the method make of the bundled figures: named cases, and promises to every observation."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sample_data import BUNDLED
from sharing import tables_of

from etl.figures.beside import rows_beside
from etl.figures.dates import newest_day
from etl.figures.vocabulary.judgement import ChangeKind, Misfit
from etl.figures.vocabulary.numbers import Flag
from etl.method.consistency import BOUNDS, consistency

KEY = ["indicator", "area", "year", "producer"]
CULTIVATION, COCA, PRODUCTION = "opium-poppy-cultivation", "coca-bush-cultivation", "opium-production"
MANUFACTURED = {"cocaine-manufacture", "heroin-manufacture"}
Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def tables() -> Tables:
    """The edition that the bundled figures make."""
    return dict(tables_of(BUNDLED))


def shown(tables: Tables, *key: object) -> Any:
    """The observation of a key, with the sources of the statements it names."""
    rows = tables["observation"]
    (row,) = rows[(rows[KEY] == list(key)).all(axis=1)].itertuples()
    return row


def source_of(tables: Tables, statement: int) -> str:
    return str(tables["statement"].set_index("id")["source"][statement])


def verdict(tables: Tables, key: tuple[object, ...], value: float) -> set[str]:
    said = tables["statement"]
    return set(said[(said["observation_id"] == shown(tables, *key).id) & (said["value"] == value)]["verdict"])


def history(tables: Tables, *key: object) -> list[tuple[str, float, str]]:
    """From when on which number was current, and what became of the one before; without what left it the same."""
    rows = tables["vintage"][tables["vintage"]["observation_id"] == shown(tables, *key).id]
    steps = rows[(rows["kind"] != "") | ~rows["observation_id"].duplicated()]
    return list(steps[["published_from", "value", "kind"]].itertuples(index=False, name=None))


def warnings(tables: Tables, *key: object) -> dict[str, float]:
    rows = tables["consistency"][tables["consistency"]["observation_id"] == shown(tables, *key).id]
    return dict(zip(rows["code"], rows["computed"], strict=True))


@pytest.mark.many
def test_an_exact_number_is_not_replaced_by_its_rounding_in_a_later_table(tables: Tables) -> None:
    key = COCA, "COL", 2009, "unodc"
    assert shown(tables, *key).value == 73_139
    first, *later = history(tables, *key)
    assert first == ("2010-06-22", 68_000, "")
    assert later == [("2015-06-26", 73_000, "revised"), ("2016-07-08", 73_139, "rounded")]
    assert verdict(tables, key, 73_000) == {"rounded"}
    assert shown(tables, COCA, "PER", 2018, "unodc").value == 54_134


def test_no_history_goes_from_an_exact_number_to_its_rounding(tables: Tables) -> None:
    """A number that is first known rounded and then exactly is no revision; the other way round it never goes.

    So no step that is only rounding counts as a change: the exact number stays from then on, the rounded one is told to
    agree with it, and nothing is revised from that day on. What a source itself calls a change is one, however small.
    """
    said = tables["statement"].set_index("id")
    rows = tables["vintage"].merge(tables["observation"][["id", *KEY]], left_on="observation_id", right_on="id")
    before = rows.groupby("observation_id")[["value", "flag", "revised_from", "decided_by"]].shift()
    steps = rows.join(before.add_suffix("_before"))
    steps = steps[steps["value_before"].notna() & steps["value"].notna() & (steps["value_before"] != steps["value"])]
    newest = ~rows.loc[rows["kind"] != "", "observation_id"].duplicated(keep="last")
    last_changes = set(newest.index[newest])
    rounded = 0
    for row in steps.itertuples():
        assert not _is_rounding_of(row.value, row.flag, row.value_before), row
        is_called_so = said["change"][row.decided_by] != ""
        only_rounding = _is_rounding_of(row.value_before, row.flag_before, row.value) and not is_called_so
        assert (row.kind == ChangeKind.ROUNDED) == only_rounding, row
        if only_rounding:
            rounded += 1
            assert row.flag_before not in {Flag.AT_LEAST, Flag.RANGE}, row
            assert row.revised_from == row.revised_from_before, row
            if row.Index in last_changes:
                assert said["verdict"][int(row.decided_by_before)] in {"rounded", "agrees"}, row
    assert rounded > 50 and (steps["kind"] == ChangeKind.ROUNDED).sum() == (rows["kind"] == ChangeKind.ROUNDED).sum()


def _is_rounding_of(rough: float, flag: str, exact: float) -> bool:
    """Whether a number is another one rounded: to two digits at least; to one, or cut off, where its source says so."""
    step = _last_digit(rough)
    near = abs(rough - exact) <= step / 2
    is_rounded = near and rough >= 10 * step
    is_called_so = flag == Flag.ROUNDED and (near or 0 <= exact - rough < step)
    return (is_rounded or is_called_so) and step > _last_digit(exact)


def _last_digit(value: float) -> float:
    text = f"{value:f}".rstrip("0")
    if not text.endswith("."):
        return float(10.0 ** -len(text.split(".")[1]))
    whole = text[:-1]
    return float(10.0 ** (len(whole) - len(whole.rstrip("0"))))


def test_most_of_what_changed_of_crops_was_rounding(tables: Tables) -> None:
    """In all series but that of the US, of which mostly a first print and the series of 2020 are known."""
    of_crops = tables["indicator"]["indicator"][tables["indicator"]["crop"] != ""]
    observations = tables["observation"]
    shown = observations["id"][observations["indicator"].isin(of_crops) & (observations["producer"] != "usg")]
    vintages = tables["vintage"][tables["vintage"]["observation_id"].isin(shown)]
    kinds = vintages["kind"]
    revised = vintages["observation_id"][kinds.isin(["revised", "corrected", "redefined"])].nunique()
    assert revised < (kinds == ChangeKind.ROUNDED).sum()


def test_who_published_a_table_is_who_compiled_what_it_reprints(tables: Tables) -> None:
    """So that a UN table with estimates of the US Government is no second witness of them, nor the other way round."""
    publisher = tables["source"].set_index("source")["publisher"]
    said = tables["statement"].assign(publisher=lambda rows: rows["source"].map(publisher))
    of_un = said[(said["publisher"] == "UNODC") & (said["compiler"] != "")]
    assert set(of_un["compiler"]) == {"unodc"}
    of_us = said[said["publisher"].isin(["White House ONDCP", "US Department of State"]) & (said["compiler"] != "")]
    assert set(of_us["compiler"]) == {"us-government"}


@pytest.mark.many
def test_an_estimate_with_its_range_is_not_replaced_by_an_unrounded_total(tables: Tables) -> None:
    for year, value in ((2010, 123_000), (2014, 224_000), (2018, 263_000), (2019, 163_000)):
        row = shown(tables, CULTIVATION, "AFG", year, "unodc")
        assert (row.value, row.low < value < row.high) == (value, True)
        assert len({value for _, value, _ in history(tables, CULTIVATION, "AFG", year, "unodc")}) == 1


def test_a_marked_revision_comes_before_the_survey_of_the_year(tables: Tables) -> None:
    assert history(tables, PRODUCTION, "AFG", 2006, "unodc") == [
        ("2006-09-03", 6_100, ""),
        ("2015-06-26", 5_300, "revised"),
    ]


def test_a_revision_that_only_a_report_tells_of_may_supersede(tables: Tables) -> None:
    row = shown(tables, "cocaine-manufacture", "COL", 2005, "unodc")
    assert (row.value, source_of(tables, row.decided_by)) == (680, "reuters-2013-08-08")
    assert verdict(tables, ("cocaine-manufacture", "COL", 2005, "unodc"), 640) == {"superseded"}


def test_the_first_estimate_of_1998_stays_where_no_later_one_is_confirmed(tables: Tables) -> None:
    """A doubt: later series are said to be higher, about 2,690 t, which nobody has found on a page."""
    assert shown(tables, PRODUCTION, "AFG", 1998, "unodc").value == 2_100


def test_an_exact_date_decides_between_reports_and_not_the_spelling_of_their_keys(tables: Tables) -> None:
    row = shown(tables, "cocaine-manufacture", "COL", 2019, "unodc")
    assert (row.value, source_of(tables, row.decided_by)) == (1_137, "reuters-2021-06-09")
    assert row.tied_with, "and the two are said to be tied"


def test_a_number_of_two_digits_may_round_another_by_any_share(tables: Tables) -> None:
    key = "opium-farm-income", "AFG", 2022, "unodc"
    assert verdict(tables, key, 1_400) == {"rounded"} and shown(tables, *key).value == 1_360


def test_a_misprint_that_only_the_package_infers_stays_with_a_warning(tables: Tables) -> None:
    key = COCA, "WLD", 2020, "unodc"
    assert shown(tables, *key).value == 234_200
    assert warnings(tables, *key) == {Misfit.SUSPECTED: 234_000}
    badakhshan = CULTIVATION, "AF-BDS", 2025, "unodc"
    assert verdict(tables, badakhshan, 6_689) == {"differs"} and shown(tables, *badakhshan).value == 6_639


def test_a_misprint_with_a_witness_outside_is_set_aside(tables: Tables) -> None:
    assert verdict(tables, (CULTIVATION, "AFG", 2018, "unodc"), 236_000) == {"misprint"}
    assert verdict(tables, (CULTIVATION, "THA", 2011, "unodc"), 289) == {"misprint"}
    assert verdict(tables, (CULTIVATION, "AFG", 2016, "unodc"), 221_000) == {"wrong-scope"}  # the upper bound


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (("cocaine-manufacture", "COL", 2016, "usg"), "revised"),
        ((COCA, "WLD", 2011, "unodc"), "redefined"),
        (("cocaine-manufacture", "COL", 2019, "usg"), "revised"),  # a report, then a later publication of the US
        ((COCA, "PER", 2011, "unodc"), ""),  # what was seen on images is of another scope, and no revision
        ((COCA, "COL", 2011, "unodc"), "rounded"),
    ],
)
def test_a_history_says_what_became_of_the_number_before(tables: Tables, key: tuple[object, ...], kind: str) -> None:
    assert history(tables, *key)[-1][-1] == kind


def test_the_day_of_the_edition_shows_every_observation_as_it_is_today(tables: Tables) -> None:
    printing = tables["source"][tables["source"]["source"].isin(tables["statement"]["source"])]
    day = newest_day(printing["published"])
    assert day.startswith(tables["edition"]["data_as_of"][0])
    assert (tables["source"]["known_from"] <= day).all()
    known = tables["vintage"][tables["vintage"]["published_from"] <= day]
    last = known.drop_duplicates("observation_id", keep="last").set_index("observation_id")
    today = tables["observation"].set_index("id")
    today = today[today["statement_id"] > 0]
    columns = ["value", "low", "high", "flag", "statement_id", "decided_by", "range_statement_id", "tied_with"]
    pd.testing.assert_frame_equal(last[columns], today[columns], check_names=False)


def test_world_drug_reports_of_which_the_day_is_known_have_it(tables: Tables) -> None:
    published = tables["source"].set_index("source")["published"]
    reports = published[published.index.str.fullmatch(r"unodc-wdr-20(15|16|22|26)-.*")]
    assert len(reports) > 5 and reports.str.fullmatch(r"\d{4}-06-\d{2}").all()


def test_area_yield_and_production_that_do_not_fit_all_carry_the_warning(tables: Tables) -> None:
    place = "AFG", 2009, "unodc"
    assert round(warnings(tables, PRODUCTION, *place)[Misfit.FACTORS]) == 6_900
    assert Misfit.FACTOR in warnings(tables, CULTIVATION, *place)
    assert round(warnings(tables, "opium-yield", *place)[Misfit.RETIRED], 1) == 32.5


def test_a_yield_that_was_printed_with_a_revised_product_is_retired_and_the_area_is_not(tables: Tables) -> None:
    retired = tables["consistency"][tables["consistency"]["code"] == Misfit.RETIRED].merge(
        tables["observation"], left_on="observation_id", right_on="id"
    )
    assert set(retired["indicator"]) == {"opium-yield"}
    assert list(retired["year"]) == [2006, 2007, 2008, 2009]


def test_price_times_production_is_compared_with_the_value(tables: Tables) -> None:
    place = "AFG", 2024, "unodc"
    assert round(warnings(tables, "opium-farmgate-value", *place)[Misfit.FACTORS]) == 325
    assert Misfit.FACTOR in warnings(tables, "opium-price", *place)
    assert Misfit.FACTOR in warnings(tables, PRODUCTION, *place)


def test_products_within_the_rounding_of_their_factors_have_no_warning(tables: Tables) -> None:
    place = "AFG", 2018, "unodc"
    assert warnings(tables, PRODUCTION, *place) == warnings(tables, CULTIVATION, *place) == {}


def test_yields_that_never_change_and_yields_unlike_those_around_are_told(tables: Tables) -> None:
    laos = [warnings(tables, PRODUCTION, "LAO", year, "unodc") for year in (2016, 2017, 2018, 2019)]
    assert all(Misfit.CONSTANT in found for found in laos)
    assert Misfit.OUTLIER in warnings(tables, PRODUCTION, "COL", 2013, "unodc")
    assert Misfit.OUTLIER not in warnings(tables, PRODUCTION, "COL", 2012, "unodc")


def test_yields_are_compared_of_what_fields_give_and_not_of_what_is_made_of_it(tables: Tables) -> None:
    indicators = tables["indicator"]
    known = tables["observation"].merge(indicators[["indicator", "measure"]], on="indicator").iloc[:1]
    every = {row["product"]: row["area"] for row in rows_beside("etl.method", "implied_yields.csv")}
    assert set(every) == set(indicators.loc[indicators["measure"] == "production", "indicator"]) - MANUFACTURED
    for product, area in every.items():
        grown = pd.concat([known] * 3).assign(
            id=range(3), year=range(2001, 2004), indicator=area, value=[100.0, 200.0, 300.0], comparable_from=np.nan
        )
        made = grown.assign(id=range(3, 6), indicator=product, value=grown["value"] * 1.3)
        both = pd.concat([grown, made]).assign(**dict.fromkeys(BOUNDS, np.nan), tied_with=0, flag="")
        revised = pd.DataFrame({"observation_id": [], "value": [], "room": []})
        found = consistency(both, revised, indicators, tables["area"])
        assert list(found.loc[found["code"] == Misfit.CONSTANT, "observation_id"]) == [3, 4, 5]
