"""A view that was written by hand, read strictly: what a page would forgive is a fault here.

A page shows what it can; a picture that was made in bulk would be taken for what was asked for.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import parse_qs

from dashboard.views import scenes
from dashboard.views.view import (
    FORMS,
    LAYERS,
    MEASURES,
    MEMBERSHIPS,
    MOST_FIELDS,
    SCALES,
    View,
    fitted,
    most_areas,
    read_asked,
)
from dashboard.words.did_you_mean import nearest, quoted
from etl.editions.reading import Edition

_WORDS: Mapping[str, tuple[str, ...]] = {
    "form": FORMS,
    "scale": SCALES,
    "measure": MEASURES,
    "membership": MEMBERSHIPS,
    "compare": ("today",),
    "layer": (*LAYERS, "none"),
}
_YEARS = ("top", "from", "to", "base", "year")
_KEYS = ("indicator", "area", "group", "producer")
_REPEATED = ("area", "producer", "layer")
_PARAMETERS = (*_KEYS, *_YEARS, "asof", *_WORDS)
_YEAR = re.compile(r"(19|20|21)[0-9]{2}")
_MOST_PROPOSED = 3  # finding the nearest of many keys takes a while

Given = Mapping[str, list[str]]


def read_strictly(query: str, edition: Edition) -> tuple[View, list[str]]:
    """The view of a query and what is wrong with it: one sentence for each fault, with what to do."""
    given = parse_qs(query, max_num_fields=MOST_FIELDS) if query.count("&") < MOST_FIELDS else {}
    offered = edition.keep(scenes.choices)
    asked, remarks = read_asked(query, offered)
    view, unfit = fitted(asked, offered.is_additive(asked.indicator))
    faults = list(_faults(given, edition)) or [remark.partition(";")[0] + "." for remark in unfit]
    if remarks and not faults:
        most = most_areas(view.form)
        faults = [
            f"A chart of this form shows at most {most} areas; choose fewer, or a ranking (bar) or a map of a year."
        ]
    return view, faults


def advice(query: str, edition: Edition) -> list[str]:
    """What is wrong with the address of a page, which shows what it can: one sentence for each fault.

    A parameter that is like none of ours is none of our business: others add theirs to addresses.
    """
    given = parse_qs(query, max_num_fields=MOST_FIELDS) if query.count("&") < MOST_FIELDS else {}
    ours = [(key, key) for key in _PARAMETERS]
    return list(_wrong_parts({name: values for name, values in given.items() if nearest(name, ours)}, edition))


def _faults(given: Given, edition: Edition) -> Iterable[str]:
    if "indicator" not in given or not given.keys() & {"area", "group", "top"}:
        yield "A view needs an indicator and an area (or a group, or top)."
    yield from _wrong_parts(given, edition)


def _wrong_parts(given: Given, edition: Edition) -> Iterable[str]:
    for name in given:
        if name not in _PARAMETERS:
            near = nearest(name, [(key, key) for key in _PARAMETERS])
            advice = f"did you mean {near}?" if near else f"choose from {', '.join(_PARAMETERS)}."
            yield f"There is no parameter {quoted(name)}; {advice}"
        elif len(given[name]) > 1 and name not in _REPEATED:
            yield f"“{name}” is given {len(given[name])} times; give it once."
    yield from _unknown_keys(given, edition)
    for name, words in _WORDS.items():
        for value in given.get(name, []):
            if value not in words:
                yield f"“{name}” is {quoted(value)}; choose from {', '.join(words)}."
    yield from _wrong_times(given)


def _unknown_keys(given: Given, edition: Edition) -> Iterable[str]:
    choices = edition.keep(scenes.choices)
    offered: Mapping[str, Mapping[str, str]] = {
        "indicator": {key: edition.indicators[key].name for key in choices.indicators},
        "area": {key: edition.areas[key].name for key in sorted(choices.areas)},
        "group": {key: name for key, (name, _) in edition.keep(scenes.groups).items()},
        "producer": {key: edition.producers[key].name for key in sorted(choices.producers)},
    }
    proposed = 0
    for name in _KEYS:
        for value in given.get(name, []):
            if value in offered[name]:
                continue
            proposed += 1
            near = nearest(value, offered[name].items()) if proposed <= _MOST_PROPOSED else ""
            few = f" Choose from {', '.join(offered[name])}." if len(offered[name]) <= 12 else ""
            advice = f"; did you mean {near}?" if near else f".{few}"
            yield f"There is no {name} {quoted(value)} in this edition{advice}"


def _wrong_times(given: Given) -> Iterable[str]:
    for name in _YEARS:
        for value in given.get(name, []):
            if not _YEAR.fullmatch(value):
                yield f"“{name}” is {quoted(value)}, which is not a year; write it as 2018."
    for value in given.get("asof", []):
        if not _is_day(value):
            yield f"“asof” is {quoted(value)}, which is not a day; write it as 2019-11-26."
    first, last = given.get("from", [""])[-1], given.get("to", [""])[-1]
    if _YEAR.fullmatch(first) and _YEAR.fullmatch(last) and first > last:
        yield f"The first year, {first}, is after the last, {last}; exchange them."


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and date.fromisoformat(text))
    except ValueError:
        return False
