"""What an observation would show without some sources is what the published method would make of the rest."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from one_by_one import Rooms, Shown, effect, rooms_of, shown_by
from resolving import resolve
from sqlalchemy import create_engine

from etl.editions.reading import Edition
from etl.figures.findings import Alternative
from etl.figures.keys import Key
from etl.figures.observations import Statement
from etl.figures.resting import repeaters_of, resting_on
from etl.figures.vocabulary.editions import Effect
from etl.figures.vocabulary.judgement import SET_ASIDE

SURVEY_2018 = "unodc-afghanistan-opium-survey-2018"
CULTIVATION_2018 = Key("opium-poppy-cultivation", "AFG", 2018, "unodc")

Statements = dict[Key, list[Statement]]


@pytest.fixture(scope="module")
def statements(edition: Edition) -> Statements:
    """Every statement of the edition, by what it is about."""
    found: Statements = {}
    for item in edition.statements_from(*edition.sources):
        found.setdefault(item.key, []).append(item)
    return found


@pytest.fixture(scope="module")
def repeaters(edition: Edition) -> dict[str, list[str]]:
    """The sources that repeat each source."""
    return repeaters_of({key: source.rests_on for key, source in edition.sources.items()})


@pytest.fixture(scope="module")
def rooms(statements: Statements) -> Rooms:
    """How far what each statement rounds may lie from it, where its table shows that."""
    return rooms_of(item for items in statements.values() for item in items)


def _ids(shown: Shown | None) -> tuple[int | None, ...]:
    if shown is None:
        return None, None, None
    return shown.cited.id, shown.decided_by.id, shown.range_from.id if shown.range_from else None


@pytest.mark.many
def test_with_all_sources_the_method_told_one_by_one_shows_exactly_what_the_edition_shows(
    edition: Edition, statements: Statements, rooms: Rooms
) -> None:
    published = {
        item.key: (item.statement_id, item.decided_by, item.range_statement_id)
        for indicator in edition.indicators
        for item in edition.observations_of(indicator)
    }
    assert len(published) > 1000
    suspected = set(edition.corrections)
    told = {key: _ids(shown_by(items, edition.sources, suspected, rooms)) for key, items in statements.items()}
    assert told == published


def _told(effects: list[Alternative]) -> list[tuple[str, Key, int | None]]:
    return [(effect.effect, effect.now.key, effect.then.id if effect.then else None) for effect in effects]


def _one_by_one(
    edition: Edition, statements: Statements, gone: Collection[str], rooms: Rooms
) -> list[tuple[str, Key, int | None]]:
    """The same for every observation, told one by one, the gravest change first."""
    found = []
    suspected = set(edition.corrections)
    for key, items in statements.items():
        before = shown_by(items, edition.sources, suspected, rooms)
        after = shown_by((item for item in items if item.source not in gone), edition.sources, suspected, rooms)
        kind = effect(before, after) if before is not None else ""
        if kind:
            found.append((kind, key, after.cited.id if after else None))
    return sorted(found, key=lambda change: (list(Effect).index(change[0]), change[1]))


@pytest.mark.many
def test_without_any_source_the_edition_tells_what_the_method_told_one_by_one_does(
    edition: Edition, statements: Statements, repeaters: dict[str, list[str]], rooms: Rooms
) -> None:
    by_source: dict[str, set[Key]] = {}
    for key, items in statements.items():
        for item in items:
            by_source.setdefault(item.source, set()).add(key)
    kinds = set()
    for source in edition.sources:
        for gone in [[source], *([list(resting_on(source, repeaters))] if source in repeaters else [])]:
            touched = {key: statements[key] for one in gone for key in by_source.get(one, ())}
            told = _told(edition.effects_without(source, with_resting=len(gone) > 1))
            assert told == _one_by_one(edition, touched, gone, rooms)
            kinds |= {kind for kind, _, _ in told}
    assert kinds == set(Effect)


@pytest.mark.many
@pytest.mark.parametrize(
    "gone",
    [SURVEY_2018, "unodc-afghanistan-opium-survey-2020", "unodc-wdr-2015-table-8-2", "shupl-2019-paris-pact"],
)
def test_without_a_source_it_shows_what_an_edition_without_it_would(
    published_database: Path, edition: Edition, gone: str
) -> None:
    rest = _resolved_without(published_database, gone)
    now = {item.key: item for indicator in edition.indicators for item in edition.observations_of(indicator)}
    effects = {found.now.key: found for found in edition.effects_without(gone)}
    assert set(now) - set(effects) <= set(rest)
    for key, (value, *limits, source) in rest.items():
        if key not in effects:
            assert (now[key].value, now[key].low, now[key].high, now[key].source) == (value, *limits, source)
        elif (then := effects[key].then) is not None:
            assert (then.value, then.source) == (value, source)
        else:
            assert source == ""


def _resolved_without(database: Path, gone: str) -> dict[Key, tuple[Any, ...]]:
    """Value, low, high and source cited, as the resolver of the ETL makes them of the statements of all others."""
    engine = create_engine(f"sqlite:///{database}")
    key = ", ".join(f"observation.{name}" for name in Key._fields)
    query = f"SELECT {key}, statement.* FROM statement JOIN observation ON observation.id = observation_id"
    rows = pd.read_sql(query, engine)
    corrected = pd.read_sql("SELECT statement_id FROM correction", engine)["statement_id"]
    rows["suspected"] = rows["id"].isin(corrected) & ~rows["verdict"].isin(SET_ASIDE)
    whose = pd.read_sql("SELECT estimator, producer FROM estimator", engine).set_index("estimator")["producer"]
    compiled_for = rows["compiler"].map(whose)
    rows["reprinted"] = compiled_for.notna() & (compiled_for != rows["producer"])
    rows = rows.drop(columns=["id", "observation_id", "rests_on"])
    sources = pd.read_sql("SELECT * FROM source", engine)
    rows["flag"] = rows["flag"].where(~rows["verdict"].isin(SET_ASIDE), rows["verdict"])
    made = resolve(rows[rows["source"] != gone].drop(columns="verdict"), sources)
    source = made.statements.set_index("id")["source"]
    found = {}
    for row in made.observations.astype(object).where(made.observations.notna(), None).itertuples():
        name = Key(row.indicator, row.area, int(row.year), row.producer)
        found[name] = (row.value, row.low, row.high, source.get(row.statement_id, ""))
    return found


def test_without_the_survey_2018_another_text_is_cited_for_its_estimate_which_is_printed_with_its_range(
    edition: Edition,
) -> None:
    (found,) = [found for found in edition.effects_without(SURVEY_2018) if found.now.key == CULTIVATION_2018]
    assert found.effect == "source"
    assert found.then is not None
    assert found.then.value == 263_000


def test_a_figure_that_one_source_alone_prints_would_be_lost(edition: Edition, statements: Statements) -> None:
    key, (only,) = next((key, items) for key, items in statements.items() if len(items) == 1 and items[0].value)
    effects = edition.effects_without(only.source)
    assert ("lost", None) in {(found.effect, found.then) for found in effects if found.now.key == key}


def test_a_source_that_only_repeats_changes_nothing(edition: Edition) -> None:
    assert CULTIVATION_2018 not in {found.now.key for found in edition.effects_without("shupl-2019-paris-pact")}


def test_what_does_not_change_has_no_effect(edition: Edition, statements: Statements) -> None:
    shown = shown_by(statements[CULTIVATION_2018], edition.sources, (), {})
    assert shown is not None
    assert effect(shown, shown) == ""
    assert effect(shown, None) == "lost"


def test_repeaters_of_repeaters_rest_on_a_source_too(repeaters: dict[str, list[str]]) -> None:
    found = resting_on(SURVEY_2018, repeaters)
    assert "shupl-2019-paris-pact" in found[SURVEY_2018]
    assert found["shupl-2019-paris-pact"]
    assert set(found["shupl-2019-paris-pact"]) <= set(found)
