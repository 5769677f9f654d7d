"""Addresses as people write them: other letters, names for keys, a year for a day. What was understood is said."""

import calendar
import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlencode

from dashboard.views.offered import offered
from dashboard.views.parameters import Day, KeyOf, OneOf, Parameter
from dashboard.views.view import MOST_FIELDS, view_parameters
from dashboard.words.did_you_mean import quoted
from etl.documents.prose.country_names import full_names_of
from etl.editions.reading import Edition

_YEAR_OR_MONTH = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")


def forgiven(query: str, edition: Edition) -> tuple[str, list[str]]:
    """The query with everything in it spelled as addresses are, and a sentence for what was spelled otherwise."""
    if query.count("&") >= MOST_FIELDS:
        return query, []
    known = {parameter.name: parameter for parameter in view_parameters()}
    pairs, said = [], list[str]()
    for name, text in parse_qsl(query, keep_blank_values=True):
        meant_name = name.casefold() if name.casefold() in known else name
        parameter = known.get(meant_name)
        meant = _meant(parameter, text, edition) if parameter is not None else text
        pairs.append((meant_name, meant))
        if parameter is not None and meant != text:
            said.append(_said(parameter, text, meant, edition))
    return (urlencode(pairs), said) if said or any(name not in known for name, _ in pairs) else (query, said)


def _meant(parameter: Parameter, text: str, edition: Edition) -> str:
    """The value that a text stands for; the text itself where it is one, or stands for none."""
    kind = parameter.kind
    if isinstance(kind, Day):
        return _last_day(text)
    if isinstance(kind, KeyOf) and text not in edition.keep(offered)[kind.table]:
        return edition.keep(_spellings)[kind.table].get(_plain(text), text)
    if isinstance(kind, OneOf) and text not in kind.taken:
        return next((word for word in kind.taken if _plain(word) == _plain(text)), text)
    return text


def _last_day(text: str) -> str:
    """Of a year or a month its last day."""
    match = _YEAR_OR_MONTH.fullmatch(text)
    if match is None or not 1900 <= int(match[1]) < 2200:
        return text
    year, month = int(match[1]), int(match[2] or 12)
    return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"


def _said(parameter: Parameter, text: str, meant: str, edition: Edition) -> str:
    if isinstance(parameter.kind, Day):
        return f"{quoted(text)} was read as its last day, {meant}."
    names = edition.keep(offered)[parameter.kind.table] if isinstance(parameter.kind, KeyOf) else {}
    name = f" ({names[meant]})" if names.get(meant, meant) != meant else ""
    return f"{quoted(text)} was read as {quoted(meant)}{name}."


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _spellings(edition: Edition) -> dict[str, dict[str, str]]:
    """By table: the key that each spelling stands for; what several things are called stands for none of them."""
    names = edition.keep(offered)
    found = {table: _by_spelling(names[table].items()) for table in ("indicators", "groups", "producers")}
    areas = [*names["areas"].items(), *((area, name) for name, area in _other_names(edition) if area in names["areas"])]
    return found | {"areas": _by_spelling(areas)}


def _other_names(edition: Edition) -> Iterator[tuple[str, str]]:
    yield from edition.aliases
    yield from full_names_of(edition.areas)


def _by_spelling(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for key, name in named:
        for spelling in (key, name):
            found.setdefault(_plain(spelling), set()).add(key)
    return {spelling: keys.pop() for spelling, keys in found.items() if len(keys) == 1}
