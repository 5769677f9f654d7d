"""What is known of a number beside its indicator, said once for statements and observations alike."""

from typing import NamedTuple


class Attributes(NamedTuple):
    """What is known of a number beside its indicator: who made it, and what exactly it measures.

    One for each word of `etl.figures.vocabulary.attributes.Attribute`, and who says so; what is empty is not known.
    """

    estimator: str = ""  # empty: nobody but the producer is known
    named_estimator: str = ""  # the estimator, where the source itself names it
    compiler: str = ""
    basis: str = ""
    form: str = ""
    purity_basis: str = ""
    conversion: str = ""
    measure_type: str = ""
    coverage: str = ""
    ref_start: str = ""
    ref_end: str = ""
    price_point: str = ""
    removal: str = ""
    verified: str = ""
    recall: str = ""
    age_from: str = ""
    age_to: str = ""
    sex: str = ""
    population: str = ""
    grades: str = ""
    kinds: str = ""
    method: str = ""
    field_year: str = ""
    sale_level: str = ""
    amount: str = ""
    definition: str = ""
    register: str = ""
    defined_by: str = ""  # for each attribute in its order, the definition that says so; 0: the source of the number
    undefined_by: str = ""  # the definitions that say why an attribute is empty, by their numbers


NOTHING_KNOWN = Attributes()
