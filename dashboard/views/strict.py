"""What was written by hand or by a program, read strictly: what a page would forgive is a fault here.

A page shows what it can; a picture that was made in bulk, or an answer to a program, would be taken for what was asked
for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import parse_qs

from dashboard.views import scenes
from dashboard.views.offered import offered
from dashboard.views.parameters import Names, Parameter
from dashboard.views.view import MOST_FIELDS, View, at_most_areas, fitted, read_asked, view_parameters
from dashboard.words.alike import NOT_RANKED
from dashboard.words.did_you_mean import nearest, quoted
from etl.editions.reading import Edition

_MOST_PROPOSED = 3  # finding the nearest of many keys takes a while

Given = Mapping[str, Sequence[str]]


def read_strictly(query: str, edition: Edition) -> tuple[View, list[str]]:
    """The view of a query and what is wrong with it: one sentence for each fault, with what to do."""
    given, choices = _given(query), edition.keep(scenes.choices)
    asked, remarks = read_asked(query, choices)
    view, unfit = fitted(asked, choices.is_additive(asked.indicator))
    too_many = at_most_areas(asked.form)
    told = [remark.partition(";")[0] for remark in [*remarks, *unfit]]
    fewer = "; choose fewer, or a ranking (bar) or a map of a year"
    found = [f"{what}{fewer if what == too_many else ''}." for what in told]
    return view, list(_faults_of_view(given, edition)) or found


def advice(query: str, edition: Edition) -> list[str]:
    """What is wrong with the address of a page, which shows what it can: one sentence for each fault.

    A parameter that is like none of ours is none of our business: others add theirs to addresses.
    """
    ours = [(parameter.name, parameter.name) for parameter in view_parameters()]
    given = {name: values for name, values in _given(query).items() if nearest(name, ours)}
    return list(_wrong_parts(given, edition))


def faults(
    given: Given, parameters: Iterable[Parameter], names: Names, most_values: int = MOST_FIELDS
) -> Iterator[tuple[str, str]]:
    """Every fault of what is given: the name of the parameter, and what is wrong and what to do in one sentence.

    `names` are the keys that the parameters take, `most_values` how often a repeatable one may be given.
    """
    known = {parameter.name: parameter for parameter in parameters}
    proposed = 0
    for name, texts in given.items():
        parameter = known.get(name)
        if parameter is None:
            yield name, _unknown(name, known)
        elif len(texts) > (most_values if parameter.repeatable else 1):
            often = f"at most {most_values} times" if parameter.repeatable else "once"
            yield name, f"“{name}” is given {len(texts)} times; give it {often}."
        else:
            for text in texts:
                if not text:
                    yield name, f"“{name}” is empty; leave it out, or give it a value."
                elif not parameter.kind.takes(text, names):
                    proposed += 1
                    yield name, parameter.kind.fault(name, text, names, propose=proposed <= _MOST_PROPOSED)


def _given(query: str) -> dict[str, list[str]]:
    return parse_qs(query, max_num_fields=MOST_FIELDS) if query.count("&") < MOST_FIELDS else {}


def _unknown(name: str, known: Iterable[str]) -> str:
    near = nearest(name, [(key, key) for key in known])
    all_names = ", ".join(known)
    advice = f"did you mean {near}?" if near else f"choose from {all_names}." if all_names else "none is taken here."
    return f"There is no parameter {quoted(name)}; {advice}"


def _faults_of_view(given: Given, edition: Edition) -> Iterator[str]:
    if "indicator" not in given or not given.keys() & {"area", "group", "top"}:
        yield "A view needs an indicator and an area (or a group, or top)."
    chosen = edition.indicators.get(given.get("indicator", [""])[-1])
    if "top" in given and chosen is not None and not chosen.ranks_countries:
        yield f"{NOT_RANKED}; choose areas or a group instead of the largest (top)."
    yield from _wrong_parts(given, edition)


def _wrong_parts(given: Given, edition: Edition) -> Iterator[str]:
    found = list(faults(given, view_parameters(), edition.keep(offered)))
    yield from (sentence for _, sentence in found)
    first, last = given.get("from", [""])[-1], given.get("to", [""])[-1]
    if first and last and first > last and not {"from", "to"} & {name for name, _ in found}:
        yield f"The first year, {first}, is after the last, {last}; exchange them."
