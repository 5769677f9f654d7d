"""Words of a number as a source prints it: what sets it apart, what its range is, how it was read."""

from etl.figures.vocabulary.word import Word

SAME = 1e-9  # relative difference up to which two numbers are the same number
APPROXIMATELY = 0.02  # "about" agrees with a value within this share of it
SIGNIFICANT_DIGITS = 2  # a number that is taken for another one rounded is printed with at least so many
POPPY_FREE_SINCE = 2007  # from this year on poppy-free means less than POPPY_FREE_BELOW, before it no poppy at all
POPPY_FREE_BELOW = 100.0  # hectares


def poppy_free_below(year: int) -> float:
    """How many hectares of poppy an area may have that a survey of a year calls poppy-free."""
    return POPPY_FREE_BELOW if year >= POPPY_FREE_SINCE else 0.0


class Flag(Word):
    """What sets a number apart; a plain estimate has none. The rule is how a reader is shown a number with it."""

    POPPY_FREE = "p-f"
    AT_LEAST = "at-least"
    APPROXIMATE = "approximate"
    ROUNDED = "rounded"
    RANGE = "range"
    SUMMED = "summed"
    MISPRINT = "misprint"
    WRONG_SCOPE = "wrong-scope"
    REPLACED = "replaced"


class RangeKind(Word):
    """What the ends of a printed range are, as the source says. The rule is how a reader is told of it."""

    CONFIDENCE_INTERVAL = "confidence-interval"
    MINIMUM_MAXIMUM = "minimum-maximum"
    SCENARIO = "scenario"
    SUM_OF_BOUNDS = "sum-of-bounds"
    UNSTATED = "unstated"


class Evidence(Word):
    """How a number was read, the best first. The rule says it in the fewest words."""

    ORIGINAL = "original"
    COPY = "copy"
    REPORT = "report"
