"""What the README says of backups: an edition is dumped and restored, and a copy of the folder is one too."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from postgresql import Server
from sample_data import small_data
from sqlalchemy import make_url

from etl.editions.reading import Database
from etl.editions.store import open_store
from etl.figures.keys import Key
from etl.figures.paths import DATABASE_NAME
from etl.publish import refresh

REPOSITORY = Path(__file__).resolve().parents[2]
NUMBER = Key("opium-production", "AFG", 2008, "unodc")


def _commands(beginning: str) -> list[str]:
    """The commands of the README that begin so, as they stand there."""
    said = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"^    ({beginning} .*)$", said, re.MULTILINE)


@pytest.mark.processes
def test_one_edition_of_postgresql_is_dumped_and_restored_as_the_readme_says(
    postgresql_server: Server, tmp_path: Path
) -> None:
    (edition,), (dump,), (restore,) = _commands("EDITION=.*"), _commands("pg_dump"), _commands("pg_restore")
    data = small_data()
    with postgresql_server.new_database("kept") as old, postgresql_server.new_database("moved") as new:
        published = refresh(data, store=open_store(data, old)).edition
        addresses = {
            name: make_url(url).set(drivername="postgresql").render_as_string()
            for name, url in {"OLD": old, "NEW": new}.items()
        }
        subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{edition}\n{dump}\n{restore}"],
            cwd=tmp_path,
            env={**os.environ, **addresses},
            check=True,
        )
        before, after = Database(old).edition(), Database(new).edition()
        assert after.name == published
        assert after.observation(NUMBER) == before.observation(NUMBER) is not None
        assert after.publications() == before.publications()
        assert refresh(data, store=open_store(data, new)).outcome == "unchanged"


def test_a_copy_of_the_folder_is_a_whole_backup(published_database: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(published_database.parent, kept)
    before, after = Database(published_database).edition(), Database(kept / DATABASE_NAME).edition()
    assert after.name == before.name
    assert after.publications() == before.publications()
    assert after.observation(NUMBER) == before.observation(NUMBER) is not None
