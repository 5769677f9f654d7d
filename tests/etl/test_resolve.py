"""Which value is current, and which source is cited."""

import math

import pytest
from figures import history, resolved, shown, source, statement, verdict_of

from etl.figures.dates import known_from, newest_day

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


def test_the_exact_print_of_a_number_stays_when_a_later_table_rounds_it() -> None:
    annex = source("annex", "2026", kind="annex-table")
    for kind in ("report", "survey"):
        rows = [statement("survey", 73_139), statement("annex", 73_000)]
        found = resolved(rows, [source("survey", "2018-11", kind=kind), annex])
        assert (shown(found)["value"], shown(found)["decided_by"]) == (73_139, "survey")
        assert verdict_of(found)["annex"] == "rounded"
        assert history(found) == [("2018-11-30", 73_139)]


def test_an_exact_number_stays_where_a_later_text_rounds_it_to_one_digit_and_says_so() -> None:
    found = resolved([statement("survey", 1_982), statement("annex", 2_000, flag="rounded")], [PRIMARY, LATER])
    assert (shown(found)["value"], verdict_of(found)["annex"]) == (1_982, "rounded")
    assert history(found) == [("2018-11-30", 1_982)]
    found = resolved([statement("survey", 1_982), statement("annex", 2_000)], [PRIMARY, LATER])
    assert (shown(found)["value"], verdict_of(found)["survey"]) == (2_000, "superseded")


def test_a_number_called_rounded_is_cut_off_downwards_only() -> None:
    rows = [statement("survey", 244_360), statement("news", 250_000, flag="rounded")]
    assert verdict_of(resolved(rows, [PRIMARY, NEWS]))["news"] == "differs"


def test_one_digit_is_too_few_to_be_a_rounding() -> None:
    found = resolved([statement("survey", 7_139), statement("annex", 7_000)], [PRIMARY, LATER])
    assert shown(found)["value"] == 7_000
    assert verdict_of(found)["survey"] == "superseded"


def test_a_table_in_whole_kilograms_rounds_whatever_it_prints() -> None:
    """All its numbers show its step: 0 kg is less than half a kilogram, and a sum may be off by that for each part."""
    exact = {"A": 0.157, "B": 9.89, "C": 72.695689, "D": 8_729.1}
    whole = {"A": 0.0, "B": 10.0, "C": 72.0, "D": 0.0}
    parts = {"flag": "summed", "as_printed": "72 + 0 kg"}
    rows = [statement("list", exact[area], area=area) for area in exact]
    rows += [statement("table", whole[area], area=area, **(parts if area == "C" else {})) for area in whole]
    others = [statement("table", 11.0 + number, area=f"X{number}") for number in range(30)]
    sources = [source("list", "2021"), source("table", "2025")]
    found = resolved([*rows, *others], sources).observations.set_index("area")["value"]
    assert found[[*exact]].tolist() == [0.157, 9.89, 72.695689, 0.0]
    alone = resolved(rows, sources).observations.set_index("area")["value"]
    assert alone[["A", "B"]].tolist() == [0.0, 10.0]


def test_the_newest_of_several_exact_numbers_is_in_force() -> None:
    sources = [source("first", "2000"), source("second", "2001"), source("third", "2002")]
    rows = [statement("first", 4_565), statement("second", 4_581), statement("third", 4_600)]
    assert shown(resolved(rows, sources))["value"] == 4_581


def test_an_estimate_with_its_range_stays_although_a_later_text_has_more_digits() -> None:
    sources = [source("estimate", "2018"), source("total", "2021"), source("annex", "2026")]
    rows = [statement("estimate", 263_000, low=242_000, high=283_000), statement("total", 262_588)]
    found = resolved([*rows, statement("annex", 263_000)], sources)
    assert {value for _, value in history(found)} == {263_000}


def test_the_survey_of_the_year_outranks_a_later_annex_unless_that_marks_a_change() -> None:
    annex = source("annex", "2026", kind="annex-table")
    rows = [statement("survey", 6_100), statement("annex", 5_300)]
    assert shown(resolved(rows, [PRIMARY, annex]))["value"] == 6_100
    assert shown(resolved([rows[0], statement("annex", 5_300, change="revised")], [PRIMARY, annex]))["value"] == 5_300
    late = source("survey", "2022", kind="survey")
    assert shown(resolved(rows, [late, annex]))["value"] == 5_300, "not the survey of that year"


def test_a_report_of_a_revision_may_replace_an_older_text_but_no_other_report_may() -> None:
    report = statement("news", 680, change="revised")
    assert shown(resolved([statement("survey", 640), report], [PRIMARY, NEWS]))["value"] == 680
    assert shown(resolved([statement("survey", 640), statement("news", 680)], [PRIMARY, NEWS]))["value"] == 640
    newer = [statement("survey", 640), report, statement("annex", 650)]
    assert shown(resolved(newer, [PRIMARY, NEWS, LATER]))["value"] == 650


def test_a_tie_goes_to_the_exact_date_then_to_more_witnesses_then_to_the_original() -> None:
    vague, exact = source("a", "2020", "secondary"), source("z", "2020-07-28", "secondary")
    for keys in ("az", "za"):
        sources = [vague | {"source": keys[0]}, exact | {"source": keys[1]}]
        found = shown(resolved([statement(keys[0], 1_136), statement(keys[1], 1_137)], sources))
        assert (found["value"], found["tied_with"]) == (1_137, keys[0]), "tied whatever decided, and whatever the keys"
    day = "2020-07-28"
    sources = [source(key, day, "secondary") for key in "abz"]
    rows = [statement("a", 9), statement("b", 8), statement("z", 8)]
    assert shown(resolved(rows, sources))["value"] == 8
    one_witness = [sources[0], sources[1], sources[2] | {"rests_on": "b"}]
    assert shown(resolved(rows, one_witness))["value"] == 9
    seen = [statement("a", 9, evidence="report"), statement("b", 8, evidence="original")]
    assert shown(resolved(seen, sources))["value"] == 8


def test_what_is_still_tied_is_shown_as_tied_whatever_the_keys_are() -> None:
    for first, second in (("a", "z"), ("z", "a")):
        sources = [source(key, "2020-07-28") for key in "az"]
        found = shown(resolved([statement(first, 8), statement(second, 9)], sources))
        assert (found["value"], found["decided_by"], found["tied_with"]) == (9, second, first)
    alone = shown(resolved([statement("a", 163_471), statement("z", 163_000)], sources))
    assert alone["tied_with"] is None, "one number printed more and less exactly is no tie"
    ranges = [statement("a", None, low=149, high=374), statement("z", 250, low=224, high=524)]
    found = shown(resolved(ranges, sources))
    assert (found["value"], found["tied_with"]) == (250, None), "a number is not tied with itself"


def test_two_numbers_that_measure_different_things_are_no_tie_but_what_is_unknown_is_no_difference() -> None:
    sources = [source(key, "2020-07-28") for key in "az"]

    def tied_with(one: str, other: str) -> str | None:
        rows = [statement("a", 8, age_from=one), statement("z", 9, age_from=other)]
        found: str | None = shown(resolved(rows, sources))["tied_with"]
        return found

    assert tied_with("15", "18") is None
    assert tied_with("15", "15") == "a"
    assert tied_with("15", "") == "a"


def test_a_suspected_misprint_stays_and_gives_way_only_in_a_tie() -> None:
    slip = statement("annex", 236_000, suspected=True)
    assert shown(resolved([statement("survey", 263_000, suspected=False), slip], [PRIMARY, LATER]))["value"] == 236_000
    both = [statement("annex", 6_689, suspected=True), statement("annex", 6_639, suspected=False)]
    found = shown(resolved(both, [LATER]))
    assert (found["value"], found["tied_with"]) == (6_639, None)


def test_everything_is_known_on_the_day_of_the_newest_publication() -> None:
    assert newest_day(["2026", "2026-06", "2026-06-26", "2018", ""]) == "2026-06-26"
    assert newest_day(["2026", "2018-11-19"]) == "2026-12-31"
    assert known_from("2026", "2026-06-26") == known_from("2026-06", "2026-06-26") == "2026-06-26"
    assert known_from("2018", "2026-06-26") == "2018-12-31"
    assert known_from("2026-07-01", "2026-06-26") == "2026-07-01"


def test_a_number_stays_where_only_a_bound_or_a_range_that_it_fits_is_newer() -> None:
    early, late = source("a", "2019"), source("b", "2020")
    bound, only_range = statement("b", 7, flag="at-least"), statement("b", None, low=6, high=9, flag="range")
    for newer in (bound, only_range):
        found = shown(resolved([statement("a", 8), newer], [early, late]))
        assert (found["value"], found["decided_by"]) == (8, "a")
        reported = resolved([statement("a", 8), newer], [early | {"authority": "secondary"}, late])
        assert shown(reported)["value"] == 8, "that of a report too, where the producer prints none"
    assert shown(resolved([statement("a", 6), bound], [early, late]))["value"] == 7


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
