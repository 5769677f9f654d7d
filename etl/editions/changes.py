"""What one edition changes against another, as records: figures added, changed and removed, verdicts that flipped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from etl.figures.keys import Key

JUMP_FACTOR = 3


@dataclass(frozen=True)
class ShownFigure:
    """What an edition shows for an observation, and the source it cites; values in `unit`."""

    value: float | None
    low: float | None
    high: float | None
    source: str


@dataclass(frozen=True)
class Change:
    """One observation that differs between two editions; `before` or `after` is None where it is not there."""

    key: Key
    unit: str
    before: ShownFigure | None
    after: ShownFigure | None

    @property
    def is_jump(self) -> bool:
        """Whether the value moved by more than a factor of three, or out of the range it had."""
        if self.before is None or self.after is None or self.before.value is None or self.after.value is None:
            return False
        small, large = sorted((self.before.value, self.after.value))
        if large > JUMP_FACTOR * small:
            return True
        below = self.before.low is not None and self.after.value < self.before.low
        return below or (self.before.high is not None and self.after.value > self.before.high)


@dataclass(frozen=True)
class Flip:
    """One statement that both editions have, with two verdicts."""

    key: Key
    source: str
    before: str
    after: str


@dataclass(frozen=True)
class Tie:
    """A figure that no date tells from the other number of another statement, which was no tie before."""

    key: Key
    unit: str
    value: float | None
    source: str
    other: float | None
    other_source: str


@dataclass(frozen=True)
class Changes:
    """Everything that differs, sorted by observation; jumps stand first among the changed figures.

    added_by_verdict: of the statements that were added, how many have which verdict. around: year and value of the new
    edition in the series of each of the first jumps, by indicator, area and producer.
    """

    added: Sequence[Change]
    changed: Sequence[Change]
    removed: Sequence[Change]
    flips: list[Flip]
    statements_before: int
    statements_added: int
    statements_removed: int
    statements_mended: int = 0  # the same statements with another printed text
    ties: list[Tie] = field(default_factory=list)
    added_by_verdict: Mapping[str, int] = field(default_factory=dict)
    around: Mapping[tuple[str, str, str], list[tuple[int, float]]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the two editions show the same statements, figures and verdicts."""
        figures = self.added or self.changed or self.removed
        statements = self.statements_added or self.statements_removed or self.statements_mended
        return not (figures or self.flips or statements)
