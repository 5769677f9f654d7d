"""What a dashboard publishes by itself when it starts, and what it leaves to those who look after the figures."""

import shutil
from pathlib import Path

import pytest
import typer
from sample_data import sample_data

from dashboard.__main__ import build_first_edition
from etl.editions.reading import Database
from etl.figures import paths

STATEMENTS = "statements/afghan-provinces.csv"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.DATABASE_VARIABLE, raising=False)
    monkeypatch.delenv(paths.DATA_VARIABLE, raising=False)
    monkeypatch.setenv(paths.CACHE_VARIABLE, str(tmp_path / "cache"))


def _figures(folder: Path) -> Path:
    shutil.copytree(sample_data(), folder)
    return folder


def _with_fewer_statements(data: Path) -> None:
    """Leave out more than a refresh accepts without being told."""
    lines = (data / STATEMENTS).read_text(encoding="utf-8").splitlines(keepends=True)
    (data / STATEMENTS).write_text("".join(lines[:-150]), encoding="utf-8")


def _shown(data: Path) -> str:
    return Database(paths.database_of(data)).edition().name


@pytest.mark.many
def test_figures_of_ones_own_are_published_once_and_then_by_their_maintainers_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = _figures(tmp_path / "own")
    monkeypatch.setenv(paths.DATA_VARIABLE, str(data))
    build_first_edition()
    first = _shown(data)
    assert f"Building the first edition in {data}" in capsys.readouterr().err
    _with_fewer_statements(data)
    build_first_edition()
    assert _shown(data) == first
    assert capsys.readouterr() == ("", "")
    assert not (tmp_path / "cache").exists()


@pytest.mark.many
def test_the_figures_of_another_version_are_shown_once_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = _figures(tmp_path / "site-packages" / "etl" / "data")
    monkeypatch.setattr(paths, "package_folder", lambda package: tmp_path / "site-packages" / package)
    build_first_edition()
    first = _shown(data)
    assert f"Building the first edition in {tmp_path / 'cache'}" in capsys.readouterr().err
    build_first_edition()
    assert capsys.readouterr() == ("", "")
    _with_fewer_statements(data)
    build_first_edition()
    assert _shown(data) != first
    assert not list(data.glob("*.sqlite*"))


def test_a_folder_without_figures_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path / "nothing"))
    with pytest.raises(typer.Exit):
        build_first_edition()
    assert f"--data {tmp_path / 'nothing'}" in capsys.readouterr().err
