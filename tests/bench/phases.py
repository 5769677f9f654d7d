"""What a phase of a fault run is: something that goes wrong, and what readers may notice of it."""

from collections.abc import Callable
from dataclasses import dataclass

End = Callable[[], object]


def _nothing() -> None: ...


@dataclass(frozen=True)
class Phase:
    """`begin` brings something about and gives what ends it, which does nothing where it is over by itself.

    `is_without_figures`: whether readers may be told that there are none meanwhile. `may_break`: whether connections
    may break when it begins.
    """

    name: str
    begin: Callable[[], End]
    is_without_figures: bool = False
    may_break: bool = False


def at_once(name: str, happen: Callable[[], object], *, may_break: bool = False) -> Phase:
    """A phase of what is over as soon as it has happened."""

    def begin() -> End:
        happen()
        return _nothing

    return Phase(name, begin, may_break=may_break)
