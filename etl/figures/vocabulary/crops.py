"""Words of crops and what is made of them: which area, which weight, how estimated, priced and destroyed."""

from etl.figures.vocabulary.word import Word


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
    PRELIMINARY = "preliminary"


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
