"""What an edition says about its observations: which contradict others, what hangs on a source, what there is."""

from dataclasses import dataclass

from etl.figures.observations import Observation, Statement
from etl.figures.vocabulary.editions import Effect


@dataclass(frozen=True, slots=True)
class Warning:
    """A check of consistency that an observation fails; `computed` is what the others give for it."""

    code: str  # a word of Misfit
    computed: float | None
    inputs: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """What an observation would show if a source were left out: `then` would be cited, None where no value is left."""

    effect: Effect
    now: Observation
    then: Statement | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is of one indicator, area and producer."""

    indicator: str
    area: str
    producer: str
    first: int
    last: int
    observations: int
    figures: int  # those of them that have a number: of the others all that sources print is set aside
