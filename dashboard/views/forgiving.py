"""Addresses as people write them: other letters, names for keys, several in one, a year for a day. What was understood
is said.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from dashboard.views.offered import offered
from dashboard.views.parameters import Day, KeyOf, OneOf, Parameter, WholeNumber, Year
from dashboard.views.scenes import REGION
from dashboard.views.view import MOST_FIELDS, view_parameters
from dashboard.views.written_days import written_day
from dashboard.words.did_you_mean import quoted
from dashboard.words.sentences import joined
from etl.documents.prose.country_names import full_names_of, short_codes
from etl.editions.reading import Edition
from etl.figures.areas import is_country
from etl.figures.letters import letters_of

_SPAN_OF_YEARS = re.compile(r"(\d{4})\s*(?:[-–—,]|to)\s*(\d{4})")
# What people write for the name of a parameter.
_OTHER_NAMES = {
    **dict.fromkeys(("areas", "country", "countries", "place", "places"), "area"),
    **dict.fromkeys(("years", "period", "since"), "from"),
    "groups": "group",
    "indicators": "indicator",
    "producers": "producer",
    "until": "to",
    "date": "asof",
}
# What stands between several values in one, the plainest first: the first that leaves only values is meant.
_BETWEEN = (re.compile(r"[,;|]"), re.compile(r"[,;|&]|\band\b"), re.compile(r"[,;|&\s]"))
_BRACKETS = re.compile(r"\(([^()]*)\)")
_COMPASS = re.compile(r"\b(north|south|west|east)(?:ern)?(?:\s(west|east)(?:ern)?|(west|east)(?:ern)?)?\b")
_Pair = tuple[str, str]


def forgiven(query: str, edition: Edition) -> tuple[str, list[str]]:
    """The query with everything in it spelled as addresses are, and a sentence for what was spelled otherwise."""
    if query.count("&") >= MOST_FIELDS:
        return query, []
    known = {parameter.name: parameter for parameter in view_parameters()}
    given = parse_qsl(query, keep_blank_values=True)
    pairs, said = list[_Pair](), list[str]()
    for name, text in given:
        plain = _OTHER_NAMES.get(name.casefold(), name.casefold())
        parameter = known.get(plain)
        meant = _meant(parameter, text, edition, known) if parameter is not None else [(name, text)]
        pairs += meant
        if parameter is not None and meant != [(plain, text)]:
            said.append(_said(plain, text, meant, edition, known))
    return (urlencode(pairs), said) if pairs != given else (query, said)


def _meant(parameter: Parameter, text: str, edition: Edition, known: Mapping[str, Parameter]) -> list[_Pair]:
    """What a value stands for: itself where it is one or stands for none, another, or several in one."""
    other = known.get({"area": "group", "group": "area"}.get(parameter.name, ""))
    for kind in filter(None, (parameter, other)):
        if one := _meant_once(kind, text, edition):
            return one
    if parameter.name in {"from", "to"} and (span := _SPAN_OF_YEARS.fullmatch(text.strip())):
        return [("from", span[1]), ("to", span[2])]
    are_several = parameter.repeatable or parameter.name == "indicator"
    several = [_several(parameter, text, between, edition) for between in _BETWEEN] if are_several else []
    whole = next((found for found in several if found and all(found.values())), None)
    # Of several that are not all understood, the others are told of by themselves.
    begun = next((found for found in several if any(found.values())), None)
    pairs = [
        pair for piece, found in (whole or begun or {text: []}).items() for pair in found or [(parameter.name, piece)]
    ]
    return pairs if parameter.repeatable else [*pairs[:1], *(("with", value) for _, value in pairs[1:2])]


def _several(parameter: Parameter, text: str, between: re.Pattern[str], edition: Edition) -> dict[str, list[_Pair]]:
    """The pieces of a text, each with what it stands for."""
    pieces = [piece.strip() for piece in between.split(text) if piece.strip()][:MOST_FIELDS]
    return {piece: _meant_once(parameter, piece, edition) for piece in pieces}


def _meant_once(parameter: Parameter, text: str, edition: Edition) -> list[_Pair]:
    """What a text is or stands for that is one name; empty where it stands for nothing."""
    kind, names, plain = parameter.kind, edition.keep(offered), _plain(text)
    found: list[str | None] = []
    if isinstance(kind, Day):
        day = written_day(text)
        found = [day.iso if day else text]
    elif kind.takes(text, names):
        found = [text]
    elif isinstance(kind, OneOf):
        words = _by_spelling(_with_short(kind.offered(names)))
        found = [words.get(plain, words.get(plain.removesuffix("s")))]
    elif isinstance(kind, WholeNumber) and not isinstance(kind, Year):
        found = [text.replace(",", "").replace(" ", "")]
    elif isinstance(kind, KeyOf):
        spellings = edition.keep(_spellings)
        found = [spellings[kind.table].get(plain)]
        if found == [None] and kind.table == "groups" and plain not in spellings["areas"]:
            found = [spellings["groups"].get(_without_endings(plain))]
        if found == [None] and kind.table == "groups" and plain in spellings["areas"]:
            found = [f"parts-of-{spellings['areas'][plain]}"]
        elif found == [None] and kind.table == "areas":
            found = list(_parts_called(edition, plain))
    return [(parameter.name, meant) for meant in found if meant is not None and kind.takes(meant, names)]


def _parts_called(edition: Edition, plain: str) -> Sequence[str]:
    """The parts of one area whose names end in the same word: East, North and South Shan."""
    found = [area for area, item in edition.areas.items() if plain and _plain(item.name).endswith(f" {plain}")]
    are_of_one = len(found) > 1 and len({edition.areas[area].parent for area in found}) == 1
    return found if are_of_one and not any(is_country(edition.areas[area]) for area in found) else ()


def _said(name: str, text: str, meant: Sequence[_Pair], edition: Edition, known: Mapping[str, Parameter]) -> str:
    """What a text was read as, with what that is called; of what is no such thing, what it is."""
    if isinstance(known[name].kind, Day) and (day := written_day(text)) and day.is_last:
        return f"{quoted(text)} was read as its last day, {meant[0][1]}."
    if [its_name for its_name, _ in meant] == ["from", "to"]:
        return f"{quoted(text)} was read as the years {' to '.join(year for _, year in meant)}."
    names = edition.keep(offered)
    values = []
    for its_name, value in meant:
        kind = known[its_name].kind
        called = (kind.offered(names) or {}).get(value, value)
        what = f"the {kind.called(its_name)} " if its_name != name else ""
        values.append(f"{what}{quoted(value)}" + (f" ({called})" if called != value else ""))
    return f"{quoted(text)} was read as {joined(values)}."


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", letters_of(text)).split())


def _spellings(edition: Edition) -> dict[str, dict[str, str]]:
    """By table: the key that each spelling stands for; what several things are called stands for none of them."""
    names = edition.keep(offered)
    labels = ((key, edition.producers[key].label) for key in names["producers"])
    found = {
        "indicators": _by_spelling(names["indicators"].items()),
        "groups": _by_spelling(_with_short(names["groups"])),
        "producers": _by_spelling([*names["producers"].items(), *labels]),
    }
    others = _by_spelling(pair for pair in _other_names(edition) if pair[0] in edition.areas)
    return found | {"areas": others | _by_spelling(names["all areas"].items())}


def _other_names(edition: Edition) -> Iterator[_Pair]:
    """Areas by what they are called elsewhere, also by what stands in brackets, and without that."""
    yield from ((area, name) for name, area in (*edition.aliases, *short_codes(edition.areas)))
    for name, area in full_names_of(edition.areas):
        yield from ((area, other) for other in (name, _BRACKETS.sub("", name), *_BRACKETS.findall(name)))


def _without_endings(plain: str) -> str:
    """A name with its points of the compass written in one way: south-eastern, southeast and south east."""
    return _COMPASS.sub(lambda said: "".join(filter(None, said.groups())), plain)


def _with_short(named: Mapping[str, str]) -> Iterator[_Pair]:
    """Keys with their names, also without what stands in brackets, and without the UN before a key."""
    for key, name in named.items():
        yield key, name
        short = _BRACKETS.sub("", name)
        yield key, short
        yield key, _without_endings(_plain(short))
        yield key, key.removeprefix(REGION)


def _by_spelling(named: Iterable[_Pair]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for key, name in named:
        for spelling in (key, name):
            found.setdefault(_plain(spelling), set()).add(key)
    return {spelling: keys.pop() for spelling, keys in found.items() if len(keys) == 1 and spelling}
