"""Whether figures measure the same people, prices or records: of others neither a change nor a superlative is told."""

from collections.abc import Iterable
from operator import attrgetter

from etl.figures.areas import Area, is_country
from etl.figures.indicators import Indicator
from etl.figures.observations import Observation, Statement
from etl.figures.vocabulary.attributes import Attribute

Defined = Observation | Statement

# In which figures about people, prices and records differ without a break of their series.
OF_PEOPLE_AND_PRICES = (
    *(Attribute.RECALL, Attribute.AGE_FROM, Attribute.AGE_TO, Attribute.SEX, Attribute.POPULATION, Attribute.METHOD),
    *(Attribute.SALE_LEVEL, Attribute.AMOUNT, Attribute.DEFINITION, Attribute.REGISTER),
)
UNLIKE = "not measured the same way"
NOT_RANKED = "Countries count by rules of their own, so that they are not ranked"
_measured_of = attrgetter(*OF_PEOPLE_AND_PRICES)


def differ(one: Defined, other: Defined) -> bool:
    """Whether two figures measure different people, prices or records, as far as that is known of both."""
    mine, theirs = _measured_of(one.attributes), _measured_of(other.attributes)
    return mine != theirs and any(a and b and a != b for a, b in zip(mine, theirs, strict=True))


def are_alike(one: Iterable[Observation], others: Iterable[Observation]) -> bool:
    """Whether no figure of some measures something else than one of others."""
    theirs = list(others)
    return not any(differ(mine, other) for mine in one for other in theirs)


def can_be_ranked(indicator: Indicator, areas: Iterable[Area]) -> bool:
    """Whether areas can be ranked by an indicator: where countries count by rules of their own, parts of one can be.

    Of one area alone there is nothing to rank.
    """
    found = {area.area: area for area in areas}
    if indicator.ranks_countries or len(found) < 2:
        return True
    are_parts = all(area.parent and not is_country(area) for area in found.values())
    return are_parts and len({area.parent for area in found.values()}) == 1
