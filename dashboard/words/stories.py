"""The story of one figure in sentences: how it moved, what was known when, and what came after.

The words are templates; every number in them is read or computed from the edition, so that a refresh can never
leave the text behind.
"""

from collections.abc import Sequence

from dashboard.words.numbers import Number, compute, derived_number, number, range_number
from dashboard.words.sentences import Sentence, movement
from etl.editions.reading import Edition
from etl.figures.records import Observation


def summary(edition: Edition, item: Observation, before: Observation | None) -> Sentence:
    """The figure with its range, and how it moved against the year before."""
    indicator = edition.indicators[item.key.indicator]
    between = range_number(item, indicator, unit=False)
    words: list[str | Number] = [f"{indicator.name}: ", number(item, indicator)]
    if item.value is None:
        words.append(", without a best value")
    elif between is not None:
        words += [" (range ", between, ")"]
    else:
        words.append("; no range is in the data")
    if before is not None:
        words += [", ", *movement(item, before), f" on {before.key.year} (", number(before, indicator), ")"]
    return (*words, ".")


def place_in_history(edition: Edition, item: Observation, series: Sequence[Observation]) -> Sentence | None:
    """Where the figure stands among all years of its series: the record, or how far below it; None without others."""
    known = [other for other in series if other.value is not None]
    if item.value is None or len(known) < 3:
        return None
    indicator = edition.indicators[item.key.indicator]
    record = max(known, key=lambda other: other.value or 0.0)
    if record.key == item.key:
        return (f"It is the highest of the {len(known)} years with a figure.",)
    part = compute("share-of", (item, record))
    if part is None:
        return None
    return (
        "The record of the series is ",
        number(record, indicator),
        f" in {record.key.year}; {item.key.year} stands at ",
        derived_number(part),
        " of it.",
    )


def known_then(edition: Edition, item: Observation, day: str) -> Sentence:
    """What was known of the figure on a day, against what is known today."""
    indicator = edition.indicators[item.key.indicator]
    then = edition.observation(item.key, day)
    if then is None:
        return (f"{indicator.name}: no figure had been published by {day}.",)
    source = edition.sources.get(then.source)
    from_source = f", from {source.title}" if source is not None else ""
    if (then.value, then.low, then.high) == (item.value, item.low, item.high):
        return (f"{indicator.name}: ", number(then, indicator), f", the same as today{from_source}.")
    return (
        f"{indicator.name}: ",
        number(then, indicator),
        f"{from_source}; today it is ",
        number(item, indicator),
        ".",
    )


def afterwards(edition: Edition, item: Observation, series: Sequence[Observation]) -> list[Sentence]:
    """What the series did after the figure: the next year, the steepest change, and the newest figure."""
    indicator = edition.indicators[item.key.indicator]
    later = [other for other in series if other.key.year > item.key.year and other.value is not None]
    if not later:
        return [("No later figure is in the data.",)]
    found: list[Sentence] = [
        (
            f"{indicator.name} stood at ",
            number(later[0], indicator),
            f" in {later[0].key.year} (",
            *movement(later[0], item),
            f" on {item.key.year}).",
        )
    ]
    by_year = {other.key.year: other for other in (item, *later)}
    changes = [
        (derivation, other)
        for other in later
        if (before := by_year.get(other.key.year - 1)) is not None
        and (derivation := compute("change", (other, before))) is not None
    ]
    if changes:
        steepest, other = max(changes, key=lambda pair: abs(pair[0].value))
        before = steepest.inputs[1]
        word = "rose" if steepest.value > 0 else "fell"
        found.append(
            (
                f"The steepest change since then: it {word} by ",
                derived_number(steepest, signed=False),
                " from ",
                number(before, indicator),
                f" in {before.key.year} to ",
                number(other, indicator),
                f" in {other.key.year}.",
            )
        )
    newest = later[-1]
    if newest is not later[0]:
        moved = compute("change", (newest, item))
        tail: Sentence = (", ", derived_number(moved), f" against {item.key.year}.") if moved else (".",)
        found.append(("The newest figure is ", number(newest, indicator), f" for {newest.key.year}", *tail))
    return found
