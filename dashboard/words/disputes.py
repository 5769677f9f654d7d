"""Where sources differ: which number against which, how far apart, of what kind, and why, told from the data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.server.urls import urls
from dashboard.words.definitions import defined_otherwise
from dashboard.words.numbers import compute, range_number, statement_number
from dashboard.words.pieces import Pieces, linked, named, quote, words
from dashboard.words.sentences import capitalised
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.beside import rows_beside
from etl.figures.indicators import Indicator
from etl.figures.knowledge import Correction
from etl.figures.observations import Observation, Statement
from etl.figures.producers import producer_order
from etl.figures.sources import Source
from etl.figures.vocabulary.judgement import SET_ASIDE, Verdict
from etl.figures.vocabulary.numbers import SAME, Flag

FOLDED_BELOW = 0.001
# The kinds of a disagreement between sources on one estimate, and the verdicts that belong to each. Numbers that are
# compatible with the current value without being the same are "inexact"; right numbers in a wrong unit stand with
# those of a wrong scope.
DISPUTE_KINDS: dict[str, tuple[Verdict, ...]] = {
    **{word: (word,) for word in (Verdict.DIFFERS, Verdict.OTHER_DEFINITION, Verdict.SUPERSEDED, *SET_ASIDE)},
    "inexact": (Verdict.ROUNDED, Verdict.AGREES),
}
_KIND_OF_VERDICT: dict[str, str] = {verdict: kind for kind, verdicts in DISPUTE_KINDS.items() for verdict in verdicts}
_WORDINGS = {(row["kind"], row["where"]): row["wording"] for row in rows_beside(__package__, "disputes.csv")}


def wording(kind: str, where: str) -> str:
    """How a kind of disagreement is worded in a place (`disputes.csv`): one of DISPUTE_KINDS, or a tab of its own."""
    return _WORDINGS[kind, where]


@dataclass(frozen=True, slots=True)
class Dispute:
    """The statements of one kind that print another number than the observation shows, the furthest first."""

    chosen: Chosen
    kind: str
    statements: tuple[Statement, ...]
    share: float | None  # of the furthest: its value over the current one, less one; None where it has no measure
    reason: str  # why they differ, as the data give it; may be empty

    @property
    def observation(self) -> Observation:
        return self.chosen.observation

    @property
    def is_small(self) -> bool:
        """Whether it is one of those that the page folds away."""
        return self.share is not None and abs(self.share) < FOLDED_BELOW


@dataclass(frozen=True, slots=True)
class Pair:
    """The estimates of two producers for one indicator, area and year; both have a value."""

    first: Observation
    second: Observation

    @property
    def share(self) -> float:
        """How far the second is from the first, as a share of the first."""
        derivation = compute("difference", (self.second, self.first))
        return derivation.value / 100 if derivation else 0.0

    @property
    def is_small(self) -> bool:
        """Whether it is one of those that the page folds away."""
        return abs(self.share) < FOLDED_BELOW


def kind_of(statement: Statement, observation: Observation, correction: Correction | None) -> str:
    """One of DISPUTE_KINDS, or an empty text where the statement prints what the observation shows."""
    if correction is not None and correction.verdict == "wrong-unit":
        return Verdict.WRONG_SCOPE
    kind = _KIND_OF_VERDICT.get(statement.verdict, "")
    are_ranges = observation.value is None and statement.value is None
    are_nothing = observation.value == 0 and not statement.value  # nothing twice, or a range that it is in
    is_same = observation.is_poppy_free or are_ranges or are_nothing or share_of(statement, observation) == 0
    return "" if kind == "inexact" and is_same else kind


def share_of(statement: Statement, observation: Observation) -> float | None:
    """How far a statement is from the current value, as a share of it; a range by its nearer end, 0 if it holds it.

    None where there is nothing to divide by: no current value, zero, or poppy-free.
    """
    base = observation.value
    if not base or observation.is_poppy_free:
        return None
    value = statement.value
    if value is None:
        low, high = statement.low, statement.high
        value = low if low is not None and low > base else high if high is not None and high < base else base
    share = value / base - 1
    return 0.0 if abs(share) <= SAME else share


def disputes(
    found: Iterable[tuple[Observation, Sequence[Statement]]], corrections: Mapping[int, Correction]
) -> list[Dispute]:
    """A dispute for each observation and kind; the largest difference first, those without a measure last.

    `corrections` are the known errors by the id of the statement that has them.
    """
    made: list[Dispute] = []
    for observation, statements in found:
        by_kind: dict[str, list[Statement]] = {}
        for item in statements:
            by_kind.setdefault(kind_of(item, observation, corrections.get(item.id)), []).append(item)
        for kind in DISPUTE_KINDS:
            items = sorted(by_kind.get(kind, []), key=lambda item: -abs(share_of(item, observation) or 0))
            if items:
                share = share_of(items[0], observation)
                reason = next((text for item in items if (text := _reason(item, corrections))), "")
                made.append(Dispute(Chosen(observation, statements), kind, tuple(items), share, reason))
    return sorted(made, key=_furthest_first)


def _reason(item: Statement, corrections: Mapping[int, Correction]) -> str:
    """Why a number is known to be wrong, else what the data note beside it."""
    correction = corrections.get(item.id)
    return correction.reason if correction is not None else item.note


def _furthest_first(dispute: Dispute) -> tuple[bool, float, object]:
    return dispute.share is None, -abs(dispute.share or 0), dispute.observation.key


def pairs(groups: Iterable[Sequence[Observation]]) -> list[Pair]:
    """Every producer against the first of the usual order, where both have a value; the furthest apart first."""
    made: list[Pair] = []
    for group in groups:
        known = {item.key.producer: item for item in group if item.value}
        order = producer_order(known)
        made += [Pair(known[order[0]], known[other]) for other in order[1:]]
    return sorted(made, key=lambda pair: (-abs(pair.share), pair.first.key))


def printed(dispute: Dispute, indicator: Indicator) -> Pieces:
    """The other numbers, each once and leading to the earliest source that prints it, with how many print it."""
    by_text: dict[str, list[Statement]] = {}
    for item in dispute.statements:
        by_text.setdefault(statement_number(item, indicator).text, []).append(item)
    pieces: Pieces = []
    for items in by_text.values():
        pieces += [words(", ")] if pieces else []
        pieces.append(linked(statement_number(items[0], indicator)))
        count = len({item.source for item in items})
        pieces += [words(f" ({count} sources)")] if count > 1 else []
    return pieces


def why_different(dispute: Dispute, edition: Edition) -> tuple[Pieces, Pieces]:
    """One line, and a quieter one: the reason as the data give it, and who printed what first."""
    sources = edition.sources
    first = _earliest(dispute.statements, sources)
    address = urls().number(dispute.observation.key)
    note: Pieces = [quote(dispute.reason, address)] if dispute.reason else []
    if dispute.kind in SET_ASIDE:
        reason = wording(dispute.kind, "reason")
        return note or [words(f"{reason}; no reason is recorded.")], [words("In "), *_dated(sources[first.source])]
    if dispute.kind == "inexact":
        return [words(f"{_inexact(dispute.statements[0])}, in "), *_dated(sources[first.source])], note
    both = _both_sides(dispute, first, sources)
    if dispute.kind == Verdict.OTHER_DEFINITION:
        return _definitions(dispute, edition, address), both
    return (both, []) if dispute.kind == Verdict.SUPERSEDED or not note else (note, both)


def _definitions(dispute: Dispute, edition: Edition, address: str) -> Pieces:
    """In what the number and the current one measure different things."""
    differences = defined_otherwise(edition, dispute.statements[0], dispute.observation)
    texts = [f"{theirs.label} {theirs.text}; the current value: {ours.text}. " for theirs, ours in differences]
    return [quote(text, address) for text in texts]


def _both_sides(dispute: Dispute, first: Statement, sources: Mapping[str, Source]) -> Pieces:
    theirs = [words(f"{wording(dispute.kind, 'first')} "), *_dated(sources[first.source])]
    shown = dispute.chosen.observation
    same = [
        item
        for item in dispute.chosen.statements
        if item.id == shown.statement_id or (item.verdict == Verdict.AGREES and share_of(item, shown) == 0)
    ]
    if not same:
        return theirs
    ours = sources[_earliest(same, sources).source]
    return [*theirs, words("; the current value first by "), *_dated(ours)]


def _dated(source: Source) -> Pieces:
    return [named(source), words(f" ({source.published or 'no date'})")]


def _earliest(statements: Sequence[Statement], sources: Mapping[str, Source]) -> Statement:
    """The statement of the earliest source; undated sources last, for nobody knows that they came first."""
    return min(statements, key=lambda item: (sources[item.source].published or "9", item.id))


def _inexact(statement: Statement) -> str:
    flag: str = statement.flag
    if flag not in {Flag.AT_LEAST, Flag.APPROXIMATE}:
        flag = statement.verdict
    return wording("inexact", flag)


def against_range(pair: Pair, edition: Edition) -> Pieces:
    """One line: where the second estimate lies against the range of the first."""
    indicator = edition.indicators[pair.first.key.indicator]
    first, second = (edition.producers[item.key.producer].in_a_sentence for item in (pair.first, pair.second))
    if pair.first.value == pair.second.value:
        return [words("Both print the same number; where one repeats the other, that is not a second estimate.")]
    between = range_number(pair.first, indicator)
    value, low, high = pair.second.value or 0.0, pair.first.low, pair.first.high
    if between is None:
        own = range_number(pair.second, indicator)
        if own is None:
            return [words(f"Neither {first} nor {second} prints a range.")]
        value, low, high = pair.first.value or 0.0, pair.second.low, pair.second.high
        between, first, second = own, second, first
    where = "below" if low is not None and value < low else "above" if high is not None and value > high else "within"
    return [words(f"{capitalised(second)} lies {where} the range of {first}, "), linked(between), words(".")]


def other_things(pair: Pair, edition: Edition) -> Pieces:
    """One line: in what the two estimates measure different things, as far as that is known of both."""
    address = urls().number(pair.second.key)
    differences = defined_otherwise(edition, pair.first, pair.second)
    return [quote(f"{first.label} {first.text} against {second.text}. ", address) for first, second in differences]
