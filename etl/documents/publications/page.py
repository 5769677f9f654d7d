"""What a web page says of itself in its head: the tags of Highwire, Dublin Core and Open Graph, JSON-LD, its title."""

import json
from collections.abc import Iterator
from typing import Any

from etl.documents.publications.days import day_of
from etl.documents.publications.kinds import kind_of
from etl.documents.publications.said import Description

# The names of meta tags, the surest first.
_TAGS = {
    "title": ("citation_title", "dcterms.title", "dc.title", "og:title", "twitter:title"),
    "publisher": (
        *("citation_publisher", "citation_technical_report_institution", "dcterms.publisher", "dc.publisher"),
        *("og:site_name", "publisher"),
    ),
    "published": (
        *("citation_publication_date", "citation_date", "citation_online_date", "article:published_time"),
        *("dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "datepublished", "pubdate", "date"),
    ),
    "language": ("citation_language", "dcterms.language", "dc.language", "content-language", "og:locale"),
    "kind": ("dcterms.type", "dc.type", "citation_article_type"),
    "url": ("citation_public_url", "citation_abstract_html_url", "og:url", "dcterms.identifier", "dc.identifier"),
}
_MOST_SCRIPTS = 50


def describe_page(root: Any) -> Description:
    """What the root of a web page, as lxml gives it, says of the publication."""
    found = Description()
    tags = _tags(root)
    linked = list(_linked_data(root))
    for name in _TAGS:
        citation, others = _TAGS[name][:1], _TAGS[name][1:]
        found.add_all(name, _of_tags(name, tags, citation))
        found.add_all(name, _of_linked(name, linked))
        found.add_all(name, _of_tags(name, tags, others))
    found.add("url", _attribute(root, "//link[@rel='canonical']/@href"), "link canonical")
    found.add("title", _attribute(root, "//title/text()"), "title of the page")
    found.add("language", root.get("lang", "").partition("-")[0].lower(), "html lang")
    found.add("published", day_of(_only(root, "//time/@datetime")), "time of the page")
    return found


def _tags(root: Any) -> dict[str, list[str]]:
    """The contents of the meta tags by their names."""
    found: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        name = tag.get("name") or tag.get("property") or tag.get("http-equiv") or tag.get("itemprop") or ""
        if content := " ".join((tag.get("content") or "").split()):
            found.setdefault(name.lower(), []).append(content)
    return found


def _of_tags(name: str, tags: dict[str, list[str]], wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for tag in wanted:
        for content in tags.get(tag, []):
            yield _as_written(name, content), tag


def _as_written(name: str, text: str) -> str:
    """A text as `sources.csv` writes what it says: days, languages and kinds in their own form."""
    if name == "published":
        return day_of(text)
    if name == "language":
        code = text.replace("_", "-").partition("-")[0].strip().lower()
        return code if len(code) == 2 else ""
    if name == "url":  # an identifier may be a number of a library as well
        return text if text.startswith(("https://", "http://")) else ""
    return kind_of(text) if name == "kind" else text


def _linked_data(root: Any) -> Iterator[dict[str, Any]]:
    """The things that the JSON-LD of a page describes."""
    for script in root.xpath("//script[@type='application/ld+json']")[:_MOST_SCRIPTS]:
        try:
            content = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for thing in content if isinstance(content, list) else [content]:
            if isinstance(thing, dict):
                graph = thing.get("@graph")
                yield from (each for each in (graph if isinstance(graph, list) else [thing]) if isinstance(each, dict))


_OF_A_PUBLICATION = ("headline", "datePublished")


def _of_linked(name: str, things: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What JSON-LD says of the publication: the thing with a headline or a day."""
    keys = {
        "title": ("headline", "name"),
        "publisher": ("publisher", "sourceOrganization"),
        "published": ("datePublished",),
        "language": ("inLanguage",),
        "kind": ("@type",),
        "url": ("mainEntityOfPage", "url"),
    }[name]
    for thing in things:
        if any(key in thing for key in _OF_A_PUBLICATION):
            for key in keys:
                for text in _texts(thing.get(key)):
                    yield _as_written(name, text), f"JSON-LD {key}"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        yield from _texts(value.get("name") or value.get("@id") or "")


def _attribute(root: Any, path: str) -> str:
    return str(next(iter(root.xpath(path)), ""))


def _only(root: Any, path: str) -> str:
    """The text at a path where there is one and no other."""
    texts = {str(each) for each in root.xpath(path)}
    return texts.pop() if len(texts) == 1 else ""
