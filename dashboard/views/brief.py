"""What a briefing says in sentences: its headline, its lead, where sources differ, and what came after."""

from dashboard.views.briefing import Briefing
from dashboard.views.observed import is_figure
from dashboard.views.stories import newest
from dashboard.words.breaks import moved
from dashboard.words.disputes import Dispute, disputes
from dashboard.words.makers import maker_label
from dashboard.words.numbers import number, statement_number
from dashboard.words.sentences import Sentence, SentencePart, within_a_sentence
from etl.editions.reading import Edition
from etl.figures.observations import Observation
from etl.figures.vocabulary.judgement import SET_ASIDE, Verdict

_TOLD_DISPUTES = {Verdict.DIFFERS, Verdict.SUPERSEDED, *SET_ASIDE}


def headline(edition: Edition, briefing: Briefing) -> Sentence:
    """Place, year and the one or two figures that the briefing is about, each with what it is."""
    words: list[SentencePart] = [f"{edition.areas[briefing.area].name} {briefing.year}: "]
    for position, item in enumerate(briefing.figures):
        indicator = edition.indicators[item.key.indicator]
        words += [" and " if position else "", number(item, indicator), f" ({within_a_sentence(indicator.name)})"]
    return tuple(words)


def lead(edition: Edition, briefing: Briefing) -> Sentence:
    """How the figures moved on the year before, and where the first of them stands now."""
    words: list[SentencePart] = []
    for item in briefing.figures:
        before, name = briefing.before(item), edition.indicators[item.key.indicator].name
        if before is not None:
            words += [
                "; " if words else "",
                f"{name if not words else within_a_sentence(name)}: ",
                *moved(edition, item, before),
            ]
    words += [". "] if words else []
    first = briefing.figures[0]
    return (*words, *newest(edition, first, briefing.series[first.key.indicator]))


def disagreement(edition: Edition, briefing: Briefing) -> Sentence:
    """What else is printed for the figures, by other producers or by sources that contradict them."""
    found: list[SentencePart] = []
    silent = []
    for item in briefing.figures:
        others, name = _other_numbers(edition, item), within_a_sentence(edition.indicators[item.key.indicator].name)
        if others:
            found += ["; " if found else "Also printed for ", f"{name}: ", *others]
        else:
            silent.append(name)
    if not found:
        return (
            f"No source here contradicts the figure for {' or '.join(silent)}, and no other producer has a figure.",
        )
    return (*found, f"; nothing for {silent[0]}." if silent else ".")


def _other_numbers(edition: Edition, item: Observation) -> list[SentencePart]:
    """What other producers have, the same or not, and what sources print instead, each with whose or what it is."""
    indicator = edition.indicators[item.key.indicator]
    rivals = [
        other
        for other in edition.around(item)
        if is_figure(other) and other.key.year == item.key.year and other.key.producer != item.key.producer
    ]
    ours = number(item, indicator).text
    printed = [(number(other, indicator), maker_label(edition, other)) for other in rivals]
    told = [(made, f"{whose}, the same" if made.text == ours else whose) for made, whose in printed]
    own = disputes([(item, edition.statements_of(item))], edition.corrections)
    for dispute in sorted((each for each in own if _is_told(each)), key=lambda each: each.kind):
        numbers = {made.text: made for made in (statement_number(said, indicator) for said in dispute.statements)}
        told += [(made, dispute.kind.replace("-", " ")) for made in numbers.values()]
    words: list[SentencePart] = []
    for made, whose in told:
        words += [", " if words else "", made, f" ({whose})"]
    return words


def _is_told(dispute: Dispute) -> bool:
    return dispute.kind in _TOLD_DISPUTES
