"""The HTML document that every address answers with: head, navigation and foot, before any script has run."""

from html import escape
from urllib.parse import parse_qs

from dashboard import PRODUCT
from dashboard.charts.outlines import REGIONS, WORLD
from dashboard.pages.frame.markup import markup
from dashboard.pages.metadata import head_markup
from dashboard.pages.page import About, Page
from dashboard.server.addresses import PageAddress
from dashboard.server.dash_addresses import DEPENDENCIES, LAYOUT
from dashboard.server.dash_internals import ENTRY_POINT, BareDash
from dashboard.server.static import SCRIPTS, STYLES, Assets
from dashboard.server.urls import (
    AFGHANISTAN_2018,
    CHECK,
    COVERAGE,
    DATA,
    DISAGREEMENTS,
    EXPLORE,
    METHOD,
    PLACES,
    SEARCH,
    SOURCE_PAGE,
    SOURCES,
    TOPICS,
    Urls,
)
from dashboard.views.search import LONGEST
from dashboard.words.unbroken import PATTERN

NAVIGATION = (
    (EXPLORE, "Explore"),
    (AFGHANISTAN_2018, "Afghanistan 2018"),
    (PLACES, "Places"),
    (TOPICS, "Topics"),
    (DISAGREEMENTS, "Disagreements"),
    (COVERAGE, "Coverage"),
    (SOURCES, "Sources"),
    (CHECK, "Check"),
    (DATA, "Data"),
    (METHOD, "Method"),
)
# How the pages begin that belong to one of these.
INNER = {
    SOURCES: SOURCE_PAGE.partition("{")[0],
    DATA: f"{DATA}/",
    PLACES: f"{PLACES}/",
    TOPICS: f"{TOPICS}/",
}
_FONT_FILE = "fonts/ibm-plex-sans-latin-wght-normal.woff2"
_REGENERATOR_FILE = "regenerator/runtime.js"
_LAND_FILE = "land/land.svg"
_OUTLINE_FILES = {file: f"countries/{file}.json" for file in (WORLD, REGIONS)}
_PLOTLY_FILE = "plotly/plotly.min.js"
_THEMES = (("auto", "System"), ("light", "Light"), ("dark", "Dark"))


class Documents:
    """Writes documents. Everything but the page's own words is put together once."""

    def __init__(self, app: BareDash, assets: Assets, urls: Urls) -> None:
        self._assets = assets
        self._urls = urls
        self.theme_script = assets.text("inline/theme.js")
        self._parts = app.index_parts()
        self.bundles = self._parts.bundles
        self.inline_scripts = [self.theme_script, app.renderer, *self._parts.inline_scripts]
        self._outlines = "".join(f' data-{file}="{self._asset(name)}"' for file, name in _OUTLINE_FILES.items())
        self._first_script = _script(self._asset(SCRIPTS))
        self._tail = self._write_tail()
        self._head = self._write_head()
        self._asked_early = self._ask_early()

    def _asset(self, name: str) -> str:
        return self._assets.address(name, self._urls)

    def write(self, page: Page, address: PageAddress, about: About, whole: Urls) -> str:
        """The document of one page; `whole` writes whole addresses for the reader."""
        # The charts come first: a reader looks at them while the scripts of the controls are still on their way.
        library = f'<script src="{self._asset(_PLOTLY_FILE)}" data-chart-library></script>\n'
        return (
            f'<!DOCTYPE html>\n<html lang="en" data-prefix="{escape(self._urls.root)}"'
            f' data-plotly="{self._asset(_PLOTLY_FILE)}" data-land="{self._asset(_LAND_FILE)}"'
            f' data-unbroken="{escape(PATTERN)}"{self._outlines}'
            f"{_bare(page)}>\n"
            '<head>\n<meta charset="utf-8">\n'
            f"<title>{escape(page.title)} – {PRODUCT}</title>\n"
            f'<meta name="description" content="{escape(page.description)}">\n'
            f"{_for_machines(page, address, self._urls, whole)}{self._head}{'' if page.is_plain else self._asked_early}"
            "</head>\n"
            f"<body>\n{'' if page.bare else _header(address, self._urls)}"
            f'<main id="main" tabindex="-1">\n<div id="first-paint">{_first_paint(page, self._urls)}</div>\n'
            f"{'' if page.is_plain else ENTRY_POINT}\n"
            f"</main>\n{'' if page.bare else _footer(about, self._urls)}"
            f"{self._first_script}{library if page.charts else ''}{'' if page.is_plain else self._tail}"
            "</body>\n</html>\n"
        )

    def _write_head(self) -> str:
        address = self._asset
        return (
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<script>{self.theme_script}</script>\n"
            f'<link rel="preload" as="font" type="font/woff2" href="{address(_FONT_FILE)}" crossorigin>\n'
            f'<link rel="stylesheet" href="{address(STYLES)}">\n'
            f'<link rel="icon" type="image/svg+xml" href="{address("favicon.svg")}">\n'
        )

    def _ask_early(self) -> str:
        # Dash asks for these two only after its scripts have run; asked for now, they are there by then.
        return "".join(
            f'<link rel="preload" as="fetch" href="{self._urls.below(asked)}" crossorigin>\n'
            for asked in (LAYOUT, DEPENDENCIES)
        )

    def _write_tail(self) -> str:
        # Less urgent than the chart library, which comes before them.
        sources = [self._asset(_REGENERATOR_FILE), *self._parts.bundles]
        scripts = "".join(_script(source, "low") for source in sources)
        inline = "".join(f"<script>{source}</script>\n" for source in self._parts.inline_scripts)
        return f"{self._parts.config}\n{scripts}{inline}{self._parts.renderer}\n"


def _script(source: str, priority: str = "auto") -> str:
    return f'<script src="{source}" fetchpriority="{priority}"></script>\n'


def _for_machines(page: Page, address: PageAddress, urls: Urls, whole: Urls) -> str:
    """The address that the page is known by, its linked data and its card; nothing of that where it is an error."""
    if page.status != 200:
        return '<meta name="robots" content="noindex">\n'
    query = f"?{address.query}" if address.query else ""
    known_by = page.metadata.canonical or (address.path.rstrip("/") or EXPLORE) + query
    head = head_markup(page.title, page.description, page.metadata, known_by, whole)
    return f'<link rel="canonical" href="{escape(urls.below(known_by))}">\n{head}'


def _bare(page: Page) -> str:
    """What tells the scripts that the page stands in a frame, and in which colours."""
    theme = f' data-theme="{page.theme}"' if page.theme else ""
    return f' data-bare=""{theme}' if page.bare else ""


def _header(address: PageAddress, urls: Urls) -> str:
    home, path = urls.explore(), address.decoded_path
    links = "".join(
        f'<li><a href="{urls.below(page)}"{_mark_of(page, path)}>{escape(name)}</a></li>' for page, name in NAVIGATION
    )
    themes = "".join(
        f'<button type="button" data-theme-choice="{choice}" aria-pressed="false" title="{name} colours">'
        f'<span class="theme-icon theme-icon-{choice}" aria-hidden="true"></span>'
        f'<span class="visually-hidden">{name} colours</span></button>'
        for choice, name in _THEMES
    )
    return (
        '<a class="skip-link" href="#main">Skip to the content</a>\n'
        '<div class="arriving" aria-hidden="true"></div>\n'
        f'<header class="site-header"><div class="site-header-inner"><a class="site-name" href="{home}">{PRODUCT}</a>'
        f'<nav class="site-navigation" aria-label="Pages"><ul>{links}</ul></nav>'
        f"{_search_box(address, urls)}"
        '<button type="button" class="shortcuts-button" aria-haspopup="dialog" title="Keyboard shortcuts">'
        '<span aria-hidden="true">?</span><span class="visually-hidden">Keyboard shortcuts</span></button>'
        f'<div class="theme-toggle" role="group" aria-label="Colour theme">{themes}</div></div></header>\n'
    )


def _search_box(address: PageAddress, urls: Urls) -> str:
    """The box that searches everything; without scripts it leads to the page of what is found."""
    asked = parse_qs(address.query).get("q", [""])[-1] if address.decoded_path.rstrip("/") == SEARCH else ""
    return (
        f'<form class="site-search" role="search" action="{urls.search()}"><input type="search" name="q" '
        f'value="{escape(asked)}" placeholder="Search" aria-label="Search everything" autocomplete="off" '
        f'autocapitalize="none" spellcheck="false" maxlength="{LONGEST}" title="Search (/ or Ctrl-K)"></form>'
    )


def _mark_of(page: str, path: str) -> str:
    """Mark the page that the reader is on; a source belongs to the list of sources, the API to the data."""
    here = path.rstrip("/") or EXPLORE
    belongs = here == page or (page in INNER and here.startswith(INNER[page]))
    return ' aria-current="page"' if belongs else ""


def _first_paint(page: Page, urls: Urls) -> str:
    notice = (
        '<noscript><p class="note">To choose what is shown, and to see all of a long table, you need JavaScript. '
        f'All figures are <a href="{urls.data()}">available for download</a>.</p></noscript>'
    )
    return notice + (page.first_paint or markup(page.body))


def _footer(about: About, urls: Urls) -> str:
    return (
        '<footer class="site-footer"><div class="site-footer-inner">'
        f'<p class="site-footer-facts"><span>Data as of <b data-about="dataAsOf">{escape(about.data_as_of) or "–"}</b>'
        f'</span><span>Edition <b data-about="edition">{escape(about.edition) or "–"}</b></span>'
        "<span>No number stands alone: every figure leads to its source.</span></p>"
        '<p class="site-footer-disclaimer">The boundaries and names shown and the designations used do not imply '
        f'endorsement or acceptance. <a href="{urls.method()}">How the figures are made</a></p></div></footer>\n'
    )
