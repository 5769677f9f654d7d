"""What is known of a number beside its indicator: the attributes, and the words that each of them takes."""

from etl.figures.vocabulary.crops import (
    Basis,
    Conversion,
    Form,
    MeasureType,
    PricePoint,
    PurityBasis,
    Removal,
    Verified,
)
from etl.figures.vocabulary.indicators import SaleLevel
from etl.figures.vocabulary.people import CountedAs, Kinds, Method, Population, Recall, Register, Sex
from etl.figures.vocabulary.word import Word


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
    RECALL = "recall"
    AGE_FROM = "age_from"
    AGE_TO = "age_to"
    SEX = "sex"
    POPULATION = "population"
    GRADES = "grades"
    KINDS = "kinds"
    METHOD = "method"
    FIELD_YEAR = "field_year"
    SALE_LEVEL = "sale_level"
    AMOUNT = "amount"
    DEFINITION = "definition"
    REGISTER = "register"


class Unsaid(Word):
    """Why something is not known of a number although somebody has looked for it; the rule is how a reader is told.

    A row of definitions.csv has such a word instead of a value, of an attribute or of RESTS_ON.
    """

    UNSTATED = "unstated"
    NOT_IN_COPY = "not-in-copy"


RESTS_ON = "rests_on"  # the column of statements with whose number each repeats
# Where the names of what is not known for each of these reasons stand in lists of numbers.
UNSAID_COLUMNS = {Unsaid.UNSTATED: "unstated", Unsaid.NOT_IN_COPY: "not_in_copy"}

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
    Attribute.RECALL,
    Attribute.AGE_FROM,
    Attribute.AGE_TO,
    Attribute.SEX,
    Attribute.POPULATION,
    Attribute.GRADES,
    Attribute.KINDS,
    Attribute.FIELD_YEAR,
    Attribute.SALE_LEVEL,
    Attribute.AMOUNT,
    Attribute.DEFINITION,
    Attribute.REGISTER,
)

# Two years of one series that differ in one of these are not compared. When the people were asked is no such thing.
COMPARED = (*(attribute for attribute in DEFINING if attribute != Attribute.FIELD_YEAR), Attribute.METHOD)

# The words of each attribute that takes words; the others name estimators, areas, months, ages, grades, years, amounts.
VALUES_OF: dict[Attribute, type[Word]] = {
    Attribute.BASIS: Basis,
    Attribute.FORM: Form,
    Attribute.PURITY_BASIS: PurityBasis,
    Attribute.CONVERSION: Conversion,
    Attribute.MEASURE_TYPE: MeasureType,
    Attribute.PRICE_POINT: PricePoint,
    Attribute.REMOVAL: Removal,
    Attribute.VERIFIED: Verified,
    Attribute.RECALL: Recall,
    Attribute.SEX: Sex,
    Attribute.POPULATION: Population,
    Attribute.KINDS: Kinds,
    Attribute.METHOD: Method,
    Attribute.SALE_LEVEL: SaleLevel,
    Attribute.DEFINITION: CountedAs,
    Attribute.REGISTER: Register,
}
