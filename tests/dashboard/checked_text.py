"""What tests ask of texts that are checked."""

import csv
from copy import copy
from dataclasses import replace
from pathlib import Path

from dashboard.checking.findings import Checked, Finding
from dashboard.checking.reading import reader_of
from dashboard.checking.verdicts import check
from etl.documents.prose.catalogue import Measured
from etl.documents.prose.reader import ProseReader
from etl.editions.reading import Edition

DATA = Path(__file__).parents[2] / "data"
LEFT_OPEN = {Finding.UNSURE, Finding.NOT_IN_DATA}


def one(text: str, edition: Edition, published: str = "") -> Checked:
    """What is said of the only figure of a text."""
    (found,) = check(text, edition, published)
    return found


def reader_of_every_indicator(edition: Edition) -> ProseReader:
    """The reader with all that is measured, of which the sample of the tests has a part."""
    rows = csv.DictReader((DATA / "indicators.csv").read_text("utf-8").splitlines())
    reader = copy(reader_of(edition))
    every = {it["indicator"]: Measured(**{name: it[name] for name in Measured.__slots__}) for it in rows}
    reader.catalogue = replace(reader.catalogue, indicators=every)
    return reader
