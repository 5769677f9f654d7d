"""An edition whose texts are attacks: the bundled figures with every known trick in titles, notes and addresses.

The check of the ETL refuses most of them; here the tables are written without it, so that only the dashboard is left
to keep them harmless.
"""

from pathlib import Path

import pandas as pd

from etl.editions.sqlite import build
from etl.making import EditionInMaking
from etl.package.extract import extract

# A host that no figure names: whoever asks it for something has followed markup from data.
FOREIGN_HOST = "markup.invalid"

TEXTS = (
    "<script>window.hostile=1</script>",
    "<img src=x onerror=window.hostile=1>",
    f'<img src="http://{FOREIGN_HOST}/pixel.png">',
    '"><hostile-element onclick=window.hostile=1>x</hostile-element>',
    "'><svg/onload=window.hostile=1><foreignObject></foreignObject></svg>",
    '<a href="javascript:window.hostile=1">press</a>',
    f'<a href="http://{FOREIGN_HOST}/" target="_top">press</a>',
    '<a xlink:href="data:text/html,<script>alert(1)</script>">press</a>',
    '<b style="position:fixed;top:0;left:0;width:100%;height:100%">over all</b>',
    f"[press](javascript:window.hostile=1) ![i](http://{FOREIGN_HOST}/markdown.png) `code`",
    "</script><script>window.hostile=1</script><!--",
    '</title></style></textarea></noscript><hostile-element onmouseover="window.hostile=1">',
    "<iframe srcdoc='<script>parent.hostile=1</script>'></iframe>",
    f'<link rel=stylesheet href="http://{FOREIGN_HOST}/style.css"><base href="http://{FOREIGN_HOST}/">',
    f'<meta http-equiv=refresh content="0;url=http://{FOREIGN_HOST}/">',
    "{{constructor.constructor('window.hostile=1')()}} ${window.hostile=1} {value.__class__.__mro__} %{x} {0} {",
    '=HYPERLINK("http://markup.invalid/";"press")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "$$\\href{javascript:window.hostile=1}{press}$$ $\\unicode{x}$",
    "&lt;script&gt;window.hostile=1&lt;/script&gt; &#60;img src=x onerror=window.hostile=1&#62; &amp;amp;",
    "\u202eright to left\u202c \u2028 \u2029 \ufeff \x7f zero\u200bwidth",
    "\x01 controls \x08\x0b\x1b[31m \x85\x9f and no characters \ufffe\uffff",
    "*/ } body { background: url(http://markup.invalid/css) } /*",
    '{"__html":"<img src=x onerror=window.hostile=1>","namespace":"dash_html_components","type":"Script","props":{}}',
    "line\r\nSet-Cookie: hostile=1\r\n\r\n<script>window.hostile=1</script>",
    "]]><hostile-element/><![CDATA[ <!ENTITY x SYSTEM 'file:///etc/passwd'> &x;",
    "x" * 3000,
)

ADDRESSES = (
    "javascript:window.hostile=1",
    " javascript:window.hostile=1",
    "java\nscript:window.hostile=1",
    "JaVaScRiPt&colon;window.hostile=1",
    "data:text/html,<script>window.hostile=1</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    f"//{FOREIGN_HOST}/without-scheme",
    'http://source.invalid/"onmouseover="window.hostile=1" x="',
    "http://source.invalid/'><script>window.hostile=1</script>",
    "http://source.invalid@markup.invalid/",
    "http://",
    "http://[::1",
    "http://source.invalid/\x01\x1b[31m",
    "https://source.invalid/javascript:window.hostile=1",
    "/_dash-update-component",
)

# Every column that holds free text or an address; keys and the words of the contract are what the code compares.
_TEXT_COLUMNS = {
    "sources": ("title", "publisher", "note", "language"),
    "areas": ("name", "note"),
    "area-levels": ("name", "plural"),
    "indicators": ("name", "unit_name", "description", "crop", "symbol"),
    "producers": ("name", "description", "short_name", "in_sentences"),
    "groups": ("name",),
    "events": ("title", "description"),
    "annotations": ("text", "locator"),
    "facts": ("subject", "measure", "unit", "qualifier", "locator", "note"),
    "source-kinds": ("name",),
    "statements": ("locator", "as_printed", "note"),
    "corrections": ("reason", "confirmed_by"),
}
_ADDRESS_COLUMNS = {"sources": ("url", "url_seen"), "statements": ("via",)}


def hostile_edition(data: Path, database: Path) -> Path:
    """Write the edition into a new file, from a folder of good data that stays as it is."""
    package = extract(data)
    tables = dict(EditionInMaking("h05711e00001", package).tables())
    for resource, columns in _TEXT_COLUMNS.items():
        _attack(tables[_NAMES.get(resource, resource.rstrip("s"))], columns, TEXTS)
    for resource, columns in _ADDRESS_COLUMNS.items():
        _attack(tables[_NAMES.get(resource, resource.rstrip("s"))], columns, ADDRESSES, keep=False)
    addresses = list(tables["source"]["url"].unique())
    tables["link"] = pd.DataFrame(
        {
            "address": addresses,
            "status": ["404" if place % 2 else "200" for place in range(len(addresses))],
            "state": ["dead" if place % 2 else "working" for place in range(len(addresses))],
            "final_address": [ADDRESSES[place % len(ADDRESSES)] for place in range(len(addresses))],
            "title": [TEXTS[place % len(TEXTS)] for place in range(len(addresses))],
            "content_type": "text/html",
            "checked": "2026-01-01",
            "number_found": "yes",
            "archived": [ADDRESSES[(place + 1) % len(ADDRESSES)] for place in range(len(addresses))],
        }
    )
    tables["edition"] = tables["edition"].assign(title=TEXTS[0], version=TEXTS[1])
    build(database, tables.items())
    return database


_NAMES = {"area-levels": "area_level", "source-kinds": "source_kind", "groups": "area_group"}


def _attack(table: pd.DataFrame, columns: tuple[str, ...], attacks: tuple[str, ...], keep: bool = True) -> None:
    """Put an attack behind the text of every cell, another one in each row, so that all meet every column."""
    for shift, column in enumerate(columns):
        turn = [attacks[(row + 3 * shift) % len(attacks)] for row in range(len(table))]
        # Some attacks work only at the beginning of a cell.
        texts = [f"{attack}{text}" if keep else attack for attack, text in zip(turn, table[column], strict=True)]
        table[column] = texts
