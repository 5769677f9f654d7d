"""Where tables name a drug anew, figures end under one indicator and begin under another one of its kind."""

import pytest
from starlette.testclient import TestClient

from dashboard.exports.blocks import reading_notes
from dashboard.exports.brief import brief_html, brief_of
from dashboard.exports.chart import ExportedChart
from dashboard.views import handovers as where
from dashboard.views.findings import findings
from dashboard.views.handovers import Handover, handed_over
from dashboard.views.scene import Scene
from dashboard.views.scenes import choices
from dashboard.views.view import read_view
from dashboard.words.sentences import Lead, sentence_text
from etl.editions.reading import Edition

Counts = dict[int, int]


@pytest.mark.parametrize(
    ("before", "after", "years"),
    [
        ({2008: 129, 2009: 129, 2010: 3, 2011: 1}, {2009: 8, 2010: 119, 2011: 119}, [2010]),  # cocaine and its salts
        ({2009: 129, 2010: 90}, {2009: 8, 2010: 119}, []),  # still reported
        ({2009: 129, 2010: 3}, {2009: 110, 2010: 119}, []),  # reported all along
        ({2009: 129, 2010: 3}, {2009: 8, 2010: 40}, []),  # not taken over
        ({2009: 4}, {2010: 4}, []),  # too few to tell
    ],
)
def test_figures_go_on_elsewhere_only_where_most_countries_move(
    before: Counts, after: Counts, years: list[int]
) -> None:
    assert handed_over(before, after) == years


@pytest.fixture
def moved(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> tuple[Handover, str, str]:
    """An indicator whose figures are taken to end, where they go on, and an area that has some of them."""
    handover = Handover(2010, edition.indicators["cocaine-seizures"], is_later=True)
    monkeypatch.setattr(where, "handovers", lambda edition: lambda key: [handover] if key == "heroin-seizures" else [])
    return handover, "heroin-seizures", "IRN"


def _chart(edition: Edition, query: str) -> ExportedChart:
    view, _ = read_view(query, edition.keep(choices))
    return ExportedChart(edition, view)


def _leads(scene: Scene) -> list[Lead]:
    return [part for told in scene.elsewhere for part in told if isinstance(part, Lead)]


@pytest.mark.parametrize("form", ["form=line", "form=bar&year={before}", "form=map&year={before}", "from={year}"])
def test_wherever_a_chart_is_told_in_words_it_is_told_where_its_figures_go_on(
    edition: Edition, moved: tuple[Handover, str, str], form: str
) -> None:
    handover, indicator, area = moved
    query = f"indicator={indicator}&area={area}&{form.format(year=handover.year, before=handover.year - 1)}"
    chart, start = _chart(edition, query), f"Since {handover.year} most figures of this kind stand under "
    [told] = [text for text in map(sentence_text, findings(chart.scene)) if text.startswith(start)]
    assert handover.other.name in told and told in chart.description
    assert chart.scene.nothing or told in reading_notes(chart)


def test_what_stands_elsewhere_is_led_to_in_the_same_places_and_form_in_a_year_in_which_it_does(
    edition: Edition, moved: tuple[Handover, str, str]
) -> None:
    handover, indicator, area = moved
    query = f"indicator={indicator}&area={area}&area=AFG&form=bar&year={handover.year - 1}&producer=unodc"
    leads = [lead for lead in _leads(_chart(edition, query).scene) if lead.text == handover.other.name]
    assert leads and all(lead.href.endswith(lead.query) for lead in leads)
    for view, _ in (read_view(lead.query, edition.keep(choices)) for lead in leads):
        assert (view.areas, view.form, view.year) == ((area, "AFG"), "bar", handover.year)
        assert (view.indicator, view.producers) == (handover.other.indicator, ())


def test_of_a_second_indicator_the_first_stays(edition: Edition, moved: tuple[Handover, str, str]) -> None:
    handover, indicator, area = moved
    beside = _chart(edition, f"indicator=population&with={indicator}&area={area}").scene.beside
    assert beside is not None
    views = [read_view(lead.query, edition.keep(choices))[0] for lead in _leads(beside)]
    assert handover.other.indicator in {view.second for view in views}
    assert {view.indicator for view in views} == {"population"}


def test_what_was_known_on_a_day_is_not_told_where_it_goes_on_today(
    edition: Edition, moved: tuple[Handover, str, str]
) -> None:
    _, indicator, area = moved
    assert not _chart(edition, f"indicator={indicator}&area={area}&asof={edition.data_as_of}").scene.elsewhere


def test_a_brief_a_briefing_and_the_api_tell_it_too(
    edition: Edition, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    handover = Handover(2010, edition.indicators["cocaine-seizures"], is_later=True)
    monkeypatch.setattr(where, "handovers", lambda edition: lambda key: [handover])
    start = "Since 2010 most figures of this kind stand under "
    lead = "?indicator=cocaine-seizures&amp;area=AFG"
    html = brief_html(brief_of(edition, "AFG", "2005"))
    assert start in html and lead in html
    page = client.get("/briefing/AFG/2005").text
    assert start in page and "?indicator=cocaine-seizures&amp;area=AFG" in page
    told = client.get("/api/v1/view?indicator=heroin-seizures&area=IRN").json()["to_be_known"]
    assert f"{start}“{handover.other.name}”." in told
