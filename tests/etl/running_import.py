"""Runs `python -m etl import` as a maintainer would, and reads what it prints."""

from pathlib import Path

from data_folder import DataFolder
from typer.testing import CliRunner, Result

from etl.__main__ import app

ROOT = Path(__file__).resolve().parents[2]
ERADICATED = "unodc-wdr-2022-annex-6-1-2"
CULTIVATED = "unodc-wdr-2022-annex-6-1-1"
VIA = "https://www.unodc.org/annex.xlsx"


def run_import(folder: DataFolder, *words: str | Path) -> Result:
    return CliRunner().invoke(app, ["import", *map(str, words), "--data", str(folder.path)])


def numbers(output: str) -> list[list[str]]:
    """The lines of numbers, by their words."""
    return [line.split() for line in output.splitlines() if line.split()[-1:] and line[:1].isupper() and "  " in line]


def new_source(folder: DataFolder, key: str = "unodc-wdr-2030-annex", url: str = "https://www.unodc.org/annex") -> str:
    folder.add("sources.csv", {"source": ERADICATED}, source=key, title="A new table", url=url, url_seen="yes")
    return key


def written(folder: DataFolder, source: str) -> list[dict[str, str]]:
    return folder.rows(f"statements/{source}.csv")
