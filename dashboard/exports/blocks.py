"""The texts around the chart of a picture: each block in lines that fit, with the size of its type."""

from dataclasses import dataclass
from html import escape

from dashboard.charts.caveats import caveat_notes
from dashboard.charts.events import shown_events
from dashboard.charts.how_to_read import JOINED_SUMS, MARKS, RANGES, RULE_OF_PRODUCERS, THIN_BARS, TODAY_MARKS
from dashboard.exports.chart import ExportedChart, short_source
from dashboard.exports.measure import REGULAR, SEMIBOLD, balanced, width, wrap
from dashboard.exports.texts import line_of
from dashboard.views import looks as look
from dashboard.views.lacking import incomplete_sums
from dashboard.words.definitions import SHORT_TOLD
from dashboard.words.sentences import sentence_text
from etl.figures.quoting import counted

LINE = 1.3  # the height of a line in sizes of its type, as plotly draws it
_FOOT = 12.0  # which is 22 pixels of a slide: no text of a picture is smaller
# The largest of those that give the fewest lines.
_TITLES, _NARROW_TITLES = (23.0, 20.0, 18.0, 16.0, 14.0, _FOOT), (20.0, 18.0, 16.0, 14.0, 13.0, _FOOT)
_SUBTITLES = (14.5, 13.0, _FOOT)
_ENOUGH_LINES = 2  # of a title and of a subtitle, for which no type is made smaller
NARROW_PICTURE = 700  # pixels; in less room titles and edges are smaller, and a ranking does without its scale
_EDGE, _NARROW_EDGE = 28, 20
CHART_SHARE = 0.55  # at least, of the height of the picture, for the chart with its labels and key
_FEWEST_SOURCE_LINES, _MOST_SOURCE_LINES = 2, 8
_FEW_SOURCE_LINES = 3  # where the chart needs the height: for panels, or for the names of events
_SPACE = 3.0  # pixels below notes and below sources
_MOST_ADDRESS_LINES = 5
_SHORT_NOTE = 120  # characters of a sentence about incomplete sums that a picture has room for
_LEFT_OUT = "More on how to read this: see the address."


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


def edge_of(across: float) -> int:
    """The pixels that are free around everything on a canvas of a width."""
    return _EDGE if across > NARROW_PICTURE else _NARROW_EDGE


def head_of(chart: ExportedChart, room: float) -> list[Block]:
    """Title and subtitle, in lines of at most `room` pixels."""
    sizes = _TITLES if room > NARROW_PICTURE else _NARROW_TITLES
    size, title = _largest([(size, balanced(chart.title_to_print, room, size, SEMIBOLD)) for size in sizes])
    if len(title) > _ENOUGH_LINES and (short := chart.short_title_to_print):
        size, title = _largest([(size, balanced(short, room, size, SEMIBOLD)) for size in sizes])
    subtitles = [(each, wrap(chart.subtitle_to_print, room, each)) for each in _SUBTITLES if each <= size]
    smaller, subtitle = _largest(subtitles)
    return [
        _block("title", _directed(title), size, look.TEXT, SEMIBOLD, 4),
        _block("subtitle", _directed(subtitle), smaller, look.QUIET),
    ]


def _directed(lines: list[str]) -> list[str]:
    """The lines of one text, each in its direction."""
    return [line_of(" ".join(lines), line) for line in lines]


def _largest(found: list[tuple[float, list[str]]]) -> tuple[float, list[str]]:
    """The lines of the largest type that are few enough; else the fewest lines."""
    return min(found, key=lambda one: (max(len(one[1]), _ENOUGH_LINES), -one[0]))


def foot_of(chart: ExportedChart, room: float, spare: float) -> list[Block]:
    """How to read the marks, the sources, and edition, date and address, in lines of at most `room` pixels.

    `spare` is the height that the chart leaves to them. The address takes what it needs; notes and sources share the
    rest, and what of them is left out is at the address.
    """
    address = _block("address", address_lines(chart, room), _FOOT, look.QUIET)
    lines = int((spare - address.height - 2 * _SPACE) / (_FOOT * LINE))
    listed = source_lines(chart, room, min(_FEWEST_SOURCE_LINES, max(1, lines)))
    notes = note_lines(chart, room, max(1, lines - len(listed)))
    is_high = chart.view.form == "panels" or chart.view.is_pair or bool(shown_events(chart.scene))
    more = min(_FEW_SOURCE_LINES if is_high else _MOST_SOURCE_LINES, lines - len(notes))
    listed = source_lines(chart, room, more) if more > len(listed) else listed
    return [
        _block("notes", notes, _FOOT, look.QUIET, space=_SPACE),
        _block("sources", listed, _FOOT, look.TEXT, space=_SPACE),
        address,
    ]


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
    named = [f"[{index}]\u00a0{short_source(source)}" for index, source in chart.numbered_sources[:shown]]
    ending = f". All {len(chart.sources)} sources: see the address" if shown < len(chart.sources) else ""
    return wrap(f"Sources: {'. '.join(named)}{ending}.", room, size)


def note_lines(chart: ExportedChart, room: float, most: int) -> list[str]:
    """How to read the marks in at most that many lines: whole notes or their short forms, those first that come first.

    Where one is left out, the last sentence says where it is.
    """
    notes = reading_notes(chart)
    whole = wrap(" ".join(notes), room, _FOOT)
    if len(whole) <= most:
        return whole
    kept: list[str] = []
    for note in notes:
        forms = [note, *([SHORT_TOLD[note]] if SHORT_TOLD.get(note) else [])]
        fitting = (form for form in forms if len(wrap(" ".join([*kept, form, _LEFT_OUT]), room, _FOOT)) <= most)
        kept += [form for form in [next(fitting, "")] if form]
    return wrap(" ".join([*kept, _LEFT_OUT]), room, _FOOT)


def address_lines(chart: ExportedChart, room: float) -> list[str]:
    """Edition, date and address; an address that would take the room of the chart is cut, and says so."""
    lines = wrap(f"{chart.stamp}. {chart.pinned}", room, _FOOT)
    if len(lines) <= _MOST_ADDRESS_LINES:
        return lines
    ending = " … (complete inside this file)"
    last = lines[_MOST_ADDRESS_LINES - 1]
    while last and width(last + ending, _FOOT) > room:
        last = last[:-1]
    return [*lines[: _MOST_ADDRESS_LINES - 1], last + ending]


def reading_notes(chart: ExportedChart) -> list[str]:
    """How to read what the key of a chart has no samples of: first the marks, then what the figures are."""
    scene, form = chart.scene, chart.view.form
    has_ranges = any(point.has_range for point in scene.all_points)
    is_of_lines = form not in {"stack", "bar", "map"}
    named = [sentence_text(sentence) for sentence in incomplete_sums(scene)]
    events = shown_events(scene) if form == "line" else []
    notes = (
        (MARKS[form], form in {"stack", "map"}),
        (THIN_BARS, form == "bar" and has_ranges),
        (RULE_OF_PRODUCERS, is_of_lines and scene.has_several_producers and len(scene.by_importance) > 1),
        (RANGES, is_of_lines and has_ranges),
        (TODAY_MARKS, is_of_lines and bool(scene.today)),
        (JOINED_SUMS, is_of_lines and bool(scene.sums)),
        (
            f"Vertical lines and dots at the top mark {counted(len(events), 'event')}: "
            "the address lists all with their sources.",
            bool(events),
        ),
    )
    return [
        *(text for text, is_needed in notes if is_needed),
        *caveat_notes(scene, form),
        *map(sentence_text, scene.to_be_known),
        *(text if len(text) <= _SHORT_NOTE else "The address lists what is missing." for text in named[:1]),
    ]
