"""What a catalogue of publications says of one: a record of Crossref or DataCite, or an item of CSL, as JSON."""

from collections.abc import Iterator
from typing import Any

from etl.documents.publications.days import day_of
from etl.documents.publications.kinds import kind_of
from etl.documents.publications.said import Description


def describe_record(content: Any) -> Description | None:
    """What a record says of the publication; None where the content is no such record."""
    for _ in range(3):  # {"message": ...}, {"data": {"attributes": ...}}, [...]
        if isinstance(content, list) and content:
            content = content[0]
        elif isinstance(content, dict) and (inner := _inner(content)):
            content = inner
    if not isinstance(content, dict) or not ({"title", "titles"} & content.keys()):
        return None
    found = Description()
    found.add_all("title", ((text, "title") for text in _texts(content.get("title"), "title")))
    found.add_all("title", ((text, "titles") for text in _texts(content.get("titles"), "title")))
    found.add_all("publisher", ((text, "publisher") for text in _texts(content.get("publisher"), "name")))
    found.add_all("publisher", ((text, "institution") for text in _texts(content.get("institution"), "name")))
    for name in ("published-online", "published-print", "published", "issued"):
        found.add("published", _day(content.get(name)), name)
    for day in content.get("dates") or []:
        if isinstance(day, dict) and day.get("dateType") == "Issued":
            found.add("published", day_of(str(day.get("date", ""))), "dates, Issued")
    found.add("published", day_of(str(content.get("publicationYear", ""))), "publicationYear")
    found.add("language", str(content.get("language") or "")[:2].lower(), "language")
    kinds = content.get("types")
    for where, text in {
        "type": content.get("type"),
        "types": kinds.get("resourceTypeGeneral") if isinstance(kinds, dict) else "",
    }.items():
        found.add("kind", kind_of(str(text or "")), where)
    primary = (content.get("resource") or {}).get("primary") if isinstance(content.get("resource"), dict) else None
    found.add("url", str((primary or {}).get("URL", "")), "resource, primary")
    found.add("url", str(content.get("URL") or content.get("url") or ""), "URL")
    return found


def _inner(content: dict[str, Any]) -> Any:
    if isinstance(content.get("message"), dict):
        return content["message"]
    data = content.get("data")
    return data.get("attributes") if isinstance(data, dict) else None


def _day(value: object) -> str:
    """A day of Crossref, {"date-parts": [[2018, 11, 19]]}, or a text."""
    if isinstance(value, str):
        return day_of(value)
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return day_of("-".join(str(part) for part in first if part))


def _texts(value: object, key: str) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            each = each.get(key)
        if isinstance(each, str):
            yield each
