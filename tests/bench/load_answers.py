"""Judge the answers of a run: each whole, of exactly one edition, and of one that was published by then."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# The figure that every refresh changes, as pages, the API and charts show it; each edition has its own.
HARVEST = "opium-production/AFG/2008/unodc"
FIRST_FIGURE = 5900
FIGURES = [FIRST_FIGURE, *(20_000 + 111 * number for number in range(1, 10))]
SERIES = "indicator=opium-production&area=AFG&producer=unodc"
_ANY_FIGURE = re.compile(rf"(?<![\d.])(?:{'|'.join(f'{figure:,}|{figure}' for figure in FIGURES[1:])})(?!\d)")
_EDITION = re.compile(r'(?:data-about="edition">|"edition":\s*"|Edition )([0-9a-f]{12})')
_WITHOUT_FIGURES = re.compile("No edition|no edition|No figures to show|could not be read in time|missing or damaged")


@dataclass(frozen=True)
class Ask:
    """One request, and whether its answer shows the figure that gives its edition away."""

    what: str
    path: str
    shows_figure: bool = True
    body: str = ""  # of a callback
    referrer: str = ""


@dataclass(frozen=True)
class Answer:
    """What came back, and when it was asked for and came; moments of one clock."""

    status: int
    headers: dict[str, str]
    text: str
    began: float
    ended: float


@dataclass
class Timeline:
    """When which figure was shown under which name, and when there was none to show; moments of one clock."""

    editions: dict[str, int] = field(default_factory=dict)
    shown: list[tuple[float, float, int]] = field(default_factory=list)  # from, to, figure
    faults: list[tuple[float, float]] = field(default_factory=list)

    def may_show(self, answer: Answer) -> set[int]:
        """The figures that an answer may have that was asked for and given at these moments."""
        return {figure for since, until, figure in self.shown if since <= answer.ended and until >= answer.began}

    def may_fail(self, answer: Answer) -> bool:
        """Whether there was no edition at some moment of it."""
        return any(since <= answer.ended and until >= answer.began for since, until in self.faults)


def is_told_to_ask_again(answer: Answer) -> bool:
    """Whether the server was too busy, and said so."""
    return answer.status == 503 and "server is busy" in answer.text and "retry-after" in answer.headers


def problems_of(ask: Ask, answer: Answer, timeline: Timeline) -> Iterable[str]:
    """What is wrong with an answer, in words."""
    text = answer.text
    if is_told_to_ask_again(answer):
        return
    if answer.status == 503:
        if not _WITHOUT_FIGURES.search(text) or "retry-after" not in answer.headers:
            yield f"503 without a clear sentence: {text[:120]!r}"
        if not timeline.may_fail(answer):
            yield "503 while an edition was published"
        return
    if answer.status != 200:
        yield f"status {answer.status}: {text[:120]!r}"
        return
    if '"status":503' in text.replace(" ", "") and (ask.body or ask.referrer):
        # What a browser draws inside a page that is there: it says that there are no figures.
        if not timeline.may_fail(answer):
            yield "the page without figures while an edition was published"
        return
    if "Traceback" in text:
        yield "a traceback"
    figures = {int(found.replace(",", "")) for found in _ANY_FIGURE.findall(text)}
    if ask.shows_figure and not figures and FIRST_FIGURE in timeline.may_show(answer):
        figures = {FIRST_FIGURE}
    if ask.shows_figure and not figures:
        yield "the figure is missing"
    if len(figures) > 1:
        yield f"figures of {len(figures)} editions: {sorted(figures)}"
    if figures - timeline.may_show(answer):
        yield f"a figure that was not published then: {sorted(figures)}, not {sorted(timeline.may_show(answer))}"
    names = {timeline.editions[name] for name in _EDITION.findall(text) if name in timeline.editions}
    if ask.shows_figure and names and figures and names != figures:
        yield f"the edition named is that of {sorted(names)}, the figures are {sorted(figures)}"
