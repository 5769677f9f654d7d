"""Where a reader meets a sentence that no page of the sample has at its address.

A row of the table names it by a kind before a colon, and by what of that kind: what a browser asks for when a reader
chooses something, a picture, a page with short lists, a page of an edition with something else in it, or an earlier
one. Each edition is made once, when a row first asks for it.
"""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from callback_bodies import REDRAW, body_of, named, values_of
from sentence_readings import on_one_line, told_by
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.exports.views_asked import charts_asked
from dashboard.exports.written import RefusedError
from dashboard.pages import coverage, disagreements
from dashboard.server.short_codes import short_code
from dashboard.server.urls import INSIDE
from dashboard.views import view
from etl.editions.reading import Database
from etl.figures.paths import HISTORY_NAME, editions_folder

_UPDATE = "/_dash-update-component"
# By the word of a row: the names of editions that are kept, cannot be read, are not kept, and were never published.
EDITIONS = {"earlier": "abcdef012345", "older": "bcdef0123456", "gone": "cdef01234567", "unknown": "def012345678"}
# What the edition after these has otherwise than the sample.
_CHANGES = (
    "UPDATE statement_row SET note = '' WHERE verdict = 'wrong-scope'; DELETE FROM correction",
    "UPDATE indicator SET measure = 'seizure-cases' WHERE indicator = 'acetic-anhydride-seizures'",
    "UPDATE indicator SET measure = 'offenders' WHERE indicator = 'cannabis-use-offences'",
    "UPDATE observation_row SET flag = '' WHERE id > (SELECT MIN(id) FROM observation_row WHERE flag = 'summed')",
    "DELETE FROM series WHERE area = 'PER'",
)
_EARLIER = (
    "UPDATE observation_row SET value = 236000 WHERE id IN (SELECT id FROM observation WHERE year = 2018 AND "
    "indicator = 'opium-poppy-cultivation' AND area = 'AFG' AND producer = 'unodc')"
)
_FEW = {(coverage, "MOST_FIGURES"): 20, (disagreements, "MOST_LISTED"): 3, (view, "MOST_AREAS"): 5}


def _text_of_answer(answer: object) -> str:
    """All texts in what a browser is told, without their markup; lines of a picture go on."""
    return on_one_line(re.sub("<[^>]*>", "", " ".join(_texts(answer)).replace("<br>", " ")))


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping | list):
        for part in node.values() if isinstance(node, Mapping) else node:
            yield from _texts(part)


class Places:
    """All places of the sample, of a smaller one, and of editions that are made in a folder."""

    def __init__(self, client: TestClient, sample: Path, small: Path, folder: Path) -> None:
        self._client, self._sample, self._small, self._folder = client, sample, small, folder
        self.kinds: dict[str, Callable[[str], str]] = {
            "panel": self._panel,
            "redraw": self._redrawn,
            "drawing": lambda query: _text_of_answer(client.get(f"/export/figure?{query}").json()),
            "short": self._with_short_lists,
            "page": self._refused,
            "other": lambda address: told_by(self._other.get(address).text),
            "other-drawing": lambda query: _text_of_answer(self._other.get(f"/export/figure?{query}").json()),
            "printed": self._printed,
            "small": lambda address: told_by(self._without_history.get(address).text),
            "unread": lambda address: told_by(self._with_a_broken_history.get(address).text),
        }

    def _update(self, callback: str, values: dict[str, Any], changed: str) -> Any:
        declared = self._client.get("/_dash-dependencies").json()
        answer = self._client.post(_UPDATE, json=body_of(named(declared, callback), values, changed))
        assert answer.status_code == 200
        return answer.json()

    def _panel(self, address: str) -> str:
        """What opens beside a chart."""
        return _text_of_answer(
            self._update("..panel-content", {"selected.data": {"address": address}}, "selected.data")
        )

    def _redrawn(self, choice: str) -> str:
        """What is said when a reader of an address changes one control: its name, then its value as JSON."""
        address, control, value = choice.split(" ", 2)
        layout = self._client.get("/_dash-layout", headers={"referer": f"http://testserver{address}"}).json()
        changed = f"view-{control}.value"
        return _text_of_answer(self._update(REDRAW, values_of(layout) | {changed: json.loads(value)}, changed))

    def _with_short_lists(self, address: str) -> str:
        """A page of a dashboard whose lists and charts have room for a few."""
        with pytest.MonkeyPatch.context() as patched:
            for (module, name), most in _FEW.items():
                patched.setattr(module, name, most)
            return told_by(self._short.get(address).text)

    def _refused(self, name: str) -> str:
        """Why a command does not export the page of a name; empty where it does."""
        try:
            charts_asked(Database(self._sample).edition(), "", None, name, INSIDE)
        except RefusedError as refused:
            return str(refused)
        return ""

    def _printed(self, choice: str) -> str:
        """The page of a short address: the word of an edition, then what was asked for."""
        edition, query = choice.split(" ", 1)
        name = EDITIONS.get(edition) or Database(self._sample).edition().name
        return told_by(self._other.get(f"/v/{name}/{short_code(query)}").text)

    @cached_property
    def _short(self) -> TestClient:
        return TestClient(create_app(Database(self._sample)))  # answers are kept, and these are of this one only

    @cached_property
    def _other(self) -> TestClient:
        """A dashboard of the edition that came after others."""
        current = self._copy(self._sample, "other")
        kept = editions_folder(current)
        kept.mkdir()
        names = [*EDITIONS.values()]
        for name, change in (
            (names[0], _EARLIER),
            (names[1], "ALTER TABLE producer DROP COLUMN article"),
        ):
            shutil.copy(self._sample, kept / f"{name}.sqlite")
            _change(kept / f"{name}.sqlite", f"UPDATE edition SET edition = '{name}'; {change}")
        _change(current, ";".join(_CHANGES))
        published = [*names[:3], Database(current).edition().name]
        entries = [{"edition": name, "time": "2026-03-01T05:15:00+00:00", "action": "refresh"} for name in published]
        (kept / HISTORY_NAME).write_text("".join(f"{json.dumps(entry)}\n" for entry in entries))
        return TestClient(create_app(Database(current)))

    @cached_property
    def _without_history(self) -> TestClient:
        return TestClient(create_app(Database(self._copy(self._small, "small"))))

    @cached_property
    def _with_a_broken_history(self) -> TestClient:
        current = self._copy(self._small, "broken")
        editions_folder(current).mkdir()
        (editions_folder(current) / HISTORY_NAME).write_text("{broken")
        return TestClient(create_app(Database(current)))

    def _copy(self, database: Path, name: str) -> Path:
        (self._folder / name).mkdir()
        return shutil.copy(database, self._folder / name / database.name)


def _change(database: Path, script: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(script)
