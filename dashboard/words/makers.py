"""Who made an estimate, who published it, and who is only inferred: three things, under the names that readers see.

The producer is the series that an estimate stands in. Where the data know more exactly who made it, such as a national
partner whose own report prints it, its labels name that estimator. A publisher that nobody has read, but somebody has
concluded, is marked as inferred.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard.words.grid import GridRow
from etl.editions.reading import Edition
from etl.figures.observations import Observation, Statement
from etl.figures.producers import Estimator, Producer
from etl.figures.series import Series
from etl.figures.sources import INFERRED
from etl.figures.vocabulary.numbers import Flag

Estimate = Observation | Statement
_MARKS = re.compile(rf" \({INFERRED}(, {Flag.SUMMED})?\)$| \({Flag.SUMMED}\)$")


def maker_label(edition: Edition, item: Estimate) -> str:
    """Who made an estimate, as labels have it, with the mark of a publisher who is only inferred."""
    return _marked(_maker(edition, item).label, [INFERRED] if is_inferred(edition, item) else [])


def maker_said(edition: Edition, item: Estimate) -> str:
    """The same as sentences have it: the US, UNODC."""
    return _marked(_maker(edition, item).in_a_sentence, [INFERRED] if is_inferred(edition, item) else [])


def maker_in_a_sentence(edition: Edition, item: Estimate) -> str:
    """The whole name of who made an estimate, and in whose series it stands, inside a sentence."""
    name = _marked(_maker(edition, item).whole_in_a_sentence, [INFERRED] if is_inferred(edition, item) else [])
    series = edition.producers[item.key.producer].whole_in_a_sentence
    return f"{name}, in the series of {series}" if item.attributes.named_estimator in edition.estimators else name


def made_by(edition: Edition, *items: Estimate) -> str:
    """Whose estimates some numbers are, or whose figures where one is no estimate; each maker once.

    A mark that some of the numbers of a maker lack is left out.
    """
    are_estimates = all(edition.indicators[item.key.indicator].is_estimated for item in items)
    what = f"{'Estimate' if are_estimates else 'Figure'}{'s' if len(items) > 1 else ''}"
    return f"{what} of {', and of '.join(each_once(maker_in_a_sentence(edition, item) for item in items))}"


def is_inferred(edition: Edition, item: Estimate) -> bool:
    """Whether nobody has read who published the source that is cited for a number, or that prints it."""
    return _is_inferred_of(edition, item.source)


def _is_inferred_of(edition: Edition, source: str) -> bool:
    found = edition.sources.get(source)
    return found is not None and found.is_publisher_inferred


def named_producer(edition: Edition, producer: Producer, observations: Iterable[Observation]) -> Producer:
    """A producer under the name of who made some estimates in its series, where they are all by one, with their marks.

    The marks are those that all of the estimates have: inferred, summed.
    """
    figures = [item for item in observations if item.source]
    makers = {_maker_of(edition, *each) for each in {_made(item) for item in figures}}
    named = makers.pop() if len(makers) == 1 else producer
    sources = {item.source for item in figures}  # few, of many figures
    marks = [
        *([INFERRED] if sources and all(_is_inferred_of(edition, source) for source in sources) else []),
        *([str(Flag.SUMMED)] if figures and all(item.is_summed for item in figures) else []),
    ]
    return replace(
        producer,
        name=_marked(named.name, marks),
        short_name=_marked(named.label, marks),
        in_sentences=_marked(named.in_a_sentence, marks),
    )


def each_once(names: Iterable[str]) -> list[str]:
    """Names of makers, each once: one with a mark that some of its figures lack is the same maker without it."""
    every = dict.fromkeys(names)
    return [name for name in every if (plain := _MARKS.sub("", name)) == name or plain not in every]


def with_makers(edition: Edition, series: Series) -> Series:
    """A series under the name of who made its estimates."""
    return replace(series, producer=named_producer(edition, series.producer, series.observations))


def row_maker(edition: Edition, row: GridRow) -> str:
    """Who made the estimates of a row of the grid, as labels have it."""
    if row.producer is None:
        return "nobody"
    return named_producer(edition, row.producer, row.by_year.values()).label


def _maker(edition: Edition, item: Estimate) -> Producer | Estimator:
    return _maker_of(edition, *_made(item))


def _made(item: Estimate) -> tuple[str, str]:
    """The estimator of an estimate, as far as one is named, and its producer."""
    return item.attributes.named_estimator, item.key.producer


def _maker_of(edition: Edition, estimator: str, producer: str) -> Producer | Estimator:
    return edition.estimators.get(estimator) or edition.producers[producer]


def _marked(name: str, marks: Sequence[str]) -> str:
    return f"{name} ({', '.join(marks)})" if marks else name
