"""Who estimated, who published and who is only inferred; what no source prints; where each number can be read."""

import csv
import io
import re
from collections import Counter
from html import unescape

import pytest
from api_reading import ROOT, table_of
from as_read import markup
from exported import chart
from pptx import Presentation
from starlette.testclient import TestClient
from viewing import view_of

from dashboard.api.rows import Rows
from dashboard.charts.caveats import caveat_notes
from dashboard.charts.figure import plotly_figure
from dashboard.exports.blocks import reading_notes
from dashboard.exports.citations import plain_citation, source_citation
from dashboard.exports.native_data import MOST_SIGNS, bars
from dashboard.exports.slide_places import own_places
from dashboard.exports.slides import presentation
from dashboard.exports.table_csv import table_csv
from dashboard.pages import coverage, data, disagreements, library, method, number, sources
from dashboard.pages.parts.number_panel import number_panel
from dashboard.pages.parts.number_source import about_value
from dashboard.pages.parts.statements import other_statements
from dashboard.pages.parts.view_table import view_table
from dashboard.server.urls import INSIDE
from dashboard.views import scenes
from dashboard.views.attribution import INFERRED_MARK, SUMMED_SIGN, is_inferred, is_summed
from dashboard.views.findings import about
from dashboard.views.view import read_view
from dashboard.words.makers import made_by, maker_label
from dashboard.words.numbers import number as shown_number
from dashboard.words.why_chosen import Chosen, why
from etl.editions.reading import Edition
from etl.figures.observations import Observation, Statement
from etl.figures.quoting import counted

pytestmark = pytest.mark.many

OWN_SURVEY = "the producer's own survey of that year"
COCA = "indicator=coca-bush-cultivation"
REGIONS, DEPARTMENTS = f"{COCA}&group=parts-of-PER", f"{COCA}&group=parts-of-COL"
FORMS = ("line", "stack", "bar", "panels", "map")


@pytest.fixture(scope="module")
def everything(edition: Edition) -> list[Chosen]:
    """Every observation with its statements."""
    by_key: dict[object, list[Statement]] = {}
    found = [item for indicator in edition.indicators for item in edition.observations_of(indicator)]
    for source in edition.sources:
        for item in edition.statements_from(source):
            by_key.setdefault(item.key, []).append(item)
    return [Chosen(item, sorted(by_key[item.key], key=lambda one: one.id)) for item in found]


def _words(chosen: Chosen, edition: Edition) -> str:
    return "".join(part if isinstance(part, str) else part.title for part in why(chosen, edition.sources))


def test_no_other_survey_is_called_that_of_the_year(edition: Edition, everything: list[Chosen]) -> None:
    """The title of a survey says of which years it is; the sentence on every number is held against it."""
    said = 0
    for chosen in everything:
        cited = chosen.cited
        if cited is None or OWN_SURVEY not in _words(chosen, edition):
            continue
        said += 1
        source = edition.sources[cited.source]
        years = re.findall(r"\b(?:19|20)\d\d\b", source.title) or [source.published[:4]]
        assert str(chosen.observation.key.year) in years, (chosen.observation.key, source.title)
        assert (source.kind, source.authority) == ("survey", "primary")
    assert said > 30


def test_what_decides_is_called_a_survey_of_the_year_only_where_it_is_one(
    edition: Edition, everything: list[Chosen]
) -> None:
    unrevised = 0
    for chosen in everything:
        deciding, said = chosen.deciding, _words(chosen, edition)
        if deciding is None or ", which later ones do not revise" not in said:
            continue
        unrevised += 1
        source = edition.sources[deciding.source]
        is_survey = source.kind == "survey" and source.surveys(chosen.observation.key.year) is not False
        assert ("the producer's survey of that year, which" in said) == is_survey, chosen.observation.key
    assert unrevised


def test_a_survey_of_the_year_is_cited_before_one_that_repeats_it(edition: Edition, everything: list[Chosen]) -> None:
    """Where a survey of that very year prints the current value, no other source is cited for it."""
    for chosen in everything:
        shown, cited = chosen.observation, chosen.cited
        if cited is None or shown.value is None:
            continue
        same = [item for item in chosen.statements if item.value == cited.value and item.flag == cited.flag]
        own = {item.source for item in same if edition.sources[item.source].surveys(shown.key.year)}
        primary = {key for key in own if edition.sources[key].authority == "primary"}
        assert not primary or cited.source in primary, shown.key


def test_every_survey_of_the_package_says_of_which_years_it_is(edition: Edition) -> None:
    assert [item.source for item in edition.sources.values() if item.kind == "survey" and not item.survey_years] == []


def _of(edition: Edition, country: str) -> list[Observation]:
    parts = [area.area for area in edition.areas.values() if area.parent == country]
    return edition.observations("coca-bush-cultivation", parts)


def test_no_sum_made_here_can_be_read_as_printed(edition: Edition) -> None:
    departments = _of(edition, "COL")
    assert len(departments) == 477
    for item in departments:
        indicator = edition.indicators[item.key.indicator]
        assert item.is_summed
        assert shown_number(item, indicator).text.startswith(f"{SUMMED_SIGN}\N{NO-BREAK SPACE}")
        said = _words(Chosen(item, edition.statements_of(item)), edition)
        assert said.startswith("No source prints this number: it was added up here")
        assert "source prints this number;" not in said
        assert SUMMED_SIGN in plain_citation(edition, Chosen(item, edition.statements_of(item)))
        assert item.locator.startswith("sum of municipalities")


def test_no_regional_figure_of_peru_is_called_unodcs(edition: Edition) -> None:
    regions = _of(edition, "PER")
    assert len(regions) == 104
    for item in regions:
        assert maker_label(edition, item) == "DEVIDA (inferred)"
        assert "UNODC" not in plain_citation(edition, Chosen(item, edition.statements_of(item))).split(":")[0]
        panel = markup(number_panel(edition, item))
        assert "publisher inferred" in panel
        assert "Estimate of DEVIDA, Government of Peru (inferred)" in panel


def test_who_made_numbers_has_its_article_in_a_sentence_and_is_named_once(
    edition: Edition, everything: list[Chosen]
) -> None:
    bare = re.compile(r" of (?:Other|World|Federal|El Paso|Counter|Government|US (?!Customs))")
    observations = [chosen.observation for chosen in everything]
    of_each = {(item.key.producer, maker_label(edition, item)): item for item in observations}
    assert len(of_each) > 10
    told = made_by(edition, *of_each.values())
    assert told.startswith("Figures of ") and not bare.search(told)
    for (producer, label), item in of_each.items():
        plain = label.removesuffix(" (inferred)")
        others = [other for maker, other in of_each.items() if maker == (producer, plain)]
        both, name = made_by(edition, item, item, *others), made_by(edition, item).partition(" of ")[2]
        assert both.count(name.removesuffix(" (inferred)")) == 1
        assert ("(inferred)" in both) == (label != plain and not others)


def test_what_authorities_count_weigh_or_record_is_called_no_estimate(edition: Edition) -> None:
    recorded = {"eradication", "seizures", "prices-and-purity", "treatment", "deaths", "crime"}
    told = 0
    for name, indicator in edition.indicators.items():
        view, _ = read_view(f"indicator={name}", edition.keep(scenes.choices))
        words = about(view, scenes.scene(edition, view))
        if " by " in words:
            told += 1
            assert ("Figures by" in words) == (indicator.topic in recorded), words
            assert ("Estimates by" in words) == (indicator.topic not in recorded), words
    assert told > 20
    for name, called in (("heroin-seizures", "Figure of UNODC"), ("opium-poppy-cultivation", "Estimate of UNODC")):
        item = next(each for each in edition.observations(name, ("AFG",)) if each.key.producer == "unodc")
        assert called in markup(number_panel(edition, item))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("query", "sign"), [(REGIONS, INFERRED_MARK), (DEPARTMENTS, SUMMED_SIGN)])
def test_every_form_of_chart_says_which_figures_are_inferred_or_summed(
    edition: Edition, form: str, query: str, sign: str
) -> None:
    """In its table, its notes, the notes of its picture and of its slide, and on its points or beside its bars.

    Native charts have no signs at so many points that they would hide the lines: their notes say so of all.
    """
    made = chart(edition, f"{query}&form={form}")
    scene = made.scene
    figures = [cell for row in view_table(scene)[1] for cell in row if not isinstance(cell, str) and "sort" in cell]
    numbers = [cell for cell in figures if "href" in cell and "Number" not in cell.get("note", "")]
    assert numbers
    assert all(sign in cell["text"] for cell in numbers if any(letter.isdigit() for letter in cell["text"]))
    assert sign in " ".join(reading_notes(made))
    slides = Presentation(io.BytesIO(presentation([made]))).slides
    texts = [shape.text_frame.text for shape in slides[0].shapes if shape.has_text_frame]
    assert any(f"{sign}: " in text and "as every figure here is" in text for text in texts)
    marked = slides[0].shapes[-1].part.package
    drawn_by_office = "".join(part.blob.decode() for part in marked.iter_parts() if "/charts/" in str(part.partname))
    if form == "bar":
        assert drawn_by_office.count(sign) >= len(bars(made, own_places()[1].chart))
    if form in {"line", "panels"}:
        assert sign not in drawn_by_office and sum(len(line.known) for line in scene.drawn) > MOST_SIGNS
    labels = {line.series.label for line in scene.lines}
    assert all("(inferred)" in label or "(summed)" in label for label in labels)
    drawn = plotly_figure(made.view, scene)
    if form in {"line", "panels"}:
        dots = sum(len(trace["x"]) for trace in drawn["data"] if trace.get("marker", {}).get("size") == 4)
        assert dots == sum(point.value is not None for point in scene.points)
    if form == "bar":
        beside = [label["text"] for label in drawn["layout"]["annotations"] if label["name"] == "bar-value"]
        assert beside
        assert all(sign in text for text in beside)


def test_a_stack_names_the_years_of_inferred_figures_after_what_its_columns_lack(edition: Edition) -> None:
    """Its pieces have no room for signs, and a small picture has room for the first note only."""
    made = chart(edition, "indicator=coca-bush-cultivation&area=BOL&area=COL&area=PER&form=stack")
    hatched, _, told, *_ = caveat_notes(made.scene, "stack")
    assert hatched.startswith("Hatched columns")
    assert told.startswith(f"{INFERRED_MARK} Of a publisher who is only inferred: Peru ")
    [slide, *_] = Presentation(io.BytesIO(presentation([made]))).slides
    assert told in slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("form", ["line", "panels"])
def test_slides_sign_the_points_of_which_few_are_marked_and_else_name_the_lines_and_years(
    edition: Edition, form: str
) -> None:
    seizures = "indicator=heroin-seizures&area=IRN&area=PAK"
    for years, is_signed in (("&from=2014", True), ("", False)):
        made = chart(edition, f"{seizures}{years}&form={form}")
        marked = [
            (line, point)
            for line in made.scene.drawn
            for point in line.known
            if is_inferred(point, made.scene) or is_summed(point)
        ]
        [slide, *_] = Presentation(io.BytesIO(presentation([made]))).slides
        drawn = "".join(shape.chart._chartSpace.xml for shape in slide.shapes if shape.has_chart)
        assert 0 < len(marked) < len(made.scene.points)
        assert (len(marked) <= MOST_SIGNS) == is_signed == (INFERRED_MARK in drawn)
        notes = slide.notes_slide.notes_text_frame.text
        told = re.search(r"Of a publisher who is only inferred: ([^.]*)\.", notes)
        assert (told is None) == is_signed
        names = {made.scene.name_of_line(line) for line, point in marked if is_inferred(point, made.scene)}
        assert told is None or all(name in told[1] for name in names)


def test_every_point_of_every_indicator_is_marked_exactly_where_the_data_say_so(edition: Edition) -> None:
    marked: Counter[str] = Counter()
    for indicator in edition.indicators:
        areas = sorted({row.area for row in edition.coverage if row.indicator == indicator})
        view = view_of(edition, "&".join([f"indicator={indicator}", *(f"area={area}" for area in areas[:60])]))
        scene = scenes.scene(edition, view)
        for point in scene.points:
            item = point.observation
            assert is_summed(point) == (item.flag == "summed")
            source = edition.sources.get(item.source)
            assert is_inferred(point, scene) == (source is not None and "publisher" in source.inferred)
            marked.update(["summed"] if is_summed(point) else [])
            marked.update(["inferred"] if is_inferred(point, scene) else [])
    assert marked["summed"] > 100
    assert marked["inferred"] >= 104


def test_a_filled_point_has_a_dot_that_shows_on_it(edition: Edition) -> None:
    view = view_of(edition, f"{COCA}&area=CO-NAR&area=AFG")
    data = plotly_figure(view, scenes.scene(edition, view))["data"]
    (dots,) = [trace for trace in data if trace["marker"].get("size") == 4]
    line = next(trace for trace in data if trace["mode"] == "lines+markers")
    assert set(dots["marker"]["color"]) == {line["line"]["color"]}  # all are hollow


def test_the_method_promises_print_only_of_what_is_printed(edition: Edition) -> None:
    written = markup(method.page(edition, "").body)
    assert "Every number here is one that a publication prints" not in written
    figures = [
        item
        for indicator in edition.indicators
        for item in edition.observations_of(indicator)
        if item.value is not None or item.has_range
    ]
    summed = sum(item.is_summed for item in figures)
    assert (
        f"{len(figures) - summed:,} of {len(figures):,} figures here are numbers that a publication prints" in written
    )
    assert f"The other {summed:,} figures are not printed anywhere" in written
    assert "Every figure here is a number that one of these publications prints." not in markup(
        library.PAGE.content(edition, {}).heading[1]
    )


@pytest.fixture(scope="module")
def source_pages(edition: Edition) -> dict[str, str]:
    """The page of every source, as it is written."""
    return {key: unescape(markup(sources.page(edition, "", key).body)) for key in edition.sources}


# Counts ------------------------------------------------------------------------------------------------------------

NOUNS = {"source": "sources", "text": "texts", "number": "numbers", "figure": "figures", "statement": "statements"}
_ONE_OF_MANY = re.compile(rf"\b1 ({'|'.join(NOUNS.values())})\b")
_MANY_OF_ONE = re.compile(rf"\b(?:0|[2-9]|\d[\d,]*\d) ({'|'.join(NOUNS)})\b(?! of one web page)")


def _plain(component: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup(component)))


def test_every_page_of_a_number_counts_the_sources_that_it_lists(edition: Edition, everything: list[Chosen]) -> None:
    counts = 0
    for chosen in everything:
        if len(chosen.statements) < 2:
            continue
        section = other_statements(edition, chosen)
        text = _plain(section)
        assert not _ONE_OF_MANY.search(text), text
        assert not _MANY_OF_ONE.search(text), text
        found = re.search(r"Besides the one cited, (\d+) sources? prints? this value", text)
        if found is None:
            continue
        counts += 1
        agreeing = [item for item in chosen.others if item.verdict in {"agrees", "rounded"}]
        assert chosen.cited is not None
        listed = {item.source for item in agreeing} - {chosen.cited.source}
        assert int(found[1]) == len(listed), chosen.observation.key
        titles = {edition.sources[key].title for key in listed}
        written = unescape(markup(section))
        assert all(title in written for title in titles)
    assert counts > 100


def test_no_page_counts_one_thing_as_several_or_several_as_one(edition: Edition, source_pages: dict[str, str]) -> None:
    """Every source, and every list of disagreements, sources and coverage that a reader can choose."""
    kinds = [{"kind": kind, "indicator": one} for kind in disagreements.TABS for one in edition.indicators]
    chosen = [
        *((disagreements.PAGE, choice) for choice in kinds),
        *((disagreements.PAGE, {"area": area}) for area in edition.areas),
        *((library.PAGE, {"kind": kind}) for kind in edition.source_kinds),
        *((library.PAGE, {"year": str(year)}) for year in range(1990, 2027)),
        *((coverage.PAGE, {"indicator": one}) for one in edition.indicators),
    ]
    pages = [*source_pages.values(), markup(data.page(edition, "").body), markup(method.page(edition, "").body)]
    for page, choice in chosen:
        made = page.content(edition, choice)
        pages += ["".join(markup(part) for part in (*made.heading, *made.results))]
    for written in pages:
        text = re.sub(r"<[^>]+>", "|", written)
        assert not _ONE_OF_MANY.search(text), _ONE_OF_MANY.search(text)
        assert not _MANY_OF_ONE.search(text), _MANY_OF_ONE.search(text)


@pytest.mark.parametrize(
    ("count", "text"), [(0, "no figures"), (1, "1 figure"), (2, "2 figures"), (1000, "1,000 figures")]
)
def test_a_noun_goes_with_its_number(count: int, text: str) -> None:
    assert counted(count, "figure") == text
    assert counted(count, "address", "addresses").startswith(text.split()[0])


# Where it can be read ---------------------------------------------------------------------------------------------


def test_every_page_of_a_source_leads_to_where_its_numbers_were_read(
    edition: Edition, source_pages: dict[str, str]
) -> None:
    for key, source in edition.sources.items():
        written = source_pages[key]
        statements = edition.statements_from(key)
        assert source.url in written
        for via in {item.via for item in statements if item.via}:
            assert via in written
        assert "see where it was read below" not in written
        if not source.url:
            assert (
                "No address of its own is recorded; its numbers" if statements else "No number here was read in it"
            ) in written
        for address, _ in edition.copies.get(key, ()):
            assert address in written
        assert ("read in the copy at this address" in written) == bool(statements and not source.url)
        assert statements or "it is listed for " in written, key


@pytest.mark.parametrize("name", ["observations", "statements", "vintages"])
def test_every_number_of_the_api_has_an_address_and_says_whose(client: TestClient, edition: Edition, name: str) -> None:
    rows = table_of(client, f"{ROOT}/{name}.csv")
    whose = Counter(row["address_of"] for row in rows)
    for row in rows:
        assert row["address"].startswith(("http://", "https://")), row
        if not row["source"]:  # every statement is set aside, and the number has no source
            assert row["address_of"] == "set-aside"
            continue
        own = edition.sources[row["source"]].url
        assert row["address_of"] == ("source" if own else "copy")
        assert row["address"].startswith(own.partition("#")[0])
    assert whose["source"] > 100
    assert whose["copy"] > 100


def test_sdmx_and_the_table_of_a_view_have_addresses_too(client: TestClient, edition: Edition) -> None:
    sdmx = list(csv.DictReader(io.StringIO(client.get(f"{ROOT}/observations.sdmx.csv").text)))
    tables = [
        row
        for query in (REGIONS, DEPARTMENTS)
        for row in csv.DictReader(io.StringIO(table_csv(chart(edition, query)).decode("utf-8-sig")))
    ]
    for row in [*sdmx, *tables]:
        assert row["ADDRESS"] and row["ADDRESS_OF"] in ({"source", "copy"} if row["SOURCE"] else {"set-aside"})
        if "PRODUCER_NAME" in row:
            assert row["PRODUCER_NAME"] == edition.producers[row["PRODUCER"]].label
            assert bool(row["ESTIMATOR"]) == bool(row["ESTIMATOR_NAME"])
    assert {row["FLAG"] for row in tables if row["REF_AREA"].startswith("CO-")} == {"summed"}
    assert {row["OBS_STATUS"] for row in [*sdmx, *tables] if row["FLAG"] == "summed"} == {"E"}
    of_peru = [row["SOURCE_INFERRED"].split() for row in tables if row["REF_AREA"].startswith("PE-")]
    assert of_peru and all("publisher" in inferred for inferred in of_peru)


def test_flag_and_estimator_are_in_the_api_and_its_description(client: TestClient, edition: Edition) -> None:
    (item,) = client.get(f"{ROOT}/observations?area=CO-NAR&year=2020").json()["items"]
    assert (item["flag"], item["estimator"], item["address_of"]) == ("summed", "simci", "source")
    described = client.get(f"{ROOT}/openapi.json").json()["components"]["schemas"]["observations"]["properties"]
    assert "summed: Added up here" in described["flag"]["description"]
    assert described["estimator_name"]["description"]
    assert {row["estimator"] for row in map(Rows(edition, INSIDE).observation, _of(edition, "PER"))} == {"devida"}


def test_every_citation_of_a_source_with_numbers_has_an_address_and_says_whose(edition: Edition) -> None:
    for key, source in edition.sources.items():
        cited = source_citation(source)
        if source.url or edition.statements_from(key):
            assert "http" in cited
        assert ("read in the copy at this address" in cited) == bool(source.read_at and not source.url)


# Titles and places -------------------------------------------------------------------------------------------------


def test_no_title_has_brackets_that_nobody_explains(edition: Edition, source_pages: dict[str, str]) -> None:
    described = 0
    for key, source in edition.sources.items():
        assert not set(source.title) & {"[", "]"}
        written = source_pages[key]
        if source.recorded_title.startswith("["):
            described += 1
            assert "A description in our words; the title itself was not seen." in written
            assert "title not seen" in source_citation(source)
        elif source.recorded_title != source.title:
            assert "what stands in brackets was added here" in written
    assert described > 40


def test_no_figure_of_a_title_or_a_place_is_a_link_of_its_own(
    edition: Edition, everything: list[Chosen], source_pages: dict[str, str]
) -> None:
    """A year in the title of a source, or the number of a table, leads nowhere by itself: it is no figure of ours."""
    for key, source in edition.sources.items():
        heading = re.search(r"<h1>(.*?)</h1>", source_pages[key], re.DOTALL)
        assert heading is not None
        linked = re.findall(r"<a [^>]*>(.*?)</a>", heading[1])
        assert linked in ([], [source.title]), key
    places = 0
    for chosen in everything:
        cited = chosen.cited
        if cited is None or not re.search(r"\d", cited.locator):
            continue
        places += 1
        assert cited.locator in unescape("".join(markup(part) for part in about_value(edition, chosen)))
    assert places > 500


def test_the_page_of_a_number_shows_its_marks(edition: Edition) -> None:
    summed = markup(number.page(edition, "", "coca-bush-cultivation", "CO-NAR", "2020", "unodc").body)
    assert ">summed</span>" in summed
    assert 'href="/method#flag-summed"' in summed
    inferred = markup(number.page(edition, "", "coca-bush-cultivation", "PE-CUS", "2020", "unodc").body)
    assert 'href="/method#term-inferred"' in inferred
    assert OWN_SURVEY not in inferred
