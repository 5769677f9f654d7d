"""The HTML document that every address answers with: head, navigation and foot, before any script has run."""

import re
from collections.abc import Sequence
from html import escape

from dash import Dash
from dash.backends._fastapi import reset_current_request, set_current_request
from starlette.requests import Request

from dashboard.pages.frame.markup import markup
from dashboard.pages.metadata import head_markup
from dashboard.pages.page import About, Page
from dashboard.server.addresses import Address
from dashboard.server.static import SCRIPTS, STYLES, Assets

PRODUCT = "Drug-control statistics"
NAVIGATION = (
    ("/", "Explore"),
    ("/afghanistan-2018", "Afghanistan 2018"),
    ("/disagreements", "Disagreements"),
    ("/coverage", "Coverage"),
    ("/sources", "Sources"),
    ("/data", "Data"),
    ("/method", "Method"),
)
_FONT_FILE = "fonts/ibm-plex-sans-latin-wght-normal.woff2"
_REGENERATOR_FILE = "regenerator/runtime.js"
_LAND_FILE = "land/land.svg"
_PLOTLY_FILE = "plotly/plotly-basic.min.js"
_THEMES = (("auto", "System"), ("light", "Light"), ("dark", "Dark"))

# Dash loads these for every app. Of the polyfill its components need only the regenerator; dash_table and dcc are not
# used.
_UNUSED_SCRIPTS = re.compile(r"/deps/polyfill|/dash_table/|/dcc/")
_SCRIPT_SOURCE = re.compile(r'<script src="([^"]+)"></script>')


class CapturingDash(Dash):
    """Dash that keeps the parts of its index page, so that our own document can place them."""

    parts: dict[str, str]

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """Keep the parts. What is returned only has to satisfy Dash's own check."""
        self.parts = parts
        return "".join(parts.values())


class Documents:
    """Writes documents. Everything but the page's own words is put together once."""

    def __init__(self, app: CapturingDash, assets: Assets, prefix: str) -> None:
        self._assets = assets
        self._prefix = prefix
        self.theme_script = assets.text("inline/theme.js")
        parts = _index_parts(app)
        sources = [source.removeprefix(prefix) for source in _SCRIPT_SOURCE.findall(parts["scripts"])]
        *components, renderer = [source for source in sources if not _UNUSED_SCRIPTS.search(source)]
        self.scripts = [assets.address(SCRIPTS), assets.address(_REGENERATOR_FILE), *components, renderer]
        self.inline_scripts = [self.theme_script, app.renderer, *_inline(parts["scripts"])]
        self._first_script = _script(self.scripts[0])
        self._tail = self._write_tail(parts)
        self._head = self._write_head()

    def write(self, page: Page, address: Address, about: About, base: str) -> str:
        """The document of one page; `base` is the address under which the reader knows the dashboard."""
        # The charts come first: a reader looks at them while the scripts of the controls are still on their way.
        library = f'<script src="{self._assets.address(_PLOTLY_FILE)}" data-chart-library></script>\n'
        return (
            f'<!DOCTYPE html>\n<html lang="en" data-prefix="{escape(self._prefix)}"'
            f' data-plotly="{self._assets.address(_PLOTLY_FILE)}" data-land="{self._assets.address(_LAND_FILE)}"'
            f"{_bare(page)}>\n"
            '<head>\n<meta charset="utf-8">\n'
            f"<title>{escape(page.title)} – {PRODUCT}</title>\n"
            f'<meta name="description" content="{escape(page.description)}">\n'
            f"{_for_machines(page, address, base)}{self._head}</head>\n"
            f"<body>\n{'' if page.bare else _header(address.decoded_path)}"
            f'<main id="main" tabindex="-1">\n<div id="first-paint">{_first_paint(page)}</div>\n'
            '<div id="react-entry-point"><div class="_dash-loading"></div></div>\n'
            f"</main>\n{'' if page.bare else _footer(about)}"
            f"{self._first_script}{library if page.charts else ''}{self._tail}</body>\n</html>\n"
        )

    def _write_head(self) -> str:
        address = self._assets.address
        return (
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<script>{self.theme_script}</script>\n"
            f'<link rel="preload" as="font" type="font/woff2" href="{address(_FONT_FILE)}" crossorigin>\n'
            f'<link rel="stylesheet" href="{address(STYLES)}">\n'
            f'<link rel="icon" type="image/svg+xml" href="{address("favicon.svg")}">\n'
            # Dash asks for these two only after its scripts have run; asked for now, they are there by then.
            '<link rel="preload" as="fetch" href="/_dash-layout" crossorigin>\n'
            '<link rel="preload" as="fetch" href="/_dash-dependencies" crossorigin>\n'
        )

    def _write_tail(self, parts: dict[str, str]) -> str:
        # Less urgent than the chart library, which comes before them.
        scripts = "".join(_script(source, "low") for source in self.scripts[1:])
        inline = "".join(f"<script>{source}</script>\n" for source in _inline(parts["scripts"]))
        return f"{parts['config']}\n{scripts}{inline}{parts['renderer']}\n"


def _index_parts(app: CapturingDash) -> dict[str, str]:
    """Let Dash set itself up and write its index once; both expect a request to be under way."""
    request = Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []})
    token = set_current_request(request)  # type: ignore[no-untyped-call]
    try:
        app._setup_server()  # type: ignore[no-untyped-call]
        app.index()  # type: ignore[no-untyped-call]
    finally:
        reset_current_request(token)  # type: ignore[no-untyped-call]
    return app.parts


def _script(source: str, priority: str = "auto") -> str:
    return f'<script src="{source}" fetchpriority="{priority}"></script>\n'


def _inline(scripts: str) -> Sequence[str]:
    return re.findall(r"<script>(.*?)</script>", scripts, re.DOTALL)


def _for_machines(page: Page, address: Address, base: str) -> str:
    """The address that the page is known by, its linked data and its card; nothing of that where it is an error."""
    if page.status != 200:
        return '<meta name="robots" content="noindex">\n'
    query = f"?{address.query}" if address.query else ""
    path = page.metadata.canonical or (address.path.rstrip("/") or "/") + query
    head = head_markup(page.title, page.description, page.metadata, path, base)
    return f'<link rel="canonical" href="{escape(path)}">\n{head}'


def _bare(page: Page) -> str:
    """What tells the scripts that the page stands in a frame, and in which colours."""
    theme = f' data-theme="{page.theme}"' if page.theme else ""
    return f' data-bare=""{theme}' if page.bare else ""


def _header(path: str) -> str:
    links = "".join(
        f'<li><a href="{address}"{_current(address, path)}>{escape(name)}</a></li>' for address, name in NAVIGATION
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
        f'<header class="site-header"><div class="site-header-inner"><a class="site-name" href="/">{PRODUCT}</a>'
        f'<nav class="site-navigation" aria-label="Pages"><ul>{links}</ul></nav>'
        '<button type="button" class="shortcuts-button" aria-haspopup="dialog" title="Keyboard shortcuts">'
        '<span aria-hidden="true">?</span><span class="visually-hidden">Keyboard shortcuts</span></button>'
        f'<div class="theme-toggle" role="group" aria-label="Colour theme">{themes}</div></div></header>\n'
    )


def _current(address: str, path: str) -> str:
    """Mark the page that the reader is on; a source belongs to the list of sources, the API to the data."""
    here = path.rstrip("/") or "/"
    inner = {"/sources": "/source/", "/data": "/data/"}.get(address)
    belongs = here == address or (inner is not None and here.startswith(inner))
    return ' aria-current="page"' if belongs else ""


def _first_paint(page: Page) -> str:
    notice = (
        '<noscript><p class="note">To choose what is shown, and to see all of a long table, you need JavaScript. '
        'All figures are <a href="/data">available for download</a>.</p></noscript>'
    )
    return notice + (page.first_paint or markup(page.body))


def _footer(about: About) -> str:
    return (
        '<footer class="site-footer"><div class="site-footer-inner">'
        f'<p class="site-footer-facts"><span>Data as of <b data-about="dataAsOf">{escape(about.data_as_of) or "–"}</b>'
        f'</span><span>Edition <b data-about="edition">{escape(about.edition) or "–"}</b></span>'
        "<span>No number stands alone: every figure leads to its source.</span></p>"
        '<p class="site-footer-disclaimer">The boundaries and names shown and the designations used do not imply '
        'endorsement or acceptance. <a href="/method">How the figures are made</a></p></div></footer>\n'
    )
