"""A copy of a sample of the bundled data, in which a test breaks one thing."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from sample_data import TODAY, sample_data

from etl.editions.edition_names import edition_name, name_or_nothing
from etl.package.contract import Resource
from etl.package.csv_file import Content, read_csv
from etl.package.extract import Package, extract
from etl.package.problems import Problem
from etl.rules import check

AFGHAN = "statements/afghan-opium.csv"


@cache
def _of_sample(below: str, resource: Resource) -> tuple[bytes, Content]:
    """A file of the sample, and what is read in it as a file of some resource."""
    path = sample_data() / below
    return path.read_bytes(), read_csv(path, below, resource, lambda _: None)


def read_once(path: Path, shown_path: str, resource: Resource, advance: Callable[[int], None]) -> Content:
    """Read a file of a package as the ETL does, but one that is as in the sample once for all tests of a process."""
    below = next((each for each in resource.paths if path.as_posix().endswith(f"/{each}")), "")
    of_sample = sample_data() / below
    if path.is_file() and of_sample.is_file() and path.stat().st_size == of_sample.stat().st_size:
        before, content = _of_sample(below, resource)
        if path.read_bytes() == before and not content.problems:  # which would name the folder
            advance(len(before))
            columns = {name: [*chunks] for name, chunks in content.columns.items()}
            return Content(columns, [*content.lines])
    return read_csv(path, shown_path, resource, advance)


def check_once(package: Package) -> list[Problem]:
    """What is wrong with a package; the sample, in which nothing is, is checked once for all tests of a process."""
    return [] if name_or_nothing(package.folder) == _name_of_the_checked_sample() else check(package)


@cache
def _name_of_the_checked_sample() -> str:
    assert check(extract(sample_data())) == []
    return edition_name(sample_data())


class DataFolder:
    """Edits say the line that they have touched, so that a test can expect a problem there."""

    def __init__(self, path: Path, of: Path | None = None) -> None:
        self.path = path
        shutil.copytree(of or sample_data(), path)

    def problems(self) -> list[Problem]:
        """What is wrong."""
        return check(extract(self.path), today=TODAY)

    def found(self) -> set[tuple[str, int, str]]:
        """File below the folder, line and code of each problem."""
        return self.places(self.problems())

    def places(self, problems: list[Problem]) -> set[tuple[str, int, str]]:
        return {(self.below(problem), problem.line, problem.code) for problem in problems}

    def below(self, problem: Problem) -> str:
        return problem.file.removeprefix(str(self.path)).removeprefix("/")

    def rows(self, file: str) -> list[dict[str, str]]:
        with (self.path / file).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def write_rows(self, file: str, columns: list[str], rows: list[dict[str, str]]) -> None:
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        (self.path / file).write_text(text.getvalue(), encoding="utf-8")

    def change(self, file: str, where: dict[str, str], **cells: str) -> int:
        """Change cells of the first row that fits."""
        rows = self.rows(file)
        place = next(place for place, row in enumerate(rows) if where.items() <= row.items())
        rows[place].update(_plain_names(cells))
        self.write_rows(file, list(rows[0]), rows)
        return place + 2

    def add(self, file: str, like: dict[str, str], **cells: str) -> int:
        """Add a row that differs from the first fitting one in some cells."""
        rows = self.rows(file)
        original = next(row for row in rows if like.items() <= row.items())
        self.write_rows(file, list(original), [*rows, {**original, **_plain_names(cells)}])
        return len(rows) + 2

    def edit_line(self, file: str, line: int, edit: Callable[[bytes], bytes]) -> int:
        """Change the bytes of a line, its end included."""
        path = self.path / file
        lines = path.read_bytes().splitlines(keepends=True)
        place = line - 1 if line > 0 else len(lines) + line
        lines[place] = edit(lines[place])
        path.write_bytes(b"".join(lines))
        return place + 1

    def edit_contract(self, edit: Callable[[dict[str, Any]], object]) -> None:
        path = self.path / "datapackage.json"
        contract = json.loads(path.read_text(encoding="utf-8"))
        edit({resource["name"]: resource for resource in contract["resources"]} | {"": contract})
        path.write_text(json.dumps(contract, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def edit_outlines(self, edit: Callable[[dict[str, Any]], object], file: str = "geo/AFG.geojson") -> int:
        path = self.path / file
        outlines = json.loads(path.read_text(encoding="utf-8"))
        edit(outlines)
        path.write_text(json.dumps(outlines), encoding="utf-8")
        return 1


def _plain_names(cells: dict[str, str]) -> dict[str, str]:
    """`from_` stands for `from`, which Python keeps for itself."""
    return {name.rstrip("_"): cell for name, cell in cells.items()}
