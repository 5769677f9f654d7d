"""Which range stands beside the value that is current."""

import math

from figures import resolved, shown, source, statement

PRIMARY = source("survey", "2018-11", kind="survey")
LATER = source("annex", "2026")
NEWS = source("news", "2019-01-05", "secondary")


def test_a_lower_bound_gives_way_to_a_value_or_a_range() -> None:
    sources = [source("a", "2020"), source("b", "2020")]
    assert shown(resolved([statement("a", 7, flag="at-least"), statement("b", 8)], sources))["value"] == 8
    only_range = statement("b", None, low=6, high=9, flag="range")
    found = shown(resolved([statement("a", 7, flag="at-least"), only_range], sources))
    assert math.isnan(found["value"]) and (found["low"], found["high"]) == (6, 9)


def test_a_range_without_a_best_value_never_becomes_its_middle() -> None:
    found = shown(resolved([statement("survey", None, low=53, high=55, flag="range")], [PRIMARY]))
    assert math.isnan(found["value"])


def test_the_range_may_come_from_another_statement_of_the_value_and_says_so() -> None:
    with_range = statement("annex", 10, low=8, high=12, evidence="copy")
    found = shown(resolved([statement("survey", 10), with_range], [PRIMARY, LATER]))
    assert (found["low"], found["high"], found["range_statement_id"]) == (8, 12, "annex")
    assert found["statement_id"] == "survey"


def test_the_range_of_an_earlier_value_is_not_taken_but_told() -> None:
    other = statement("survey", 9, low=8, high=12)
    found = shown(resolved([other, statement("annex", 10)], [PRIMARY, LATER]))
    assert math.isnan(found["low"]) and found["range_statement_id"] is None
    assert found["earlier_range_id"] == "survey"


def test_the_last_printed_range_is_told_of_a_revised_value() -> None:
    rows = [statement("survey", 9, low=8, high=12), statement("report", 11, low=9, high=13), statement("annex", 10)]
    found = shown(resolved(rows, [PRIMARY, source("report", "2020"), LATER]))
    assert found["earlier_range_id"] == "report"


def test_no_range_is_told_of_a_value_that_came_later() -> None:
    later = statement("news", 12, low=10, high=13)
    assert shown(resolved([statement("survey", 10), later], [PRIMARY, NEWS]))["earlier_range_id"] is None


def test_a_range_survives_while_its_value_stands_rounded_or_more_exact() -> None:
    rounded = statement("survey", 12_000, low=9_000, high=13_000)
    exact = statement("news", 12_012)
    assert shown(resolved([rounded, exact], [PRIMARY, NEWS]))["low"] == 9_000
    found = shown(
        resolved([statement("survey", 12_012), statement("news", 12_000, low=9_000, high=13_000)], [PRIMARY, NEWS])
    )
    assert (found["value"], found["low"], found["range_statement_id"]) == (12_012, 9_000, "news")


def test_a_range_without_a_best_value_is_that_of_a_value_inside_it_only() -> None:
    alone = statement("annex", None, low=8, high=12, flag="range")
    inside = shown(resolved([statement("survey", 10), alone], [PRIMARY, source("annex", "2017")]))
    assert (inside["value"], inside["low"], inside["range_statement_id"]) == (10, 8, "annex")
    assert shown(resolved([statement("survey", 10), alone], [PRIMARY, LATER]))["value"] == 10
    outside = shown(resolved([statement("survey", 13), alone], [PRIMARY, source("annex", "2017")]))
    assert math.isnan(outside["low"]) and outside["earlier_range_id"] is None
