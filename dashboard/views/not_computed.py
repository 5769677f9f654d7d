"""For which figures a measure is not computed, and why, in sentences below the chart."""

from collections.abc import Iterable, Iterator, Sequence

from dashboard.views.gaps import runs
from dashboard.views.points import Wholes, compared_with
from dashboard.views.ratios import Ratios
from dashboard.views.view import ONE_YEAR_FORMS, View
from dashboard.words.numbers import OVER_YEARS, cannot_be_compared, of_different_releases
from dashboard.words.sentences import in_a_sentence, joined
from etl.figures.areas import Area
from etl.figures.observations import Observation
from etl.figures.series import Series

_MOST_TOLD = 4  # series
_REVISED = "a figure was revised after the last publication that prints"

_Note = tuple[str, str]  # the label of a series, and the sentence on it


def without_share(view: View, series: Sequence[Series], whole: Area | None, wholes: Wholes) -> list[str]:
    """For which figures no share is computed, and why: no figure of the whole, or one of another release.

    Of a chart of one year, only what is said of that year; nothing where the chart looks for a year itself.
    """
    of_year = view.year if view.year is not None else view.top
    if view.form in ONE_YEAR_FORMS and of_year is None:
        return []
    first, last = (of_year, of_year) if view.form in ONE_YEAR_FORMS else (view.first, None)
    notes: list[_Note] = []
    summands: dict[tuple[int, str], list[Observation]] = {}
    for one in series:
        for item in one.known:
            summands.setdefault((item.key.year, item.key.producer), []).append(item)
    for one in series:
        absent, apart = [], []
        for item in (item for item in one.known if (first or 0) <= item.key.year <= (last or item.key.year)):
            place = item.key.year, item.key.producer
            of_these = [wholes[place]] if place in wholes else summands[place] if whole is None else []
            if not of_these:
                absent.append(item.key.year)
            elif of_different_releases((item, *of_these)):
                apart.append(item.key.year)
        if absent and whole is not None:
            why = f"no figure for {in_a_sentence(whole)}"
            notes.append((one.label, f"No share of {one.label} in {joined(runs(absent))}: {why}."))
        if apart:
            why = f"{_REVISED} another one it would be compared with"
            notes.append((one.label, f"No share of {one.label} in {joined(runs(apart))}: {why}."))
    return _few(notes, "a share")


def without_ratio(series: Sequence[Series], ratios: Ratios) -> list[str]:
    """For which figures there is no ratio, since they and what they would be divided by never stood together."""
    pairs = ((one, ((item, ratios.divisor(item)) for item in one.known)) for one in series)
    told = [
        (label, f"No ratio of {label} in {years}: {_REVISED} the other one.") for label, years in _never_together(pairs)
    ]
    return _few(told, "a ratio")


def without_change(view: View, series: Sequence[Series]) -> list[str]:
    """For which figures there is no change or index, since they and what they are compared with never stood together.

    A chart of one year says that itself, of its year.
    """
    if view.measure not in OVER_YEARS or view.form in ONE_YEAR_FORMS:
        return []
    what = "index" if view.measure == "index" else "change"
    pairs = ((one, _compared(view, one)) for one in series)
    why = f"{_REVISED} the one it would be compared with"
    told = [(label, f"No {what} of {label} in {years}: {why}.") for label, years in _never_together(pairs)]
    return _few(told, f"an {what}" if what == "index" else f"a {what}")


Comparisons = Iterable[tuple[Observation, Observation | None]]


def _compared(view: View, one: Series) -> Comparisons:
    """The figures of a series in the years of a view that can be compared, each with what it is compared with."""
    base_of = compared_with(view, one)
    pairs = ((item, base_of(item)) for item in one.known if (view.first or 0) <= item.key.year)
    return ((item, base) for item, base in pairs if base is not None and not cannot_be_compared(item, base))


def _never_together(pairs_of: Iterable[tuple[Series, Comparisons]]) -> Iterator[tuple[str, str]]:
    """The series that have pairs of figures of different releases, each with the years of the first of them."""
    for one, pairs in pairs_of:
        years = [item.key.year for item, other in pairs if other is not None and of_different_releases((item, other))]
        if years:
            yield one.label, joined(runs(years))


def _few(notes: Sequence[_Note], what: str) -> list[str]:
    """All notes on some series, and where they are many, of how many more series there are years without what."""
    labels = list(dict.fromkeys(label for label, _ in notes))
    rest = len(labels) - _MOST_TOLD
    if rest <= 1:
        return [note for _, note in notes]
    told = labels[:_MOST_TOLD]
    return [*(note for label, note in notes if label in told), f"And {rest} more series with years without {what}."]
