"""Where tables name a drug anew, figures end under one indicator and begin under another one of its kind."""

import pytest

from dashboard.views.handovers import handed_over

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
