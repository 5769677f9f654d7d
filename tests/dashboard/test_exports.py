"""What the figure of a picture, the table and the texts inside promise, without any browser."""

import csv
import io
import json
import zlib
from dataclasses import replace
from html import unescape
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from exported import AFGHANISTAN, HOME, VIEWS, chart
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dashboard.exports import png, svg
from dashboard.exports.blocks import address_lines, edge_of, head_of, note_lines, reading_notes, source_lines
from dashboard.exports.cells import observation_state
from dashboard.exports.chart import ExportedChart
from dashboard.exports.measure import balanced, width, wrap
from dashboard.exports.own_words import OwnWords
from dashboard.exports.picture import export_figure
from dashboard.exports.provenance import KEYWORDS, provenance_texts
from dashboard.exports.sizes import SIZES, Size
from dashboard.exports.table_csv import COLUMNS, table_csv
from dashboard.server.urls import Urls
from etl.editions.reading import Edition
from etl.figures.keys import Key

SMALLEST_TYPE = 22  # pixels of a picture that a projector shows as readable


def _annotations(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in figure["layout"]["annotations"] if item["text"]]


def _named(figure: dict[str, Any], name: str) -> str:
    return " ".join(item["text"] for item in _annotations(figure) if item.get("name") == name).replace("<br>", " ")


def _top_and_bottom(item: dict[str, Any], figure: dict[str, Any]) -> tuple[float, float]:
    """Where one of our blocks of text lies, in pixels from the upper edge."""
    layout = figure["layout"]
    edge = layout["margin"]["t"] if item["y"] == 1 else layout["height"] - layout["margin"]["b"]
    top = edge - item["yshift"]
    return top, top + (item["text"].count("<br>") + 1) * item["font"]["size"] * 1.3


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name)
@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS.keys())
def test_no_text_of_a_picture_is_too_small_or_outside_or_on_another(edition: Edition, query: str, size: Size) -> None:
    figure = export_figure(chart(edition, query), size)
    layout = figure["layout"]
    assert (layout["width"], layout["height"]) == size.canvas
    assert all(item["font"]["size"] * size.scale >= SMALLEST_TYPE for item in _annotations(figure))
    assert layout["template"]["layout"]["xaxis"]["tickfont"]["size"] * size.scale >= SMALLEST_TYPE
    blocks = [
        item for item in _annotations(figure) if item["name"] in {"title", "subtitle", "notes", "sources", "address"}
    ]
    places = sorted(_top_and_bottom(item, figure) for item in blocks)
    assert places[0][0] > 10 and places[-1][1] < layout["height"] - 8
    assert all(upper[1] <= lower[0] + 0.5 for upper, lower in pairwise(places))
    plot_height = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    assert plot_height > 0.2 * layout["height"]
    for item in blocks:
        weight = item["font"]["weight"]
        lines = item["text"].replace("&amp;", "&").split("<br>")
        assert all(
            width(line, item["font"]["size"], weight) <= layout["width"] - 2 * edge_of(layout["width"])
            for line in lines
        )


@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS.keys())
def test_a_picture_says_what_it_shows_in_which_unit_and_where_it_is_from(edition: Edition, query: str) -> None:
    shown = chart(edition, query)
    figure = export_figure(shown, SIZES["a4"])
    assert _named(figure, "title").replace("\u00a0", " ") == shown.title
    assert shown.scene.unit in _named(figure, "subtitle")
    assert _named(figure, "sources").startswith("Sources: [1]")
    foot = _named(figure, "address")
    assert edition.name in foot and edition.data_as_of in foot
    assert HOME in foot


def test_the_producers_own_publications_are_cited_first(edition: Edition) -> None:
    authorities = [source.authority for source in chart(edition).sources]
    assert authorities == sorted(authorities, key=["primary", "repost", "secondary"].index)
    assert {"primary", "secondary"} <= set(authorities)
    assert chart(edition).sources[0].source == "unodc-afghanistan-opium-survey-2018"


def test_sources_are_left_out_only_where_they_do_not_fit_and_the_address_has_all(edition: Edition) -> None:
    shown = chart(edition)
    everything = " ".join(source_lines(shown, 900, 100))
    assert "see the address" not in everything
    assert everything.count("[") >= len(shown.sources)
    few = " ".join(source_lines(shown, 900, 3))
    assert few.endswith(f"All {len(shown.sources)} sources: see the address.")
    assert "[1]" in few and f"[{len(shown.sources)}]" not in few


@pytest.mark.parametrize(("size", "has_scale"), [("slide", True), ("half", False), ("square", False), ("a4", True)])
def test_a_ranking_in_a_narrow_picture_has_its_numbers_and_no_scale(
    edition: Edition, size: str, has_scale: bool
) -> None:
    figure = export_figure(chart(edition, VIEWS["a ranking"]), SIZES[size])
    assert figure["layout"]["xaxis"].get("showticklabels", True) == has_scale
    assert figure["layout"]["xaxis"]["showgrid"] == has_scale
    assert "136,798" in _named(figure, "bar-value")


@pytest.mark.parametrize("size", SIZES)
def test_sources_leave_small_multiples_the_height_that_they_need(edition: Edition, size: str) -> None:
    query = "indicator=opium-poppy-cultivation&area=AFG&area=MMR&area=LAO&area=MEX&area=COL&form=panels"
    figure = export_figure(chart(edition, query), SIZES[size])
    sources = next(item["text"] for item in figure["layout"]["annotations"] if item.get("name") == "sources")
    assert sources.count("<br>") <= 2


def test_an_address_that_is_far_too_long_is_cut_and_says_where_it_is_whole(edition: Edition) -> None:
    areas = "&area=".join(row.area for row in edition.coverage if row.indicator == "opium-poppy-cultivation")
    lines = address_lines(chart(edition, f"indicator=opium-poppy-cultivation&area={areas}"), 456)
    assert len(lines) == 5
    assert lines[-1].endswith("(complete inside this file)")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS.keys())
def test_a_chart_has_more_than_half_of_its_picture_and_a_title_of_two_lines(
    edition: Edition, query: str, size: Size
) -> None:
    layout = export_figure(chart(edition, query), size)["layout"]
    _, down = size.canvas
    plot = down - layout["margin"]["t"] - layout["margin"]["b"]
    texts = {item["name"]: item for item in layout["annotations"] if item.get("name") in {"title", "subtitle", "notes"}}
    assert texts["title"]["text"].count("<br>") <= 1
    head = texts["subtitle"]
    above = layout["margin"]["t"] - head["yshift"] + (head["text"].count("<br>") + 1) * head["font"]["size"] * 1.3
    [rule] = [line for line in layout["shapes"] if line.get("name") == "rule"]
    assert down - layout["margin"]["b"] - rule["y0"] * plot - above >= 0.55 * down
    assert all(item.get("font", {}).get("size", 14) >= 12 for item in layout["annotations"])


def test_what_a_picture_has_no_room_to_say_is_said_to_be_at_its_address(edition: Edition) -> None:
    shown = chart(edition, VIEWS["a ranking"])
    everything = " ".join(note_lines(shown, 900, 100))
    assert everything == " ".join(reading_notes(shown))
    assert note_lines(shown, 900, 0) == ["More on how to read this: see the address."]


def test_nothing_from_the_data_becomes_markup_in_a_picture(edition: Edition) -> None:
    class Hostile(ExportedChart):
        @property
        def title(self) -> str:
            return "<b>x</b> & <a href='javascript:x'>y</a>"

        title_to_print = title
        subtitle = title

    good = chart(edition)
    figure = export_figure(Hostile(good.edition, good.view, Urls.at(HOME)), SIZES["slide"])
    assert "<" not in _named(figure, "title").replace("<br>", "")
    assert _named(figure, "title").startswith("&lt;b&gt;x&lt;/b&gt; &amp;")
    links = [part for item in _annotations(figure) for part in item["text"].split('href="')[1:]]
    assert links and all(link.startswith("http") for link in links)


def test_without_an_address_of_the_dashboard_a_picture_has_no_dead_links(edition: Edition) -> None:
    figure = export_figure(chart(edition, home=""), SIZES["slide"])
    assert not [item for item in _annotations(figure) if 'href="/' in item["text"]]


@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS.keys())
def test_the_texts_inside_name_every_value_with_its_source_and_address(edition: Edition, query: str) -> None:
    shown = chart(edition, query)
    inside = provenance_texts(shown)
    assert tuple(inside) == KEYWORDS
    provenance = json.loads(inside["Provenance"])
    drawn = [point for point in shown.scene.all_points if point.is_shown]
    assert [value["value"] for value in provenance["values"]] == [point.value for point in drawn]
    known = {source["source"] for source in provenance["sources"]}
    for value in provenance["values"]:
        assert value["address"].startswith(f"{HOME}/")
        assert {entry["source"] for entry in value.get("inputs", [value])} <= known
    assert parse_qs(urlsplit(provenance["address"]).query) == parse_qs(provenance["view"])
    assert all(source.title in inside["Source"] for source in shown.sources)


@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS.keys())
def test_the_table_has_exactly_the_figures_of_the_view(edition: Edition, query: str) -> None:
    shown = chart(edition, query)
    rows = list(csv.DictReader(io.StringIO(table_csv(shown).decode("utf-8-sig"))))
    points = [point for line in (*shown.scene.lines, *shown.scene.today) for point in line.points]
    given = [
        None if point.observation.is_poppy_free else point.value if point.computed is None else point.computed.rounded
        for point in points
    ]
    assert [float(row["OBS_VALUE"]) if row["OBS_VALUE"] else None for row in rows] == given
    assert [row["SHOWN"] for row in rows] == [point.number.text for point in points]
    assert [int(row["TIME_PERIOD"]) for row in rows] == [point.year for point in points]
    for row, point in zip(rows, points, strict=True):
        assert row["PAGE"] == f"{HOME}{point.number.href}"
        assert row["SOURCE"] == point.observation.source
        item = point.observation
        if not point.is_shown:
            assert row["OBS_STATUS"] == "O"
        elif item.is_poppy_free and point.computed is None:
            assert row["OBS_STATUS"] == "N"
        else:
            kinds = {one.kind for one in edition.breaks_at(item) if not one.continued}
            is_made = point.computed is not None or item.attributes.measure_type in {
                "extrapolation",
                "assumed",
                "computed",
            }
            plain = "U" if item.id in edition.doubted and not item.asof else "E" if is_made else "A"
            assert row["OBS_STATUS"] == ("D" if kinds == {"definition"} else "B" if kinds else plain)
        is_within = point.computed is not None and point.computed.is_within_ranges
        assert bool(row["OBS_COM"]) == (bool(edition.breaks_at(item)) or is_within)
        assert row["OBS_COM"].startswith("within the ranges") == is_within


def test_what_its_source_calls_preliminary_has_the_code_of_that_unless_a_break_comes_first(edition: Edition) -> None:
    item = edition.observation(Key("cocaine-manufacture", "WLD", 2018, "unodc"))
    assert item is not None and item.attributes.measure_type == "preliminary"
    assert observation_state(item, (), frozenset()) == "P"
    assert observation_state(item, edition.breaks_at(item), frozenset()) == "B"


def test_the_file_of_then_and_now_has_both(edition: Edition) -> None:
    shown = chart(edition, "indicator=opium-production&area=AFG&producer=unodc&asof=2008-12-31&compare=today")
    rows = list(csv.DictReader(io.StringIO(table_csv(shown).decode("utf-8-sig"))))
    known = {(row["TIME_PERIOD"], row["AS_KNOWN_ON"]): row["OBS_VALUE"] for row in rows}
    assert known["2008", "2008-12-31"] == "7700"
    assert known["2008", "today"] == "5900"
    assert known["2023", "today"] == "333" and ("2023", "2008-12-31") not in known


def test_no_cell_of_the_table_is_taken_for_a_formula(edition: Edition) -> None:
    shown = chart(edition)
    line = shown.scene.lines[0]
    hostile = replace(line.series, area=replace(line.series.area, name='=HYPERLINK("http://evil")'))
    shown.scene.lines[0] = replace(line, series=hostile)
    rows = list(csv.reader(io.StringIO(table_csv(shown).decode("utf-8-sig"))))
    assert rows[0] == list(COLUMNS)
    names = {row[COLUMNS.index("AREA_NAME")] for row in rows[1:]}
    assert '\'=HYPERLINK("http://evil")' in names
    assert not [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "@"))]


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=300), st.integers(20, 900))
def test_lines_fit_and_lose_no_letter(text: str, room: int) -> None:
    lines = wrap(text, room, 12)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) == 1 or width(line, 12) <= room for line in lines)
    assert len(balanced(text, room, 12)) == len(lines)


@given(st.dictionaries(st.sampled_from(KEYWORDS), st.text(st.characters(blacklist_categories=["Cs"]), max_size=200)))
def test_texts_of_a_png_are_read_back_as_they_were_written(written: dict[str, str]) -> None:
    assert png.read_texts(png.with_texts(_PNG, written)) == written


@pytest.mark.parametrize(
    ("kind", "before"), [(b"zTXt", b"Remark\0\0"), (b"iTXt", b"Remark\0\1\0\0\0")], ids=["zTXt", "iTXt"]
)
def test_a_compressed_text_in_a_picture_is_read_too(kind: bytes, before: bytes) -> None:
    def with_chunk(content: bytes) -> bytes:
        return _PNG[:33] + png._chunk(kind, content) + _PNG[33:]

    assert png.read_texts(with_chunk(before + zlib.compress(b"not ours"))) == {"Remark": "not ours"}
    with pytest.raises(png.NotAPictureError, match="cannot be read"):
        png.read_texts(with_chunk(before + b"broken"))


@given(st.integers(0, 60))
def test_a_png_that_is_cut_short_is_refused_with_a_sentence(length: int) -> None:
    with pytest.raises(png.NotAPictureError, match=r"incomplete|not a PNG"):
        png.read_texts(png.with_texts(_PNG, {"Title": "x" * 100})[: 40 + length])


def test_an_svg_carries_only_the_fonts_that_its_letters_need_and_its_provenance() -> None:
    written = {"Title": "a < b", "Description": "d & e", "Provenance": json.dumps({"view": "</metadata> & 'x' \"y\""})}
    plain = svg.finished('<svg class="main-svg"><text>abc</text></svg>', written)
    assert plain.count("@font-face") == 1
    assert svg.finished("<svg><text>Łódź ≥ 5</text></svg>", written).count("@font-face") == 3
    assert svg.read_texts(plain)["Provenance"] == written["Provenance"]
    assert "</metadata> &" not in plain


def test_links_of_an_svg_that_open_at_a_number_are_mended() -> None:
    link = '<a xlink:href="https://a.test/#:~:text=263%252C000"><text>100%25</text></a>'
    broken = f'<svg xmlns:xlink="http://www.w3.org/1999/xlink">{link}</svg>'
    mended = svg.finished(broken, {"Title": "", "Description": "", "Provenance": ""})
    assert 'xlink:href="https://a.test/#:~:text=263%2C000"' in mended
    assert "<text>100%25</text>" in mended


def test_file_names_are_plain_and_tell_views_apart(edition: Edition) -> None:
    names = [chart(edition, query).file_name for query in VIEWS.values()]
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").isalnum() and name.isascii() for name in names)


@pytest.mark.parametrize("address", ["figures.example.org", "javascript:alert(1)", "https://", "https://a.test/?x=1"])
def test_an_address_of_the_dashboard_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is not the address of a dashboard"):
        Urls.at(address)


def test_the_view_of_a_picture_can_be_asked_for_again(edition: Edition) -> None:
    assert chart(edition, chart(edition, AFGHANISTAN).view.query()).view == chart(edition, AFGHANISTAN).view


def _one_pixel() -> bytes:
    from PIL import Image

    target = io.BytesIO()
    Image.new("RGB", (1, 1)).save(target, "PNG")
    return target.getvalue()


_PNG = _one_pixel()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_a_statement_without_room_in_two_lines_gives_way_to_what_is_drawn(edition: Edition, size: Size) -> None:
    shares = "indicator=opium-production&area=AFG&area=MMR&area=LAO&area=MEX&form=stack&measure=share"
    ours = chart(edition, shares)
    for shown in (ours, replace(ours, own=OwnWords.of("A title of mine", ""))):
        title = head_of(shown, size.canvas[0] - 40)[0]
        words = unescape(" ".join(title.lines)).replace("\u00a0", " ")
        assert len(title.lines) <= 2
        what = ours.title.partition(" (UNODC)")[0]
        plain = f"{what}: Afghanistan, Laos, Mexico and Myanmar, 1991–2025"
        assert words == (shown.own.title or (plain if size.name == "half" else ours.title))


def test_views_that_differ_in_anything_drawn_have_files_of_other_names(edition: Edition) -> None:
    coca = "indicator=coca-bush-cultivation&area=COL&area=PER&producer=unodc"
    parts = "indicator=opium-poppy-cultivation&area=AF-HEL&area=AF-KAN&area=AF-FRA&area=AF-NIM"
    queries = [coca, f"{coca}&sum=alone", f"{coca}&sum=beside", f"{coca}&measure=index&base=2005"]
    queries += [f"{coca}&measure=index&base=2010", f"{parts}&area=AF-BDS", f"{parts}&area=AF-BAL"]
    names = [chart(edition, query).file_name for query in queries]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name)
def test_a_png_says_how_large_it_is_meant_to_be(size: Size) -> None:
    with Image.open(io.BytesIO(png.with_texts(_one_pixel(), {"Title": "a"}, size.dpi))) as picture:
        assert picture.info["dpi"] == pytest.approx((size.dpi, size.dpi), abs=0.1)
    inches = size.width / size.dpi
    assert inches == pytest.approx({"slide": 13.333, "a4": 8.27}.get(size.name, inches), abs=0.01)
