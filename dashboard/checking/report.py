"""Checked figures as records for programs, and as lines for a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from dashboard.checking.facts import FactFound
from dashboard.checking.findings import Checked, Finding, Scope, Sure
from dashboard.checking.reasons import FINDINGS, shown_in_force, why
from dashboard.server.urls import INSIDE, Urls
from dashboard.words.sentences import joined
from etl.documents.prose.records import FigureKind
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.quoting import counted
from etl.figures.sources import Source


def record(checked: Checked, edition: Edition, urls: Urls = INSIDE) -> dict[str, Any]:
    """One figure as programs get it."""
    reading = checked.reading
    return {
        "start": reading.start,
        "end": reading.end,
        "as_printed": reading.as_printed,
        "place": reading.place,
        "kind": reading.kind.value,
        "indicator": checked.indicator or None,
        "area": checked.area or None,
        "is_part": reading.is_part,
        "year": checked.year,
        "producer": checked.producer or None,
        "value": reading.value,
        "low": reading.low,
        "high": reading.high,
        "unit": reading.unit,
        "base_year": checked.base_year,
        "verdict": checked.finding.value,
        "sure": checked.sure.value,
        "why": why(checked, edition),
        "observation": address(checked, urls) or None,
        "in_force": checked.in_force,
        "slip": checked.meant.slip.value if checked.meant else None,
        "meant": checked.meant.value if checked.meant else None,
        "right_for": checked.right_for or None,
        "revised_on": checked.replaced_on or None,
        "fact": None,
    }


def fact_record(found: FactFound, urls: Urls = INSIDE) -> dict[str, Any]:
    """A recorded fact as programs get it: a figure without a verdict, whose `fact` says what it is."""
    return {
        "start": found.start,
        "end": found.end,
        "as_printed": found.as_printed,
        "place": found.place,
        "kind": FigureKind.VALUE.value,
        "indicator": None,
        "area": None,
        "is_part": False,
        "year": found.fact.year,
        "producer": None,
        "value": float(found.fact.value) if found.fact.value.isdecimal() else None,
        "low": None,
        "high": None,
        "unit": found.fact.unit,
        "base_year": None,
        "verdict": None,
        "sure": Sure.LIKELY.value,
        "why": fact_words(found),
        "observation": urls.source(found.fact.source),
        "in_force": None,
        "slip": None,
        "meant": None,
        "right_for": None,
        "revised_on": None,
        "fact": found.fact.fact,
    }


def fact_words(found: FactFound) -> str:
    """What a recorded fact is, and what confirms it, in sentences."""
    fact = found.fact
    told = [f"A recorded fact: {fact.subject}, {fact.measure} ({fact.check})."]
    told += [f"{fact.note}."] if fact.note else []
    told += [data_words(found)] if found.figures or found.event else []
    return " ".join(told)


def data_words(found: FactFound) -> str:
    """What of the data says the same as a recorded fact, in a sentence; empty where nothing does."""
    if found.figures:
        return f"It is the year of {joined([each.reading.as_printed for each in found.figures])}."
    if found.event:
        return f"Another source records the event: {found.event.title}, {found.event.date}."
    return ""


def data_address(found: FactFound, urls: Urls) -> str:
    """The page of what of the data says the same as a recorded fact; empty where nothing does."""
    if found.figures:
        return address(found.figures[0], urls)
    return urls.source(found.event.source) if found.event else ""


def whole_record(
    found: Sequence[Checked], edition: Edition, urls: Urls, published: str = "", facts: Sequence[FactFound] = ()
) -> dict[str, Any]:
    """All that was found in a text of a day as programs get it; `outdated` counts the figures from 0.

    Behind its figures stand the recorded facts of the text.
    """
    old = outdated(found, published)
    return {
        "edition": edition.name,
        "data_as_of": edition.data_as_of,
        "published": published,
        "summary": summary(found, facts),
        "outdated": [place for place, checked in enumerate(found) if checked in old],
        "figures": [
            *(record(checked, edition, urls) for checked in found),
            *(fact_record(each, urls) for each in facts),
        ],
    }


def address(checked: Checked, urls: Urls) -> str:
    """The page of the number that a finding rests on; empty where it rests on none."""
    if not checked.inputs:
        return ""
    if checked.reading.kind == FigureKind.CHANGE and len(checked.inputs) == 2:
        return urls.computed("change", checked.inputs)
    return urls.number(checked.inputs[0])


def address_in_force(checked: Checked, urls: Urls) -> str:
    """The page of the current number for what the text says; empty where there is none."""
    if checked.in_force is None:
        return ""
    if checked.scope in {Scope.YEAR, Scope.PRODUCER} and checked.year is not None:
        return urls.number(Key(checked.indicator, checked.area, checked.year, checked.producer))
    return address(checked, urls)


def summary(found: Sequence[Checked], facts: Sequence[FactFound] = ()) -> str:
    """What was found in a sentence, or two where recorded facts are among it."""
    told = _summary_of_facts(facts)
    if not found:
        return f"No figure of this field was found in the text.{told}"
    of_each = Counter(checked.finding for checked in found)
    parts = [
        f"{number} {FINDINGS[finding.value]['one' if number == 1 else 'several']}"
        for finding in Finding
        if (number := of_each[finding])
    ]
    if len(found) == 1:
        return f"1 figure: it {FINDINGS[found[0].finding.value]['one']}.{told}"
    return f"{counted(len(found), 'figure')}: {joined(parts)}.{told}"


def _summary_of_facts(facts: Sequence[FactFound]) -> str:
    if not facts:
        return ""
    return (
        f" {counted(len(facts), 'other number')} {'is a recorded fact' if len(facts) == 1 else 'are recorded facts'}."
    )


def outdated(found: Sequence[Checked], since: str) -> list[Checked]:
    """The figures that are no longer current, and were revised after a day; without one, whenever they were.

    Changes that are computed from such a figure are among them.
    """
    return [item for item in found if item.replaced_on > since]


def outdated_sentence(found: Sequence[Checked], since: str) -> str:
    """How many figures are outdated since a day, in one sentence; empty where none is."""
    old = len(outdated(found, since))
    if not old:
        return ""
    when = f"since {since}" if since else "since it was shown"
    return f"{counted(old, 'figure')} of the text {'has' if old == 1 else 'have'} been revised {when}."


def how_sure(checked: Checked) -> str:
    """How sure a finding is, in a word; nothing where it is that nothing is sure."""
    return "" if checked.finding == Finding.UNSURE else checked.sure.value


def revision(checked: Checked, edition: Edition) -> str:
    """When a figure was revised, and what it is today."""
    now = shown_in_force(checked, edition)
    return f"revised on {checked.replaced_on}" + (f", today {now}" if now else "")


def as_text(
    found: Sequence[Checked], edition: Edition, urls: Urls, published: str = "", facts: Sequence[FactFound] = ()
) -> str:
    """What was found as lines: the figure with its place, the finding and why."""
    lines = [summary(found, facts), *_outdated_lines(found, edition, published), ""]
    for checked in found:
        lines.append(f"{checked.reading.place}: {_on_one_line(checked.reading.as_printed)}")
        sure = f" ({how_sure(checked)})" if how_sure(checked) else ""
        lines.append(f"  {FINDINGS[checked.finding.value]['name']}{sure}. {why(checked, edition)}")
        lines += [
            f"  {each}"
            for each in (about(checked, edition), source_words(checked, edition), address(checked, urls))
            if each
        ]
    for each in facts:
        lines += [f"{each.place}: {_on_one_line(each.as_printed)}", f"  {fact_words(each)}"]
        lines.append(f"  {urls.source(each.fact.source)}")
    return "\n".join(lines).rstrip() + "\n"


def _outdated_lines(found: Sequence[Checked], edition: Edition, published: str) -> Iterator[str]:
    sentence = outdated_sentence(found, published)
    if sentence:
        yield sentence
    for checked in outdated(found, published):
        yield f"  {_on_one_line(checked.reading.as_printed)}: {revision(checked, edition)}"


def _on_one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def about(checked: Checked, edition: Edition) -> str:
    """What a figure is about: indicator, place and year."""
    indicator, area = edition.indicators.get(checked.indicator), edition.areas.get(checked.area)
    place = f"{'a part of ' if checked.reading.is_part else ''}{area.name}" if area else ""
    parts = [indicator.name if indicator else "", place, str(checked.year or "")]
    return ", ".join(part for part in parts if part)


def source_of(checked: Checked, edition: Edition) -> Source | None:
    """The source that is cited for the current number."""
    observation = edition.observation(checked.inputs[0]) if checked.inputs else None
    return edition.sources.get(observation.source) if observation else None


def source_words(checked: Checked, edition: Edition) -> str:
    """Title, publisher and date of that source; empty where there is none."""
    source = source_of(checked, edition)
    return f"{source.title}, {source.published_by}, {source.dated}".rstrip(", ") if source else ""
