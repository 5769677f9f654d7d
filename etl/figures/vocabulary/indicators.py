"""Words of indicators: what is measured, and at which step of the trade."""

from etl.figures.vocabulary.word import Word


class Measure(Word):
    """What an indicator measures of a substance, in the order of the chain from field to grave.

    The rule is its name where readers choose.
    """

    CULTIVATION = "cultivation"
    PRODUCTION = "production"
    YIELD = "yield"
    VALUE = "value"
    INCOME = "income"
    ERADICATION = "eradication"
    SEIZURES = "seizures"
    SEIZURE_CASES = "seizure-cases"
    PRICE = "price"
    PURITY = "purity"
    SPENDING = "spending"
    CONSUMPTION = "consumption"
    PREVALENCE = "prevalence"
    USERS = "users"
    TREATMENT = "treatment"
    SYRINGES = "syringes"
    DEATHS = "deaths"
    DEATH_RATE = "death-rate"
    MEAN_AGE = "mean-age"
    ARRESTS = "arrests"
    OFFENCES = "offences"
    OFFENDERS = "offenders"
    POPULATION = "population"


class SaleLevel(Word):
    """At which step of the trade a drug is priced or tested, from the farm on. The rule is its short form."""

    FARM_GATE = "farm-gate"
    WHOLESALE = "wholesale"
    RETAIL = "retail"
