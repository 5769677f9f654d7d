"""The brief of an area and a year as a document that text programs edit (DOCX), with what it says of itself inside.

Its words, links and numbers are those of the document that is printed, so that both say the same; the chart is its
picture. Since a document may have more than one page, no source of the sheet is left out.
"""

import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import html

from dashboard.exports.brief import Brief, brief_html
from dashboard.exports.brief_pdf import properties
from dashboard.exports.drawing import draw_picture
from dashboard.exports.fixed_zip import moment_of
from dashboard.exports.renderer import Renderer
from dashboard.exports.said_inside import with_said
from dashboard.exports.sizes import SIZES
from dashboard.exports.texts import on_one_line, runs_to_the_left, within, xml_text
from etl.figures.links import safe_address

_STYLES = {"h1": "Heading 1", "h2": "Heading 2", "p": "Normal", "li": "List"}
_COLUMNS = ("Figure", "Number", "Range and change")
_PAGE, _EDGE = (Mm(210), Mm(297)), Mm(18)
_TYPE, _SMALL, _BETWEEN = Pt(10.5), Pt(8), Pt(4)
_LONGEST_PROPERTY = 255  # characters
_OF_ITS_MAKER = ("/customXml", "/thumbnail")
_EVERY_LINE = 10_000  # of sources


def drawn_chart(brief: Brief) -> bytes:
    """The picture of its chart. Raises NoBrowserError without a Chromium, PictureError where it cannot be drawn."""
    with Renderer() as renderer:
        return draw_picture(brief.charts[0], SIZES["a4"], "png", renderer)


def brief_docx(brief: Brief, picture: bytes) -> bytes:
    """The brief with the picture of its chart."""
    body = html.fromstring(brief_html(brief, _EVERY_LINE)).find("body")
    document = Document()
    _set_up(document, brief)
    section = document.sections[0]
    for part, place in ((body.find("header"), section.header), (body.find("footer"), section.footer)):
        [empty] = place.paragraphs
        _write(place, part, picture)
        empty._p.getparent().remove(empty._p)
    _write(document, body.find("main"), picture)
    target = io.BytesIO()
    document.save(target)
    charts = [replace(chart, own=brief.own) for chart in brief.charts]
    return with_said(target.getvalue(), moment_of(brief.edition.data_as_of), charts)


def _set_up(document: Any, brief: Brief) -> None:
    """A4, smaller type, and the properties that the printed brief has; nothing of whoever made the empty document."""
    for about in (document.part, document.part.package):
        for name in [name for name, leads in about.rels.items() if leads.reltype.endswith(_OF_ITS_MAKER)]:
            about.rels.pop(name)
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _EDGE
    for name, size in (("Normal", _TYPE), ("List", _SMALL)):
        style = document.styles[name]
        style.font.size, style.paragraph_format.space_after = size, _BETWEEN
    said = {name: within(on_one_line(text), _LONGEST_PROPERTY) for name, text in properties(brief).items()}
    about = document.core_properties
    about.title, about.author, about.subject = said["Title"], said["Author"], said["Subject"]
    about.keywords, about.comments, about.last_modified_by = said["Keywords"], "", said["Author"]


def _write(place: Any, element: Any, picture: bytes) -> None:
    """Write a part of the printed brief to a place of the document."""
    kind = element.get("class")
    if kind == "brief-cards":
        _write_table(place, map(list, element))
    elif kind == "brief-chart":
        [plot] = element.find_class("brief-plot")
        run = place.add_paragraph().add_run()
        shape = run.add_picture(io.BytesIO(picture), width=_PAGE[0] - 2 * _EDGE)
        described = f"{element.findtext('h2')}. {plot.get('aria-label')}"
        shape._inline.docPr.set("descr", xml_text(described))
    elif element.tag in _STYLES:
        _fill(place.add_paragraph(style=_STYLES[element.tag]), element)
    elif element.tag != "svg":
        for part in element:
            _write(place, part, picture)


def _write_table(document: Any, rows: Iterable[list[Any]]) -> None:
    """The figures, one a row below the names of the columns."""
    table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, name in zip(table.rows[0].cells, _COLUMNS, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in rows:
        for cell, part in zip(table.add_row().cells, row, strict=True):
            _fill(cell.paragraphs[0], part)


def _fill(paragraph: Any, element: Any) -> None:
    """Write the text of an element with its links, in the direction in which it runs."""
    is_to_the_left = runs_to_the_left(element.text_content())
    if is_to_the_left:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    _add_runs(paragraph, element, "", is_small=False)
    for run in paragraph.runs if is_to_the_left else ():
        run.font.rtl = True


def _add_runs(paragraph: Any, element: Any, address: str, *, is_small: bool) -> None:
    _add_run(paragraph, element.text, address, is_small=is_small)
    for part in element:
        _add_runs(paragraph, part, part.get("href", address), is_small=is_small or part.tag == "small")
        _add_run(paragraph, part.tail, address, is_small=is_small)


def _add_run(paragraph: Any, text: str | None, address: str, *, is_small: bool) -> None:
    if not text:
        return
    run = paragraph.add_run(xml_text(text))
    run.font.size = _SMALL if is_small else None
    if safe_address(address):
        run.font.underline = True
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(run._r)
        paragraph._p.append(link)
