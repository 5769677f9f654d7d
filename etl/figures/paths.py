"""Where everything lies: the figures, the database and its editions, and what can be made again.

In a checkout, figures and assets lie beside the packages, where people edit them. A wheel has them inside the
packages, and nothing is ever written there.
"""

import logging
import os
import stat
import tempfile
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path

logger = logging.getLogger(__name__)

DATA_VARIABLE = "DASHBOARD_DATA"
DATABASE_VARIABLE = "DATABASE_URL"
CACHE_VARIABLE = "DASHBOARD_CACHE"
DATABASE_NAME = "drug_control.sqlite"
HISTORY_NAME = "history.jsonl"
TRIED = "tried"  # the folder, among the editions, of the one that a refresh has only tried
REBUILT = "rebuilt"  # the folder, among the editions, of those that were made again for addresses that were printed
_PRODUCT = "drug-control-dashboard"


def package_folder(package: str) -> Path:
    """The folder of the modules of a package, as this process runs them."""
    return Path(str(resources.files(package))).resolve()


def bundled(package: str, folder: str) -> Path:
    """A folder of files that comes with a package: inside it where it is installed, beside it in a checkout."""
    home = package_folder(package)
    inside = home / folder
    return inside if inside.is_dir() else home.with_name(folder)


def bundled_data() -> Path:
    """The figures that come with the program."""
    return bundled("etl", "data")


def data_folder() -> Path:
    """The figures in use: the folder that DASHBOARD_DATA names, else those that come with the program."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named) if named else bundled_data()


def is_installed(data: Path) -> bool:
    """Whether figures lie inside the installed program, where nobody edits them and nothing is written."""
    return data.resolve().is_relative_to(package_folder("etl"))


def database_of(data: Path) -> Path:
    """The SQLite file in which figures are published: beside them; that of installed ones is in the cache folder."""
    return (cache_folder() if is_installed(data) else data) / DATABASE_NAME


def editions_folder(database: Path) -> Path:
    """Where the editions of a SQLite database lie: no two databases share a folder."""
    return database.parent / ("editions" if database.name == DATABASE_NAME else f"{database.stem}-editions")


def edition_files(database: Path) -> dict[str, Path]:
    """The files of the editions of a SQLite database, by name: kept, made again, and the one that was only tried."""
    folder = editions_folder(database)
    return {
        path.stem: path
        for place in (folder / TRIED, folder / REBUILT, folder)
        for path in place.glob("*.sqlite")
        if not path.name.startswith(".")
    }


def cache_folder() -> Path:
    """Where lies what can be made again: compressed files, downloads, and the editions of installed figures.

    It is the folder that DASHBOARD_CACHE names, else one in the user's cache; where that cannot be written, one of
    this user alone among the temporary files. Only on a machine without any place to write can that not be written.
    """
    named = os.environ.get(CACHE_VARIABLE)
    wanted = Path(named).absolute() if named else _user_cache() / _PRODUCT
    return wanted if wanted.is_absolute() and _can_be_written(wanted) else _temporary_folder(wanted)


def _user_cache() -> Path:
    """As the XDG base directories have it; a relative path, which is not to be used, for a user who has no home."""
    return Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))  # noqa: PTH111 (it never raises)


def _can_be_written(folder: Path) -> bool:
    """Make a folder where it is not there yet, and say whether files can be put in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@cache
def _temporary_folder(instead_of: Path) -> Path:
    """A folder of this user alone, the same in every process; a new one where somebody else has taken its name."""
    try:
        folder = Path(tempfile.gettempdir()) / f"{_PRODUCT}-{os.getuid()}"
        if not _is_ours_alone(folder):
            folder = Path(tempfile.mkdtemp(prefix=f"{_PRODUCT}-"))
    except OSError:
        logger.warning("Neither %s nor any folder for temporary files can be written", instead_of)
        return instead_of
    logger.warning("%s cannot be written, so files are kept in %s", instead_of, folder)
    return folder


def _is_ours_alone(folder: Path) -> bool:
    """Make a folder where it is not there yet, and say whether nobody else may put anything in it."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) == 0o700
