"""The built program, installed where nothing else of it lies: it serves, and writes nothing where it is installed."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from rights import WITHOUT_RIGHTS
from sample_data import small_data
from serving import REPOSITORY, ask, started
from sharing import compressed_files

from dashboard import __version__
from etl.editions.edition_names import edition_name

pytestmark = pytest.mark.processes

PROGRAM = ("dashboard", "etl", "assets", "data")
ONLY_FOR_PEOPLE = {"assets/VENDORED", "assets/screenshot.png", "assets/update.sh"}
BUILT = ("data/drug_control.sqlite", "data/drug_control.sqlite-wal", "data/editions/0.sqlite", "etl/__pycache__/x.pyc")
SHOWN = {
    "/": "text/html",
    "/readyz": "application/json",
    "/assets/all.css": "text/css",
    "/assets/fonts/ibm-plex-sans-latin-wght-normal.woff2": "font/woff2",
    "/picture/number/opium-poppy-cultivation/AFG/2018/unodc.png": "image/png",
    "/api/v1": "application/json",
    "/api/v1/files/observations.parquet": "application/vnd.apache.parquet",
    "/api/v1/files/drug-control-figures.zip": "application/zip",
    "/export/view.pptx?indicator=opium-production&area=AFG": "application/vnd.openxmlformats",
}


@dataclass(frozen=True)
class Installed:
    """A virtual environment that has the program and what it needs, and a user with a home."""

    environment: Path
    home: Path

    @property
    def modules(self) -> Path:
        """Where the environment keeps its packages."""
        (folder,) = (self.environment / "lib").glob("python*/site-packages")
        return folder

    @property
    def cache(self) -> Path:
        """Where the program keeps what it can make again."""
        return self.home / ".cache" / "drug-control-dashboard"

    def command(self, program: str, **variables: str) -> list[str]:
        """How a program of the environment is called, with no more in its own environment than is said here."""
        given = {"PATH": os.environ["PATH"], "HOME": str(self.home), **variables}
        pairs = [f"{name}={value}" for name, value in given.items()]
        return ["env", "-i", *pairs, str(self.environment / "bin" / program)]


def _run(command: Sequence[str], folder: Path) -> str:
    """What a command prints on its standard output."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout in which somebody has worked: it has editions, and modules that Python has compiled.

    Its figures are the small sample, of which an edition is built in a moment.
    """
    tree = tmp_path_factory.mktemp("checkout")
    for folder in PROGRAM:
        source = small_data() if folder == "data" else REPOSITORY / folder
        shutil.copytree(source, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(REPOSITORY / name, tree)
    for name in BUILT:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(b"built")
    return tree


@pytest.fixture(scope="module")
def wheel(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run([*_pip("wheel"), "--no-build-isolation", "--wheel-dir", str(folder), str(tree)], folder)
    (built,) = folder.glob("*.whl")
    return built


def _pip(command: str, *options: str) -> list[str]:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps"]
    return [sys.executable, "-m", "pip", *options, command, *quiet]


def _environment(folder: Path) -> Installed:
    """An environment without the program, which finds the libraries of the one that runs the tests."""
    _run([sys.executable, "-m", "venv", "--without-pip", str(folder / "environment")], folder)
    made = Installed(folder / "environment", folder / "home")
    (made.cache / "compressed").mkdir(parents=True)
    for file in compressed_files().glob("*.br"):  # no test here is about them
        shutil.copy(file, made.cache / "compressed")
    # The folders alone: what is installed there as editable stays unknown here.
    libraries = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    (made.modules / "libraries.pth").write_text("\n".join(libraries) + "\n")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    made = _environment(tmp_path_factory.mktemp("installed"))
    python = made.environment / "bin" / "python"
    _run([*_pip("install", "--python", str(python)), str(wheel)], wheel.parent)
    return made


def test_a_wheel_holds_code_assets_and_figures_and_nothing_that_was_built(tree: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        entries = next(archive.read(name).decode() for name in archive.namelist() if name.endswith("entry_points.txt"))
    moved = {"assets": "dashboard/assets", "data": "etl/data"}
    wanted = {
        f"{moved.get(folder, folder)}/{name}"
        for folder in PROGRAM
        for name in _files_below(tree / folder)
        if f"{folder}/{name}" not in {*BUILT, *ONLY_FOR_PEOPLE} and "__pycache__" not in name
    }
    assert names == wanted
    assert {"dashboard/py.typed", "etl/py.typed", "etl/data/datapackage.json"} <= names
    assert wheel.name.split("-")[1] == __version__
    assert {"drug-control = dashboard.__main__:command_line", "drug-control-etl = etl.__main__:app"} < {
        *entries.splitlines()
    }


@pytest.mark.parametrize("called", ["drug-control", "drug-control-etl", "python -m dashboard", "python -m etl"])
def test_the_help_calls_a_program_as_its_user_does(installed: Installed, tmp_path: Path, called: str) -> None:
    program, *words = called.split()
    said = _run([*installed.command(program), *words, "--help"], tmp_path)
    assert f"Usage: {called} [OPTIONS]" in said
    assert "DASHBOARD_CACHE" in said and "DATABASE_URL" in said


def _answers(address: str) -> None:
    for path, kind in SHOWN.items():
        answer = ask(address + path, timeout=60)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].startswith(kind), path
        assert answer.content, path


def test_it_serves_the_same_edition_from_an_empty_folder(installed: Installed, tmp_path: Path) -> None:
    before = _files_below(installed.modules)
    with started([*installed.command("drug-control"), "--workers", "2"], tmp_path) as address:
        _answers(address)
        edition = ask(f"{address}/readyz").json()["edition"]
    assert edition == edition_name(small_data())
    assert list(tmp_path.iterdir()) == []
    assert {path.suffix for path in map(Path, _files_below(installed.modules) - before)} <= {".pyc"}
    assert (installed.cache / "drug_control.sqlite").is_file()
    assert edition in _run([*installed.command("drug-control-etl"), "history"], tmp_path)


def test_it_serves_where_nothing_but_temporary_files_can_be_written(installed: Installed, tmp_path: Path) -> None:
    empty, temporary = tmp_path / "empty", tmp_path / "temporary"
    empty.mkdir()
    temporary.mkdir()
    home = Installed(installed.environment, tmp_path / "home")
    home.home.mkdir()
    before = _files_below(installed.environment)
    with _read_only(installed.environment, home.home, empty):
        command = home.command("drug-control", TMPDIR=str(temporary), PYTHONDONTWRITEBYTECODE="1")
        with started([*WITHOUT_RIGHTS, *command], empty) as address:
            _answers(address)
    assert _files_below(installed.environment) == before
    assert _files_below(home.home) == _files_below(empty) == set()
    (kept,) = temporary.glob("drug-control-dashboard-*")
    assert (kept / "drug_control.sqlite").is_file()


@contextmanager
def _read_only(*folders: Path) -> Iterator[None]:
    """Nobody may write in some folders, as long as the block."""
    changed = [path for folder in folders for path in [folder, *folder.rglob("*")] if not path.is_symlink()]
    rights = {path: path.stat().st_mode for path in changed}
    for path, mode in rights.items():
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in rights.items():
            path.chmod(mode)


def test_the_figures_inside_the_program_are_not_edited(installed: Installed, tmp_path: Path) -> None:
    done = subprocess.run([*installed.command("drug-control-etl"), "package"], capture_output=True, text=True)
    assert done.returncode == 1
    assert str(installed.modules / "etl" / "data") in done.stdout and "--data" in done.stdout


def test_figures_of_ones_own_keep_their_database_beside_them(installed: Installed, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(installed.modules / "etl" / "data", own)
    with started([*installed.command("drug-control"), "--data", "own"], tmp_path) as address:
        assert ask(f"{address}/readyz").status_code == 200
    assert (own / "drug_control.sqlite").is_file()
    said = _run([*installed.command("drug-control-etl", DASHBOARD_DATA=str(own)), "refresh"], tmp_path)
    assert said.startswith("Nothing changed")


WHERE = (
    "from dashboard.server.paths import ASSETS; from etl.figures.paths import data_folder; print(ASSETS, data_folder())"
)


def test_a_checkout_finds_its_own_files_although_another_is_installed(
    installed: Installed, tree: Path, tmp_path: Path
) -> None:
    said = _run([*installed.command("python", PYTHONPATH=str(tree)), "-c", WHERE], tmp_path)
    assert said.split() == [str(tree / "assets"), str(tree / "data")]


def test_an_editable_install_uses_the_files_that_are_edited(tree: Path, tmp_path: Path) -> None:
    made = _environment(tmp_path)
    python = made.environment / "bin" / "python"
    _run([*_pip("install", "--python", str(python)), "--no-build-isolation", "--editable", str(tree)], tmp_path)
    assert _run([*made.command("python"), "-c", WHERE], tmp_path).split() == [str(tree / "assets"), str(tree / "data")]
    assert "Usage: drug-control " in _run([*made.command("drug-control"), "--help"], tmp_path)
