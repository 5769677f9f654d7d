"""The brief of an area and a year: one sheet of real text, with every number leading to its sources."""

import re
import subprocess
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
import typer
from exported import HOME
from exporting import run_command
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from starlette.testclient import TestClient

from dashboard.exports.brief import Brief, brief_html, brief_of
from dashboard.exports.brief_pdf import brief_pdf
from dashboard.exports.printing import SIGNATURE, read_texts
from dashboard.pages import briefing as page_of_briefing
from dashboard.pages import pinned
from dashboard.server.short_codes import short_code
from dashboard.server.urls import INSIDE, Urls, page_query
from dashboard.views.brief import disagreement, headline, lead
from dashboard.views.briefing import MOST_FIGURES, briefing_of, views_of_page
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.observed import is_figure
from dashboard.words.numbers import Number, number
from dashboard.words.sentences import sentence_text, within_a_sentence
from etl.editions.reading import Edition

_CORNER = (50, 500, 400, 550)
_LAID_OVER = [
    (FreeText(text="Cultivation ended", rect=_CORNER), 'the file says "Cultivation ended", which is not of this'),
    (Link(rect=_CORNER, url="https://evil.invalid/"), 'a link leads to "https://evil.invalid/"'),
]
PLACES = [
    ("AFG", 2023),
    ("AFG", 2018),
    ("COL", 2020),
    ("AFG", 2001),
    ("AFG", 1995),
    ("MMR", 2023),
    ("DEU", 2019),
    ("AF-HEL", 2018),
]
every_place = pytest.mark.parametrize(("area", "year"), PLACES)


def brief(edition: Edition, area: str = "AFG", year: int = 2018) -> Brief:
    return brief_of(edition, area, str(year), Urls.at(HOME))


@every_place
def test_every_figure_of_a_brief_is_a_link_to_its_page(edition: Edition, area: str, year: int) -> None:
    html = brief_html(brief(edition, area, year))
    links = dict(re.findall(r'<a href="(https://figures[^"]*)">([^<]*)</a>', html))
    for item in brief(edition, area, year).figures:
        address = f"{HOME}{INSIDE.observation(item)}"
        assert links[address] in {
            number(item, edition.indicators[item.key.indicator]).text,
            *(text for text in links.values() if "–" in text),
        }


@every_place
def test_the_numbers_at_the_figures_are_those_of_the_list(edition: Edition, area: str, year: int) -> None:
    made = brief(edition, area, year)
    html = brief_html(made)
    listed = dict(re.findall(r"<li>\[(\d+)\] (?:<a [^>]*>)?([^<]*)", html))
    for item in made.figures:
        if item.source:
            source = edition.sources[item.source]
            place = made.sources.index(source) + 1
            assert f"<small>[{place}]</small>" in html
            assert source.published[:4] in unescape(listed[str(place)])


@every_place
def test_the_sources_of_a_brief_are_those_of_its_page_and_of_its_short_address(
    edition: Edition, area: str, year: int
) -> None:
    made = brief(edition, area, year)
    query = page_query(INSIDE.briefing(area, year))
    pages = (
        page_of_briefing.page(edition, "", area, str(year)),
        pinned.page(edition, "", edition.name, short_code(query)),
    )
    for page in pages:
        shown = str(page.body.to_plotly_json())
        places = [shown.index(f"'[{place}] '") for place in range(1, len(made.sources) + 1)]
        assert places == sorted(places)
        assert f"'[{len(made.sources) + 1}] '" not in shown


def _numbers_cited(html: str) -> dict[str, str]:
    """The number of the source behind each number of a sentence, by the address of the number."""
    return dict(re.findall(r'<a href="([^"]*)">[^<]*</a>\u00a0<small>\[(\d+)\]</small>', html))


@every_place
def test_every_number_of_a_sentence_that_is_printed_somewhere_has_its_source_on_the_sheet(
    edition: Edition, area: str, year: int
) -> None:
    made = brief(edition, area, year)
    html = brief_html(made)
    cited, listed = _numbers_cited(html), set(re.findall(r"<li>\[(\d+)\]", html))
    told = [part for sentence in (made.lead, made.other_numbers, *made.after) for part in sentence]
    numbers = {f"{HOME}{part.page}" for part in told if isinstance(part, Number)}
    assert {address for address in numbers if "/computed/" not in address} == cited.keys()
    assert set(cited.values()) <= listed
    of_statements = {
        f"{HOME}{INSIDE.source(source.source)}": str(place) for place, source in enumerate(made.sources, 1)
    }
    assert all(cited[address] == place for address, place in of_statements.items() if address in cited)


def test_sources_that_have_no_room_are_counted_and_all_are_one_address_away(edition: Edition) -> None:
    made = brief(edition)
    html = brief_html(made, 4)
    assert f'All {len(made.sources)} sources: <a href="{made.pinned}">' in html
    assert html.count("<li>[") < len(made.sources)
    assert "All " not in brief_html(made, 1000)


def test_the_sources_of_the_figures_come_first_and_then_the_most_used(edition: Edition) -> None:
    made = brief(edition)
    cited = list(dict.fromkeys(item.source for item in made.figures))
    assert [source.source for source in made.sources[: len(cited)]] == cited
    told = max([len(cited), *map(int, _numbers_cited(brief_html(made)).values())])
    uses = [
        sum(item.source == source.source for item in made.charts[0].observations) for source in made.printed_sources
    ]
    rest = list(zip(uses, made.printed_sources, strict=True))[told:]
    assert [count for count, _ in rest] == sorted((count for count, _ in rest), reverse=True)
    for (one, newer), (other, older) in pairwise(rest):
        assert one > other or newer.published >= older.published


@every_place
def test_the_headline_says_of_every_number_what_it_is(edition: Edition, area: str, year: int) -> None:
    said = sentence_text(headline(edition, briefing_of(edition, area, str(year))))
    for item in briefing_of(edition, area, str(year)).figures:
        indicator = edition.indicators[item.key.indicator]
        assert f"{number(item, indicator).text} ({within_a_sentence(indicator.name)})" in said


def test_a_brief_says_which_other_numbers_are_printed(edition: Edition) -> None:
    said = sentence_text(disagreement(edition, briefing_of(edition, "AFG", "2018")))
    assert "221,000 ha (US)" in said and "236,000 ha (misprint)" in said


@every_place
def test_a_brief_leaves_out_no_other_producer(edition: Edition, area: str, year: int) -> None:
    briefing = briefing_of(edition, area, str(year))
    told = [part.page for part in disagreement(edition, briefing) if isinstance(part, Number)]
    for item in briefing.figures:
        for other in edition.around(item):
            if other.key.year == year and other.key.producer != item.key.producer and is_figure(other):
                assert INSIDE.observation(other) in told
    assert not any(part.text == "no value" for part in disagreement(edition, briefing) if isinstance(part, Number))
    if not told:
        assert "no other producer has a figure" in sentence_text(disagreement(edition, briefing))


@every_place
def test_the_lead_says_how_the_figures_moved_and_where_they_stand_now(edition: Edition, area: str, year: int) -> None:
    briefing = briefing_of(edition, area, str(year))
    said = sentence_text(lead(edition, briefing))
    for item in briefing.figures:
        before = briefing.before(item)
        assert (before is None) or f"{before.period}" in said
    series = briefing.series[briefing.figures[0].key.indicator]
    newest = [item for item in series if item.value is not None][-1]
    assert newest.period in said if newest.key.year > year else "No later figure" in said


def test_a_brief_has_two_to_four_figures_and_one_only_where_no_more_is_known(edition: Edition) -> None:
    for area, year in PLACES:
        found = edition.same_place_and_year(area, year)
        producer = brief(edition, area, year).figures[0].key.producer
        known = [item for item in found if item.key.producer == producer and (item.value is not None or item.has_range)]
        assert len(brief(edition, area, year).figures) == min(MOST_FIGURES, len(known))


def test_what_grew_somewhere_leads_a_briefing_whoever_estimated_it(edition: Edition) -> None:
    growing = {key for key, indicator in edition.indicators.items() if indicator.topic == "cultivation-and-production"}
    known = {
        (item.key.area, item.key.year)
        for indicator in growing
        for item in edition.observations(indicator, edition.areas)
        if item.value is not None or item.has_range
    }
    assert len(known) > 100
    for area, year in known:
        assert briefing_of(edition, area, str(year)).figures[0].key.indicator in growing


def test_nothing_is_known_of_a_place_that_is_not_there(edition: Edition) -> None:
    with pytest.raises(PageNotFoundError):
        brief(edition, "AFG", 1066)


def test_the_page_of_a_briefing_keeps_long_lists_closed_and_its_summary_open(edition: Edition) -> None:
    shown = page_of_briefing.page(edition, "", "AFG", "2018").body.to_plotly_json()
    assert "open=True" not in str(shown) and "'open': True" not in str(shown)
    assert INSIDE.briefing("AFG", 2018) + ".pdf" in str(shown)


@pytest.mark.processes
def test_a_brief_is_one_tagged_sheet_whose_text_can_be_copied_in_order(
    edition: Edition, command: typer.Typer, tmp_path: Path
) -> None:
    made = brief(edition)
    file = tmp_path / "brief.pdf"
    file.write_bytes(brief_pdf(made))
    assert file.read_bytes() == brief_pdf(made)
    reader = PdfReader(file)
    assert len(reader.pages) == 1 and reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "en"
    assert round(float(reader.pages[0].mediabox.width)) == 595
    chart_title, key = made.charts[0].title, "break in the series"
    titles = [sentence_text(headline(edition, made.briefing)), chart_title, "hectares Afghanistan", key]
    parts = [*titles, "Where sources differ", "What came after", "Sources [1]", made.pinned]
    for order in ("-raw", "-nopgbrk"):  # as it is painted, and as it lies on the sheet
        told = subprocess.run(["pdftotext", order, file, "-"], check=True, capture_output=True, text=True).stdout
        words = " ".join(told.split())
        places = [words.index(part) for part in parts if part in words]
        assert places == sorted(places) and len(places) >= len(parts) - (order != "-raw")
    fonts = subprocess.run(["pdffonts", file], check=True, capture_output=True, text=True).stdout
    assert "IBMPlexSans" in fonts and "Type 3" not in fonts
    assert len(re.findall(r"footer p a,[^{]*\{\s*display: inline-block", brief_html(made))) == 1, (
        "addresses do not break"
    )
    texts = read_texts(file.read_bytes())
    assert texts["Title"] == made.title and edition.name in texts["Subject"]
    told_back = run_command(command, "trace", file)
    assert told_back.exit_code == 0, told_back.output
    for note, told_of_it in _LAID_OVER:
        writer = PdfWriter(clone_from=file)
        writer.add_annotation(0, note)
        writer.write(tmp_path / "forged.pdf")
        told_back = run_command(command, "trace", tmp_path / "forged.pdf")
        assert told_back.exit_code == 1 and told_of_it in told_back.output
    writer = PdfWriter(clone_from=file)
    writer.add_blank_page()
    writer.write(tmp_path / "longer.pdf")
    told_back = run_command(command, "trace", tmp_path / "longer.pdf")
    assert told_back.exit_code == 1 and "2 sheets instead of one" in told_back.output


@pytest.mark.processes
@pytest.mark.parametrize(
    ("old", "new", "told_of_it"),
    [
        ("263,000", "236,000", "236,000"),
        ("</footer>", "<p>5</p></footer>", 'the file says "5", which is not of this edition'),
        ("What came after", "After", '"What came after" is left out'),
    ],
)
def test_a_brief_that_prints_something_else_than_its_edition_is_found(
    edition: Edition,
    command: typer.Typer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
    told_of_it: str,
) -> None:
    def forged(brief: Brief, lines: int) -> str:
        return brief_html(brief, lines).replace(old, new)

    monkeypatch.setattr("dashboard.exports.brief_pdf.brief_html", forged)
    file = tmp_path / "brief.pdf"
    file.write_bytes(brief_pdf(brief_of(edition, "AFG", "2018", Urls.at(HOME))))
    told = run_command(command, "trace", file)
    assert told.exit_code == 1 and told_of_it in told.output


def test_a_pdf_on_the_command_line_is_of_a_briefing(command: typer.Typer, tmp_path: Path) -> None:
    words = ["export", "pdf", "--indicator", "opium-production", "--area", "AFG", "--out", tmp_path / "a.pdf"]
    told = run_command(command, *words)
    assert told.exit_code == 1 and "name it with --page" in told.output


def test_the_address_of_a_brief_says_when_there_is_none(client: TestClient) -> None:
    assert client.get("/briefing/AFG/1066.pdf").status_code == 404


def test_a_server_without_chromium_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nonexistent/chromium")
    answer = client.get("/briefing/AFG/2018.pdf")
    assert answer.status_code == 503 and "printed in the browser" in answer.text


@pytest.mark.processes
def test_a_brief_is_a_file_at_its_address(client: TestClient) -> None:
    answer = client.get("/briefing/COL/2020.pdf")
    assert answer.headers["content-type"] == "application/pdf" and answer.content.startswith(SIGNATURE)
    assert 'filename="brief-col-2020.pdf"' in answer.headers["content-disposition"]


def test_a_table_of_each_chart_is_written_on_the_command_line(
    edition: Edition, command: typer.Typer, tmp_path: Path
) -> None:
    told = run_command(command, "export", "csv", "--page", "briefing/AFG/2018", "--out", tmp_path)
    assert told.exit_code == 0, told.output
    made = sorted(tmp_path.glob("*.csv"))
    assert len(made) == len(views_of_page(edition, "briefing/AFG/2018"))
