"""Judge the answers of a load run: each whole, of exactly one edition, and of one that was published by then."""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import httpx

REFRESHES = 10
# The figure that every refresh changes, as pages, the API and charts show it; each edition has its own.
HARVEST = "opium-production/AFG/2008/unodc"
FIRST_FIGURE = 5900
FIGURES = [FIRST_FIGURE, *(20_000 + 111 * number for number in range(1, REFRESHES + 3))]
_ANY_FIGURE = re.compile("|".join(f"{figure:,}|{figure}" for figure in FIGURES[1:]))
_EDITION = re.compile(r'(?:data-about="edition">|"edition":\s*"|Edition )([0-9a-f]{12})')


@dataclass(frozen=True)
class Ask:
    """One kind of request; its answer names its edition, or shows the figure that gives it away."""

    what: str
    make: Callable[[httpx.Client], httpx.Response]
    shows_figure: bool = True


@dataclass
class Seen:
    """What the readers saw, and what was wrong with it."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    figures: Counter[int] = field(default_factory=Counter)
    broken: list[float] = field(default_factory=list)  # moments at which a connection broke
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, ask: Ask, answer: httpx.Response, began: float, timeline: "Timeline") -> None:
        """Judge one answer."""
        ended = time.monotonic()
        problems = list(_problems(ask, answer, began, ended, timeline))
        with self.lock:
            self.statuses[ask.what, answer.status_code] += 1
            self.slowest = max(self.slowest, ended - began)
            self.figures.update(_figures(answer.text) if answer.status_code == 200 else [])
            self.wrong += [f"{ask.what}: {problem}" for problem in problems]


@dataclass
class Timeline:
    """When which figure was shown under which name, and when there was none to show; moments of one clock."""

    editions: dict[str, int] = field(default_factory=dict)
    shown: list[tuple[float, float, int]] = field(default_factory=list)  # from, to, figure
    faults: list[tuple[float, float]] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)

    def may_show(self, began: float, ended: float) -> set[int]:
        """The figures that an answer may have that was asked for and given at these moments."""
        return {figure for since, until, figure in self.shown if since <= ended and until >= began}

    def may_fail(self, began: float, ended: float) -> bool:
        """Whether there was no edition at some moment of it."""
        return any(since <= ended and until >= began for since, until in self.faults)


def _figures(text: str) -> set[int]:
    return {int(found.replace(",", "")) for found in _ANY_FIGURE.findall(text)}


def _problems(ask: Ask, answer: httpx.Response, began: float, ended: float, timeline: Timeline) -> Iterable[str]:
    text = answer.text
    if answer.status_code == 503:
        if not re.search("No edition|no edition|No figures to show", text):
            yield f"503 without a clear sentence: {text[:120]!r}"
        if not timeline.may_fail(began, ended):
            yield "503 while an edition was published"
        return
    if answer.status_code != 200:
        yield f"status {answer.status_code}: {text[:120]!r}"
        return
    if '"status":503' in text.replace(" ", "") and ask.what.startswith(("callback", "layout")):
        # What a browser draws inside a page that is there: it says that there are no figures.
        if not timeline.may_fail(began, ended):
            yield "the page without figures while an edition was published"
        return
    if "Traceback" in text:
        yield "a traceback"
    figures = _figures(text)
    if ask.shows_figure and not figures and FIRST_FIGURE in timeline.may_show(began, ended):
        figures = {FIRST_FIGURE}
    if ask.shows_figure and not figures:
        yield "the figure is missing"
    if len(figures) > 1:
        yield f"figures of {len(figures)} editions: {sorted(figures)}"
    if figures - timeline.may_show(began, ended):
        yield f"a figure that was not published then: {sorted(figures)}, not {sorted(timeline.may_show(began, ended))}"
    names = {timeline.editions[name] for name in _EDITION.findall(text) if name in timeline.editions}
    if names and figures and names != figures:
        yield f"the edition named is that of {sorted(names)}, the figures are {sorted(figures)}"
