"""The row of `sources.csv` for a publication, each of its cells with what says so."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pandas as pd

from etl.documents.publications.kinds import kind_of
from etl.documents.publications.said import FIELDS, Description, SaidOfIt
from etl.figures.links import address_flaw
from etl.figures.quoting import nearest_of, shown
from etl.figures.vocabulary.sources import Authority
from etl.package.extract import Package
from etl.package.simple_names import simple

_LONGEST_KEY = 60
_BARE = re.compile(r"^https?://(?:www\.)?|/+$")  # what addresses of one page differ by
_WORDS_OF_KEY = 6  # of the title
_BY_DAY = ("news", "press-release", "web-page")  # kinds whose keys are the publisher and the day
_SMALL = frozenset(("the", "of", "and", "in", "on", "for", "a", "an", "de", "la", "el", "los", "las", "y", "et", "des"))
OPTIONS = (*FIELDS, "authority")


@dataclass
class NewSource:
    """A row, what says each of its cells, what lacks, and what does not fit."""

    cells: dict[str, str]
    said_by: dict[str, str] = field(default_factory=dict)
    lacks: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    known_as: str = ""  # the key of the source, where the data has the publication already


def new_source(package: Package, found: Description, given: Mapping[str, str], key: str = "") -> NewSource:
    """The row of a publication; what is given comes before what is found, and a difference is told."""
    sources = package.tables["sources"]
    best = {name: found.best(name) for name in FIELDS}
    row = NewSource(dict.fromkeys((each.name for each in package.contract.tables["sources"].fields), ""))
    for name in FIELDS:
        if text := given.get(name, ""):
            _take(row, name, SaidOfIt(text, "as told"))
        elif said := best[name]:
            _take(row, name, said)
        _tell_others(row, name, found)
    kinds = package.tables["source-kinds"]["kind"].tolist()
    if not given.get("kind") and (kind := kind_of(row.cells["title"], set(kinds) - {"report", "web-page"})):
        _take(row, "kind", SaidOfIt(kind, "title"))
    _take_authority(row, sources, given.get("authority", ""))
    row.cells["url_seen"] = "yes" if row.cells["url"] else "no"
    inferred = [name for name in ("publisher", "published") if not given.get(name) and _inferred(best[name])]
    row.cells["inferred"] = " ".join(inferred) if "inferred" in row.cells else ""
    if row.cells["url"] and (flaw := address_flaw(row.cells["url"])[1]):
        row.lacks.append(f"--url: {shown(row.cells['url'])} is no address; {flaw}")
    row.lacks += [
        f"nothing says its {name}; say it with --{name}"
        for name in ("title", "publisher", "language", "kind")
        if not row.cells[name]
    ]
    if not row.cells["published"]:
        row.doubts.append("nothing says when it was published, so it counts as the oldest; say it with --published")
    if row.cells["kind"] and row.cells["kind"] not in kinds:
        nearest = nearest_of(row.cells["kind"], kinds) or ", ".join(kinds)
        row.lacks.append(f"source_kinds.csv has no {shown(row.cells['kind'])}; use {nearest}")
    row.known_as = _known(sources, row.cells)
    row.cells["source"] = key or _key(sources, row.cells)
    if row.cells["source"] in set(sources["source"]) and not row.known_as:
        row.lacks.append(f"sources.csv has the key {row.cells['source']} already; give another with --key")
    return row


def line_of(row: NewSource) -> str:
    """The line of `sources.csv`."""
    text = io.StringIO()
    csv.DictWriter(text, list(row.cells), lineterminator="\n").writerow(row.cells)
    return text.getvalue()


def _take(row: NewSource, name: str, said: SaidOfIt) -> None:
    row.cells[name], row.said_by[name] = said.text, said.where


def _inferred(said: SaidOfIt | None) -> bool:
    return said is not None and said.is_inferred


def _tell_others(row: NewSource, name: str, found: Description) -> None:
    """Tell where something else is said of the day, the language or the address than what is taken."""
    taken = row.cells[name]
    others = [each for each in found.said[name] if not each.is_inferred and not _is_the_same(name, each.text, taken)]
    if others and name in ("published", "language", "url"):
        told = ", ".join(f"{each.text} ({each.where})" for each in others[:3])
        row.doubts.append(f"{name} is {taken} by {row.said_by[name]}, but there is {told}; look which is right")


def _is_the_same(name: str, text: str, taken: str) -> bool:
    if name == "published":
        return text.startswith(taken) or taken.startswith(text)
    if name == "url":
        pages = [urlsplit(each)._replace(scheme="", fragment="") for each in (text, taken)]
        return pages[0] == pages[1] or any(page.netloc.endswith("doi.org") for page in pages)
    return text == taken


def _take_authority(row: NewSource, sources: pd.DataFrame, given: str) -> None:
    """What is told, else that of what the publisher has published before, else secondary."""
    if given:
        if given not in list(Authority):
            row.lacks.append(f"--authority cannot be {shown(given)}; use one of {', '.join(Authority)}")
        _take(row, "authority", SaidOfIt(given, "as told"))
        return
    before = sources[sources["publisher"].map(simple) == simple(row.cells["publisher"])]["authority"]
    if len(before):
        usual = Counter(before).most_common(1)[0][0]
        _take(row, "authority", SaidOfIt(usual, f"its other {'publications' if len(before) > 1 else 'publication'}"))
    else:
        _take(
            row, "authority", SaidOfIt(str(Authority.SECONDARY), "nothing of this publisher is here; see --authority")
        )


def _known(sources: pd.DataFrame, cells: Mapping[str, str]) -> str:
    """The key of the publication where the data has it: by its address, or by its title and day."""
    same = sources["title"].map(simple) == simple(cells["title"])
    same &= sources["published"] == cells["published"]
    return key_at(sources, cells["url"]) or next(iter(sources[same]["source"]), "")


def key_at(sources: pd.DataFrame, address: str) -> str:
    """The key of the source at an address, however it begins or ends; empty where none is there."""
    bare = _BARE.sub("", address)
    return next(iter(sources["source"][sources["url"].str.replace(_BARE, "", regex=True) == bare]), "") if bare else ""


def _key(sources: pd.DataFrame, cells: Mapping[str, str]) -> str:
    """A key as the others are: who publishes it, and its day or the words of its title and its year."""
    publisher = cells["publisher"].partition(";")[0].partition("(")[0]
    before = sources[sources["publisher"].map(simple) == simple(cells["publisher"])]["source"]
    first = Counter(key.partition("-")[0] for key in before).most_common(1)
    name = first[0][0] if first else _slug(publisher)
    if cells["kind"] in _BY_DAY and cells["published"]:
        key = f"{name}-{cells['published']}"
        if key not in set(sources["source"]):
            return key
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", cells["title"])
    year = years[-1] if years else cells["published"][:4]
    words = [word for word in _slug(cells["title"]).split("-") if word not in _SMALL | {name, *years}]
    key = "-".join(filter(None, [name, *words[:_WORDS_OF_KEY], year]))
    while len(key) > _LONGEST_KEY and len(words) > 1:
        words = words[: min(len(words), _WORDS_OF_KEY) - 1]
        key = "-".join(filter(None, [name, *words, year]))
    return key


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", simple(text)).strip("-")
