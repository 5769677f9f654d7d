"""Every wording of why a view shows nothing, with what to choose instead."""

from empty_checks import (
    are_by_others,
    are_of_no_map,
    are_of_other_years,
    cannot_compute,
    has_no_base_at_all,
    has_none,
    have_only_wholes,
    is_all_set_aside,
    is_by_another_producer,
    was_published_later,
    were_no_members,
)
from finding_table import ELSEWHERE
from sentence_case import YEAR, Wording
from title_table import DAY

# Why a view shows nothing, with what to choose instead.
EMPTY = (
    Wording(
        "nothing in the base year",
        rf"Nothing that is shown has a figure above zero in the base year, {YEAR}\. Choose another base year\.",
        has_no_base_at_all,
        "area=AFG&measure=index&base=2030",
        "area=AFG&measure=index&from=1951&to=1953&base=2018",
    ),
    Wording(
        "measure cannot be computed",
        r"(?:A change|An index|A rate|A ratio|A share) needs .*\. Choose the figures themselves\.",
        cannot_compute,
        "area=AFG&producer=unodc&from=1994&to=1994&measure=change",
        "area=AFG&measure=change&from=1951&to=1953",
    ),
    Wording(
        "of another producer on the map",
        rf"The map shows figures by (.*), which has none for {YEAR}; (.*) has\. Choose .*\.",
        is_by_another_producer,
        "group=andean-coca&indicator=coca-bush-cultivation&form=map&year=1995",
        "group=andean-coca&indicator=coca-bush-cultivation&form=map&year=1951",
    ),
    Wording(
        "of what no map shows",
        r"A map shows countries or the parts of one, and no source here has a figure for any of these; there are "
        r"figures for the areas chosen\. Choose another form\.",
        are_of_no_map,
        "indicator=drug-users&area=WLD&form=map",
        "area=AFG&form=map&year=1951",
    ),
    Wording(
        "nothing published by then",
        rf"No figure for this selection was published by {DAY}\. Choose a later day\.",
        was_published_later,
        "area=AFG&asof=1985-01-01",
        "area=AFG&asof=1985-01-01&from=1951&to=1953",
    ),
    Wording(
        "no members then",
        r"(.*): no source here has a figure for a country in the years in which it was a member\. Choose .*\.",
        were_no_members,
        "group=sco&membership=year&to=2016",
        "group=sco&membership=year&from=1951&to=1953",
    ),
    Wording(
        "by other producers",
        r"(.*) (has|have) no figures for this selection\. Choose other producers\.",
        are_by_others,
        "area=THA&producer=alcis",
        "area=THA&producer=alcis&from=1951&to=1953",
    ),
    Wording(
        "of other years",
        rf"No source here has a figure for (?:{YEAR}|these years) in this selection\. "
        r"Choose (?:another|other) years?\.",
        are_of_other_years,
        "area=AFG&form=bar&year=1951",
        "area=AFG&form=bar&year=1951&asof=1985-01-01",
    ),
    Wording(
        "all set aside",
        r"What sources print for this selection is set aside\. "
        r"Choose other years, areas or producers, or a later day\.",
        is_all_set_aside,
        "indicator=opium-price&area=AFG&producer=unodc&from=2019&to=2019",
        "area=AFG&from=1951&to=1953",
    ),
    Wording(
        "wholes left out",
        r"Left out, since areas in it are chosen: (.*); the other areas have no figure\. "
        r"Choose (.*?) alone(?:, in another form)?\.",
        have_only_wholes,
        "indicator=coca-eradication&area=PER&area=PE-AMA&form=bar&year=2012",
        "indicator=coca-eradication&area=PE-AMA&form=bar",
    ),
    Wording(
        "nothing at all",
        r"No source here has a figure for this selection\. Choose other years, areas or producers, or a later day\.",
        has_none,
        "area=AFG&asof=1985-01-01&from=1951&to=1953",
        "area=AFG&from=1951&to=1953",
    ),
    ELSEWHERE,
)
