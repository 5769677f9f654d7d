"""One line of the table of benches, and when it fails a run: never for a time, which depends on the machine."""

from collections.abc import Iterable
from dataclasses import dataclass

COLUMNS = ("what", "figure", "budget", "", "ratio", "baseline of this run")
WIDTHS = (76, 11, 15, 6, 14, 0)


@dataclass(frozen=True)
class Row:
    """A figure with its budget and, where there is one, its ratio to a baseline measured in the same run.

    A budget of None is no budget. `can_fail` is for sizes and counts, which are the same on every machine; a ratio
    above `most_ratio` fails too.
    """

    what: str
    figure: float
    unit: str
    budget: float | None = None
    at_least: bool = False
    can_fail: bool = False
    ratio: float | None = None
    most_ratio: float | None = None
    baseline: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the figure is within its budget."""
        if self.budget is None:
            return True
        return self.figure >= self.budget if self.at_least else self.figure <= self.budget

    @property
    def is_ratio_met(self) -> bool:
        """Whether the ratio is within its own."""
        return self.ratio is None or self.most_ratio is None or self.ratio <= self.most_ratio

    @property
    def fails(self) -> bool:
        """Whether it fails the run."""
        return not self.is_ratio_met or (self.can_fail and not self.is_met)

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as texts."""
        bound = "at least" if self.at_least else "at most"
        budget = "" if self.budget is None else f"{bound} {_written(self.budget)}"
        verdict = "" if self.budget is None and self.most_ratio is None else "missed" if self._is_missed else "met"
        limit = f" (≤ {self.most_ratio:g})" if self.most_ratio is not None else ""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}{limit}"
        return self.what, f"{_written(self.figure)} {self.unit}", budget, verdict, ratio, self.baseline

    @property
    def _is_missed(self) -> bool:
        return not (self.is_met and self.is_ratio_met)


def _written(figure: float) -> str:
    if figure >= 100 or figure == int(figure):
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if figure >= 10 else f"{figure:.3f}".rstrip("0")


def line(cells: Iterable[str]) -> str:
    """A line of the table."""
    return "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()
