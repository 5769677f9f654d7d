"""The words that figures are judged by: each list in its order, each word with its meaning and the rule it stands for.

A word is a text, so that it compares, sorts and is written like one; the order of a list is the order in which its
words are shown and, where they have ranks, in which they win. Meanings and rules stand in `words.csv` beside this file.
"""

from enum import StrEnum
from typing import Self

from etl.figures.beside import rows_beside

SAME = 1e-9  # relative difference up to which two numbers are the same number
APPROXIMATELY = 0.02  # "about" agrees with a value within this share of it
SIGNIFICANT_DIGITS = 2  # a number that is taken for another one rounded is printed with at least so many
REMOVALS_ACCEPTED = 0.05  # a refresh that would lose a greater share of the statements asks first
POPPY_FREE_SINCE = 2007  # from this year on poppy-free means less than POPPY_FREE_BELOW, before it no poppy at all
POPPY_FREE_BELOW = 100.0  # hectares
SURVEY_WINDOW_YEARS = 2  # a survey of a year is out by the end of the second year after it


def poppy_free_below(year: int) -> float:
    """How many hectares of poppy an area may have that a survey of a year calls poppy-free."""
    return POPPY_FREE_BELOW if year >= POPPY_FREE_SINCE else 0.0


# Meaning and rule of each word, by its list and the word.
_TOLD = {(row["list"], row["word"]): (row["meaning"], row["rule"]) for row in rows_beside("etl.figures", "words.csv")}


class Word(StrEnum):
    """One word of a list: as it stands in the data, what it means in one sentence, and the rule it stands for."""

    meaning: str
    rule: str

    def __new__(cls, word: str) -> Self:
        made = str.__new__(cls, word)
        made._value_ = word
        made.meaning, made.rule = _TOLD[cls.__name__, word]
        return made

    @classmethod
    def ranks(cls) -> dict[str, int]:
        """The place of each word in its list; the first wins."""
        return {str(word): place for place, word in enumerate(cls)}


class Verdict(Word):
    """What a statement says of the value in force, by the first rule that holds (rule 4 of the method)."""

    CITED = "cited"
    AGREES = "agrees"
    ROUNDED = "rounded"
    SUPERSEDED = "superseded"
    OTHER_DEFINITION = "other-definition"
    DIFFERS = "differs"
    MISPRINT = "misprint"
    WRONG_SCOPE = "wrong-scope"


SET_ASIDE = (Verdict.MISPRINT, Verdict.WRONG_SCOPE)  # never the value shown, and always visible
# How a reader is shown the verdicts on a number: what contradicts it before what was revised since.
READING_ORDER = tuple(dict.fromkeys((Verdict.CITED, Verdict.AGREES, Verdict.ROUNDED, Verdict.DIFFERS, *Verdict)))


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


class Authority(Word):
    """Whose text a source is, seen from the producer; the first two come before the third."""

    PRIMARY = "primary"
    REPOST = "repost"
    SECONDARY = "secondary"


class Slip(Word):
    """What a correction says of a number. The rule is the verdict on it: a wrong unit is a slip of the print."""

    MISPRINT = "misprint"
    WRONG_SCOPE = "wrong-scope"
    WRONG_UNIT = "wrong-unit"


class ChangeKind(Word):
    """What becomes of a number when an observation shows another one than before. The rule says how one can tell."""

    REVISED = "revised"
    ROUNDED = "rounded"
    CORRECTED = "corrected"
    REDEFINED = "redefined"


class Misfit(Word):
    """A check that a figure fails. The rule is what its page says of it; only the first of them contradict it."""

    FACTORS = "factors-do-not-give-product"
    FACTOR = "product-does-not-give-factor"
    RETIRED = "factor-of-revised-product"
    PARTS = "parts-and-total-differ"
    SUSPECTED = "perhaps-a-misprint"
    TIED = "tied-with-another-number"
    CONSTANT = "yield-without-change"
    OUTLIER = "yield-unlike-the-years-around"


CONTRADICTED = (Misfit.FACTORS, Misfit.FACTOR, Misfit.RETIRED, Misfit.PARTS, Misfit.SUSPECTED)


class EventKind(Word):
    """What kind of event it is; charts name the first kinds first. The rule is the heading of a list of such events."""

    POLICY = "policy"
    AGREEMENT = "agreement"
    MEETING = "meeting"
    PUBLICATION = "publication"


class BreakKind(Word):
    """What is another after a break of a series than before. The rule is what sentences say has changed."""

    METHOD = "method"
    COVERAGE = "coverage"
    DEFINITION = "definition"
    ESTIMATOR = "estimator"


class Attribute(Word):
    """What is known of a number beside its indicator: who made it, and what exactly it measures.

    The rule is how a reader is told; {value} is the meaning of the value, or the name of whom or what it names.
    """

    ESTIMATOR = "estimator"
    COMPILER = "compiler"
    BASIS = "basis"
    FORM = "form"
    PURITY_BASIS = "purity_basis"
    CONVERSION = "conversion"
    MEASURE_TYPE = "measure_type"
    COVERAGE = "coverage"
    REF_START = "ref_start"
    REF_END = "ref_end"
    PRICE_POINT = "price_point"
    REMOVAL = "removal"
    VERIFIED = "verified"


# Two numbers of one observation that differ in one of these measure two things, and do not contradict each other.
DEFINING = (
    Attribute.BASIS,
    Attribute.FORM,
    Attribute.PURITY_BASIS,
    Attribute.CONVERSION,
    Attribute.COVERAGE,
    Attribute.REF_START,
    Attribute.REF_END,
    Attribute.PRICE_POINT,
    Attribute.REMOVAL,
)


class Basis(Word):
    """Which area an estimate counts: what is left after eradication, or what was grown. The rule is its short form."""

    NET = "net"
    NET_AT_YEAR_END = "net-31-december"
    AS_INTERPRETED = "as-interpreted"
    AVERAGE = "average"
    CULTIVATED = "cultivated"
    HARVESTED = "harvested"


class Form(Word):
    """In which state opium or leaf is weighed or priced. The rule is its short form."""

    OVEN_DRY = "oven-dry"
    AIR_DRY = "air-dry"
    DRY = "dry"
    ZERO_MOISTURE = "zero-moisture"
    PURE = "pure"
    FRESH = "fresh"
    SUN_DRIED_LEAF = "sun-dried-leaf"
    OVEN_DRIED_LEAF = "oven-dried-leaf"


class PurityBasis(Word):
    """At which purity cocaine is counted. The rule is its short form."""

    PURE = "100-percent"
    EXPORT = "export-quality"


class Conversion(Word):
    """By which ratio leaf is turned into cocaine. The rule is its short form."""

    OLD = "old-ratio"
    NEW = "new-ratio"


class MeasureType(Word):
    """How an estimate came about. The rule is its short form."""

    SURVEY = "survey"
    CENSUS = "census"
    GOVERNMENT_REPORT = "government-report"
    EXTRAPOLATION = "extrapolation"
    ASSUMED = "assumed"
    COMPUTED = "computed"


class PricePoint(Word):
    """Of which time in the year a price is. The rule is its short form."""

    AT_HARVEST = "at-harvest"
    YEAR_MEAN = "year-mean"
    ONE_MONTH = "one-month"


class Removal(Word):
    """How a crop was destroyed. The rule is its short form."""

    AERIAL = "aerial"
    MANUAL = "manual"
    AERIAL_AND_MANUAL = "aerial-and-manual"


class Verified(Word):
    """Whether somebody other than those who did it confirms what was destroyed. The rule is its short form."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not-verified"


# The words of each attribute that takes words; the others name estimators, areas or months.
VALUES_OF: dict[Attribute, type[Word]] = {
    Attribute.BASIS: Basis,
    Attribute.FORM: Form,
    Attribute.PURITY_BASIS: PurityBasis,
    Attribute.CONVERSION: Conversion,
    Attribute.MEASURE_TYPE: MeasureType,
    Attribute.PRICE_POINT: PricePoint,
    Attribute.REMOVAL: Removal,
    Attribute.VERIFIED: Verified,
}


class FactCheck(Word):
    """What an independent source says of a number of the Paris Pact article."""

    VERIFIED = "verified"
    SAME_WIRE = "same wire only"
    COMPUTED = "computed"
    INFERRED = "inferred"
    NOT_CHECKED = "not checked"


class AddressOf(Word):
    """Whose an address is at which a number can be read."""

    SOURCE = "source"
    COPY = "copy"
    SET_ASIDE = "set-aside"


class LinkState(Word):
    """What a visit to an address means for a reader."""

    WORKING = "working"
    DEAD = "dead"
    UNCLEAR = "unclear"


class Effect(Word):
    """What leaving out a source does to an observation, the gravest first; what stays as it is has none."""

    LOST = "lost"
    VALUE = "value"
    SOURCE = "source"
    RANGE = "range"


class Outcome(Word):
    """What a refresh did. The rule is the sentence that it ends with; {edition} is its edition, {still} what
    stays, {accepted} how much may go."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    INVALID = "invalid"
    REFUSED = "refused"
    TRIED = "tried"
