"""Citations of sources, numbers and views: as plain text, BibTeX, RIS and CSL-JSON, all from one reference.

A number is cited with the publication that prints it, and a view with every publication it rests on, so that a
citation does not stand alone either. What is cited from here names its edition.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import PRODUCT
from dashboard.exports.texts import on_one_line
from dashboard.server.urls import Urls
from dashboard.views.view import View
from dashboard.words.makers import maker_label
from dashboard.words.numbers import number, range_number
from dashboard.words.sentences import in_brackets, joined
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.beside import rows_beside
from etl.figures.dates import MONTHS
from etl.figures.links import where_to_read
from etl.figures.observations import Observation
from etl.figures.sources import Source
from etl.figures.vocabulary.sources import AddressOf

# What a type of the Citation Style Language is called elsewhere.
_TYPES = {row["csl"]: row for row in rows_beside(__package__, "reference_types.csv")}


def type_in(vocabulary: str, csl_type: str) -> str:
    """What a type of the Citation Style Language is in `bibtex`, `ris` or `schema_org`."""
    return _TYPES.get(csl_type, _TYPES["document"])[vocabulary]


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing that can be cited. `date` is a year, month or day, empty where it is not known."""

    key: str
    kind: str  # type in the Citation Style Language
    author: str
    title: str
    date: str = ""
    address: str = ""
    language: str = ""
    edition: str = ""
    note: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether it is a page of this dashboard."""
        return bool(self.edition)


_NOT_ITS_OWN = {
    AddressOf.COPY: "read in the copy at this address",
    AddressOf.ELSEWHERE: "a copy of it, or a page about it, is at this address",
}


def source_reference(source: Source, csl_types: dict[str, str], locator: str = "", via: str = "") -> Reference:
    """A publication; `locator` is the place inside it that is meant, `via` the copy in which that was read.

    Without an address of its own it has that of the copy, or of a page about it, and says so.
    """
    address, whose = where_to_read(source, via)
    notes = (locator, _NOT_ITS_OWN.get(whose, "") if whose else "")
    return Reference(
        key=source.source,
        kind=csl_types.get(source.kind, "document") or "document",
        author=source.published_by,
        title=source.title if source.is_title_seen else f"{source.title} (a description; title not seen)",
        date=source.published,
        address=address,
        language=source.language,
        note="; ".join(filter(None, notes)),
    )


def _own_reference(edition: Edition, key: str, title: str, address: str) -> Reference:
    """A page of ours, as this edition has it."""
    return Reference(key, "dataset", PRODUCT, title, edition.data_as_of, address, language="en", edition=edition.name)


def number_references(edition: Edition, chosen: Chosen, urls: Urls) -> list[Reference]:
    """A number of this edition, and the publication that is cited for it.

    `urls` write whole addresses.
    """
    key, cited = chosen.observation.key, chosen.cited
    own = _own_reference(
        edition,
        "-".join(filter(None, (key.indicator, key.area, str(key.year), key.producer, chosen.observation.asof))),
        number_title(edition, chosen.observation),
        urls.observation(chosen.observation),
    )
    if cited is None:
        return [own]
    return [own, source_reference(edition.sources[cited.source], edition.csl_types, cited.locator, cited.via)]


def view_references(edition: Edition, view: View, title: str, urls: Urls) -> list[Reference]:
    """A view of this edition under its title, and the publications that its numbers are from."""
    keys = sorted({item.source for item in _shown(edition, view)} & edition.sources.keys())
    own = _own_reference(edition, f"drug-control-view-{edition.name}", title, urls.view(view.query()))
    return [own, *(source_reference(edition.sources[key], edition.csl_types) for key in keys)]


def edition_reference(edition: Edition, urls: Urls) -> Reference:
    """A whole edition."""
    return _own_reference(
        edition,
        f"drug-control-statistics-{edition.name}",
        f"{PRODUCT}: published figures on illicit crops with their sources",
        urls.data(),
    )


def number_title(edition: Edition, observation: Observation) -> str:
    """What a number is and how much, in one line."""
    key, indicator = observation.key, edition.indicators[observation.key.indicator]
    shown = number(observation, indicator).text
    between = range_number(observation, indicator, unit=False)
    range_text = f" (range {between.text})" if between is not None and observation.value is not None else ""
    place, producer = edition.areas[key.area].name, maker_label(edition, observation)
    known = f", as known on {observation.asof}" if observation.asof else ""
    return f"{indicator.name}, {place}, {observation.period} {in_brackets(producer)}{known}: {shown}{range_text}"


def view_title(edition: Edition, view: View) -> str:
    """What a view shows, in one line: measure, places, years and producers."""
    names = [edition.areas[area].name for area in view.areas]
    places = joined(names) if len(names) <= 4 else f"{joined(names[:3])} and {len(names) - 3} more areas"
    shown = _shown(edition, view)
    years = sorted({item.key.year for item in shown})
    span = f", {years[0]}–{years[-1]}" if years else ""
    makers = joined([edition.producers[key].label for key in dict.fromkeys(item.key.producer for item in shown)])
    today = " and today" if view.is_comparison else ""
    known = f", as known on {view.asof}{today}" if view.asof else ""
    return (
        f"{edition.indicators[view.indicator].name}, {places}{span}{f' {in_brackets(makers)}' if makers else ''}{known}"
    )


def _shown(edition: Edition, view: View) -> list[Observation]:
    """The observations of a view, of both sides where it is a comparison."""
    days = (view.asof, "") if view.is_comparison else (view.asof,)
    found = (
        edition.observations(view.indicator, view.areas, view.producers, view.first, view.last, day) for day in days
    )
    return [item for items in found for item in items]


def plain_reference(reference: Reference) -> str:
    """Plain text, author and date first."""
    title = on_one_line(reference.title)
    ending = "" if title.endswith((".", "?", "!")) else "."
    place = f" [{on_one_line(reference.note)}]" if reference.note else ""
    edition = f" Edition {reference.edition}, data as of {reference.date}." if reference.is_ours else ""
    address = f" {reference.address}" if reference.address else ""
    year = reference.date[:4] if reference.is_ours else reference.date
    return f"{on_one_line(reference.author)} ({year or 'n.d.'}). {title}{ending}{place}{edition}{address}"


def source_citation(source: Source) -> str:
    """A source as plain text, author and date first."""
    return plain_reference(source_reference(source, {}))


def plain_citation(edition: Edition, chosen: Chosen) -> str:
    """A number with its source, place and edition, as plain text on one line."""
    what = f"{number_title(edition, chosen.observation)}."
    if chosen.cited is None:
        return f"{what} {_by(edition)}"
    cited = source_reference(edition.sources[chosen.cited.source], {}, chosen.cited.locator, chosen.cited.via)
    return f"{what} {plain_reference(cited)} {_by(edition)}"


def computed_citation(edition: Edition, what: str, inputs: Sequence[Observation]) -> str:
    """A computed number with the figures that went in and their sources, as plain text on one line."""
    figures = "; ".join(number_title(edition, item) for item in inputs)
    keys = dict.fromkeys(item.source for item in inputs if item.source in edition.sources)
    cited = [source_citation(edition.sources[key]) for key in keys]
    return " ".join([f"{what}, computed from: {figures}.", *cited, _by(edition)])


def _by(edition: Edition) -> str:
    return f"{PRODUCT}, edition {edition.name}, data as of {edition.data_as_of}."


def to_text(references: Sequence[Reference]) -> str:
    """Plain text, one paragraph; the publications behind a number or view of ours follow it."""
    first, *others = references
    if not others:
        return plain_reference(first) + "\n"
    lead = "Source" if len(others) == 1 else "Sources"
    return f"{plain_reference(first)}\n{lead}:\n" + "".join(f"{plain_reference(other)}\n" for other in others)


# What has a meaning of its own in LaTeX. The braces of the replacements are written last, so one pass is enough.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def latex(text: str) -> str:
    """A text that LaTeX prints as it stands, on one line."""
    return "".join(_LATEX.get(letter, letter) for letter in on_one_line(text))


def to_bibtex(references: Iterable[Reference]) -> str:
    """BibTeX in UTF-8. Double braces keep titles and the names of offices as they are."""
    return "\n".join(_bibtex_entry(reference) for reference in references)


def _bibtex_entry(reference: Reference) -> str:
    kind = type_in("bibtex", reference.kind)
    year, month, _ = _date_parts(reference.date)
    fields = [
        ("author", f"{{{latex(reference.author)}}}"),
        ("title", f"{{{latex(reference.title)}}}"),
        ("institution" if kind == "techreport" else "howpublished", latex(reference.author)),
        ("year", year),
        ("version", reference.edition),
        ("note", latex(_note(reference))),
        # An address is read letter by letter by the packages that print it, and holds no braces.
        ("url", reference.address),
        ("language", reference.language),
    ]
    lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
    if month:
        # The names of months are words of BibTeX itself.
        lines.append(f"  month = {MONTHS[int(month) - 1]}")
    return f"@{kind}{{{reference.key},\n" + ",\n".join(lines) + "\n}\n"


def to_ris(references: Iterable[Reference]) -> str:
    """RIS, one record after the other."""
    return "\n".join(_ris_record(reference) for reference in references)


def _ris_record(reference: Reference) -> str:
    year, month, day = _date_parts(reference.date)
    fields = [
        ("TY", type_in("ris", reference.kind)),
        ("ID", reference.key),
        ("AU", reference.author),
        ("TI", reference.title),
        ("PB", reference.author),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if month else ""),
        ("ET", reference.edition),
        ("N1", _note(reference)),
        ("LA", reference.language),
        ("UR", reference.address),
    ]
    lines = [f"{tag}  - {on_one_line(value)}" for tag, value in fields if value]
    return "\n".join([*lines, "ER  - "]) + "\n"


def to_csl(references: Iterable[Reference]) -> list[dict[str, Any]]:
    """Items as the Citation Style Language takes them."""
    return [_csl_item(reference) for reference in references]


def _csl_item(reference: Reference) -> dict[str, Any]:
    parts = [int(part) for part in _date_parts(reference.date) if part]
    item: dict[str, Any] = {
        "id": reference.key,
        "type": reference.kind,
        "title": on_one_line(reference.title),
        "author": [{"literal": on_one_line(reference.author)}],
        "publisher": on_one_line(reference.author),
        "issued": {"date-parts": [parts]} if parts else None,
        "URL": reference.address,
        "language": reference.language,
        "version": reference.edition,
        "note": on_one_line(_note(reference)),
    }
    return {name: value for name, value in item.items() if value}


def to_csl_json(references: Iterable[Reference]) -> str:
    """CSL-JSON as text."""
    return json.dumps(to_csl(references), ensure_ascii=False, indent=2) + "\n"


FORMATS = {
    "txt": ("Text", "text/plain", to_text),
    "bib": ("BibTeX", "application/x-bibtex", to_bibtex),
    "ris": ("RIS", "application/x-research-info-systems", to_ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", to_csl_json),
}


def _note(reference: Reference) -> str:
    """The place inside a publication, or the edition of a page of ours."""
    return f"Edition {reference.edition}, data as of {reference.date}" if reference.is_ours else reference.note


def _date_parts(date: str) -> tuple[str, str, str]:
    """Year, month and day of a partial date; empty texts for what it does not say."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", date)
    year, month, day = found.groups("") if found else ("", "", "")
    return year, month if month in _MONTH_NUMBERS else "", day if month in _MONTH_NUMBERS else ""


_MONTH_NUMBERS = {f"{month:02}" for month in range(1, 13)}
