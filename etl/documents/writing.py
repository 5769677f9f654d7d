"""Writes the new numbers of a source into statement files, whole or not at all."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from etl.documents.compare import Judged
from etl.documents.files.cells import number_as_text
from etl.documents.files.sheets import ImportFileError
from etl.documents.layouts.harvest import ReadFigure
from etl.documents.undoing import keep_for_undo
from etl.figures.vocabulary.numbers import Evidence, Flag, RangeKind
from etl.package.contract import CONTRACT_FILE, STATEMENTS
from etl.package.csv_file import FILE_LIMIT
from etl.package.descriptor import README, PackageError, describe, not_writable, replace_file
from etl.package.extract import Package


@dataclass(frozen=True)
class Origin:
    """Where the numbers of an import come from: source, whose estimates they are, and how and where they were read."""

    source: str
    producer: str
    via: str = ""
    evidence: str = str(Evidence.ORIGINAL)


def statement_rows(
    judged: Iterable[Judged], origin: Origin, locator: Callable[[ReadFigure], str]
) -> list[dict[str, str]]:
    """The rows of the statements that the source does not make in the data yet; locator gives the place of each."""
    return [_row(each, origin, locator(each.figure)) for each in judged if each.is_to_write]


def _row(judged: Judged, origin: Origin, locator: str) -> dict[str, str]:
    figure = judged.figure
    numbers = {name: getattr(figure, name) for name in ("value", "low", "high")}
    return {
        "indicator": judged.indicator,
        "area": figure.area,
        "year": str(figure.year),
        "producer": origin.producer,
        **{name: "" if number is None else number_as_text(number) for name, number in numbers.items()},
        "unit": judged.unit,
        "source": origin.source,
        "locator": locator,
        "as_printed": figure.as_printed,
        "evidence": origin.evidence,
        "via": origin.via,
        "flag": figure.flag,
        "note": "",
        "range_kind": RangeKind.UNSTATED if figure.low is not None else "",
        **figure.attributes,
    }


def topic_files(package: Package, name: str, rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """The rows by their file, a path below the data folder: of that name, in the folder of their topic."""
    indicators = package.tables["indicators"]
    topics = dict(zip(indicators["indicator"], indicators["topic"], strict=True))
    files: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        below = "/".join(filter(None, (STATEMENTS, topics[row["indicator"]], f"{name}.csv")))
        files.setdefault(below, []).append(row)
    return files


def write_statements(package: Package, files: Mapping[str, list[dict[str, str]]], replaced: Iterable[str] = ()) -> None:
    """Add rows to files of statements, by their paths below the data folder, and list new ones in the package.

    A file that is there keeps its rows and columns; the statements at the places `replaced` (file:line) get that flag.
    Each file is replaced in one step, and what it was before is kept for `undo`. Raises ImportFileError where one of
    them or the contract cannot be written; then none is changed.
    """
    like = package.folder / "sources.csv"
    originals: dict[Path, str | None] = {
        path: path.read_bytes().decode("utf-8")
        for path in (package.folder / CONTRACT_FILE, package.folder / README)
        if path.exists()
    }
    lines: dict[str, set[int]] = {}
    for place in replaced:
        file, _, line = place.rpartition(":")
        lines.setdefault(file, set()).add(int(line))
    try:
        for below in dict.fromkeys([*files, *lines]):
            path = package.folder / below
            original = path.read_bytes().decode("utf-8") if path.exists() else None
            text = _with_marks(original or "", lines.get(below, set()))
            text = _with_rows(package, text, files.get(below, []))
            if len(text) > FILE_LIMIT:
                raise ImportFileError(f"{package.path(below)} would be larger than a data file may be; split it")
            path.parent.mkdir(parents=True, exist_ok=True)
            originals[path] = original
            replace_file(path, text, like)
        describe(package.folder)
        keep_for_undo(package.folder, originals)
    except (OSError, PackageError, ImportFileError) as error:
        _restore(originals, like)
        if isinstance(error, OSError):
            raise ImportFileError(not_writable(path.parent, error)) from None
        raise ImportFileError(str(error)) from None


def _with_rows(package: Package, original: str, rows: list[dict[str, str]]) -> str:
    """The text of a file with more rows, in its own columns."""
    before = original.removeprefix("\ufeff")
    if before:
        header = next(csv.reader(io.StringIO(before)))
    else:
        header = [column.name for column in package.contract.tables[STATEMENTS].fields]
    added = io.StringIO()
    writer = csv.DictWriter(added, header, restval="", extrasaction="ignore", lineterminator="\n")
    if not before:
        writer.writeheader()
    writer.writerows(rows)
    return before.replace("\r\n", "\n") + added.getvalue()


def _with_marks(text: str, lines: set[int]) -> str:
    """The text of a file with the flag `replaced` on the statements of some lines; a flag before stands in the note."""
    if not lines:
        return text
    given = text.replace("\r\n", "\n").split("\n")
    header = next(csv.reader([given[0].removeprefix("\ufeff")]))
    for number in lines:
        row = dict(zip(header, next(csv.reader([given[number - 1]])), strict=True))
        before = f"Flagged {row['flag']} before" if row["flag"] else ""
        row |= {"flag": str(Flag.REPLACED), "note": "; ".join(filter(None, [row["note"], before]))}
        line = io.StringIO()
        csv.DictWriter(line, header, lineterminator="").writerow(row)
        given[number - 1] = line.getvalue()
    return "\n".join(given)


def _restore(originals: Mapping[Path, str | None], like: Path) -> None:
    """Undo what was written: half an import is none."""
    for path, original in originals.items():
        with suppress(OSError):
            if original is None:
                path.unlink()
            else:
                replace_file(path, original, like)
