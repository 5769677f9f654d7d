"""The kinds of requests that take turns, and how many of each are answered at once."""

from dataclasses import dataclass
from urllib.parse import unquote

from dashboard.server.urls import API, API_CHECK, BRIEFING_FILE, CHECK, EXPORTS, HEALTH, MCP, READINESS


@dataclass(frozen=True, slots=True)
class RequestKind:
    """How many requests of a kind are answered at once and may wait for it, and how many seconds they wait.

    A long answer is made of pieces and gives its turn away after each, so that no slow reader keeps it.
    """

    name: str
    at_once: int
    waiting: int
    patience: float
    seconds: float
    in_pieces: bool = False


PAGES = RequestKind("pages", at_once=6, waiting=200, patience=8, seconds=15)
ANSWERS = RequestKind("answers", at_once=4, waiting=100, patience=10, seconds=20)
LISTS = RequestKind("lists", at_once=1, waiting=30, patience=15, seconds=30, in_pieces=True)
SEARCHES = RequestKind("searches", at_once=1, waiting=10, patience=10, seconds=30, in_pieces=True)
# The texts of readers, which a process beside this one reads.
CHECKS = RequestKind("checks", at_once=1, waiting=20, patience=15, seconds=30)
# The first who asks for a whole edition waits until it is made, once for all others.
WHOLE_EDITIONS = RequestKind("editions", at_once=2, waiting=20, patience=60, seconds=180, in_pieces=True)
KINDS = (PAGES, ANSWERS, LISTS, SEARCHES, CHECKS, WHOLE_EDITIONS)
_CHECKS = frozenset({CHECK, API + API_CHECK})
_AT_ONCE = frozenset({HEALTH, READINESS})


def kind_of(path: str, query: str, method: str = "GET") -> RequestKind | None:
    """The queue of a request; None for one that has none: health, and exports, which have their own."""
    if path in _AT_ONCE or path.startswith(EXPORTS) or _is_brief(path):
        return None
    if path in _CHECKS and method == "POST":
        return CHECKS
    if path == MCP:
        return ANSWERS
    if not path.startswith(f"{API}/"):
        return PAGES
    if "q=" in unquote(query):
        return SEARCHES
    if path.startswith(f"{API}/files/"):
        return WHOLE_EDITIONS
    return LISTS if path.endswith(".csv") else ANSWERS


def _is_brief(path: str) -> bool:
    """Whether a path is that of a briefing on paper."""
    return path.startswith(BRIEFING_FILE.partition("{")[0]) and path.endswith((".pdf", ".docx"))
