"""Events on a chart: the most important are named, all have a mark, and no name covers another."""

from calendar import month_abbr
from itertools import combinations

import pytest

from dashboard.charts.events import MOST_ROWS, EventFlag, event_text, event_year, flags_of, shown_events
from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import SCREEN, Canvas, Plot
from dashboard.exports.sizes import SIZES
from dashboard.views import scenes
from dashboard.views.view import read_view
from etl.editions.reading import Edition
from etl.figures.knowledge import Event
from etl.figures.vocabulary.history import EventKind

VIEWS = (
    "area=AFG",
    "area=AFG&from=2015",
    "area=AFG&from=1999&to=2003",
    "indicator=coca-bush-cultivation&area=COL&area=PER&area=BOL",
    "area=AFG&area=MMR&area=LAO&area=MEX",
)
PICTURE = Canvas(900, 380, grows=False)
LETTER, LINE = 5.6, 16  # pixels of a mean letter and of a line in the type of a flag


def _labels(edition: Edition, query: str, canvas: Canvas = SCREEN) -> tuple[dict[str, dict], dict[str, dict], dict]:  # type: ignore[type-arg]
    view, _ = read_view(f"{query}&layer=events", edition.keep(scenes.choices))
    layout = plotly_figure(view, scenes.scene(edition, view), canvas)["layout"]
    of_events = [
        {part["name"]: part for part in layout[kind] if part["name"].startswith("event ")}
        for kind in ("annotations", "shapes")
    ]
    return of_events[0], of_events[1], layout


@pytest.mark.parametrize("query", VIEWS)
@pytest.mark.parametrize("canvas", [SCREEN, PICTURE])
def test_every_event_has_a_mark_that_leads_to_its_source(edition: Edition, query: str, canvas: Canvas) -> None:
    view, _ = read_view(f"{query}&layer=events", edition.keep(scenes.choices))
    events = shown_events(scenes.scene(edition, view))
    labels, lines, _ = _labels(edition, query, canvas)
    assert events
    assert list(labels) == list(lines) == [f"event {number}" for number in range(1, len(events) + 1)]
    for event, label in zip(events, labels.values(), strict=True):
        assert label["text"].startswith(f'<a href="/source/{event.source}"')
        assert label["x"] == event_year(event)


@pytest.mark.parametrize("canvas", [SCREEN, PICTURE])
def test_the_bans_are_named_on_the_chart_of_afghanistan(edition: Edition, canvas: Canvas) -> None:
    texts = " ".join(label["text"] for label in _labels(edition, "area=AFG", canvas)[0].values())
    for name in ("Taliban ban on growing opium poppy", "Taliban decree bans poppy", "the Paris Pact begins"):
        assert name in texts
    if canvas is SCREEN:
        assert "SCO anti-drug strategy 2024-2029" in texts


@pytest.mark.parametrize("query", VIEWS)
@pytest.mark.parametrize("canvas", [SCREEN, PICTURE])
def test_no_name_covers_another_and_no_line_crosses_one(edition: Edition, query: str, canvas: Canvas) -> None:
    labels, lines, layout = _labels(edition, query, canvas)
    first, last = layout["xaxis"]["range"]
    margin, height = layout["margin"], layout.get("height", canvas.height)
    width = canvas.width - margin["l"] - margin["r"]
    plot_height = height - margin["t"] - margin["b"]
    flags = []
    for name, label in labels.items():
        if label["xanchor"] == "center":
            continue
        text = label["text"].split(">")[1].removesuffix("</a")
        x = (label["x"] - first) / (last - first) * width
        begin, low = x + label["xshift"], label["yshift"]
        assert -margin["l"] <= begin
        assert begin + len(text) * LETTER <= width + margin["r"]
        assert low + LINE <= margin["t"]
        flags.append((x, begin, begin + len(text) * LETTER, low, (lines[name]["y1"] - 1) * plot_height))
    assert flags
    for one, other in combinations(flags, 2):
        assert abs(one[3] - other[3]) >= LINE or one[2] <= other[1] or other[2] <= one[1], "two names meet"
        for (x, *_, top), (_, begin, end, low, _) in ((one, other), (other, one)):
            assert top <= low + 2 or not begin < x < end, "a line crosses a name"


def _event(date: str, title: str, kind: str) -> Event:
    return Event(date, title, "AFG", "", "source", kind)


def _plot() -> Plot:
    return Plot(width=800, height=400, beside=150, first=1990, last=2026, bottom=0, top=1)


def test_every_event_lies_between_the_years_where_its_day_is_and_says_its_date(edition: Edition) -> None:
    for event in edition.events:
        year, *rest = event.date.split("-")
        place = event_year(event) - int(year)
        if not rest:
            assert place == 0
            assert event_text(event) == f"{year}: {event.title}"
            continue
        assert 0 < place < 1
        # A month is a twelfth of the way from one tick to the next.
        assert abs(place - (int(rest[0]) - 0.5) / 12) < 0.05
        assert event_text(event).endswith(f"{month_abbr[int(rest[0])]} {year}: {event.title}")
        assert len(rest) == 1 or event_text(event).startswith(f"{int(rest[1])} ")


def test_a_decree_of_april_2022_stands_right_of_the_tick_of_2022(edition: Edition) -> None:
    for canvas in (SCREEN, PICTURE):
        labels, lines, _ = _labels(edition, "area=AFG", canvas)
        name, label = next((name, one) for name, one in labels.items() if "Taliban decree bans poppy" in one["text"])
        assert ">3 Apr 2022: Taliban decree bans poppy<" in label["text"]
        assert 2022.2 < label["x"] < 2022.3
        assert lines[name]["x0"] == label["x"]


def test_an_event_late_in_the_last_year_is_still_on_the_chart(edition: Edition) -> None:
    for query in VIEWS:
        labels, _, layout = _labels(edition, query)
        assert all(label["x"] < layout["xaxis"]["range"][1] for label in labels.values())


def test_the_first_kind_has_the_first_claim_to_a_row() -> None:
    crowd = [_event(f"2010-{month:02}", f"A meeting in month {month} of the year", "meeting") for month in range(1, 13)]
    ban = _event("2010-06-15", "A ban", "policy")
    flags = flags_of([ban, *crowd], _plot(), 76, MOST_ROWS, "hectares")
    assert 0 in flags
    assert 1 < len(flags) <= 2 * MOST_ROWS  # on either side of the line


def test_a_name_at_the_end_of_the_chart_stands_above_its_line_and_within_the_chart() -> None:
    event = _event("2025-06", "A name that is far too long for the room beside the end", "policy")
    (flag,) = flags_of([event], _plot(), 76, MOST_ROWS, "hectares").values()
    assert flag.right < 0


def test_a_name_keeps_off_the_unit() -> None:
    flags = flags_of([_event("1990", "An early ban", "policy")], _plot(), 76, MOST_ROWS, "US dollars per kilogram")
    assert flags == {0: EventFlag(1, 3)}


def test_a_name_wider_than_the_chart_has_no_room() -> None:
    assert flags_of([_event("2010", "x" * 400, "policy")], _plot(), 76, MOST_ROWS, "hectares") == {}


def test_every_event_of_the_data_has_a_kind(edition: Edition) -> None:
    assert {event.kind for event in edition.events} == set(EventKind)


def test_pictures_of_all_sizes_have_room_for_names(edition: Edition) -> None:
    for size in SIZES.values():
        canvas = Canvas(int(size.width / size.scale), int(size.height / size.scale / 2.5), grows=False)
        labels, _, _ = _labels(edition, "area=AFG", canvas)
        assert any("Taliban decree bans poppy" in label["text"] for label in labels.values())
