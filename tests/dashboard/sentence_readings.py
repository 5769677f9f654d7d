"""What a reader meets in all that a row of the table of sentences may name besides a page: by its kind, before a colon.

Each thing is made once, however many rows are held against it.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from unittest.mock import patch

from exported import HOME, chart
from lxml import html
from PIL import ImageDraw
from pptx import Presentation
from python_calamine import CalamineWorkbook

from dashboard.assistants.answers import NotAnsweredError, get_figures, get_number
from dashboard.checking.facts import facts_in
from dashboard.checking.markup import as_page
from dashboard.checking.report import as_text
from dashboard.checking.verdicts import check
from dashboard.exports.brief import brief_html, brief_of
from dashboard.exports.cards import number_card
from dashboard.exports.pack import WithoutPictures, pack
from dashboard.exports.picture import export_figure
from dashboard.exports.sizes import SIZES
from dashboard.exports.slides import presentation
from dashboard.exports.view_card import view_card
from dashboard.exports.workbook import workbook
from dashboard.server.urls import INSIDE, Urls
from dashboard.words.why_chosen import Chosen, why
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.vocabulary.sources import Authority

_HERE = Urls.at(HOME)
_HINTS = {"title", "aria-label", "alt", "content", "placeholder"}


def told_by(page: str) -> str:
    """What a reader of a page may meet, hints and labels included."""
    tree = html.fromstring(page)
    for script in tree.xpath("//script|//style"):
        script.drop_tree()
    hints = [text for node in tree.iter() for name, text in node.attrib.items() if name in _HINTS]
    return on_one_line(" ".join([tree.text_content(), *hints]))


def on_one_line(text: str) -> str:
    """A text as rows are held against it."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def _checked(edition: Edition, text: str, day: str = "") -> str:
    """Somebody's text, as a page and as lines."""
    found = check(text, edition, day)
    facts = facts_in(text, edition, found)
    page = told_by(as_page(text, found, edition, INSIDE, day, facts))
    return f"{page} {as_text(found, edition, INSIDE, day, facts)}"


def _picture(edition: Edition, query: str, size: str = "slide") -> str:
    return " ".join(_strings(export_figure(chart(edition, query), SIZES[size])["layout"]))


def _strings(tree: Any) -> list[str]:
    if isinstance(tree, str):
        return [re.sub("<[^>]*>", " ", tree)]
    parts = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [text for part in parts for text in _strings(part)]


def _slides(edition: Edition, query: str) -> str:
    """The slides of some views, their notes and what is said to those who do not see them."""
    made = Presentation(io.BytesIO(presentation([chart(edition, one) for one in query.split(" and ")])))
    told = [text for slide in made.slides for part in (slide, slide.notes_slide) for text in _shapes(part)]
    return " ".join(told)


def _shapes(part: Any) -> list[str]:
    """The texts of a slide or its notes, and of its charts."""
    charts = [shape.chart.part._element for shape in part.shapes if getattr(shape, "has_chart", False)]
    texts = [text for chart in charts for text in chart.xpath(".//c:v/text()")]
    return [*part._element.xpath(".//a:t/text()|.//p:cNvPr/@descr"), *texts]


def _workbook(edition: Edition, query: str) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(chart(edition, query))))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return " ".join(str(cell) for row in rows for cell in row)


def _readme(edition: Edition, query: str, why_without: str = "") -> str:
    """The README of a pack, with a picture or with why there is none."""
    shown = chart(edition, query)
    pictures = {} if why_without else {shown.file_name: b""}
    with zipfile.ZipFile(io.BytesIO(pack([shown], "pack", pictures, why_without))) as files:
        return files.read("README.txt").decode()


def _brief(edition: Edition, place: str) -> str:
    area, year = place.split("/")
    return told_by(brief_html(brief_of(edition, area, year, _HERE)))


def _written(make: Callable[[], bytes]) -> str:
    """What is written into a picture that is drawn without a browser."""
    with patch.object(ImageDraw.ImageDraw, "text") as written:
        make()
    return " ".join(call.args[1] for call in written.call_args_list)


def _number_card(edition: Edition, path: str) -> str:
    item = edition.observation(_key(path))
    assert item is not None
    return _written(lambda: number_card(edition, item))


def _key(path: str) -> Key:
    indicator, area, year, producer = path.split("/")
    return Key(indicator, area, int(year), producer)


def _answered(edition: Edition, path: str) -> str:
    """What an assistant is answered that asks for a number and for the figures around it."""
    key = _key(path)
    figures = get_figures(edition, _HERE, key.indicator, key.area, key.year, key.year, key.producer)
    try:
        number = get_number(edition, _HERE, *key)
    except NotAnsweredError as error:
        number = {"error": str(error)}
    return json.dumps([figures, number], ensure_ascii=False)


def _with_other_sources(edition: Edition, path: str, **changes: str) -> str:
    """Why a number is shown, as it would be told if its sources were others: cases that no figure here has today."""
    item = edition.observation(_key(path))
    assert item is not None
    chosen = Chosen(item, edition.statements_of(item))
    sources = {key: replace(source, **changes) for key, source in edition.sources.items()}
    return "".join(part if isinstance(part, str) else part.title for part in why(chosen, sources))


def _that_a_report_gives(edition: Edition, path: str) -> str:
    """Why a number is shown where its source is somebody's report, and the producer prints ranges alone."""
    item = edition.observation(_key(path))
    assert item is not None
    statements = edition.statements_of(item)
    ranges = [one if one.id == item.decided_by else replace(one, value=None) for one in statements]
    deciding = next(one.source for one in statements if one.id == item.decided_by)
    secondary = replace(edition.sources[deciding], authority=Authority.SECONDARY)
    told = why(Chosen(item, ranges), {**edition.sources, deciding: secondary})
    return "".join(part if isinstance(part, str) else part.title for part in told)


KINDS: Mapping[str, Callable[[Edition, str], str]] = {
    "text": _checked,
    **{f"text of {day}": partial(_checked, day=day) for day in ("2010-01-01", "2018-11-19", "2023-12-12")},
    "picture": _picture,
    "picture of half a slide": partial(_picture, size="half"),
    "slides": _slides,
    "workbook": _workbook,
    "pack": _readme,
    **{
        f"pack without pictures ({reason.name})": partial(_readme, why_without=reason.value)
        for reason in WithoutPictures
    },
    "brief": _brief,
    "picture of a link": lambda edition, query: _written(lambda: view_card(chart(edition, query))),
    "picture of a number": _number_card,
    "answer to an assistant": _answered,
    "number of a survey of unknown years": partial(_with_other_sources, survey_years=""),
    "number of a survey": partial(_with_other_sources, kind="survey", survey_years="2014"),
    "number of a report": _that_a_report_gives,
}
