"""Promises of the resolver that hold for any statements at all.

An example has many observations: the resolver takes them all at once, and most of its time is the same for one.
"""

import pandas as pd
import pytest
from figures import GROUP, resolved, source, statement
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.figures.dates import known_from, newest_day
from etl.figures.vocabulary.judgement import Verdict
from etl.method.resolve import Resolution
from etl.method.vintages import SHOWN_COLUMNS

pytestmark = pytest.mark.many

DATES = ("", "2006", "2006-10", "2006-10-03", "2006-10-20", "2015", "2015-06", "2026")
DAYS = ("2006-10-03", "2006-10-20", "2006-10-31", "2006-12-31", "2015-06-30")
SOURCES = [
    source(f"{authority}-{kind}-{date or 'undated'}", date, authority, kind)
    for authority in ("primary", "repost", "secondary")
    for kind in ("survey", "report", "annex-table")
    for date in DATES
]


@st.composite
def statements(draw: st.DrawFn) -> list[dict[str, object]]:
    """Statements on twenty observations, three or four on each, no two the same."""
    found = {}
    for _ in range(draw(st.integers(1, 140))):
        flag = draw(
            st.sampled_from(
                ["", "", "", "misprint", "wrong-scope", "rounded", "approximate", "at-least", "range", "p-f"]
            )
        )
        value = draw(st.sampled_from([100.0, 105.0, 110.0, 112.0, 1000.0, 6100.0, 6400.0, 6430.0, 6433.0]))
        low, high = draw(st.sampled_from([(None, None), (90.0, 7000.0), (6000.0, 6500.0)]))
        if flag == "range":
            value, low, high = None, low or 95.0, high or 115.0  # type: ignore[assignment]
        if flag == "p-f":
            value, low, high = 0.0, None, None
        row = statement(
            draw(st.sampled_from(SOURCES))["source"],
            value,
            low=low,
            high=high,
            flag=flag,
            year=draw(st.integers(1996, 2015)),
            change=draw(st.sampled_from(["", "", "", "revised"])),
            evidence=draw(st.sampled_from(["original", "copy", "report"])),
            as_printed=draw(st.sampled_from(["", "6,100 t", "6.4 thousand"])),
            locator=draw(st.sampled_from(["", "p. 3"])),
        )
        found[row["year"], row["source"], row["value"], row["locator"]] = row
    return list(found.values())


def _tables(found: Resolution) -> list[pd.DataFrame]:
    return [found.observations, found.statements.drop(columns=["file", "line"]), found.vintages]


@settings(max_examples=15)
@given(statements(), st.randoms())
def test_what_holds_for_any_statements(rows: list[dict[str, object]], random: object) -> None:
    """One resolution for all of these promises, since it takes most of their time."""
    found = resolved(rows, SOURCES)
    _the_order_of_the_rows_changes_nothing(found, rows, random)
    _every_statement_has_an_observation_and_a_verdict(found, rows)
    _the_shown_value_is_printed_by_the_cited_source(found)
    _the_last_vintage_is_what_is_shown_today(found)


def _the_order_of_the_rows_changes_nothing(found: Resolution, rows: list[dict[str, object]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for first, second in zip(_tables(found), _tables(resolved(shuffled, SOURCES)), strict=True):
        pd.testing.assert_frame_equal(first, second)


def _every_statement_has_an_observation_and_a_verdict(found: Resolution, rows: list[dict[str, object]]) -> None:
    assert len(found.statements) == len(rows)
    assert set(found.statements["verdict"]) <= set(Verdict)
    assert set(found.statements["observation_id"]) == set(found.observations["id"])
    set_aside = found.statements["flag"].isin(["misprint", "wrong-scope"])
    assert (found.statements["verdict"].isin(["misprint", "wrong-scope"]) == set_aside).all()
    cited = found.statements[found.statements["verdict"] == "cited"]
    shown = found.observations[found.observations["statement_id"] > 0]
    assert set(cited["id"]) == set(shown["statement_id"])


def _the_shown_value_is_printed_by_the_cited_source(found: Resolution) -> None:
    by_id = found.statements.set_index("id")
    for item in found.observations.itertuples():
        if item.statement_id:
            cited, deciding = by_id.loc[item.statement_id], by_id.loc[item.decided_by]
            assert pd.isna(item.value) or item.value == cited["value"] == deciding["value"]
            assert cited["flag"] not in {"misprint", "wrong-scope"}
        if item.range_statement_id:
            assert (item.low, item.high) == tuple(by_id.loc[item.range_statement_id, ["low", "high"]])


def _the_last_vintage_is_what_is_shown_today(found: Resolution) -> None:
    last = found.vintages.drop_duplicates("observation_id", keep="last").set_index("observation_id")
    today = found.observations[found.observations["statement_id"] > 0].set_index("id")
    pd.testing.assert_frame_equal(last[SHOWN_COLUMNS], today[SHOWN_COLUMNS], check_names=False)


@settings(max_examples=15)
@given(
    statements(),
    st.sampled_from(sorted({known_from(date, newest) for date in DATES if date for newest in ("", *DAYS)})),
)
def test_what_was_known_on_a_date_is_what_the_sources_of_then_give(rows: list[dict[str, object]], day: str) -> None:
    printing = {row["source"] for row in rows}
    newest = newest_day(item["published"] for item in SOURCES if item["source"] in printing)
    known = {item["source"]: known_from(item["published"], newest) for item in SOURCES}
    early = [row for row in rows if known[str(row["source"])] <= day]
    found = resolved(rows, SOURCES)
    vintages = found.vintages
    known_then = vintages[vintages["published_from"] <= day]
    if not early:
        assert known_then.empty
        return
    then = resolved(early, SOURCES)
    key = ["indicator", "area", "year", "producer"]
    ids = found.observations.set_index("id")[key]
    last = known_then.drop_duplicates("observation_id", keep="last")
    now = last.join(ids, on="observation_id").set_index(key)[["value", "low", "high", "flag"]]
    expected = then.observations[then.observations["statement_id"] > 0].set_index(key)[["value", "low", "high", "flag"]]
    pd.testing.assert_frame_equal(now.sort_index(), expected.sort_index())


def _shown(found: Resolution) -> dict[tuple[str, int], tuple[object, ...]]:
    """Value, range and source cited of each area and year that has a value or a range."""
    cited = found.statements.set_index("id")["source"]
    return {
        (row.area, row.year): (row.value, row.low, row.high, cited[row.statement_id])
        for row in found.observations.fillna(-1.0).itertuples()
        if row.statement_id
    }


FIRST = SOURCES[0]["source"]
RESTING = [one | {"rests_on": FIRST} if one["authority"] == "secondary" else one for one in SOURCES]
HERE = GROUP["area"]
NEWEST = source("newest", "2026-12-31", "primary", "survey")
LAST = statement("newest", 1.0, area="elsewhere", year=2015)


@settings(max_examples=25)
@given(statements(), st.lists(st.tuples(st.integers(0, len(SOURCES)), st.booleans()), min_size=1, max_size=12))
def test_without_a_source_it_is_as_if_the_source_had_never_been(
    rows: list[dict[str, object]], chosen: list[tuple[int, bool]]
) -> None:
    """What is left without each of some sources is resolved at once, each as an area of its own.

    A publication that comes after all others stays, so that the day of the newest one is the same for all of them.
    """
    whole = resolved([*rows, LAST], [*RESTING, NEWEST])
    now, every = _shown(whole), whole.without_sources
    year, cited = whole.observations.set_index("id")["year"], whole.statements.set_index("id")["source"]
    printing = sorted({FIRST, *(str(row["source"]) for row in rows)})
    absences = {printing[place % len(printing)]: of_resting for place, of_resting in chosen}
    trials, left = [], [LAST]
    for place, (absent, of_resting) in enumerate(absences.items()):
        resting = {one["source"] for one in RESTING if one["rests_on"] == absent}
        with_resting = bool(resting) and of_resting
        gone = {absent} | (resting if with_resting else set())
        trials.append((f"without {place}", absent, with_resting))
        left += [{**row, "area": f"without {place}"} for row in rows if row["source"] not in gone]
    then = _shown(resolved(left, [*RESTING, NEWEST]))
    for area, absent, with_resting in trials:
        is_told = (every["source"] == absent) & (every["with_resting"] == with_resting)
        effects = {int(year[row.observation_id]): row for row in every[is_told].itertuples()}
        here = [key for where, key in now if where == HERE]
        assert {key for key in here if then.get((area, key)) != now[HERE, key]} == set(effects)
        for key, row in effects.items():
            assert (row.effect == "lost") == ((area, key) not in then)
            assert row.effect == "lost" or cited[row.statement_id] == then[area, key][-1]
