"""Constants of the domain as data: CSV files that lie beside the modules which read them."""

import csv
from importlib import resources


def rows_beside(package: str, file: str) -> list[dict[str, str]]:
    """The rows of a CSV file that lies beside the modules of a package, by the names of its columns."""
    return list(csv.DictReader((resources.files(package) / file).read_text(encoding="utf-8").splitlines()))
