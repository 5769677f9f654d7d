"""The texts around the chart of a picture: each block in lines that fit, with the size of its type."""

from dataclasses import dataclass
from html import escape

from dashboard.charts.caveats import caveat_notes
from dashboard.charts.events import shown_events
from dashboard.charts.how_to_read import MARKS, RANGES, RULE_OF_PRODUCERS, TODAY_MARKS
from dashboard.exports.chart import ExportedChart, short_source
from dashboard.exports.measure import REGULAR, SEMIBOLD, balanced, width, wrap
from dashboard.views import looks as look
from dashboard.views.findings import incomplete_sums
from dashboard.words.sentences import sentence_text
from etl.figures.quoting import counted

EDGE = 28  # pixels of the canvas around everything
LINE = 1.3  # the height of a line in sizes of its type, as plotly draws it
_TITLE, _NARROW_TITLE, _SUBTITLE, _FOOT = 23.0, 20.0, 14.5, 12.0
NARROW_PICTURE = 700  # pixels; in less room titles are smaller, and a ranking does without its scale
_TEXT_SHARE, _TEXT_SHARE_NARROW = 0.4, 0.42  # of the height of the picture, for all texts around the chart
_SOURCE_LINES = (2, 8)  # at least and at most
_FEW_SOURCE_LINES = 3  # where the chart needs the height: for panels one below the other, or for the names of events
_ADDRESS_LINES = 3
_SHORT_NOTE = 120  # characters of a sentence about incomplete sums that a picture has room for


@dataclass(frozen=True)
class Block:
    """Lines of one size and colour of type, escaped."""

    name: str
    lines: list[str]
    size: float
    colour: str
    weight: int = REGULAR
    space: float = 0.0  # below the lines

    @property
    def height(self) -> float:
        """Pixels from the top of this block to that of the next."""
        return len(self.lines) * self.size * LINE + self.space if self.lines else 0.0


def blocks_height(blocks: list[Block]) -> float:
    """The height of blocks under one another."""
    return sum(block.height for block in blocks)


def head_of(chart: ExportedChart, room: float) -> list[Block]:
    """Title and subtitle, in lines of at most `room` pixels."""
    size = _TITLE if room > NARROW_PICTURE else _NARROW_TITLE
    return [
        _block("title", balanced(chart.title_to_print, room, size, SEMIBOLD), size, look.TEXT, SEMIBOLD, 4),
        _block("subtitle", wrap(chart.subtitle, room, _SUBTITLE), _SUBTITLE, look.QUIET),
    ]


def foot_of(chart: ExportedChart, room: float, height: float, head: float) -> list[Block]:
    """How to read the marks, the sources, and edition, date and address.

    `height` is that of the picture, `head` that of what stands above the chart; the sources get what the chart
    can spare.
    """
    texts = [*wrap(reading_notes(chart), room, _FOOT), *event_lines(chart, room)]
    notes = _block("notes", texts, _FOOT, look.QUIET, space=3)
    address = _block("address", address_lines(chart, room), _FOOT, look.QUIET)
    share = _TEXT_SHARE if room > NARROW_PICTURE else _TEXT_SHARE_NARROW
    spare = height * share - head - notes.height - address.height
    fewest, most = _SOURCE_LINES
    if chart.view.form == "panels" or event_lines(chart, room):
        most = _FEW_SOURCE_LINES
    lines = source_lines(chart, room, min(most, max(fewest, int(spare / (_FOOT * LINE)))))
    return [notes, _block("sources", lines, _FOOT, look.TEXT, space=3), address]


def _block(name: str, lines: list[str], size: float, colour: str, weight: int = REGULAR, space: float = 0.0) -> Block:
    return Block(name, [escape(line, quote=False) for line in lines], size, colour, weight, space)


def source_lines(chart: ExportedChart, room: float, most: int) -> list[str]:
    """The numbered sources in at most that many lines; what does not fit is counted."""
    return _source_lines(chart, sources_that_fit(chart, room, most, _FOOT), room, _FOOT)


def sources_that_fit(chart: ExportedChart, room: float, most: int, size: float) -> int:
    """How many sources fit in that many lines of that width and type; at least one where there is any."""
    counts = range(len(chart.sources), 0, -1)
    return next(
        (shown for shown in counts if len(_source_lines(chart, shown, room, size)) <= most), min(1, len(counts))
    )


def _source_lines(chart: ExportedChart, shown: int, room: float, size: float) -> list[str]:
    if not shown:
        return []
    named = [f"[{index}]\u00a0{short_source(source)}" for index, source in enumerate(chart.sources[:shown], 1)]
    rest = len(chart.sources) - shown
    ending = f". And {rest} more, see address" if rest else ""
    return wrap(f"Sources: {'. '.join(named)}{ending}.", room, size)


def event_lines(chart: ExportedChart, room: float) -> list[str]:
    """How many events the chart marks; it names those for which it has room."""
    events = shown_events(chart.scene) if chart.view.form == "line" else []
    if not events:
        return []
    marked = counted(len(events), "event")
    return wrap(
        f"Upright lines and dots at the head mark {marked}: all with sources at the address.",
        room,
        _FOOT,
    )


def address_lines(chart: ExportedChart, room: float) -> list[str]:
    """Edition, date and address; an address that would take the room of the chart is cut, and says so."""
    lines = wrap(f"{chart.stamp}. {chart.address}", room, _FOOT)
    if len(lines) <= _ADDRESS_LINES:
        return lines
    ending = " … (whole inside this file)"
    last = lines[_ADDRESS_LINES - 1]
    while last and width(last + ending, _FOOT) > room:
        last = last[:-1]
    return [*lines[: _ADDRESS_LINES - 1], last + ending]


def reading_notes(chart: ExportedChart) -> str:
    """How to read what the key of a chart has no samples of; empty where there is nothing to explain."""
    named = [sentence_text(sentence) for sentence in incomplete_sums(chart.scene)]
    caveats = [*caveat_notes(chart.scene, chart.view.form), *chart.scene.to_be_known]
    caveats += [text if len(text) <= _SHORT_NOTE else "Which ones lack is told at the address." for text in named[:1]]
    if chart.view.form in {"stack", "bar", "map"}:
        return " ".join([MARKS[chart.view.form], *caveats])
    scene = chart.scene
    notes = (
        (RULE_OF_PRODUCERS, scene.has_several_producers and len(scene.by_importance) > 1),
        (RANGES, any(point.has_range for point in scene.points)),
        (TODAY_MARKS, bool(scene.today)),
    )
    return " ".join([*caveats, *(text for text, is_needed in notes if is_needed)])
