"""Which value is in force, which source is cited, and what is said of everyone else."""

import math

import pytest
from figures import history, resolved, shown, source, statement, verdict_of

from etl.figures.dates import known_from

PRIMARY = source("survey", "2018-11", kind="survey")
LATER = source("annex", "2026")
NEWS = source("news", "2019-01-05", "secondary")


def test_a_misprint_never_becomes_the_shown_value() -> None:
    both = resolved([statement("survey", 263_000), statement("annex", 236_000, flag="misprint")], [PRIMARY, LATER])
    assert shown(both)["value"] == 263_000
    assert verdict_of(both)["annex"] == "misprint"


def test_a_group_of_misprints_is_an_observation_without_a_value() -> None:
    only = resolved([statement("annex", 236_000, flag="misprint")], [LATER])
    assert math.isnan(shown(only)["value"])
    assert shown(only)["statement_id"] is None
    assert only.vintages.empty


def test_the_producers_own_text_is_in_force_before_any_report() -> None:
    assert shown(resolved([statement("survey", 10), statement("news", 12)], [PRIMARY, NEWS]))["value"] == 10


def test_a_repost_counts_as_the_producers_own_text() -> None:
    repost = source("repost", "2019", "repost")
    assert shown(resolved([statement("survey", 10), statement("repost", 12)], [PRIMARY, repost]))["value"] == 12


def test_the_newest_word_of_the_producer_is_in_force() -> None:
    assert shown(resolved([statement("survey", 10), statement("annex", 12)], [PRIMARY, LATER]))["value"] == 12


def test_an_undated_source_is_the_oldest() -> None:
    undated = source("undated", "")
    assert shown(resolved([statement("survey", 10), statement("undated", 12)], [PRIMARY, undated]))["value"] == 10


@pytest.mark.parametrize(("first", "second"), [("2026", "2026-06"), ("2026-06", "2026-06-30")])
def test_dates_are_compared_at_the_precision_they_share(first: str, second: str) -> None:
    """Equal dates leave the choice to the exactness, then to the key of the source."""
    sources = [source("b", first), source("a", second)]
    assert shown(resolved([statement("b", 1), statement("a", 2)], sources))["value"] == 2
    assert shown(resolved([statement("b", 1), statement("a", 2, flag="approximate")], sources))["value"] == 1


def test_a_month_is_later_than_the_year_before() -> None:
    assert (
        shown(resolved([statement("a", 1), statement("b", 2)], [source("a", "2025"), source("b", "2026-01")]))["value"]
        == 2
    )


def test_a_lower_bound_gives_way_to_a_value_or_a_range() -> None:
    sources = [source("a", "2020"), source("b", "2020")]
    assert shown(resolved([statement("a", 7, flag="at-least"), statement("b", 8)], sources))["value"] == 8
    only_range = statement("b", None, low=6, high=9, flag="range")
    found = shown(resolved([statement("a", 7, flag="at-least"), only_range], sources))
    assert math.isnan(found["value"]) and (found["low"], found["high"]) == (6, 9)


def test_a_range_without_a_best_value_never_becomes_its_middle() -> None:
    found = shown(resolved([statement("survey", None, low=53, high=55, flag="range")], [PRIMARY]))
    assert math.isnan(found["value"])


def test_the_survey_of_the_year_is_cited_although_a_later_table_decides() -> None:
    found = shown(resolved([statement("survey", 10, evidence="copy"), statement("annex", 10)], [PRIMARY, LATER]))
    assert (found["statement_id"], found["decided_by"]) == ("survey", "annex")


def test_a_survey_of_a_later_year_is_not_the_survey_of_the_year() -> None:
    late = source("a-late-survey", "2021", kind="survey")
    own = source("own-table", "2019")
    assert (
        shown(resolved([statement("a-late-survey", 10, evidence="copy"), statement("own-table", 10)], [late, own]))[
            "statement_id"
        ]
        == "own-table"
    )


def test_a_source_seen_in_the_original_is_cited_before_a_copy() -> None:
    sources = [source("a", "2018"), source("b", "2020")]
    assert shown(resolved([statement("a", 10, evidence="copy"), statement("b", 10)], sources))["statement_id"] == "b"


def test_the_earliest_of_equal_sources_is_cited() -> None:
    sources = [source("b", "2018"), source("a", "2020")]
    assert shown(resolved([statement("a", 10), statement("b", 10)], sources))["statement_id"] == "b"


def test_the_range_may_come_from_another_statement_of_the_value_and_says_so() -> None:
    with_range = statement("annex", 10, low=8, high=12, evidence="copy")
    found = shown(resolved([statement("survey", 10), with_range], [PRIMARY, LATER]))
    assert (found["low"], found["high"], found["range_statement_id"]) == (8, 12, "annex")
    assert found["statement_id"] == "survey"


def test_the_range_of_another_value_is_not_taken() -> None:
    other = statement("survey", 9, low=8, high=12)
    found = shown(resolved([other, statement("annex", 10)], [PRIMARY, LATER]))
    assert math.isnan(found["low"]) and found["range_statement_id"] is None


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
        ({"value": 250_000, "flag": "rounded"}, "rounded"),
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
