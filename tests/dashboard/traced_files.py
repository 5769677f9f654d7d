"""Files that `trace` is given, besides those that are forged: true ones, damaged ones, and what is none of ours."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from exporting import bare_picture
from forged_files import MADE, rewritten
from forging import picture_of
from pptx import Presentation
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from dashboard.exports import png, printing
from dashboard.exports.chart import ExportedChart
from dashboard.exports.fixed_zip import moment_of
from dashboard.exports.own_words import OwnWords
from dashboard.exports.pack import pack
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.slides import presentation
from dashboard.exports.table_csv import table_csv
from dashboard.exports.workbook import workbook

Charts = Sequence[ExportedChart]
Make = Callable[[Charts], bytes]
_UNKNOWN = "ffffffffffff"  # an edition that nobody has


@dataclass(frozen=True)
class TracedFile:
    """A file of a name, made of two charts, the first of one series; `largest` is what `trace` reads at most."""

    name: str
    file: str
    make: Make
    largest: int = 100_000_000

    @contextmanager
    def is_read_up_to_its_size(self) -> Iterator[None]:
        with patch("dashboard.exports.trace._LARGEST", self.largest):
            yield


def _said(chart: ExportedChart, **changes: Any) -> str:
    return json.dumps(json.loads(provenance_texts(chart)["Provenance"]) | changes)


def _of_unknown_edition(**changes: Any) -> Make:
    """A picture of an edition that is not at hand, in which the first value may be another one."""

    def make(charts: Charts) -> bytes:
        first, *others = json.loads(_said(charts[0]))["values"]
        said = _said(charts[0], edition=_UNKNOWN, values=[first | changes, *others])
        return png.with_texts(bare_picture(), {"Provenance": said})

    return make


def _zipped(**files: bytes) -> Make:
    def make(_: Charts) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name.replace("_", "."), content)
        return target.getvalue()

    return make


def _changed(made: Make, part: str, change: Callable[[bytes], bytes]) -> Make:
    """A file in which one part is another."""
    return lambda charts: rewritten(made(charts), lambda name, old: change(old) if name.endswith(part) else old)


def _with_a_remark(charts: Charts) -> bytes:
    return png.with_texts(picture_of(charts[0]), {"Comment": "Cultivation ended"})


def _with_a_file_more(charts: Charts) -> bytes:
    target = io.BytesIO(MADE["bare.zip"](charts[:1]))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("Truth.txt", "All is well.")
    return target.getvalue()


def _of_two_editions(charts: Charts) -> bytes:
    now = charts[0].edition.name.encode()
    return _changed(presentation, "customXml/item2.xml", lambda part: part.replace(now, _UNKNOWN.encode()))(charts)


def _sheet_of_paper(**said: str) -> Make:
    """A PDF file with one line of text and some of what a brief says of itself; of nothing, of nobody's."""

    def make(charts: Charts) -> bytes:
        writer = PdfWriter()
        page, line = writer.add_blank_page(595, 842), DecodedStreamObject()
        line.set_data(b"BT /F1 12 Tf 72 700 Td (Cultivation ended) Tj ET")
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        named = {NameObject(key): NameObject(name) for key, name in font.items()}
        fonts = DictionaryObject({NameObject("/F1"): DictionaryObject(named)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = line
        target = io.BytesIO()
        writer.write(target)
        texts = {"Provenance1": _said(charts[0], **said)} if said else {}
        return printing.with_texts(target.getvalue(), texts, moment_of(charts[0].edition.data_as_of))

    return make


def _bare_presentation(_: Charts) -> bytes:
    target = io.BytesIO()
    Presentation().save(target)
    return target.getvalue()


_ZEROS = bytes(50_000)
TRACED = {
    traced.name: traced
    for traced in (
        TracedFile("a true picture", "true.png", lambda charts: picture_of(charts[0])),
        TracedFile("a picture with a remark of others", "remark.png", _with_a_remark),
        TracedFile("a true presentation", "true.pptx", presentation),
        TracedFile(
            "a presentation with words of its own",
            "own.pptx",
            lambda charts: presentation([replace(charts[0], own=OwnWords("As we read it"))]),
        ),
        TracedFile("an edition that is not kept", "unknown.png", _of_unknown_edition()),
        TracedFile("a figure that is gone", "gone.png", _of_unknown_edition(year=1950)),
        TracedFile("a figure that has moved", "moved.png", _of_unknown_edition(area="MEX", year=2009)),
        TracedFile("two editions", "two.pptx", _of_two_editions),
        TracedFile(
            "a picture of another view", "other.zip", lambda it: pack(it[:1], "a", {it[0].file_name: picture_of(it[1])})
        ),
        TracedFile("a file more", "more.zip", _with_a_file_more),
        TracedFile(
            "a line more",
            "line.zip",
            _changed(MADE["bare.zip"], "README.txt", lambda text: b"All is well.\n" + text),
        ),
        TracedFile("damaged slides", "slides.zip", _changed(MADE["pack.zip"], ".pptx", lambda deck: deck[:2000])),
        TracedFile("a damaged pack", "cut.zip", lambda charts: MADE["bare.zip"](charts)[:2000]),
        TracedFile(
            "a damaged sheet", "sheet.xlsx", _changed(lambda it: workbook(it[0]), "sheet1.xml", lambda _: b"<broken")
        ),
        TracedFile("a table alone", "table.csv", lambda charts: table_csv(charts[0])),
        TracedFile("a text", "notes.txt", lambda _: b"no picture"),
        TracedFile("data of another form", "form.png", lambda _: png.with_texts(bare_picture(), {"Provenance": "{}"})),
        TracedFile("no data", "none.png", lambda _: png.with_texts(bare_picture(), {"Provenance": "{"})),
        TracedFile("a presentation of others", "others.pptx", _bare_presentation),
        TracedFile("a pack of others", "others.zip", _zipped(notes_txt=b"no picture")),
        TracedFile("a large file", "large.png", lambda _: _ZEROS, 20_000),
        TracedFile("large pictures", "pictures.zip", _zipped(large_png=_ZEROS), 20_000),
        TracedFile("large presentations", "decks.zip", _zipped(large_pptx=_ZEROS), 20_000),
        TracedFile("a sheet of paper of others", "others.pdf", _sheet_of_paper()),
        TracedFile("a sheet of paper of no briefing", "no-brief.pdf", _sheet_of_paper(page="")),
        TracedFile("a forged brief", "brief.pdf", _sheet_of_paper(page="briefing/AFG/2018")),
    )
}
