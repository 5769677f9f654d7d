"""What the figures of a scene measure: what is known of all of them and the same, and whose years are seasons."""

import re
from calendar import month_name
from collections.abc import Iterator, Sequence

from dashboard.views.scene import Scene
from dashboard.words.alike import OF_PEOPLE_AND_PRICES
from dashboard.words.definitions import TOLD, differences, differences_together, differing, words_of
from dashboard.words.sentences import in_brackets, joined
from etl.figures.indicators import Indicator
from etl.figures.observations import Observation
from etl.figures.vocabulary.attributes import VALUES_OF, Attribute
from etl.figures.vocabulary.indicators import Measure

_LABELS = {
    Attribute.AGE_FROM: "aged {}",
    Attribute.GRADES: "{}",
    Attribute.AMOUNT: "for {}",
    Attribute.REGISTER: "from {}",
    Attribute.FIELD_YEAR: "fieldwork of {}",
}

_LABELS_OF_ONE = _LABELS | {Attribute.RECALL: "asked about {}"}  # where no list of words stands around it
_OF_WHOM = [attribute for attribute in OF_PEOPLE_AND_PRICES if attribute != Attribute.AGE_TO]  # told with the youngest
_CODES = re.compile(r"ICD-10 [^)]+(?=\))")  # of causes of death, in what says what an indicator is
_OF_ONE_SUM = ("sum", "share", "share-of")  # what is computed from figures of several areas


def definition_notes(scene: Scene, form: str = "") -> list[str]:
    """What all figures shown measure alike or not, and which years begin in the year before; of a chart of a form.

    Empty where nothing is known.
    """
    figures = _figures(scene)
    alike = ", ".join(filter(None, (measured(figures), *_of_indicator(scene.indicator)))) if figures else ""
    which = "Every figure here" if len(figures) > 1 else "The figure here"
    apart = differences(figures)
    has_lines = scene.year is None and form != "stack"
    broken = ", and lines are broken between those that do not" if has_lines else ""
    apart_told = [f"Not all figures here measure the same{broken}: {joined(apart)}."]
    together = differences_together(_together(scene, form))
    told = TOLD.get(scene.indicator.measure, "") if figures else ""
    return [
        *([told] if told else []),
        *_reported(figures, scene),
        *([f"{which}: {alike}."] if alike else []),
        *(apart_told if apart else []),
        *([f"Not all figures that go together here measure the same: {joined(together)}."] if together else []),
        *_seasons(figures, scene),
    ]


def _of_indicator(indicator: Indicator) -> Iterator[str]:
    """What all figures of an indicator have: of prices the currency and for how much, of deaths the codes of causes."""
    if indicator.measure == Measure.PRICE:
        yield f"in {indicator.unit_name}"
    yield from _CODES.findall(indicator.description)


def _reported(figures: Sequence[Observation], scene: Scene) -> list[str]:
    """Of shares of people: which years they are of, and when what first prints them here came out.

    A survey is often told of years after it was made. Empty where one of them has no day.
    """
    first_days = _reported_on(figures, scene.indicator)
    if not first_days:
        return []
    described, reported = (_span(years) for years in ([item.key.year for item in figures], [*map(_year, first_days)]))
    return [f"Estimate{'s' if len(figures) > 1 else ''} for {described}, reported in {reported}."]


def _reported_on(figures: Sequence[Observation], indicator: Indicator) -> list[str]:
    """Of shares of people: the day of what first printed each; empty where that is not known of all."""
    days = [item.printed_on.partition(" ")[0] for item in figures]
    return days if indicator.measure == "prevalence" and all(days) else []


def _year(day: str) -> int:
    return int(day[:4])


def _span(years: Sequence[int]) -> str:
    first, last = min(years), max(years)
    return f"{first}" if first == last else f"{first}–{last}"


def _together(scene: Scene, form: str) -> Iterator[Sequence[Observation]]:
    """The figures that go into one sum or share, and those of one year and maker in one column or ranking."""
    of_year: dict[tuple[int, str], list[Observation]] = {}
    for point in (point for line in (*scene.drawn, *scene.sums) for point in line.points if point.is_shown):
        if point.computed is not None and point.computed.kind in _OF_ONE_SUM:
            yield point.computed.inputs
        elif form in {"stack", "bar"}:
            of_year.setdefault((point.year, point.observation.key.producer), []).append(point.observation)
    yield from of_year.values()


def _figures(scene: Scene) -> list[Observation]:
    return [item for line in scene.marked for point in line.points if point.is_shown for item in point.rests_on]


def unlike(scene: Scene) -> list[Attribute]:
    """The attributes in which the figures of a scene differ, so that each has to say its own."""
    return [*differing(_figures(scene))]


def measured_unlike(figures: Sequence[Observation], attributes: Sequence[Attribute]) -> list[str]:
    """What some figures measure alike of the attributes in which those around them differ."""
    found: list[str] = []
    for attribute in attributes:
        texts = {words_of(item, attribute) for item in figures}
        if len(texts) == 1 and (text := texts.pop()):
            found.append(_LABELS_OF_ONE.get(attribute, "{}").format(text))
    return found


def of_whom(figures: Sequence[Observation]) -> str:
    """Of which people, prices or records some figures are, as far as they are alike; empty where that is not known."""
    return ", ".join(measured_unlike(figures, _OF_WHOM))


def when_and_of_whom(item: Observation, indicator: Indicator) -> str:
    """The year of a figure, of a share of people also when it was reported, and of whom it is."""
    reported = _reported_on([item], indicator)
    told = f"estimate for {item.period}, reported in {_year(reported[0])}" if reported else item.period
    return ", ".join(filter(None, (told, of_whom([item]))))


def measured(figures: Sequence[Observation]) -> str:
    """What some figures measure alike, in the fewest words; empty where nothing is known of all and the same."""
    found: list[str] = []
    for attribute, words in VALUES_OF.items():
        values = {getattr(item.attributes, attribute) for item in figures}
        if attribute not in _LABELS and len(values) == 1 and (value := values.pop()):
            found.append(words(value).rule)
    for attribute in _LABELS:
        texts = {words_of(item, attribute) for item in figures}
        if len(texts) == 1 and (text := texts.pop()):
            found.append(_LABELS[attribute].format(text))
    return ", ".join(found)


def _seasons(figures: Sequence[Observation], scene: Scene) -> list[str]:
    """For each series with such years: which they are, and how they are written."""
    series: dict[tuple[str, str], list[Observation]] = {}
    for item in figures:
        if item.period != str(item.key.year):
            series.setdefault((item.key.area, item.key.producer), []).append(item)
    notes: list[str] = []
    for (area, producer), items in series.items():
        years = sorted({item.key.year for item in items})
        is_one = len(years) == 1
        span = f"the year {years[0]}" if is_one else f"the years {years[0]} to {years[-1]}"
        seasons = {(item.attributes.ref_start, item.attributes.ref_end) for item in items}
        months = {tuple(month_name[int(end[5:7])] for end in season if end) for season in seasons}
        s = "s" if is_one else ""
        run = f"run{s} from {' to '.join(months.pop())}" if len(months) == 1 else f"begin{s} in the year before"
        last = max(items, key=lambda item: item.key.year)
        name = f"{scene.name_of(area)} {in_brackets(scene.producer_names[producer])}"
        notes.append(f"{name}: {span} {run}, {'written' if is_one else 'such as'} {last.period}.")
    return notes
