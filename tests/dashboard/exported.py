"""Views and charts that the tests of exports share."""

from functools import cache
from pathlib import Path

import typer

from dashboard.exports.chart import ExportedChart
from dashboard.exports.command import add_export
from dashboard.exports.trace_command import add_trace
from dashboard.server.urls import INSIDE, Urls
from dashboard.views import scenes
from dashboard.views.view import read_view
from etl.editions.reading import Database, Edition

HOME = "https://figures.example.org"
AFGHANISTAN = "indicator=opium-poppy-cultivation&area=AFG&from=1994&to=2025"
VIEWS = {
    "one series": "indicator=opium-poppy-cultivation&area=AFG&producer=unodc",
    "two producers and a callout": AFGHANISTAN,
    "seven series, log": "indicator=opium-poppy-cultivation&area=AFG&area=MMR&area=LAO&scale=log",
    "a legend": "indicator=opium-poppy-cultivation&group=parts-of-AFG",
    "a ranking": "indicator=opium-poppy-cultivation&group=parts-of-AFG&producer=unodc&form=bar&year=2018",
    "a map": "indicator=opium-poppy-cultivation&group=parts-of-AFG&producer=unodc&form=map&year=2018",
    "panels": "indicator=opium-poppy-cultivation&group=parts-of-AFG&producer=unodc&form=panels",
    "a stack": "indicator=coca-bush-cultivation&area=COL&area=PER&area=BOL&producer=unodc&form=stack",
    "an index": "indicator=coca-bush-cultivation&area=COL&area=PER&producer=unodc&measure=index&base=2005",
    "known on a day": "indicator=opium-poppy-cultivation&area=AFG&asof=2019-11-26&compare=today",
}


def chart(edition: Edition, query: str = AFGHANISTAN, home: str = HOME) -> ExportedChart:
    """The chart of a query that the edition understands completely."""
    view, remarks = read_view(query, edition.keep(scenes.choices))
    assert remarks == []
    return ExportedChart(edition, view, Urls.at(home) if home else INSIDE)


def commands_on(database: Path) -> typer.Typer:
    """The two commands on the figures of a database."""
    application = typer.Typer()
    add_export(application, lambda: opened(database))
    add_trace(application, lambda: opened(database))
    return application


@cache
def opened(database: Path) -> Database:
    """A database that many commands read, one after the other: what is kept of its edition is made for the first."""
    return Database(database)
