"""Every wording that counts or names something on the pages of topics, places and coverage.

`appears` is the address of a page on which it must be printed, `absent` that of one on which it must not.
"""

from page_checks import (
    adds_countries,
    are_measured_nowhere,
    are_missing,
    are_unknown,
    extends,
    has_figures_and_gaps,
    has_sources,
    have_no_list,
    is_known_by_evidence,
    is_known_of_a_place,
    lists_countries,
    lists_those_alike,
    prints_the_world,
)
from sentence_case import YEAR, Wording

COUNT = r"([\d,]+|no)"
CULTIVATION, SEIZURES, DEATHS = "/topic/cultivation-and-production", "/topic/seizures", "/topic/deaths"

TOPIC_TEXTS = (
    Wording(
        "extent of a topic",
        rf"{COUNT} figures? on {COUNT} indicators?, of {COUNT} areas?, {YEAR} to {YEAR}\.",
        extends,
        CULTIVATION,
        "/place/AFG",
    ),
    Wording(
        "countries of a list",
        r"(?:(Each country counts by rules of its own, so countries are not ranked)\. By name, the|(The ten largest) "
        rf"of the|The) {COUNT} countr(?:y|ies) with a figure for {YEAR}(?:, the largest first)?, ([^,]*)\.",
        lists_countries,
        CULTIVATION,
        "/place/AFG",
    ),
    Wording(
        "countries of a list that can be compared",
        rf"(?:The ten largest of the|The) {COUNT} countr(?:y|ies) with a figure for {YEAR} that can be compared"
        r"(?:, the largest first)?, ([^,]*)\.",
        lists_those_alike,
        "/topic/prices-and-purity",
        CULTIVATION,
    ),
    Wording("the world", r"The world: (.*), printed by .*\.", prints_the_world, CULTIVATION, SEIZURES),
    Wording(
        "sum of countries",
        rf"The sum of these {COUNT} countries: (.*)\.",
        adds_countries,
        CULTIVATION,
        "/topic/prices-and-purity",
    ),
    Wording(
        "no figure of the year",
        rf"(.*) has no figure for {YEAR}, but some for other years, of {COUNT} countr(?:y|ies): (.*)\. "
        r"Who reports which years",
        are_missing,
        CULTIVATION,
        "/topic/population",
    ),
    Wording(
        "no list",
        r"Countries are listed for at most (\d+) indicators: those with figures for the most countries, of which two "
        rf"or more report the same thing for one year\. {COUNT} indicators? above ha(?:s|ve) no list\.",
        have_no_list,
        CULTIVATION,
        SEIZURES,
    ),
    Wording(
        "nothing on a topic",
        rf"No figure on this topic: {COUNT} of {COUNT} countr(?:y or territory|ies and territories)",
        are_unknown,
        SEIZURES,
        "/place/AFG",
    ),
    Wording("measured nowhere", r"Without any figure: (.*)\.", are_measured_nowhere, "", CULTIVATION),
    Wording(
        "sources on a topic",
        rf"(?:All {COUNT} sources on it|In the list of sources)",
        has_sources,
        CULTIVATION,
        "/place/AFG",
    ),
)

PAGE_TEXTS = (
    Wording(
        "figures and gaps",
        rf"(.*): {COUNT} figures?, {COUNT} gaps?",
        has_figures_and_gaps,
        "/coverage?indicator=opium-poppy-cultivation",
        "/place/AFG",
    ),
    Wording(
        "evidence",
        rf"{YEAR} to {YEAR}\. By the best evidence for each figure, {COUNT} (?:was|were) seen in the original, "
        rf"{COUNT} only read in a copy, {COUNT} only read in a report\. A gap is a year without a figure in one row: "
        r"it is left blank, and is not zero\.",
        is_known_by_evidence,
        "/coverage?indicator=opium-poppy-cultivation",
        "/place/AFG",
    ),
    Wording(
        "extent of a place",
        rf"{COUNT} figures? on {COUNT} indicators?, {YEAR} to {YEAR}, from [\d,]+ sources?\.",
        is_known_of_a_place,
        "/place/AFG",
        CULTIVATION,
    ),
)
