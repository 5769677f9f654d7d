"""What an observation would show without some sources is what the published method would make of the rest."""

from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import create_engine

from dashboard.words import without_source as without
from dashboard.words.without_source import Shown, changes_without, outcome, resting_on, shown_by
from etl.editions.reading import Edition
from etl.figures.records import Key, Statement
from etl.method import choose
from etl.method import printed_step as printed
from etl.method.resolve import resolve

SURVEY_2018 = "unodc-afghanistan-opium-survey-2018"
CULTIVATION_2018 = Key("opium-poppy-cultivation", "AFG", 2018, "unodc")


@pytest.fixture(scope="module")
def statements(edition: Edition) -> dict[Key, list[Statement]]:
    """Every statement of the edition, by what it is about."""
    return edition.touched_by(edition.sources)


def _ids(shown: Shown | None) -> tuple[int | None, ...]:
    if shown is None:
        return None, None, None
    return shown.cited.id, shown.decided_by.id, shown.range_from.id if shown.range_from else None


def test_with_all_sources_it_shows_exactly_what_the_edition_shows(
    edition: Edition, statements: dict[Key, list[Statement]]
) -> None:
    published = {
        item.key: (item.statement_id, item.decided_by, item.range_statement_id)
        for indicator in edition.indicators
        for item in edition.observations_of(indicator)
    }
    assert len(published) > 1000
    assert {key: _ids(shown_by(items, edition.sources)) for key, items in statements.items()} == published


@pytest.mark.parametrize(
    "gone",
    [SURVEY_2018, "unodc-afghanistan-opium-survey-2020", "unodc-wdr-2015-table-8-2", "shupl-2019-paris-pact"],
)
def test_without_a_source_it_shows_what_an_edition_without_it_would(
    published_database: Path, edition: Edition, statements: dict[Key, list[Statement]], gone: str
) -> None:
    shown = {
        key: _printed(shown_by((item for item in items if item.source != gone), edition.sources))
        for key, items in statements.items()
        if any(item.source != gone for item in items)
    }
    assert shown == _resolved_without(published_database, gone)


def _printed(shown: Shown | None) -> tuple[object, ...]:
    if shown is None:
        return None, None, None, ""
    return shown.cited.value, *shown.limits, shown.cited.source


def _resolved_without(database: Path, gone: str) -> dict[Key, tuple[object, ...]]:
    """What the resolver of the ETL makes of the statements of all other sources."""
    engine = create_engine(f"sqlite:///{database}")
    key = ", ".join(f"observation.{name}" for name in Key._fields)
    query = f"SELECT {key}, statement.* FROM statement JOIN observation ON observation.id = observation_id"
    rows = pd.read_sql(query, engine).drop(columns=["id", "observation_id"])
    sources = pd.read_sql("SELECT * FROM source", engine)
    rows["flag"] = rows["flag"].where(~rows["verdict"].isin(choose.SET_ASIDE), rows["verdict"])
    made = resolve(rows[rows["source"] != gone].drop(columns="verdict"), sources)
    source = made.statements.set_index("id")["source"]
    found = {}
    for row in made.observations.astype(object).where(made.observations.notna(), None).itertuples():
        numbers = (row.value, row.low, row.high)
        name = Key(row.indicator, row.area, int(row.year), row.producer)
        found[name] = (*numbers, source.get(row.statement_id, ""))
    return found


def test_without_the_survey_2018_keeps_its_value_and_is_cited_from_elsewhere(edition: Edition) -> None:
    found = changes_without({SURVEY_2018}, edition.touched_by([SURVEY_2018]), edition.sources)
    (change,) = [change for change in found if change.key == CULTIVATION_2018]
    assert change.outcome == "source"
    assert change.after is not None
    assert change.after.cited.value == 263_000


def test_a_figure_that_one_source_alone_prints_would_be_lost(
    edition: Edition, statements: dict[Key, list[Statement]]
) -> None:
    key, (only,) = next((key, items) for key, items in statements.items() if len(items) == 1 and items[0].value)
    found = changes_without({only.source}, edition.touched_by([only.source]), edition.sources)
    assert ("lost", None) in {(change.outcome, change.after) for change in found if change.key == key}


def test_a_source_that_only_repeats_changes_nothing(edition: Edition) -> None:
    meeting = changes_without({"shupl-2019-paris-pact"}, edition.touched_by(["shupl-2019-paris-pact"]), edition.sources)
    assert CULTIVATION_2018 not in {change.key for change in meeting}


def test_what_does_not_change_has_no_outcome(edition: Edition, statements: dict[Key, list[Statement]]) -> None:
    shown = shown_by(statements[CULTIVATION_2018], edition.sources)
    assert shown is not None
    assert outcome(shown, shown) == ""
    assert outcome(shown, None) == "lost"


def test_repeaters_of_repeaters_rest_on_a_source_too(edition: Edition) -> None:
    found = resting_on(SURVEY_2018, edition.sources)
    assert "shupl-2019-paris-pact" in found[SURVEY_2018]
    assert found["shupl-2019-paris-pact"]
    assert set(found["shupl-2019-paris-pact"]) <= set(found)


def test_the_constants_are_those_of_the_method() -> None:
    assert (without.SAME, without.SURVEY_WINDOW_YEARS) == (printed.SAME, choose.SURVEY_WINDOW_YEARS)
    assert set(without.SET_ASIDE) == set(choose.SET_ASIDE)
