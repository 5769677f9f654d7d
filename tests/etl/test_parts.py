"""An edition is made in parts, side by side: it must be the same however it is parted and whoever works on it."""

import os
import signal
from dataclasses import replace

import pandas as pd
import pytest
from data_folder import DataFolder

from etl.method import consistency
from etl.method.parts import Whole, found_in, parts_of, whole_of, with_texts
from etl.method.side_by_side import ProcessEndedError, side_by_side
from etl.method.units_in_use import units_in_use
from etl.package.extract import extract

pytestmark = pytest.mark.many

PAGES = ("observations", "statements", "vintages", "without_sources", "revised", "of_corrected")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """Some of the bundled statements: of every indicator the first, and all of one crop."""
    tables = extract(DataFolder(tmp_path_factory.mktemp("parts") / "data").path).tables
    rows = tables["statements"]
    some = rows[(rows.groupby("indicator").cumcount() < 8) | rows["indicator"].str.startswith("opium")]
    with units_in_use(tables["units"]):
        indicators = tables["indicators"].assign(product_scale=consistency.product_scales(tables["indicators"]))
        return whole_of({**tables, "statements": some.reset_index(drop=True)}, indicators)


def _all_of(whole: Whole, rows: int) -> dict[str, pd.DataFrame]:
    """What all parts of so many rows give together."""
    found = [found_in(whole, part) for part in parts_of(whole, rows)]
    found = [replace(each, statements=each.statements_of(whole)) for each in found]
    return {name: pd.concat([with_texts(getattr(each, name)) for each in found], ignore_index=True) for name in PAGES}


def test_an_edition_is_the_same_in_however_many_parts_it_is_made(whole: Whole) -> None:
    at_once, parted = (_all_of(whole, rows) for rows in (len(whole.order), len(whole.order) // 3))
    assert len(parts_of(whole, len(whole.order) // 3)) > 2
    for name in PAGES:
        key = [each for each in ("source", "with_resting", "observation_id") if each in at_once[name]]
        one, other = (each[name].sort_values(key, kind="stable", ignore_index=True) for each in (at_once, parted))
        pd.testing.assert_frame_equal(one, other)


def test_parts_have_every_statement_once_and_whole_observations(whole: Whole) -> None:
    parts = parts_of(whole, 1000)
    assert [part.begin for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end == len(whole.order) == len(set(whole.order))
    key = whole.statements[["indicator", "area", "year", "producer"]].take(whole.order).reset_index(drop=True)
    assert not any((key.iloc[part.end - 1] == key.iloc[part.end]).all() for part in parts[:-1])


def _with_process(shared: str, part: int) -> tuple[str, int]:
    return f"{shared} {part}", os.getpid()


def test_results_of_several_processes_come_in_the_order_of_the_parts() -> None:
    found = list(side_by_side(_with_process, "part", range(11), 2, longest=[11]))
    assert [text for text, _ in found] == [f"part {number}" for number in range(12)]
    assert os.getpid() not in {process for _, process in found}


def _end_this_process(_: None, part: int) -> int:
    if part == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return part


def test_a_process_that_is_ended_from_outside_is_told_in_one_sentence() -> None:
    with pytest.raises(ProcessEndedError, match="for want of memory; run this again"):
        list(side_by_side(_end_this_process, None, range(4), 2))
