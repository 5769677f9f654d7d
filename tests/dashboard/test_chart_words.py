"""The notes below a chart: few stand open, many of a kind are folded under what they are and how many."""

import pytest
from as_read import markup
from dash import html

from dashboard.pages.chart_words import MOST_UNFOLDED, chart_words
from dashboard.views import scenes
from dashboard.views.findings import findings, gaps_told
from dashboard.views.view import read_view
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition


@pytest.mark.parametrize(
    "query",
    [
        "area=AFG",
        "area=AFG&area=MMR&area=LAO&area=MEX&area=COL&area=PAK",
        "area=AFG&area=MMR&area=LAO&with=opium-production",
        "area=AFG&area=MMR&area=LAO&area=MEX&measure=change",
        "area=AFG&form=bar&year=2018",
    ],
)
def test_gaps_are_findings_and_many_of_them_are_folded_with_their_count(edition: Edition, query: str) -> None:
    view, _ = read_view(f"indicator=opium-poppy-cultivation&{query}", edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    gaps = [sentence_text(gap) for gap in gaps_told(scene)]
    assert set(gaps) <= {sentence_text(found) for found in findings(scene)}
    words = markup(html.Div(chart_words(edition, view, scene)))
    assert all(words.count(gap) == 1 for gap in gaps)
    heading = f"<summary>Years without a figure ({len(gaps)})</summary>"
    assert (heading in words) == (len(gaps) > MOST_UNFOLDED)
    unfolded = words.partition("<details")[0]
    assert all((gap in unfolded) == (len(gaps) <= MOST_UNFOLDED) for gap in gaps)


@pytest.mark.parametrize(("axes", "said"), [("common", "All panels have the same axes."), ("own", "Each panel has an")])
def test_how_to_read_panels_says_which_axes_they_have(edition: Edition, axes: str, said: str) -> None:
    query = f"indicator=coca-bush-cultivation&group=andean-coca&form=panels&axes={axes}"
    view, _ = read_view(query, edition.keep(scenes.choices))
    words = markup(html.Div(chart_words(edition, view, scenes.scene(edition, view))))
    assert [each in words for each in ("All panels have the same axes.", "Each panel has an")].count(True) == 1
    assert said in words
