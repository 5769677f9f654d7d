"""What assistants are answered: plain objects, every figure with its source, its place in it, and its page.

Nothing is guessed: what is asked for by a key that is not there is refused, with the nearest that is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.api import columns
from dashboard.api.figures import number_record
from dashboard.api.rows import Rows
from dashboard.exports.citations import plain_citation
from dashboard.server.urls import Urls
from dashboard.views.lookups import coverage_by_indicator
from dashboard.words.did_you_mean import nearest, quoted
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.areas import Area
from etl.figures.indicators import Indicator
from etl.figures.keys import Key
from etl.figures.observations import Observation
from etl.figures.vocabulary.judgement import Verdict

MOST_FOUND = 20
MOST_FIGURES = 60
MOST_OTHERS = 12
_SAME = {Verdict.CITED, Verdict.AGREES}

Payload = dict[str, Any]


class NotAnsweredError(Exception):
    """What was asked for is not there; the message is a sentence that says what to ask instead."""


def about_edition(edition: Edition) -> Payload:
    """Which figures an answer is from."""
    return {"edition": edition.name, "data_as_of": edition.data_as_of}


def find_indicators(edition: Edition, urls: Urls, words: str) -> Payload:
    """The indicators in whose names and descriptions all words occur: those of such a name first, then by how
    many areas they have.
    """
    coverage = edition.keep(coverage_by_indicator)
    chosen = [item for item in edition.indicators.values() if _has(words, _words_of(edition, item))]
    areas = {key: len({row.area for row in rows}) for key, rows in coverage.items()}
    chosen.sort(key=lambda item: (not _has(words, f"{item.indicator} {item.name}"), -areas.get(item.indicator, 0)))
    return {
        **about_edition(edition),
        "found": len(chosen),
        "indicators": [_indicator(item, coverage.get(item.indicator, ()), edition) for item in chosen[:MOST_FOUND]],
        "list": urls.api_list("indicators"),
    }


def _words_of(edition: Edition, item: Indicator) -> str:
    topic = edition.topics[item.topic].name if item.topic in edition.topics else ""
    return f"{item.indicator} {item.name} {item.description} {topic} {item.substance} {item.measure}"


def _indicator(item: Indicator, rows: Sequence[Any], edition: Edition) -> Payload:
    return {
        "indicator": item.indicator,
        "name": item.name,
        "unit": item.unit,
        "description": item.description,
        "can_be_added_up": item.is_additive,
        "areas": len({row.area for row in rows}),
        "first_year": min((row.first for row in rows), default=None),
        "last_year": max((row.last for row in rows), default=None),
        "producers": {key: edition.producers[key].name for key in sorted({row.producer for row in rows})},
    }


def find_places(edition: Edition, urls: Urls, words: str) -> Payload:
    """The areas one of whose names has all words; those that are called just so first, then the larger ones."""
    names: dict[str, list[str]] = {key: [key, area.name] for key, area in edition.areas.items()}
    for name, key in edition.aliases:
        names.setdefault(key, []).append(name)
    chosen = [key for key, known in names.items() if key in edition.areas and any(_has(words, name) for name in known)]
    plain = words.casefold().strip()
    levels = list(dict.fromkeys(area.level for area in edition.areas.values()))
    chosen.sort(
        key=lambda key: (plain not in map(str.casefold, names[key]), levels.index(edition.areas[key].level), key)
    )
    return {
        **about_edition(edition),
        "found": len(chosen),
        "places": [_place(edition.areas[key], edition, urls) for key in chosen[:MOST_FOUND]],
        "list": urls.api_list("areas"),
    }


def _place(area: Area, edition: Edition, urls: Urls) -> Payload:
    has_figures = area.area in edition.areas_with_figures
    return {
        "area": area.area,
        "name": area.name,
        "level": area.level,
        "part_of": area.parent,
        "has_figures": has_figures,
        "page": urls.place(area.area) if has_figures else "",
    }


def get_figures(
    edition: Edition, urls: Urls, indicator: str, area: str, first: int, last: int, producer: str
) -> Payload:
    """The figures of an indicator and area from a year to a year, oldest first, of one producer or of all."""
    _known(indicator, edition.indicators, "indicator", "find_indicators")
    _known(area, edition.areas, "area", "find_places")
    if producer:
        _known(producer, edition.producers, "producer", "find_indicators")
    items = edition.observations(indicator, [area], [producer] if producer else [])
    chosen = [item for item in items if first <= item.key.year <= last]
    chosen.sort(key=lambda item: (item.key.year, item.key.producer))
    kept = chosen[-MOST_FIGURES:]
    known = [item.key.year for item in items]
    return {
        **about_edition(edition),
        "found": len(chosen),
        "left_out": len(chosen) - len(kept),
        "known_years": {"first": min(known, default=None), "last": max(known, default=None), "figures": len(known)},
        "figures": [_figure(item, edition, urls) for item in kept],
        "no_figure_means": "not known here; it is not zero",
    }


def _figure(item: Observation, edition: Edition, urls: Urls) -> Payload:
    """One figure with what is needed to repeat it: source, place, page, and who printed another number."""
    row = columns.ordered_cells(columns.OBSERVATIONS, Rows(edition, urls).observation(item))
    statements = edition.statements_of(item)
    verdicts = Counter(str(each.verdict) for each in statements)
    others = [
        {
            "verdict": str(each.verdict),
            "as_printed": each.as_printed,
            "value": each.value,
            "source": edition.sources[each.source].title if each.source in edition.sources else each.source,
            "page": urls.source(each.source),
        }
        for each in statements
        if each.verdict not in _SAME
    ]
    return {
        **_filled(row),
        "citation": plain_citation(edition, Chosen(item, statements)),
        "verdicts": dict(verdicts),
        "other_numbers": others[:MOST_OTHERS],
        "warnings": [warning.code for warning in edition.warnings_of(item)],
    }


def get_number(edition: Edition, urls: Urls, indicator: str, area: str, year: int, producer: str) -> Payload:
    """One figure with every statement on it, its history, warnings and citation."""
    _known(indicator, edition.indicators, "indicator", "find_indicators")
    _known(area, edition.areas, "area", "find_places")
    _known(producer, edition.producers, "producer", "get_figures")
    key = Key(indicator, area, year, producer)
    item = edition.observation(key) or _moved(edition, key)
    if item is None:
        raise NotAnsweredError(
            f"No source here prints a number for {key.path}; get_figures says which years there are."
        )
    found: Payload = _filled(number_record(edition, item, urls))
    return found


def _filled(found: Any) -> Any:
    """The same without the cells that say nothing; a value that is not known stays."""
    if isinstance(found, list):
        return [_filled(each) for each in found]
    if isinstance(found, dict):
        return {name: _filled(cell) for name, cell in found.items() if cell not in ("", None, []) or name == "value"}
    return found


def _moved(edition: Edition, key: Key) -> Observation | None:
    now = edition.moved(key)
    return edition.observation(now) if now is not None else None


def _known(key: str, among: Mapping[str, Any], what: str, tool: str) -> None:
    """Refuse a key that is not there. Raises NotAnsweredError."""
    if key in among:
        return
    near = nearest(key, ((each, getattr(item, "name", each)) for each, item in among.items()))
    advice = f"did you mean {near}?" if near else f"{tool} finds the keys."
    raise NotAnsweredError(f"There is no {what} {quoted(key)} in this edition; {advice}")


def _has(words: str, text: str) -> bool:
    """Whether all words begin somewhere in a text, whatever their case."""
    plain = text.casefold().replace("-", " ")
    return all(word in plain for word in _parts(words))


def _parts(words: str) -> Iterable[str]:
    return words.casefold().replace("-", " ").split()
