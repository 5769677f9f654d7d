"""An earlier edition made again from the history of the data folder in git, as the bytes that its name stands for."""

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from etl.editions.edition_names import EditionError, code_in_use, is_of_package, name_of
from etl.editions.sqlite import SqliteStore
from etl.editions.store import open_store
from etl.figures.digests import digest_of_contents, is_module
from etl.figures.paths import DATA_VARIABLE, DATABASE_VARIABLE, package_folder

_SECONDS = 900  # for one edition
_PROGRAM = "etl"


def rebuild(data: Path, edition: str, store: SqliteStore) -> str:
    """Make an edition again and keep it; give the commit whose figures it has.

    Its figures are those of a commit of the data folder. Its program is this one, or that of the commit where both are
    in one repository. Raises EditionError where it is in no commit, or cannot be made.
    """
    repository = _git(data, "rev-parse", "--show-toplevel").decode().strip()
    figures = _git(data, "rev-parse", "--show-prefix").decode().strip()
    home = package_folder(_PROGRAM)
    is_inside = home.is_relative_to(Path(repository).resolve())
    program = f"{home.relative_to(Path(repository).resolve()).as_posix()}/" if is_inside else ""
    commit, is_with_its_program = _commit_of(data, edition, figures, program)
    with tempfile.TemporaryDirectory() as place:
        folders = [figures.rstrip("/") or ".", *([program.rstrip("/")] if is_with_its_program else [])]
        archive = _git(Path(repository), "archive", "--format=tar", commit, "--", *folders)
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(place, filter="data")
        then = Path(place) / figures
        _refresh(then, (Path(place) / program).parent if is_with_its_program else home.parent)
        made = open_store(then)
        if not isinstance(made, SqliteStore) or made.current() != edition:
            raise EditionError(f"commit {commit[:12]} gives edition {made.current()}, not {edition}; nothing is kept")
        with store.writing() as writer:
            writer.take(made.path(edition), edition)
    return commit


def _refresh(data: Path, home: Path) -> None:
    """Publish a folder beside itself, with the program in a folder, in a process of its own."""
    settings = {name: value for name, value in os.environ.items() if name not in {DATABASE_VARIABLE, DATA_VARIABLE}}
    command = [sys.executable, "-m", _PROGRAM, "refresh", "--data", str(data.resolve())]
    done = subprocess.run(
        command, cwd=home, env=settings, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if done.returncode:
        last = (done.stdout + done.stderr).strip().rpartition("\n")[2]
        raise EditionError(f"the figures of then cannot be published with what is installed now: {last}")


def _commit_of(data: Path, edition: str, figures: str, program: str) -> tuple[str, bool]:
    """The newest commit that gives an edition, and whether it does so with the program of that commit."""
    commits = _git(data, "log", "--format=%H", "--", ":/").decode().split()
    with _contents(data) as digest:
        for commit in commits:
            files = list(_files(data, commit))
            package = digest_of_contents(
                (name, digest(blob)) for name, blob in _below(figures, files) if is_of_package(name)
            )
            if name_of(package, code_in_use()) == edition:
                return commit, False
            if program:
                code = digest_of_contents(
                    (name, digest(blob)) for name, blob in _below(program, files) if is_module(name)
                )
                if name_of(package, code) == edition:
                    return commit, True
    raise EditionError(
        f"edition {edition} is in none of the {len(commits):,} commits of {data} with a program that is at hand; "
        "a clone with the whole history may have it"
    )


def _files(data: Path, commit: str) -> Iterator[tuple[str, str]]:
    """The path of each file of a commit, from the top of its repository on, and the key of its content."""
    for line in _git(data, "ls-tree", "-r", "-z", "--full-tree", commit).decode(errors="surrogateescape").split("\0"):
        about, _, path = line.partition("\t")
        if path:
            yield path, about.split()[2]


def _below(folder: str, files: list[tuple[str, str]]) -> list[tuple[PurePosixPath, str]]:
    """The files of a folder by their names in it, in the order in which a digest takes them."""
    return sorted((PurePosixPath(path.removeprefix(folder)), blob) for path, blob in files if path.startswith(folder))


@contextmanager
def _contents(data: Path) -> "Iterator[_Contents]":
    process = subprocess.Popen(
        ["git", "-C", str(data), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield _Contents(process)
    finally:
        process.communicate()


class _Contents:
    """What stands for the bytes of a file in a repository; most are the same in many commits."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._known: dict[str, bytes] = {}

    def __call__(self, blob: str) -> bytes:
        if blob not in self._known:
            asked, told = self._process.stdin, self._process.stdout
            assert asked is not None and told is not None
            asked.write(f"{blob}\n".encode())
            asked.flush()
            size = int(told.readline().split()[2])
            self._known[blob] = hashlib.sha256(told.read(size + 1)[:-1]).digest()
        return self._known[blob]


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=True)
    except FileNotFoundError:
        raise EditionError(
            "git is not installed; earlier editions are made again from the history that it keeps"
        ) from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()
        raise EditionError(f"{folder} has no history in git from which an edition can be made again: {said}") from None
    return done.stdout
