"""Words of judgement: what a number says of the current value, what is wrong with one, and what becomes of it."""

from etl.figures.vocabulary.word import Word


class Verdict(Word):
    """What a statement says of the current value, by the first rule that holds (rule 4 of the method)."""

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


class Weakness(Word):
    """In what a figure is weak. The meaning ends "figures that ...", the rule is how a control names it."""

    SINGLE = "single"
    COPY = "copy"
    INFERRED = "inferred"
    SUMMED = "summed"
    DISPUTED = "disputed"


class Slip(Word):
    """What a correction says of a number. The rule is the verdict on it: a wrong unit is a slip of the print."""

    MISPRINT = "misprint"
    WRONG_SCOPE = "wrong-scope"
    WRONG_UNIT = "wrong-unit"


class Mending(Word):
    """What the publisher of an error has made of it. The rule is how a reader is told."""

    OPEN = "open"
    MENDED = "mended"
    STANDS = "stands"


class ChangeKind(Word):
    """What becomes of a number when an observation shows another one than before. The rule says how one can tell."""

    REVISED = "revised"
    ROUNDED = "rounded"
    NARROWED = "narrowed"
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


class FactCheck(Word):
    """What an independent source says of a number of the Paris Pact article."""

    VERIFIED = "verified"
    SAME_WIRE = "same wire only"
    COMPUTED = "computed"
    INFERRED = "inferred"
    NOT_CHECKED = "not checked"
