"""What an edition changes, as a file for colleagues to review: by source, figures first, verdicts as counts.

Each figure leads to its page in a dashboard on the machine of the reader, which shows the edition that was tried; of a
big jump the years around it are drawn, in Markdown by blocks of letters, since pull requests show no other picture.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from etl.commands.report_lines import describe_change, describe_tie
from etl.editions.changes import Change, Changes
from etl.figures.keys import Key
from etl.figures.quoting import counted

ENDINGS = (".md", ".html")
DASHBOARD = "http://127.0.0.1:8050"  # where `drug-control` is found without options
_WIDTH, _HEIGHT, _MARGIN = 240, 48, 4  # of a chart, in pixels
_BLOCKS = "▁▂▃▄▅▆▇█"
_MOST_BLOCKS = 30  # years that are drawn in letters
_METADATA = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; break-after: avoid }
ul { padding-left: 1.2rem } li { margin: .3rem 0; overflow-wrap: anywhere; break-inside: avoid }
svg { vertical-align: bottom; margin-right: .5rem }
"""


class ReportLine(NamedTuple):
    """A line, the address it leads to, and the chart behind it, both empty where there is none."""

    text: str
    address: str = ""
    chart: str = ""


Drawn = Callable[[list[tuple[int, float]], int, float | None], str]  # a series, the year, and its value before


def report_text(changes: Changes, edition: str, ending: str, *, is_served: bool = False) -> str:
    """The report as Markdown or as a page of HTML; is_served: whether a dashboard can show the edition."""
    drawn = _svg if ending == ".html" else _letters
    counts = [ReportLine(line) for line in _counts(changes)]
    if is_served:
        counts.append(ReportLine(f"to see the pages that lines lead to: drug-control --edition {edition}"))
    blocks = [(f"What edition {edition} changes", counts)]
    for heading, found in _by_kind(changes):
        blocks.append((heading, [_line(change, changes, heading == JUMPS, drawn, is_served) for change in found]))
    if changes.ties:
        ties = [ReportLine(describe_tie(tie), _address(tie.key, is_served)) for tie in changes.ties]
        blocks.insert(1 + bool(changes.jumps), ("New ties, which no date decides", ties))
    return _page(blocks) if ending == ".html" else "\n".join(_section(*block) for block in blocks)


def _page(blocks: list[tuple[str, list[ReportLine]]]) -> str:
    """A page of HTML that needs nothing beside itself, for screens of any width and for paper."""
    levels = ["h1", *["h2"] * (len(blocks) - 1)]
    body = "".join(
        f"<{level}>{escape(heading)}</{level}>\n<ul>{''.join(map(_in_html, lines))}</ul>\n"
        for level, (heading, lines) in zip(levels, blocks, strict=True)
    )
    head = f"{_METADATA}<title>{escape(blocks[0][0])}</title><style>{_STYLE}</style>"
    return f'<!doctype html>\n<html lang="en">{head}\n<main>\n{body}</main></html>\n'


def _section(heading: str, lines: list[ReportLine]) -> str:
    return f"## {_plain(heading)}\n\n" + "".join(map(_in_markdown, lines))


def write_report(path: Path, changes: Changes, edition: str, *, is_served: bool) -> None:
    """Write the report into a file, whose ending says in which form. OSError where that cannot be."""
    path.write_text(report_text(changes, edition, path.suffix, is_served=is_served), encoding="utf-8")


def _counts(changes: Changes) -> list[str]:
    verdicts = Counter(f"{flip.before} to {flip.after}" for flip in changes.flips)
    found = [
        f"figures: {len(changes.added):,} added, {len(changes.changed):,} changed, {len(changes.removed):,} removed",
        f"statements: {changes.statements_added:,} added, {changes.statements_removed:,} removed",
        *(f"verdicts: {count:,} from {flip}" for flip, count in verdicts.most_common()),
    ]
    return [*found, counted(len(changes.ties), "new tie")] if changes.ties else found


JUMPS = "Big jumps"


def _by_kind(changes: Changes) -> Iterator[tuple[str, list[Change]]]:
    """Big jumps, then what each source adds, changes and removes."""
    if changes.jumps:
        yield JUMPS, changes.jumps
    by_source: dict[str, list[Change]] = {}
    for change in (*changes.changed, *changes.added, *changes.removed):
        figure = change.after or change.before
        by_source.setdefault(figure.source if figure else "", []).append(change)
    for source, found in sorted(by_source.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"{source or 'every statement set aside'}: {len(found):,}", found


def _line(change: Change, changes: Changes, with_chart: bool, drawn: Drawn, is_served: bool) -> ReportLine:
    key = change.key
    address = _address(key, is_served and change.after is not None)
    values = changes.around.get((key.indicator, key.area, key.producer), []) if with_chart else []
    before = change.before.value if change.before else None
    return ReportLine(describe_change(change), address, drawn(values, key.year, before) if len(values) > 1 else "")


def _address(key: Key, is_served: bool) -> str:
    """The page of a number; empty where nothing serves it."""
    parts = (key.indicator, key.area, str(key.year), key.producer)
    return f"{DASHBOARD}/number/{'/'.join(map(quote, parts))}" if is_served else ""


def _letters(values: list[tuple[int, float]], year: int, before: float | None) -> str:
    """A series in blocks of letters, the year in brackets; the value before is in the line itself."""
    at = next((place for place, (each, _) in enumerate(values) if each == year), len(values))
    first = max(0, min(at - _MOST_BLOCKS // 2, len(values) - _MOST_BLOCKS))
    shown = values[first : first + _MOST_BLOCKS]
    most = max(value for _, value in shown) or 1.0
    blocks = [_BLOCKS[round(value / most * (len(_BLOCKS) - 1))] for _, value in shown]
    marked = (f"({block})" if each == year else block for (each, _), block in zip(shown, blocks, strict=True))
    return f"{shown[0][0]} {''.join(marked)} {shown[-1][0]}"


def _svg(values: list[tuple[int, float]], year: int, before: float | None) -> str:
    """A series as a small picture: a line, a dot on the year, and a ring where its value was before."""
    years = [each for each, _ in values]
    most = max([value for _, value in values] + [before or 0.0]) or 1.0
    span = max(years[-1] - years[0], 1)

    def place(each: int, value: float) -> str:
        across = _MARGIN + (each - years[0]) / span * (_WIDTH - 2 * _MARGIN)
        return f"{across:.1f},{_HEIGHT - _MARGIN - value / most * (_HEIGHT - 2 * _MARGIN):.1f}"

    def mark(value: float, fill: str) -> str:
        x, y = place(year, value).split(",")
        return f'<circle cx="{x}" cy="{y}" r="3" fill="{fill}" stroke="#d03b30"/>'

    now = dict(values).get(year)
    marks = ("" if before is None else mark(before, "none")) + ("" if now is None else mark(now, "#d03b30"))
    line = " ".join(place(each, value) for each, value in values)
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" aria-hidden="true">'
        f'<polyline points="{line}" fill="none" stroke="currentColor"/>{marks}</svg>'
        f"<small>{years[0]} to {years[-1]}</small>"
    )


def _in_html(line: ReportLine) -> str:
    text = escape(line.text)
    text = f'<a href="{escape(line.address)}">{text}</a>' if line.address else text
    return f"<li>{text}{f'<br>{line.chart}' if line.chart else ''}</li>"


def _in_markdown(line: ReportLine) -> str:
    text = f"[{_plain(line.text)}]({line.address})" if line.address else _plain(line.text)
    return f"- {text}{f' `{line.chart}`' if line.chart else ''}\n"


def _plain(line: str) -> str:
    """A line without what Markdown takes for marks."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in line)
