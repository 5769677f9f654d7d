"""What machines read in the head of a page: its data as JSON-LD, and the card of a shared link.

Linked data is made only when the document is written: a page that comes without a new document needs none.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboard import PRODUCT
from dashboard.api.linked_data import Linked
from dashboard.exports.cards import PICTURE_SIZE
from dashboard.server.urls import Urls

# Written out instead of the address of the vocabulary, so that a reader of the data need not fetch anything.
SCHEMA_ORG: dict[str, Any] = {"@vocab": "https://schema.org/"}


@dataclass(frozen=True)
class Metadata:
    """What a page says of itself to machines.

    `linked` makes its JSON-LD with whole addresses. `picture` is the whole address of a picture for shared links, with
    its words. `canonical` is the address of the page inside the dashboard without what does not change the page; empty
    where all of it does.
    """

    linked: Callable[[Urls], Linked] | None = None
    picture: str = ""
    picture_words: str = ""
    canonical: str = ""


def head_markup(title: str, description: str, metadata: Metadata, page: str, whole: Urls) -> str:
    """The markup of a page's head for machines; `page` is the address inside the dashboard that it is known by."""
    properties = [
        ("og:type", "website"),
        ("og:site_name", PRODUCT),
        ("og:title", title),
        ("og:description", description),
        ("og:url", whole.below(page)),
    ]
    if metadata.picture:
        width, height = PICTURE_SIZE
        properties += [
            ("og:image", metadata.picture),
            ("og:image:type", "image/png"),
            ("og:image:width", str(width)),
            ("og:image:height", str(height)),
            ("og:image:alt", metadata.picture_words),
        ]
    card = "summary_large_image" if metadata.picture else "summary"
    lines = [f'<meta property="{name}" content="{escape(content)}">' for name, content in properties]
    lines.append(f'<meta name="twitter:card" content="{card}">')
    if metadata.linked is not None:
        lines.append(linked_markup(metadata.linked(whole)))
    return "".join(f"{line}\n" for line in lines)


def linked_markup(linked: Linked) -> str:
    """JSON-LD as a script element, which nothing in the data can end or begin."""
    text = json.dumps({"@context": SCHEMA_ORG, **linked}, ensure_ascii=False, allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return f'<script type="application/ld+json">{text}</script>'
