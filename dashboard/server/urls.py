"""Every address of the dashboard, written and read in one place.

`Urls` knows what addresses begin with: nothing, the path of a proxy, or scheme, host and path. Nothing else spells,
joins or escapes an address of ours; scripts have their part in `assets/addresses.js`.

Pages, charts and answers take theirs from `urls()`, which is set anew for each request. Handed from function to
function it would stand in nearly every signature, since nearly everything here leads somewhere; and it is no constant,
because one process can hold several applications with different prefixes. What is made where no request is (exports
in threads of their own, files of a whole edition, commands) is handed its `Urls`, or made while `used` holds one.

What outlives a request must not hold an address of one reader's. It holds the address inside the dashboard instead,
written by `INSIDE`, and the root comes before it when it is sent (`Number.href`). Whole answers are kept by the base
address that they were made for (`dashboard.server.answers`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final, Protocol
from urllib.parse import quote, quote_plus, urlencode, urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.origin import base_address
from dashboard.server.short_codes import short_code
from etl.figures.keys import Key

# The pages, with `{names}` for the parts that vary.
EXPLORE = "/"
AFGHANISTAN_2018 = "/afghanistan-2018"
BRIEFING = "/briefing/{area}/{year}"
NUMBER = "/number/{indicator}/{area}/{year}/{producer}"
COMPUTED = "/computed/{kind}"
DISAGREEMENTS = "/disagreements"
COVERAGE = "/coverage"
SOURCES = "/sources"
SOURCE_PAGE = "/source/{key}"
CHECK = "/check"
DATA = "/data"
API_REFERENCE = "/data/api"
METHOD = "/method"
PLACES = "/place"
PLACE = "/place/{area}"
TOPICS = "/topic"
TOPIC = "/topic/{topic}"
EMBED = "/embed"
SEARCH = "/search"
PINNED = "/v/{edition}/{code}"
ALWAYS_THERE = (
    *(EXPLORE, AFGHANISTAN_2018, PLACES, TOPICS, DISAGREEMENTS, COVERAGE, SOURCES, CHECK, DATA, API_REFERENCE, METHOD),
    SEARCH,
)

# Files.
ASSETS = "/assets/"
EXPORTS = "/export"
EXPORT_FIGURE = "/export/figure"
EXPORT_FILE = "/export/view.{ending}"
NUMBER_PICTURE = "/picture/number/{indicator}/{area}/{year}/{producer}.png"
BRIEFING_FILE = "/briefing/{area}/{year}.{ending}"
BRIEFING_PICTURE = "/picture/briefing/{area}/{year}.png"
VIEW_PICTURE = "/picture/view.png"
ROBOTS = "/robots.txt"
SITEMAP = "/sitemap.xml"
SITEMAP_PART = "/sitemap-{number}.xml"

# For assistants.
MCP = "/mcp"

# For those who run the server.
HEALTH = "/healthz"
READINESS = "/readyz"

# The API, and the addresses below its root.
ALL_OF_API = "/api"
API = "/api/v1"
API_INDEX = "/"
API_LIST = "/{name}"
API_LIST_CSV = "/{name}.csv"
API_SDMX = "/observations.sdmx.csv"
API_NUMBER = NUMBER
API_NUMBER_CSV = "/number/{indicator}/{area}/{year}/{producer}.csv"
API_SOURCE_CITATION = "/citation/source/{source}.{ending}"
API_NUMBER_CITATION = "/citation/number/{indicator}/{area}/{year}/{producer}.{ending}"
API_VIEW_CITATION = "/citation/view.{ending}"
API_VIEW = "/view"
API_VIEW_CSV = "/view.csv"
API_EDITION_CITATION = "/citation/edition.{ending}"
API_CHECK = "/check"
API_FILE = "/files/{name}"
API_CATALOG = "/catalog.jsonld"
API_DESCRIPTION = "/openapi.json"

Values = Mapping[str, Sequence[str]]  # of the parameters of the API

_NUMBERS = NUMBER.partition("{")[0]
# Keys are written many times over: each of a share leads to the whole that all of them are divided by.
_in_path = lru_cache(4096)(quote)
_in_query = lru_cache(4096)(quote_plus)


class Numbered(Protocol):
    """What has a page of its own: an observation, as known on a day; empty: today."""

    @property
    def key(self) -> Key: ...

    @property
    def asof(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Urls:
    """Writes addresses that begin with `root`: nothing, the path of a proxy, or scheme, host and path.

    `base` is what whole addresses begin with; empty where it is not known. Neither ends with a slash.
    """

    root: str = ""
    base: str = ""

    @classmethod
    def of_request(cls, scope: Scope, prefix: str) -> "Urls":
        """The addresses for who sends a request to a dashboard that a proxy serves under `prefix`."""
        return cls(prefix, base_address(scope, prefix))

    @classmethod
    def at(cls, address: str) -> "Urls":
        """Whole addresses of the dashboard at an address. Raises ValueError where that is not one of the web."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError(f"“{address[:80]}” is not the address of a dashboard, such as https://figures.example.org")
        return cls(address.rstrip("/"), address.rstrip("/"))

    @property
    def whole(self) -> "Urls":
        """The same with scheme and host."""
        return Urls(self.base, self.base)

    @property
    def has_host(self) -> bool:
        """Whether its addresses lead to the dashboard from anywhere."""
        return "://" in self.root

    def below(self, inside: str) -> str:
        """The address of what has an address inside the dashboard."""
        return self.root + inside

    def inside(self, address: str) -> str | None:
        """The address inside the dashboard of one that begins with the root; None where it does not."""
        return address[len(self.root) :] if address.startswith(f"{self.root}/") else None

    def view(self, query: str) -> str:
        """The page of a view, by its query."""
        return self._to(EXPLORE, query)

    def explore(self, **choice: str) -> str:
        """The page of the view that has these parts, and whatever goes with them."""
        return self.view(query_of(**choice))

    def embedded(self, query: str) -> str:
        """A view for the frame of another page."""
        return self._to(EMBED, query)

    def pinned(self, edition: str, query: str) -> str:
        """A view, or a briefing as `page=`, as an edition has it: short, and the same for ever."""
        return self._to(filled(PINNED, edition=edition, code=short_code(query)))

    def number(self, key: Key, *, asof: str = "", source: str = "") -> str:
        """The page of an observation: as known on a day, with what one source prints marked on it."""
        # The most often written of all, therefore without the detour over the pattern.
        query = query_of(asof=asof, source=source) if asof or source else ""
        return f"{self.root}{_NUMBERS}{_in_path(key.path)}{'?' if query else ''}{query}"

    def observation(self, item: Numbered, *, source: str = "") -> str:
        """The page of an observation as known on the day as known on which it is."""
        return self.number(item.key, asof=item.asof, source=source)

    def computed(self, kind: str, inputs: Iterable[Key], asof: str = "") -> str:
        """The page of a computation, as known on a day."""
        of = together(inputs) if kind == "sum" else (key.path for key in inputs)
        day = [query_of(asof=asof)] if asof else []
        return self._to(filled(COMPUTED, kind=kind), "&".join([*(f"of={_in_query(text)}" for text in of), *day]))

    def source(self, key: str, fragment: str = "") -> str:
        """The page of a publication."""
        return self._to(filled(SOURCE_PAGE, key=key), fragment=fragment)

    def briefing(self, area: str, year: int | str) -> str:
        """The briefing about an area in a year."""
        return self._to(filled(BRIEFING, area=area, year=year))

    def briefing_file(self, area: str, year: int | str, ending: str) -> str:
        """The briefing on one sheet of paper (pdf), or as a document to be edited (docx)."""
        return self._to(filled(BRIEFING_FILE, area=area, year=year, ending=ending))

    def disagreements(self, **choice: str) -> str:
        """Where sources differ, narrowed by a choice."""
        return self._to(DISAGREEMENTS, query_of(**choice))

    def coverage(self, **choice: str) -> str:
        """What is known of which area and year, narrowed by a choice."""
        return self._to(COVERAGE, query_of(**choice))

    def sources(self, **choice: str) -> str:
        """The list of publications, narrowed by a choice."""
        return self._to(SOURCES, query_of(**choice))

    def places(self) -> str:
        """The list of places."""
        return self._to(PLACES)

    def place(self, area: str) -> str:
        """Everything on one area, or on a group of them."""
        return self._to(filled(PLACE, area=area))

    def topics(self, fragment: str = "") -> str:
        """The list of topics."""
        return self._to(TOPICS, fragment=fragment)

    def topic(self, topic: str, fragment: str = "") -> str:
        """Everything on one topic."""
        return self._to(filled(TOPIC, topic=topic), fragment=fragment)

    def search(self, words: str = "", after: int = 0) -> str:
        """What is found for some words; of those who print a number, what comes after so many."""
        return self._to(SEARCH, query_of(q=words, after=str(after or "")))

    def method(self, fragment: str = "") -> str:
        """How the figures are made, from a section or a word on."""
        return self._to(METHOD, fragment=fragment)

    def check(self, **choice: str) -> str:
        """The page that checks the figures of a text."""
        return self._to(CHECK, query_of(**choice))

    def data(self, fragment: str = "") -> str:
        """The page of the data as a whole."""
        return self._to(DATA, fragment=fragment)

    def api_reference(self, fragment: str = "") -> str:
        """The API for people."""
        return self._to(API_REFERENCE, fragment=fragment)

    def asset(self, name: str, version: str) -> str:
        """A file of ours, which a browser may keep for ever under this address."""
        return self._to(f"{ASSETS}{quote(name)}", query_of(v=version))

    def export_file(self, ending: str, query: str) -> str:
        """A view as a file, by its query."""
        return self._to(filled(EXPORT_FILE, ending=ending), query)

    def export_briefing(self, ending: str, inside: str) -> str:
        """All charts of a briefing, which has that address inside the dashboard, as a file."""
        return self.export_file(ending, page_query(inside))

    def number_picture(self, item: Numbered, edition: str) -> str:
        """The picture of an observation for shared links, which is another one in another edition."""
        return self._to(filled(NUMBER_PICTURE, **item.key._asdict()), query_of(asof=item.asof, edition=edition))

    def briefing_picture(self, area: str, year: int | str, edition: str) -> str:
        """The picture of a briefing for shared links, which is another one in another edition."""
        return self._to(filled(BRIEFING_PICTURE, area=area, year=year), query_of(edition=edition))

    def view_picture(self, query: str, edition: str) -> str:
        """The picture of a view for shared links, which is another one in another edition."""
        return self._to(VIEW_PICTURE, f"{query}&{query_of(edition=edition)}")

    def sitemap_part(self, number: int) -> str:
        """One of the files of a list of all pages that is too long for one."""
        return self._to(filled(SITEMAP_PART, number=number))

    def api(self, path: str = "", values: Values | None = None) -> str:
        """An address of the API, by its path below the root of the API and the values of its parameters."""
        return self._to(API + path, urlencode(values or {}, doseq=True))

    def api_list(self, name: str, values: Values | None = None) -> str:
        """A list of the API, as JSON."""
        return self.api(filled(API_LIST, name=name), values)

    def api_list_csv(self, name: str, values: Values | None = None) -> str:
        """A list of the API, as CSV."""
        return self.api(filled(API_LIST_CSV, name=name), values)

    def api_number(self, item: Numbered) -> str:
        """A number in the API."""
        return self.api(filled(API_NUMBER, **item.key._asdict()), _day(item))

    def api_number_csv(self, item: Numbered) -> str:
        """The statements on a number in the API, as CSV."""
        return self.api(filled(API_NUMBER_CSV, **item.key._asdict()), _day(item))

    def api_file(self, name: str) -> str:
        """The whole edition as a file."""
        return self.api(filled(API_FILE, name=name))

    def source_citation(self, key: str, ending: str) -> str:
        """How to cite a publication, in the format of that ending."""
        return self.api(filled(API_SOURCE_CITATION, source=key, ending=ending))

    def number_citation(self, item: Numbered, ending: str) -> str:
        """How to cite a number, in the format of that ending."""
        return self.api(filled(API_NUMBER_CITATION, **item.key._asdict(), ending=ending), _day(item))

    def view_citation(self, query: str, ending: str) -> str:
        """How to cite a view, in the format of that ending."""
        return self._to(API + filled(API_VIEW_CITATION, ending=ending), query)

    def edition_citation(self, ending: str) -> str:
        """How to cite the whole edition, in the format of that ending."""
        return self.api(filled(API_EDITION_CITATION, ending=ending))

    def _to(self, path: str, query: str = "", fragment: str = "") -> str:
        """The address of a path that is filled in, with a query that is escaped."""
        return f"{self.root}{path}{'?' if query else ''}{query}{'#' if fragment else ''}{quote(fragment)}"


INSIDE: Final = Urls()
"""Writes the addresses inside the dashboard, which are the same wherever it is."""

_current: ContextVar[Urls] = ContextVar("urls", default=INSIDE)


def urls() -> Urls:
    """The addresses for the reader who is being answered."""
    return _current.get()


@contextmanager
def used(those: Urls) -> Iterator[None]:
    """Let `urls()` be those, for what is made where no request is."""
    token = _current.set(those)
    try:
        yield
    finally:
        _current.reset(token)


class KnownAs:
    """Remember for each request under which address the reader knows the dashboard."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with used(Urls.of_request(scope, self.prefix)):
            await self.app(scope, receive, send)


def clean_prefix(path: str) -> str:
    """The path of a proxy as the root of addresses: a slash before it and none behind; empty where there is none."""
    return "/" + path.strip("/") if path.strip("/") else ""


def together(inputs: Iterable[Key]) -> Iterator[str]:
    """Keys as the end of an address, where those that differ in the area alone are one text: a,b for two areas."""
    for (indicator, year, producer), keys in groupby(inputs, lambda key: (key.indicator, key.year, key.producer)):
        yield f"{indicator}/{','.join(key.area for key in keys)}/{year}/{producer}"


def apart(text: str) -> list[str]:
    """The keys that `together` has put into one text."""
    parts = text.split("/")
    return ["/".join((parts[0], area, *parts[2:])) for area in parts[1].split(",")] if len(parts) > 1 else [text]


def parts_of(pattern: str, path: str) -> dict[str, str] | None:
    """The named parts of a path, or None where it is not of that pattern; slashes at its ends mean nothing."""
    wanted, given = pattern.strip("/").split("/"), path.strip("/").split("/")
    if len(wanted) != len(given):
        return None
    parts = {}
    for want, part in zip(wanted, given, strict=True):
        if want.startswith("{") and part:
            parts[want.strip("{}")] = part
        elif want != part:
            return None
    return parts


def filled(pattern: str, **parts: object) -> str:
    """A pattern with some or all of its parts filled in, each escaped."""
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", quote(str(part), safe=""))
    return pattern


def query_of(**choice: str) -> str:
    """The query of names and values; those without a value are left out."""
    return urlencode({name: value for name, value in choice.items() if value})


def page_query(inside: str) -> str:
    """The query that stands for all charts of a briefing, which has that address inside the dashboard."""
    return f"page={inside.strip('/')}"


def _day(item: Numbered) -> Values:
    return {"asof": [item.asof]} if item.asof else {}
