"""Nothing that can be asked fails: numbers on the days around every change, and views in every pair of choices.

`python tests/bench/walk.py` asks whatever it draws from everything.
"""

from itertools import islice

import pytest
from walking import OUTPUTS, changes, every_area, every_form, in_pairs, kinds_apart, lists_of_choices, views

from dashboard.charts.figure import plotly_figure
from dashboard.exports.chart import ExportedChart
from dashboard.pages import number
from dashboard.pages.parts.number_panel import number_panel
from dashboard.views.findings import findings
from etl.editions.reading import Edition

pytestmark = [pytest.mark.many, pytest.mark.usefixtures("one_code_for_a_length")]

EVERY = 20  # number of which the whole page is made too


def test_every_number_opens_on_the_days_around_every_change_of_its_history(edition: Edition) -> None:
    """Numbers take turns: years beside each other have their changes on the same days."""
    opened = 0
    for item, days in islice(changes(edition), 0, None, 3):
        for day in days:
            then = edition.observation(item.key, day)
            if then is None:
                continue
            number_panel(edition, then)
            opened += 1
            if opened % EVERY == 0:
                key = item.key
                number.page(edition, f"asof={day}", key.indicator, key.area, str(key.year), key.producer)
    assert opened > 500


def test_every_pair_of_choices_has_an_answer_in_every_form_that_is_taken_away(edition: Edition) -> None:
    *choices, outputs = [*lists_of_choices(edition), tuple(OUTPUTS)]
    combined = in_pairs([*choices, outputs], kinds_apart(edition))
    for choice, view in zip(combined, views(edition, [row[:-1] for row in combined]), strict=True):
        try:
            OUTPUTS[choice[-1]](edition, view)
        except Exception as error:
            raise AssertionError(f"{choice[-1]} of {view.query()}") from error


def test_every_choice_of_areas_has_its_title_its_words_and_its_chart_in_every_form(edition: Edition) -> None:
    for view in (*every_area(edition), *every_form(edition)):
        chart = ExportedChart(edition, view)
        assert chart.title and findings(chart.scene) and plotly_figure(view, chart.scene)["layout"], view.query()
