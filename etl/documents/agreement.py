"""Whether the titles, sheets, notes and formats of a table say what its numbers were taken for.

What an option says is held against them where it is understood (`etl.documents.meaning`); here stands what the numbers
themselves, their rows and headings say.
"""

import re
from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from etl.documents.area_names import AreaNames
from etl.documents.layouts.harvest import ReadFigure, Remark
from etl.documents.meaning import (
    Texts,
    Understood,
    is_of_one_kind,
    other_than,
    other_unit,
    producers_in,
    usual_unit,
)
from etl.figures.quoting import shown
from etl.package.simple_names import simple

NO_NUMBER_OF_IT = "no number is of it; look whether the names are right"
ANY_DRUG = "any-drug"  # what all drugs are together; "drugs" alone may be a word for those that are meant
_ALL_DRUGS = re.compile(
    r"\b(?:(?:all|any|total)(?: illicit| illegal| types of| kinds of)? drugs?|todas las drogas|todas as drogas"
    r"|toutes les drogues|alle drogen|все наркотики)\b"
)
IN_A_COPY = "correct what is wrong in a copy of the file"


def headings_that_differ(figures: list[ReadFigure]) -> Iterator[Remark]:
    """An error for each unit of rows that the heading or the indicator of the same numbers contradicts."""
    firsts = {(figure.unit, figure.indicator): figure.cell for figure in reversed(figures)}
    for (unit, heading), cell in firsts.items():
        own = usual_unit(unit)
        if own and heading and (other := other_unit(own, heading, own)):
            yield Remark(cell, f"{shown(heading)} says {other}, but the unit there is {shown(unit)}; {IN_A_COPY}")


def units_that_differ(units: Mapping[str, str], texts: Texts) -> Iterator[Remark]:
    """An error for each text that names another unit than the numbers have.

    units: those of the numbers, each with the place that says so. What is of another kind, such as tons above
    hectares, may be of other numbers as long as there are some of that kind.
    """
    for place, text in texts:
        others = {unit: other for unit in units if (other := other_unit(unit, text, unit))}
        others = {
            unit: other for unit, other in others.items() if len(others) == len(units) or is_of_one_kind(unit, other)
        }
        if others:
            unit, other = next(iter(others.items()))
            yield Remark(place, f"{shown(text)} says {other}, but {units[unit]} says {unit}; {IN_A_COPY}")


def notes_that_differ(units: Collection[str], texts: Texts) -> Iterator[Remark]:
    """A remark for each note on a sheet of its own that names another unit of the same kind than the numbers have."""
    for place, text in texts:
        others = {unit: other for unit in units if (other := other_unit(unit, text, unit))}
        named = next(((unit, other) for unit, other in others.items() if _may_be_meant(unit, other)), None)
        if named and len(others) == len(units):
            found = f"{shown(text)} says {named[1]}, but the numbers are taken for {named[0]}"
            yield Remark(place, f"{found}; say the unit that is right with --unit, or {IN_A_COPY}")


def _may_be_meant(unit: str, other: str) -> bool:
    return is_of_one_kind(unit, other) or is_of_one_kind("one", other)


def indicators_that_differ(found: Collection[Understood], texts: Texts, indicators: pd.DataFrame) -> Iterator[Remark]:
    """An error for each text that names something else than all numbers are taken for."""
    for place, text in texts:
        others = [other_than(answer.word, text, indicators) for answer in found]
        if others and all(others):
            answer = next(iter(found))
            taken = f"the numbers are taken for {answer.word} ({answer.origin})"
            yield Remark(place, f"{shown(text)} {others[0]}, but {taken}; say with --indicator or {IN_A_COPY}")


def substances_that_differ(
    found: Collection[Understood], texts: Texts, tables: Mapping[str, pd.DataFrame]
) -> Iterator[Remark]:
    """An error for each text that names substances in any language, but none that the numbers are of.

    A plant is named for its drugs, and a drug for those that it is one of, such as opiates for heroin. One that is only
    a part of what the numbers are of is another, and so are two together, unless another text names theirs alone.
    """
    indicators, words = tables["indicators"], tables["words"]
    parent_of = dict(zip(tables["substances"]["substance"], tables["substances"]["parent"], strict=True))
    of_words = words[(words["kind"] == "substance") & words["means"].isin(parent_of)]
    meant = {simple(word): key for word, key in zip(of_words["word"], of_words["means"], strict=True)}
    named_in = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(filter(None, meant), key=len, reverse=True)))})\b")
    mine = indicators[indicators["indicator"].isin([answer.word for answer in found])]
    if not meant or not (mine["substance"] != "").all():
        return
    crops = {*mine["crop"]} - {""}
    own = {*mine["substance"], *indicators["substance"][indicators["crop"].isin(crops)]}
    own.update(above for key in [*own] for above in _above(key, parent_of))
    own_words = {word for key in own for word in simple(key).split()}
    parts = {key for key in parent_of if key not in own and own.intersection(mine["substance"], _above(key, parent_of))}
    beside = re.compile(rf"{named_in.pattern}(?:,? (?:and|or|y|o|e|und|oder|et|ou|и))?[ /&,+]+{named_in.pattern}")
    named_by = [{meant[each] for each in named_in.findall(simple(text))} for _, text in texts]
    is_said_alone = any(named and named <= own | parts for named in named_by)
    for (place, text), named in zip(texts, named_by, strict=True):
        joined = "" if is_said_alone or not named & own else beside.search(simple(text))
        is_of_all = bool(_ALL_DRUGS.search(simple(text))) and ANY_DRUG not in set(mine["substance"])
        is_more = is_of_all or (bool(joined) and not named <= own | parts)
        is_other = not named & own and (named <= parts or not own_words & set(simple(text).split()))
        if named and (is_more or is_other):
            answer = next(iter(found))
            told = f"{shown(text)} is of {' and '.join(sorted(named))}, but {answer.word} is taken ({answer.origin})"
            yield Remark(place, f"{told}; correct the option or a copy of the file")


def _above(key: str, parent_of: Mapping[str, str]) -> Iterator[str]:
    """What a substance is a kind of, the nearest first."""
    while key := parent_of.get(key, ""):
        yield key


def producers_that_differ(producer: Understood, texts: Texts, producers: pd.DataFrame) -> Iterator[Remark]:
    """An error for each text that names producers, but not the one that the numbers are taken to be of."""
    for place, text in texts:
        named = producers_in(text, producers)
        if named and producer.word not in named:
            found = f"{shown(text)} says {' and '.join(named)}, but"
            if producer.origin == "--producer":
                yield Remark(
                    place, f"{found} --producer says {producer.word}; correct the option or a copy of the file"
                )
            else:
                taken = f"{producer.word} is taken ({producer.origin})"
                yield Remark(place, f"{found} {taken}; say it with --producer, or {IN_A_COPY}")


def titles_elsewhere(names: AreaNames, within: str, texts: Texts) -> Iterator[Remark]:
    """An error for each title that names countries, none of which the area of --within is, lies in or holds."""
    around = {within, *names.ancestors(within)}
    for place, text in texts if within else ():
        named = names.countries_in(text)
        if named and not any(area in around or within in names.ancestors(area) for area in named):
            there = " and ".join(f"{names.name_of[area]} ({area})" for area in sorted(named))
            found = f"--within says {names.name_of[within]} ({within}), but {shown(text)} says {there}"
            yield Remark(place, f"{found}; correct the option or a copy of the file")


def titles_of_others(names: AreaNames, areas: Collection[str], texts: Texts, groups: pd.DataFrame) -> Iterator[Remark]:
    """A warning for each title that names countries or a region, of which no number is."""
    around = {each for area in areas for each in (area, *names.ancestors(area))}
    for place, text in texts if around else ():
        found = [name for name in groups["name"].unique() if re.search(rf"\b{simple(_bare(name))}\b", simple(text))]
        if found and around.isdisjoint(groups["area"][groups["name"].isin(found)]):
            region = _bare(max(found, key=len))
            yield Remark(place, f"{shown(text)} says {region}, but {NO_NUMBER_OF_IT}")
    for place, text in texts:
        named = names.countries_in(text)
        if around and named and not any(area in around for area in named):
            there = " and ".join(f"{names.name_of[area]} ({area})" for area in sorted(named))
            yield Remark(place, f"{shown(text)} says {there}, but {NO_NUMBER_OF_IT}")


def _bare(name: str) -> str:
    """The name of a group without what is in brackets behind it: Asia, of "Asia (UN region)"."""
    return name.partition(" (")[0]
