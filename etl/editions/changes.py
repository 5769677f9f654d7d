"""What one edition changes against another, as records: figures added, changed and removed, verdicts that flipped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

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
    """One observation that differs between two editions; `before` or `after` is None where it is not there.

    near: of an added one, year and value of the nearest year of its series that the edition before has.
    """

    key: Key
    unit: str
    before: ShownFigure | None
    after: ShownFigure | None
    near: tuple[int, float] | None = None

    @property
    def is_jump(self) -> bool:
        """Whether the value moved by more than a factor of three, or out of the range it had.

        One that was added is compared with the nearest year of its series.
        """
        if self.after is None or self.after.value is None:
            return False
        if self.before is None:
            return self.near is not None and _is_far(self.near[1], self.after.value)
        if self.before.value is None:
            return False
        if _is_far(self.before.value, self.after.value):
            return True
        below = self.before.low is not None and self.after.value < self.before.low
        return below or (self.before.high is not None and self.after.value > self.before.high)

    @property
    def size(self) -> tuple[float, float]:
        """How far the value moved, to compare jumps: as a factor, and those from or to nothing by the number itself."""
        known = self.before.value if self.before else self.near and self.near[1]
        small, large = sorted((known or 0.0, (self.after and self.after.value) or 0.0))
        return (large / small if small else 0.0, large)


def _is_far(one: float, other: float) -> bool:
    small, large = sorted((one, other))
    return large > JUMP_FACTOR * small


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
    edition in the series of each of the largest jumps, by indicator, area and producer.
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

    @cached_property
    def jumps(self) -> list[Change]:
        """Changed figures that moved far, and added ones that are far from the year next to them; the largest first."""
        added = self.added if self.statements_before else ()  # a first edition has nothing to be far from
        found = [change for change in chain(self.changed, added) if change.is_jump]
        return sorted(found, key=lambda change: change.size, reverse=True)

    @property
    def is_empty(self) -> bool:
        """Whether the two editions show the same statements, figures and verdicts."""
        figures = self.added or self.changed or self.removed
        statements = self.statements_added or self.statements_removed or self.statements_mended
        return not (figures or self.flips or statements)
