"""The story of one figure in sentences: how it moved, what was known when, and what came after.

The words are templates; every number in them is read or computed from the edition, so that a refresh can never
leave the text behind.
"""

from collections.abc import Sequence
from itertools import pairwise

from dashboard.views.points import own_point
from dashboard.views.superlatives import highest_of, is_doubted, is_open, scope_of
from dashboard.words.breaks import moved
from dashboard.words.makers import named_producer
from dashboard.words.numbers import WITHIN_RANGES, Number, compute, derived_number, number, range_number
from dashboard.words.ranges import NOT_RECORDED, without_range
from dashboard.words.sentences import Sentence, SentencePart, within_a_sentence
from etl.editions.reading import Edition
from etl.figures.observations import Observation


def summary(edition: Edition, item: Observation, before: Observation | None) -> Sentence:
    """The figure with its range, and how it moved against the year before."""
    indicator = edition.indicators[item.key.indicator]
    between = range_number(item, indicator, unit=False)
    words: list[SentencePart] = [f"{indicator.name}: ", number(item, indicator)]
    if item.value is None:
        words += [", without a best value"] if between is not None else []
    elif between is not None:
        words += [" (range ", between, ")"]
    elif untold := without_range(item, indicator):
        words.append(f"; {untold}")
    if before is not None:
        words += [", ", *moved(edition, item, before), " (", number(before, indicator), ")"]
    return (*words, ".")


def place_in_history(edition: Edition, item: Observation, series: Sequence[Observation]) -> Sentence | None:
    """Where the figure stands among the years of its series that can be compared: the highest, or how far below it.

    None where it has no value, where fewer than three years have one, or where none is surely the highest.
    """
    indicator = edition.indicators[item.key.indicator]
    compared = [other for other in series if other.comparable_from == item.comparable_from]
    points = [own_point(other, indicator) for other in compared]
    known = [point for point in points if point.is_shown and not is_open(point)]
    highest = highest_of(points, edition.doubted)
    if item.value is None or len(known) < 3 or highest is None:
        return None
    maker = named_producer(edition, edition.producers[item.key.producer], series).in_a_sentence
    scope = f"of the {len(known)} years {_between_breaks(compared, series)}for which {maker} has a figure"
    if highest.observation.key == item.key:
        return (f"It is the highest {scope}.",)
    part = compute("share-of", (item, highest.observation))
    if part is None:
        return None
    return (
        f"The highest {scope} is ",
        number(highest.observation, indicator),
        f" in {highest.period}; {item.period} stands at ",
        derived_number(part),
        " of it.",
    )


def _between_breaks(compared: Sequence[Observation], series: Sequence[Observation]) -> str:
    """Which years of a series can be compared, where not all can."""
    if len(compared) == len(series):
        return ""
    return f"from {compared[0].key.year} to {compared[-1].key.year} that can be compared "


def known_then(edition: Edition, item: Observation, day: str) -> Sentence:
    """What was known of the figure on a day, against what is known today."""
    indicator = edition.indicators[item.key.indicator]
    then = edition.observation(item.key, day)
    if then is None:
        return (f"{indicator.name}: no source here had printed a figure by {day}.",)
    source = edition.sources.get(then.source)
    from_source = f", from {source.title}" if source is not None else ""
    shown, today = number(then, indicator), number(item, indicator)
    before, now = range_number(then, indicator, unit=False), range_number(item, indicator, unit=False)
    is_as_large = shown.text == today.text
    if is_as_large and (before and before.text) == (now and now.text):
        return (f"{indicator.name}: ", shown, f", the same as today{from_source}.")
    # Of two numbers that look alike, the range is what has changed.
    ranges = [_in_brackets(between) if is_as_large else () for between in (before, now)]
    return (f"{indicator.name}: ", shown, *ranges[0], f"{from_source}; today it is ", today, *ranges[1], ".")


def _in_brackets(between: Number | None) -> Sentence:
    return (f" ({NOT_RECORDED})",) if between is None else (" (range ", between, ")")


def afterwards(edition: Edition, item: Observation, series: Sequence[Observation]) -> list[Sentence]:
    """What the series did after the figure: the next year, the steepest change, and the newest figure."""
    indicator = edition.indicators[item.key.indicator]
    later = [other for other in series if other.key.year > item.key.year and other.value is not None]
    if not later:
        return [("No later figure is in the data.",)]
    found: list[Sentence] = [
        (
            f"{indicator.name} {'was' if later[0].is_poppy_free else 'stood at'} ",
            number(later[0], indicator),
            f" in {later[0].period}; ",
            *moved(edition, later[0], item),
            ".",
        )
    ]
    steepest = _steepest(edition, [item, *later])
    found += [steepest] if steepest is not None else []
    if later[-1] is not later[0]:
        found.append(_newest(edition, later[-1], item, "The newest figure", "it"))
    return found


def newest(edition: Edition, item: Observation, series: Sequence[Observation]) -> Sentence:
    """Where the series stands now, against the figure."""
    name = within_a_sentence(edition.indicators[item.key.indicator].name)
    later = [other for other in series if other.key.year > item.key.year and other.value is not None]
    if not later:
        return (f"No later figure for {name} is in the data.",)
    return _newest(edition, later[-1], item, f"The newest figure for {name}", name)


def _newest(edition: Edition, later: Observation, item: Observation, subject: str, name: str) -> Sentence:
    """The newest figure, and how far it is from an earlier one."""
    shown = number(later, edition.indicators[item.key.indicator])
    if later.is_poppy_free:
        return (f"In {later.period}, the newest year with a figure, {name} was ", shown, ".")
    against = compute("change", (later, item))
    within = f", {WITHIN_RANGES}" if against and against.is_within_ranges else ""
    tail: Sentence = (", ", derived_number(against), f" against {item.period}{within}.") if against else (".",)
    return (f"{subject} is ", shown, f" for {later.period}", *tail)


def _steepest(edition: Edition, series: Sequence[Observation]) -> Sentence | None:
    """The change in per cent between neighbours of a series that is larger than all others, up or down.

    Neighbours with a break between them have no change.

    None where there are fewer than two, where one of them cannot be computed, or where a figure of the largest does
    not fit others.
    """
    indicator = edition.indicators[series[0].key.indicator]
    points = [own_point(item, indicator) for item in series]
    neighbours = list(pairwise(point for point in points if point.value is not None and not is_open(point)))
    pairs = [(earlier, later) for earlier, later in neighbours if earlier.comparable_from == later.comparable_from]
    changes = [compute("change", (later.observation, earlier.observation)) for earlier, later in pairs]
    known = [made for made in changes if made is not None]
    if len(pairs) < 2 or len(known) < len(pairs):
        return None
    steepest, second = sorted(known, key=lambda made: -abs(made.value))[:2]
    earlier, later = pairs[changes.index(steepest)]
    ends = (earlier, later)
    if abs(steepest.value) == abs(second.value) or any(is_doubted(point, edition.doubted) for point in ends):
        return None
    between = ", between years that can be compared" if len(pairs) < len(neighbours) else ""
    scope = scope_of(points, is_narrowed=False)
    span, went = later.year - earlier.year, "rose" if steepest.value > 0 else "fell"
    by = "by " if steepest.times is None else ""
    return (
        f"The steepest change since then{f', {scope}' if scope else ''}{between}: it {went} {by}",
        derived_number(steepest, signed=False),
        " from ",
        number(earlier.observation, indicator),
        f" in {earlier.period} to ",
        number(later.observation, indicator),
        f" in {later.period}{f', over {span} years' if span > 1 else ''}.",
    )
