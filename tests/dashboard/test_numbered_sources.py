"""A source of a view has one number, wherever the view is shown or taken away."""

import io
import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from exported import VIEWS, chart
from pptx import Presentation

from dashboard.exports.brief import brief_of
from dashboard.exports.chart import ExportedChart
from dashboard.exports.citations import source_citation
from dashboard.exports.matching import mismatches
from dashboard.exports.pack import pack
from dashboard.exports.picture import export_figure
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.query_charts import charts_of
from dashboard.exports.said import Picture
from dashboard.exports.sizes import SIZES
from dashboard.exports.slides import presentation
from dashboard.exports.texts import on_one_line
from dashboard.exports.trace import read_pictures, trace
from dashboard.exports.views_asked import charts_asked
from dashboard.pages import briefing, embed, explore
from dashboard.pages.frame.markup import markup
from dashboard.pages.parts.view_table import view_table
from dashboard.server.urls import Urls
from dashboard.views.citing import cited
from etl.editions.reading import Edition

NUMBER = re.compile(r"\[(\d+)\]")
every_view = pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS.keys())


def lines(texts: list[str]) -> list[str]:
    return [on_one_line(text) for text in texts]


@pytest.mark.many
@every_view
def test_page_picture_and_pack_have_the_same_numbers(edition: Edition, query: str) -> None:
    shown = chart(edition, query)
    listed = [f"[{number}] {source_citation(source)}" for number, source in enumerate(shown.sources, 1)]
    page = markup(explore.page(edition, query).body).rpartition('id="numbered-sources"')[2]
    for number, source in enumerate(shown.sources, 1):
        assert re.search(rf'\[{number}\] </span><span><a class="source-title" href="/source/{source.source}"', page), (
            number
        )
    assert provenance_texts(shown)["Source"].split("\n") == listed
    said = json.loads(provenance_texts(shown)["Provenance"])["sources"]
    assert [source["source"] for source in said] == [source.source for source in shown.sources]
    with zipfile.ZipFile(io.BytesIO(pack([shown], "pack", {}))) as archive:
        readme = archive.read("README.txt").decode()
    assert [line.strip() for line in readme.splitlines() if NUMBER.match(line.strip())] == listed


def test_the_slides_of_several_charts_list_the_sources_of_each_under_its_own_numbers(edition: Edition) -> None:
    charts = [chart(edition, VIEWS[name]) for name in ("one series", "a stack")]
    slides = list(Presentation(io.BytesIO(presentation(charts))).slides)
    for place, shown in enumerate(charts, 1):
        listing = [
            slide for slide in slides if slide.shapes.title.text_frame.text.startswith(f"Sources of slide {place}")
        ]
        text = "\n".join(shape.text_frame.text for slide in listing for shape in slide.shapes if shape.has_text_frame)
        found = [line for line in text.split("\n") if NUMBER.match(line)]
        assert found == lines([f"[{number}] {source_citation(one)}" for number, one in enumerate(shown.sources, 1)])


@pytest.mark.parametrize(("area", "year"), [("AFG", "2018"), ("COL", "2020"), ("MMR", "2023"), ("SWE", "2018")])
def test_whatever_is_taken_from_a_briefing_has_the_numbers_of_its_page(edition: Edition, area: str, year: str) -> None:
    made = brief_of(edition, area, year, Urls.at("https://figures.example.org"))
    numbers = {source.source: number for number, source in enumerate(made.sources, 1)}
    listed = [f"[{number}] {source_citation(source)}" for number, source in enumerate(made.sources, 1)]
    body = briefing.page(edition, "", area, year).body
    page = markup(body)
    under = page.rpartition('id="numbered-sources"')[2]
    assert re.findall(r'\[\d+\] </span><span><a class="source-title" href="/source/([^"?]*)"', under) == list(numbers)
    asked = f"page=briefing/{area}/{year}"
    charts = charts_of(edition, asked, made.urls)
    with zipfile.ZipFile(io.BytesIO(pack(charts, "pack", {}))) as archive:
        readme, deck = archive.read("README.txt").decode(), archive.read("pack.pptx")
    assert [line.strip() for line in readme.splitlines() if NUMBER.match(line.strip())] == listed
    texts = "\n".join(
        shape.text_frame.text
        for slide in Presentation(io.BytesIO(deck)).slides
        if slide.shapes.title.text_frame.text.startswith("Sources")
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert [line for line in texts.split("\n") if NUMBER.match(line)] == lines(listed)
    assert charts == charts_asked(edition, "", None, f"briefing/{area}/{year}", made.urls)
    files = re.findall(r'href="/export/view\.[a-z]+\?([^"]*indicator=[^"]*)"', page)
    buttons = [getattr(part, "data-picture") for part in body._traverse() if hasattr(part, "data-picture")]
    taken = {unescape(query).partition("&size=")[0] for query in (*files, *buttons)}
    assert files and buttons and len(taken) == len(charts)
    alone = [one for query in sorted(taken) for one in charts_of(edition, f"{query}&title=Own", made.urls)]
    assert sorted(one.view.query() for one in alone) == sorted(one.view.query() for one in charts)
    below = re.findall(
        r"<p[^>]*>Sources: ([^<]*)\.</p>", page
    )  # each chart, which has no numbers at its lines on a phone
    assert sorted(below) == sorted(cited((one.source for one in shown.sources), numbers) for shown in charts)
    for shown in (*charts, *made.every_chart, *alone):
        said = json.loads(provenance_texts(shown)["Provenance"])["sources"]
        assert {source["source"]: source["number"] for source in said} == {
            source.source: numbers[source.source] for source in shown.sources
        }
        with zipfile.ZipFile(io.BytesIO(pack([shown], "pack", {}))) as archive:
            readme = archive.read("README.txt").decode()
        its = [f"[{number}] {source_citation(source)}" for number, source in shown.numbered_sources]
        assert [line.strip() for line in readme.splitlines() if NUMBER.match(line.strip())] in (its, listed)
        # Where the list below a picture has no room for all, its address has the whole of this one.
        assert shown.pinned == made.pinned
        labels = str(export_figure(shown, SIZES["slide"])["layout"]["annotations"])
        at_labels = {int(number) for run in re.findall(r"\[([\d–, ]+)\]", labels) for number in re.findall(r"\d+", run)}
        assert at_labels and at_labels <= {numbers[source.source] for source in shown.sources}


def test_what_is_read_back_from_a_briefing_has_its_numbers_and_no_others(edition: Edition, tmp_path: Path) -> None:
    made = brief_of(edition, "COL", "2020", Urls.at("https://figures.example.org"))
    deck = tmp_path / "briefing.pptx"
    deck.write_bytes(presentation(made.charts_of_page))
    numbers = {source.source: number for number, source in enumerate(made.sources, 1)}
    read = read_pictures(deck)
    assert read
    for picture in read:
        assert isinstance(picture, Picture) and mismatches(picture, edition) == []
        assert {source.source: source.number for source in picture.said.sources}.items() <= numbers.items()
        told = "\n".join(trace(picture, edition, edition).lines)
        for source in picture.said.sources:
            assert f"[{source.number}] {source.publisher} ({source.published})" in told
        elsewhere = picture.said.model_copy(update={"page": "/briefing/PER/2020"})
        assert mismatches(replace(picture, said=elsewhere), edition) != []
        nowhere = picture.said.model_copy(update={"page": "/briefing/COL/1066"})
        assert "does not exist in this edition" in mismatches(replace(picture, said=nowhere), edition)[0]
        first, *others = picture.said.sources
        renumbered = [first.model_copy(update={"number": 99}), *others]
        forged = replace(picture, said=picture.said.model_copy(update={"sources": renumbered}))
        assert any("number: the file says" in line for line in mismatches(forged, edition))


def test_the_number_that_a_picture_points_at_names_its_source(edition: Edition) -> None:
    shown = chart(edition)
    [callout] = shown.scene.callouts
    number = shown.sources.index(edition.sources[callout.observation.source]) + 1
    labels = [item["text"] for item in export_figure(shown, SIZES["slide"])["layout"]["annotations"]]
    assert any(f"263,000 ha</b></a> [{number}]" in text for text in labels)
    chart_parts = [shape.chart for shape in _slide(shown).shapes if shape.has_chart]
    assert f"263,000 ha [{number}]" in chart_parts[0]._chartSpace.xml


def _slide(shown: ExportedChart) -> object:
    return Presentation(io.BytesIO(presentation([shown]))).slides[0]


@every_view
def test_labels_of_a_picture_have_the_numbers_of_the_list_below_it(edition: Edition, query: str) -> None:
    shown = chart(edition, query)
    layout = export_figure(shown, SIZES["slide"])["layout"]
    labels = [
        item["text"]
        for item in layout["annotations"]
        if str(item.get("name", "")).split(" ")[0] in {"end-label", "bar-value", "place", "panel", "key"}
    ]
    cited = [text for text in labels if re.search(r"\[\d[^]]*\]$", text)]
    assert cited
    assert all(
        int(number) <= len(shown.sources) for text in cited for number in re.findall(r"\d+", text.rpartition("[")[2])
    )


@every_view
def test_every_printed_figure_of_a_table_names_its_source(edition: Edition, query: str) -> None:
    shown = chart(edition, query)
    cells = {
        cell["href"]: str(cell.get("note")) for row in view_table(shown.scene)[1] for cell in row if "href" in cell
    }
    for point in shown.scene.all_points:
        if point.is_shown and point.computed is None and point.observation.source:
            assert f"[{shown.numbers[point.observation.source]}]" in cells[point.number.href]


def test_a_frame_has_the_numbers_of_its_view(edition: Edition) -> None:
    shown = chart(edition)
    written = markup(embed.page(edition, shown.view.query()).body)
    assert f'[1] <a href="/source/{shown.sources[0].source}"' in written
