"""Where the program looks for figures, and where it puts what it makes."""

import os
import tempfile
from pathlib import Path

import pytest

from etl.figures import paths

PRODUCT = "drug-control-dashboard"


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home and a folder for temporary files that are empty, and nothing named in the environment."""
    for variable in (paths.DATA_VARIABLE, paths.CACHE_VARIABLE, "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


@pytest.fixture
def installed_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that has its figures inside."""
    (tmp_path / "site-packages" / "etl" / "data").mkdir(parents=True)
    monkeypatch.setattr(paths, "package_folder", lambda package: tmp_path / "site-packages" / package)
    return tmp_path / "site-packages" / "etl" / "data"


def test_a_checkout_uses_the_figures_that_people_edit() -> None:
    checkout = Path(__file__).resolve().parents[2]
    assert paths.data_folder() == checkout / "data"
    assert paths.database_of(paths.data_folder()) == checkout / "data" / paths.DATABASE_NAME


def test_a_named_folder_is_used_and_keeps_its_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed_data: Path
) -> None:
    assert paths.data_folder() == installed_data
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path / "own"))
    assert paths.data_folder() == tmp_path / "own"
    assert paths.database_of(tmp_path / "own") == tmp_path / "own" / paths.DATABASE_NAME


def test_nothing_is_published_into_an_installed_program(tmp_path: Path, installed_data: Path) -> None:
    database = paths.database_of(installed_data)
    assert database == tmp_path / "home" / ".cache" / PRODUCT / paths.DATABASE_NAME
    assert paths.editions_folder(database).parent == database.parent


def test_the_cache_is_the_named_folder_else_one_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.cache_folder() == tmp_path / "home" / ".cache" / PRODUCT
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    assert paths.cache_folder() == tmp_path / "caches" / PRODUCT
    monkeypatch.setenv(paths.CACHE_VARIABLE, str(tmp_path / "named"))
    assert paths.cache_folder() == tmp_path / "named"
    assert (tmp_path / "named").is_dir()


@pytest.mark.parametrize("variable", [paths.CACHE_VARIABLE, "XDG_CACHE_HOME", "HOME"])
def test_a_cache_that_cannot_be_written_is_among_the_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(variable, str(tmp_path / "file" / "below"))
    assert paths.cache_folder() == tmp_path / "temporary" / f"{PRODUCT}-{os.getuid()}"
    assert paths.cache_folder().stat().st_mode & 0o777 == 0o700


def test_a_user_without_a_home_gets_no_folder_called_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # What the standard library answers where nothing is known of a user.
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert paths.cache_folder().is_relative_to(tmp_path / "temporary")
    assert not (tmp_path / "~").exists()


@pytest.mark.parametrize("taken", ["open to all", "a link", "a file"])
def test_a_folder_that_others_can_write_is_no_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: str
) -> None:
    usual = tmp_path / "temporary" / f"{PRODUCT}-{os.getuid()}"
    if taken == "a file":
        usual.touch()
    elif taken == "a link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        usual.symlink_to(tmp_path / "elsewhere")
    else:
        usual.mkdir()
        usual.chmod(0o777)
    (tmp_path / "file").touch()
    monkeypatch.setenv(paths.CACHE_VARIABLE, str(tmp_path / "file" / "below"))
    found = paths.cache_folder()
    assert found != usual and found.parent == usual.parent
    assert found.stat().st_mode & 0o777 == 0o700
    assert paths.cache_folder() == found


def test_without_any_place_to_write_the_program_still_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(paths.CACHE_VARIABLE, str(tmp_path / "file" / "below"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    assert paths.cache_folder() == tmp_path / "file" / "below"
