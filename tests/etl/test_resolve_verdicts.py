"""What is said of every other statement, and which value was known when."""

import pytest
from figures import history, resolved, shown, source, statement, verdict_of

from etl.figures.dates import known_from

PRIMARY = source("survey", "2018-11", kind="survey")
LATER = source("annex", "2026")
NEWS = source("news", "2019-01-05", "secondary")
MONTH = source("of-that-month", "2019-01")


@pytest.mark.parametrize(
    ("early", "late", "kind"),
    [
        (statement("survey", 8_200), statement("annex", 7_400), "revised"),
        (statement("survey", 8_200), statement("annex", 7_400, change="redefined"), "redefined"),
        (statement("survey", 8_200), statement("annex", 8_243), "rounded"),
        (statement("survey", 3_000, flag="at-least"), statement("annex", 3_400), "narrowed"),
        (statement("survey", 8_100, flag="approximate"), statement("annex", 8_243), "narrowed"),
        (statement("survey", 8_200, flag="approximate"), statement("annex", 8_243), "rounded"),
        (statement("survey", None, low=8_000, high=9_000, flag="range"), statement("annex", 8_243), "narrowed"),
        (
            statement("survey", None, low=8_000, high=9_000, flag="range"),
            statement("annex", 8_243, low=7_000, high=9_000),
            "revised",
        ),
        (statement("survey", 8_200, basis="cultivated"), statement("annex", 7_400, basis="harvested"), "redefined"),
        (statement("survey", 8_200, basis=""), statement("annex", 7_400, basis="harvested"), "revised"),
        (statement("survey", 8_729, flag="summed", as_printed="31 + 8698"), statement("annex", 31), "redefined"),
        (statement("survey", 8_729, flag="summed", as_printed="31 + 8698"), statement("annex", 53), "revised"),
        (statement("news", 8_000), statement("annex", 8_300), "revised"),
        (statement("news", 8_000), statement("of-that-month", 8_300), "corrected"),
        (statement("survey", 236_000, suspected=True), statement("annex", 263_000, suspected=False), "corrected"),
        (statement("survey", 8_200), statement("annex", 8_200, low=8_000, high=9_000), ""),
    ],
)
def test_a_step_of_a_history_says_its_kind(early: dict[str, object], late: dict[str, object], kind: str) -> None:
    newest = statement("annex", 1, year=2017)
    found = resolved(
        [{"suspected": False, "basis": "", **each} for each in (early, late, newest)], [PRIMARY, NEWS, LATER, MONTH]
    )
    assert list(found.vintages["kind"]) == ["", "", kind]


def test_poppy_free_is_not_zero() -> None:
    found = resolved([statement("survey", 0, flag="p-f"), statement("news", 0)], [PRIMARY, NEWS])
    assert shown(found)["flag"] == "p-f"
    assert verdict_of(found)["news"] == "differs"


@pytest.mark.parametrize(
    ("columns", "verdict"),
    [
        ({"value": 263_000}, "agrees"),
        ({"value": 260_000, "flag": "at-least"}, "agrees"),
        ({"value": 270_000, "flag": "at-least"}, "differs"),
        ({"value": 260_000, "flag": "approximate"}, "agrees"),
        ({"value": 250_000, "flag": "approximate"}, "differs"),
        ({"value": 262_588, "as_printed": "262,588"}, "agrees"),
        ({"value": None, "low": 242_000, "high": 283_000, "flag": "range"}, "agrees"),
        ({"value": None, "low": 270_000, "high": 283_000, "flag": "range"}, "differs"),
        ({"value": 260_000, "as_printed": "260,000"}, "rounded"),
        ({"value": 250_000, "flag": "rounded"}, "differs"),
        ({"value": 200_000, "flag": "rounded"}, "rounded"),
        ({"value": 300_000, "as_printed": "300,000"}, "differs"),
        ({"value": 221_000}, "differs"),
        ({"value": 7_790, "flag": "wrong-scope"}, "wrong-scope"),
    ],
)
def test_every_other_statement_gets_the_first_verdict_that_holds(columns: dict[str, object], verdict: str) -> None:
    other = statement("news", **columns)  # type: ignore[arg-type]
    found = resolved([statement("survey", 263_000, as_printed="263,000"), other], [PRIMARY, NEWS])
    assert verdict_of(found)["news"] == verdict


def test_a_number_printed_in_thousands_rounds_at_its_own_digits() -> None:
    found = resolved([statement("survey", 119_600), statement("news", 120_000, as_printed="120k")], [PRIMARY, NEWS])
    assert verdict_of(found)["news"] == "rounded"
    found = resolved([statement("survey", 118_900), statement("news", 120_000, as_printed="120k")], [PRIMARY, NEWS])
    assert verdict_of(found)["news"] == "differs"


def test_a_value_that_the_producer_revised_is_superseded_wherever_it_is_repeated() -> None:
    late_news = source("late-news", "2027", "secondary")
    found = resolved(
        [statement("survey", 6_100), statement("late-news", 6_100), statement("annex", 5_300)],
        [PRIMARY, late_news, LATER],
    )
    assert verdict_of(found) == {"survey": "superseded", "late-news": "superseded", "annex": "cited"}


def test_a_value_that_only_the_press_printed_differs_and_was_never_in_force_for_the_producer() -> None:
    found = resolved([statement("news", 6_100), statement("annex", 5_300)], [NEWS, LATER])
    assert verdict_of(found)["news"] == "differs"


def test_a_value_first_printed_after_the_one_in_force_is_not_superseded() -> None:
    """The table of 2026 repeats an old value; a release between them that printed another one differs."""
    between = source("release", "2024")
    found = resolved(
        [statement("survey", 233), statement("release", 232), statement("annex", 233)], [PRIMARY, between, LATER]
    )
    assert shown(found)["value"] == 233
    assert verdict_of(found)["release"] == "differs"


def test_history_tells_which_value_was_known_when() -> None:
    found = resolved(
        [statement("survey", 8_200), statement("news", 8_000), statement("annex", 7_400)], [PRIMARY, NEWS, LATER]
    )
    assert history(found) == [("2018-11-30", 8_200), ("2026-12-31", 7_400)]


def test_before_the_producer_speaks_a_report_is_what_is_known() -> None:
    early = source("early", "2018-09", "secondary")
    found = resolved([statement("early", 8_000), statement("survey", 8_200)], [early, PRIMARY])
    assert history(found) == [("2018-09-30", 8_000), ("2018-11-30", 8_200)]


def test_a_month_counts_from_its_end_and_comes_after_the_days_in_it() -> None:
    weekly, survey = source("weekly", "2018-11", "secondary"), source("survey", "2018-11-19")
    found = resolved([statement("weekly", 8_200), statement("survey", 8_200)], [weekly, survey])
    assert history(found) == [("2018-11-19", 8_200)]
    before = source("survey", "2018-12-05")
    found = resolved([statement("weekly", 8_000), statement("survey", 8_200)], [weekly, before])
    assert history(found) == [("2018-11-30", 8_000), ("2018-12-05", 8_200)]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2018", "2018-12-31"),
        ("2018-11", "2018-11-30"),
        ("2020-02", "2020-02-29"),
        ("2018-11-19", "2018-11-19"),
        ("", ""),
    ],
)
def test_a_source_is_known_from_the_end_of_the_month_or_year_that_it_gives(published: str, day: str) -> None:
    assert known_from(published) == day
