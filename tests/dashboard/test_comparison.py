"""A comparison of a day with today: every form and export shows, cites and carries both sides."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import typer
from as_read import markup
from exported import HOME, chart
from exporting import bare_picture, run_command
from pptx import Presentation
from starlette.testclient import TestClient

from dashboard.exports import png
from dashboard.exports.chart import ExportedChart
from dashboard.exports.pack import pack
from dashboard.exports.picture import export_figure
from dashboard.exports.provenance import provenance, provenance_texts
from dashboard.exports.sizes import SIZES
from dashboard.exports.slides import presentation
from dashboard.exports.table_csv import table_csv
from dashboard.pages import embed, explore
from dashboard.views.citing import sources_of
from dashboard.views.comparison import differences
from dashboard.views.strict import read_strictly
from etl.editions.reading import Edition

pytestmark = pytest.mark.files

# Of a day on which some figures were known and others not, and of one on which nothing was.
QUERIES = {
    "revised": "indicator=opium-production&area=AFG&asof=2009-12-31&compare=today",
    "nothing known then": "indicator=opium-production&area=AFG&asof=1985-01-01&compare=today",
    "two areas": "indicator=opium-poppy-cultivation&area=AFG&area=MMR&asof=2010-11-26&compare=today",
    "an index": "indicator=coca-bush-cultivation&area=COL&area=PER&asof=2012-01-01&compare=today&measure=index",
    "the last years": "indicator=opium-production&area=AFG&from=2015&asof=2019-11-26&compare=today",
}


@pytest.fixture(params=QUERIES.values(), ids=QUERIES.keys())
def shown(request: pytest.FixtureRequest, edition: Edition) -> ExportedChart:
    return chart(edition, request.param)


def _sides(edition: Edition, shown: ExportedChart) -> list[tuple[str, str, int, str]]:
    """Every figure of both sides as the edition has it: the day, and area, year and producer."""
    view = shown.view
    found = [
        (day, item.key.area, item.key.year, item.key.producer)
        for day in (view.asof, "")
        for item in edition.observations(view.indicator, view.areas, view.producers, view.first, view.last, day)
        if item.value is not None or item.has_range
    ]
    assert found
    return found


def test_every_carrier_has_the_figures_of_both_sides(edition: Edition, shown: ExportedChart) -> None:
    wanted = _sides(edition, shown)
    if shown.view.measure == "value":
        said = [(one["asof"], one["area"], one["year"], one["producer"]) for one in provenance(shown)["values"]]
        assert sorted(said) == sorted(wanted)
    rows = list(csv.DictReader(io.StringIO(table_csv(shown).decode("utf-8-sig"))))
    days = {row["AS_KNOWN_ON"] for row in rows if row["OBS_VALUE"]}
    assert days == {"today", *(day for day, *_ in wanted if day)}
    with zipfile.ZipFile(io.BytesIO(pack([shown], "pack", {}))) as archive:
        assert archive.read(f"{shown.file_name}.csv") == table_csv(shown)
        assert all(source.title in archive.read("README.txt").decode() for source in shown.sources)


def test_the_sources_of_both_sides_are_cited(edition: Edition, shown: ExportedChart, client: TestClient) -> None:
    view = shown.view
    wanted = {
        item.source
        for day in (view.asof, "")
        for item in edition.observations(view.indicator, view.areas, view.producers, view.first, view.last, day)
        if item.source
    }
    if view.measure == "value":
        assert {source.source for source in shown.sources} == wanted
    assert len(json.loads(provenance_texts(shown)["Provenance"])["sources"]) == len(shown.sources) > 0
    assert {source.source for source in sources_of(shown.scene)} == {
        point.observation.source for point in shown.scene.all_points if point.observation.source
    }
    cited = client.get(f"/api/v1/citation/view.json?{view.query()}").json()
    assert {item["id"] for item in cited[1:]} == wanted


def test_title_and_subtitle_speak_of_both_sides(edition: Edition, shown: ExportedChart) -> None:
    found = differences(shown.scene.lines, shown.scene.today)
    assert "No figures" not in shown.title and "no years" not in shown.subtitle
    assert shown.view.asof in shown.title and "today" in f"{shown.title}{shown.subtitle}"
    assert str(len(found.later)) in shown.title
    assert shown.subtitle.endswith(f"As known on {shown.view.asof} and today")
    page = markup(explore.page(edition, shown.view.query()).body)
    frame = markup(embed.page(edition, shown.view.query()).body)
    assert shown.title in page and shown.title in frame and "Source" in frame
    assert "Broad pale lines are what is known today." in page


def test_what_became_of_the_figures_is_counted_right(edition: Edition) -> None:
    found = chart(edition, QUERIES["the last years"])
    assert found.title == (
        "Potential opium production in Afghanistan: 1 of the 8 figures known on 2019-11-26 has changed since, "
        "and 8 have been added"
    )
    (changed,) = differences(found.scene.lines, found.scene.today).changed
    assert [point.number.text for point in changed] == ["5,330", "5,550"]
    assert {point.year for point in found.scene.all_points} == set(range(2015, 2026))
    nothing = chart(edition, QUERIES["nothing known then"])
    assert nothing.title == (
        "Potential opium production in Afghanistan: no source here had printed a figure by 1985-01-01; "
        "today there are 66"
    )


def test_picture_and_slide_draw_both_sides(shown: ExportedChart) -> None:
    names = {
        f"{line.series.label}{side}"
        for lines, side in ((shown.scene.drawn, ", known then"), (shown.scene.today, ", today"))
        for line in lines
        if line.is_shown
    }
    figure = export_figure(shown, SIZES["slide"])
    assert any("Broad pale lines" in label["text"] for label in figure["layout"]["annotations"])
    assert names == {str(trace["name"]).removesuffix(", range only") for trace in figure["data"] if trace.get("name")}
    deck: Any = Presentation(io.BytesIO(presentation([shown])))
    native = next(shape for shape in deck.slides[0].shapes if shape.has_chart).chart
    parts = {re.sub(r", from \d{4}$", "", series.name) for series in native.plots[0].series}
    assert parts == names  # a line with breaks is several series
    texts = " ".join(shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    assert "Broad pale lines are what is known today." in texts and "not in this chart" not in texts
    notes = deck.slides[0].notes_slide.notes_text_frame.text
    assert all(source.title in notes for source in shown.sources)


def test_the_command_line_takes_a_comparison_and_trace_reads_it_back(
    command: typer.Typer, shown: ExportedChart, tmp_path: Path
) -> None:
    views, out = tmp_path / "views.txt", tmp_path / "deck.pptx"
    views.write_text(shown.view.query())
    assert run_command(command, "export", "pptx", "--views", views, "--out", out).exit_code == 0
    picture = tmp_path / "picture.png"
    picture.write_bytes(png.with_texts(bare_picture(), provenance_texts(shown)))
    told = run_command(command, "trace", picture)
    assert told.exit_code == 0 and f"Values:   {len(provenance(shown)['values'])}\n" in told.output
    assert "nothing has changed" in told.output


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("form=bar&asof=2019-11-26", "The comparison with today goes with lines only."),
        ("form=line", "The comparison with today needs the day that is compared (asof)."),
    ],
)
def test_a_comparison_that_cannot_be_drawn_is_said_and_not_passed_over(edition: Edition, query: str, said: str) -> None:
    asked = f"indicator=opium-production&area=AFG&compare=today&{query}"
    assert read_strictly(asked, edition)[1] == [said]
    assert said.removesuffix(".") in markup(explore.page(edition, asked).body)


def test_views_of_different_sides_have_files_of_different_names(edition: Edition) -> None:
    plain = chart(edition, QUERIES["revised"].removesuffix("&compare=today"))
    assert plain.file_name != chart(edition, QUERIES["revised"]).file_name
    assert plain.address == f"{HOME}/?{plain.view.query()}"
