"""`python -m dashboard check`: the figures of texts, judged against the published edition."""

import codecs
import json
import re
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.checking.facts import facts_in
from dashboard.checking.findings import Checked
from dashboard.checking.markup import as_page
from dashboard.checking.reading import reader_of
from dashboard.checking.report import as_text, fact_record, record, whole_record
from dashboard.checking.verdicts import check, check_paragraphs
from dashboard.server.urls import INSIDE, Urls
from etl.documents.prose.reader import ProseReader, TextTooLongError
from etl.documents.prose.records import PARTED, Paragraph
from etl.editions.reading import Database, Edition, NoEditionError
from etl.figures.quoting import file_trouble

_KINDS = (".txt", "")  # read as they stand; Markdown is a document with headings and tables
_DAY = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")
STANDARD_INPUT = "-"


class ReportForm(StrEnum):
    """How the findings are written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class _RefusedError(Exception):
    """What is wrong with a command; the message is a sentence."""


def add_check(
    command_line: typer.Typer,
    database: Callable[[], Database],
    paragraphs_of: Callable[[Path, ProseReader], list[Paragraph]],
) -> None:
    """Add `check` to the command line; `database` gives the published database when it is needed.

    `paragraphs_of` opens files of other kinds than plain texts, whose tables it reads by the words that a reader knows,
    and raises ValueError with a sentence.
    """

    @command_line.command(name="check")
    def check_texts(
        file: Annotated[
            Path | None,
            typer.Argument(help="A text (.txt, .md), PDF, web page, DOCX, workbook or CSV; - for what is piped in."),
        ] = None,
        published: Annotated[
            str, typer.Option(metavar="DATE", help="When the text came out (2018-11-19), for last year and the like.")
        ] = "",
        form: Annotated[ReportForm, typer.Option("--format", help="How the findings are written.")] = ReportForm.TEXT,
        batch: Annotated[
            Path | None, typer.Option(help='Many texts, one a line: {"id": ..., "text": ..., "published": ...}.')
        ] = None,
        out: Annotated[Path | None, typer.Option(help="The file to write; else the findings are printed.")] = None,
        address: Annotated[
            str, typer.Option(envvar="DASHBOARD_ADDRESS", help="Where readers find the dashboard, for links.")
        ] = "",
    ) -> None:
        """Find every figure of a text, and say whether it agrees with the published edition."""
        try:
            if (file is None) == (batch is None):
                raise _RefusedError("Give one text to check, or --batch with a file of many.")
            urls = Urls.at(address) if address else INSIDE
            if batch is not None:
                written = _checked_lines(batch, database, urls)
            else:
                edition, day = database().edition(), _day(published)
                text, paragraphs = _read(
                    file or Path(STANDARD_INPUT), lambda path: paragraphs_of(path, reader_of(edition))
                )
                found = check_paragraphs(paragraphs, edition, day) if paragraphs else check(text, edition, day)
                written = _report(text, found, day, form, edition, urls)
            if out is None:
                typer.echo(written, nl=False)
            else:
                out.write_text(written, encoding="utf-8")
        except (_RefusedError, TextTooLongError, NoEditionError, ValueError, OSError) as error:
            typer.echo(file_trouble(error), err=True)
            raise typer.Exit(1) from None


def _day(published: str) -> str:
    if not _DAY.fullmatch(published):
        raise _RefusedError(f"{published!r} is not a date; write it as 2018-11-19, 2018-11 or 2018.")
    return published


def _read(file: Path, paragraphs_of: Callable[[Path], list[Paragraph]]) -> tuple[str, list[Paragraph]]:
    """The text of a file, and its paragraphs where it is no plain text."""
    if str(file) == STANDARD_INPUT:
        return sys.stdin.read(), []
    if file.suffix.lower() in _KINDS:
        try:
            return file.read_text(encoding="utf-8-sig"), []
        except UnicodeDecodeError:
            raise _RefusedError(f"{file.name} is not in UTF-8; save it so.") from None
    paragraphs = paragraphs_of(file)
    if not paragraphs:
        raise _RefusedError(
            f"{file.name} has no sentences, and no tables whose figures are understood; "
            f"python -m etl read {file.name} says what is unclear."
        )
    return PARTED.join(each.text for each in paragraphs), paragraphs


def _report(text: str, found: list[Checked], published: str, form: ReportForm, edition: Edition, urls: Urls) -> str:
    facts = facts_in(text, edition, found)
    if form is ReportForm.HTML:
        return as_page(text, found, edition, urls, published, facts)
    if form is ReportForm.JSON:
        return json.dumps(whole_record(found, edition, urls, published, facts), ensure_ascii=False, indent=2) + "\n"
    return as_text(found, edition, urls, published, facts)


def _checked_lines(batch: Path, database: Callable[[], Database], urls: Urls) -> str:
    """The findings on each line of a batch, one line each; a line that cannot be read says why in `error`."""
    edition = database().edition()
    # A line ends where the file ends one: a text may hold other signs that part lines.
    lines = enumerate(batch.read_bytes().removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1)
    return "".join(
        json.dumps(_checked_line(line, number, edition, urls), ensure_ascii=False) + "\n"
        for number, line in lines
        if line.strip()
    )


def _checked_line(line: bytes, number: int, edition: Edition, urls: Urls) -> dict[str, Any]:
    try:
        item = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return {"id": None, "figures": [], "error": f"Line {number} is not in UTF-8."}
    except (ValueError, RecursionError):
        return {"id": None, "figures": [], "error": f"Line {number} is not JSON."}
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        named = item.get("id") if isinstance(item, dict) else None
        return {"id": named, "figures": [], "error": f'Line {number} has no "text".'}
    published = item.get("published") or ""
    try:
        found = check(item["text"], edition, _day(str(published)))
    except (TextTooLongError, _RefusedError) as error:
        return {"id": item.get("id"), "figures": [], "error": f"Line {number}: {error}"}
    facts = facts_in(item["text"], edition, found)
    figures = [*(record(it, edition, urls) for it in found), *(fact_record(each, urls) for each in facts)]
    return {"id": item.get("id"), "figures": figures}
