"""The dashboard runs in a container whose root cannot be written: it writes in its cache folder and nowhere else.

`tests/container.sh` follows the same steps in a Debian of its own.
"""

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
import typer.main
from exported import opened
from starlette.testclient import TestClient

from dashboard import app
from dashboard.__main__ import command_line
from dashboard.app import create_app
from dashboard.server.encodings import compress_in_background

REPOSITORY = Path(__file__).resolve().parents[2]
STEPS = [
    (words[0], words[2])
    for line in (REPOSITORY / "dashboard" / "Containerfile").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for words in [line.partition(" ")]
]
ADDRESSES = (
    "/",
    "/number/opium-production/AFG/2018/unodc",
    "/picture/number/opium-production/AFG/2018/unodc.png",
    "/export/view.csv",
    "/export/view.pptx?indicator=opium-production&area=AFG",
    "/api/v1/statements.csv?limit=10",
    "/api/v1/files/observations.parquet",
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_written: list[str] = []
_watched = False


def _note_what_is_written(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watched:
        return
    if event == "open" and isinstance(arguments[0], str) and arguments[2] & _WRITES:
        _written.append(arguments[0])
    elif event in {"os.mkdir", "os.rename", "os.link", "os.remove"}:
        _written.append(os.fsdecode(arguments[0]))


@pytest.mark.many
def test_nothing_is_written_outside_of_the_cache_folder(
    published_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    global _watched
    cache = tmp_path / "cache"
    monkeypatch.setenv("DASHBOARD_CACHE", str(cache))
    monkeypatch.setattr(app, "compress_in_background", compress_in_background)  # other tests go without
    monkeypatch.setattr(tempfile, "tempdir", str(cache))
    cache.mkdir()
    sys.addaudithook(_note_what_is_written)
    with TestClient(create_app(opened(published_database))) as client:
        _watched = True
        try:
            statuses = [client.get(address).status_code for address in ADDRESSES]
        finally:
            _watched = False
    assert statuses == [200] * len(ADDRESSES)
    compiled = re.compile(r"__pycache__|^/dev/")  # Python does without what it cannot write
    # Applications of other tests in this process may still be writing in the folders of those.
    of_tests = [path for path in tmp_path.parent.iterdir() if path != tmp_path]
    elsewhere = [
        path
        for path in _written
        if not compiled.search(path) and not any(map(Path(path).is_relative_to, (cache, *of_tests)))
    ]
    assert not elsewhere
    assert [path for path in _written if path.startswith(str(cache))], "the downloads are kept there"


def test_the_steps_of_the_container_name_what_is_there_and_run_as_an_ordinary_user() -> None:
    copied = [part for step, rest in STEPS if step == "COPY" for part in rest.split()[:-1]]
    assert copied and all((REPOSITORY / part).exists() for part in copied)
    assert {"dashboard", "etl", "assets", "data", "pyproject.toml", "requirements.lock"} <= set(copied)
    (user,) = [rest for step, rest in STEPS if step == "USER"]
    assert user.isdecimal() and int(user) > 0
    assert [step for step, _ in STEPS][-1] == "CMD"
    ((_, command),) = [entry for entry in STEPS if entry[0] == "CMD"]
    options = {name for one in typer.main.get_command(command_line).params for name in one.opts}
    assert {word for word in json.loads(command) if word.startswith("--")} <= options
    variables = {rest.partition("=")[0] for step, rest in STEPS if step == "ENV"}
    assert "DASHBOARD_CACHE" in variables


def test_a_folder_of_ones_own_is_the_only_other_place() -> None:
    said = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert "--read-only --tmpfs /tmp" in said
    assert "--read-only --tmpfs /tmp" in (REPOSITORY / "dashboard" / "Containerfile").read_text(encoding="utf-8")
