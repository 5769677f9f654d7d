"""Words of figures on people: who was asked or counted, how, and by which definition."""

from etl.figures.vocabulary.word import Word


class Recall(Word):
    """Which time of their lives people were asked about. The rule is its short form."""

    LIFETIME = "lifetime"
    PAST_YEAR = "past-year"
    PAST_MONTH = "past-month"


class Sex(Word):
    """Which people are counted. The rule is its short form."""

    ALL = "all"
    MEN = "men"
    WOMEN = "women"


class Population(Word):
    """Among whom a share of people was estimated, beside their age and sex. The rule is its short form."""

    GENERAL = "general"
    YOUNG_PEOPLE = "young-people"
    PUPILS = "pupils"
    STUDENTS = "students"


class Kinds(Word):
    """Which kinds of a substance alone are counted as its use. The rule is its short form."""

    OPIATES = "opiates"
    HEROIN = "heroin"
    OPIUM = "opium"
    OPIUM_AND_HEROIN = "opium-and-heroin"
    WITH_PRESCRIPTION_OPIOIDS = "with-prescription-opioids"
    METHADONE = "methadone"
    TRAMADOL = "tramadol"
    FENTANYL = "fentanyl"
    CANNABIS_HERB = "cannabis-herb"
    CANNABIS_RESIN = "cannabis-resin"
    CANNABIS_HERB_AND_RESIN = "cannabis-herb-and-resin"
    COCAINE_SALTS = "cocaine-salts"
    CRACK = "crack"
    COCAINE_SALTS_AND_CRACK = "cocaine-salts-and-crack"
    AMPHETAMINE = "amphetamine"
    METHAMPHETAMINE = "methamphetamine"
    AMPHETAMINE_AND_METHAMPHETAMINE = "amphetamine-and-methamphetamine"
    WITH_PRESCRIPTION_STIMULANTS = "with-prescription-stimulants"
    MDMA = "mdma"
    BENZODIAZEPINES = "benzodiazepines"


class Method(Word):
    """How people who use drugs were counted. The rule is its short form."""

    HOUSEHOLD_SURVEY = "household-survey"
    SCHOOL_SURVEY = "school-survey"
    INDIRECT = "indirect"
    REGISTRY = "registry"
    NETWORK_SCALE_UP = "network-scale-up"
    COMBINED = "combined"


class CountedAs(Word):
    """By which definition cases, persons or prices are counted. The rule is its short form."""

    DRUG_INDUCED = "drug-induced"
    DRUG_RELATED = "drug-related"
    DRUG_POISONING = "drug-poisoning"
    SELECTION_B = "selection-b"
    SELECTION_D = "selection-d"
    NATIONAL = "national"
    FIRST_ENTRANTS = "first-entrants"
    ALL_ENTRANTS = "all-entrants"
    ARRESTS = "arrests"
    OFFENCES = "offences"
    PERSONS = "persons"
    PROBLEM_USERS = "problem-users"
    BULK_WEIGHT = "bulk-weight"
    PURITY_ADJUSTED = "purity-adjusted"
    NOMINAL = "nominal"


class Register(Word):
    """Out of which records cases were counted. The rule is its short form."""

    GENERAL_MORTALITY = "general-mortality"
    SPECIAL = "special"
    DEATH_CERTIFICATES = "death-certificates"
    POLICE = "police"
    TREATMENT = "treatment"
