"""Every wording that counts or names something on the pages of topics, places and coverage.

`appears` is the address of a page on which it must be printed, `absent` that of one on which it must not.
"""

from page_checks import (
    adds_countries,
    are_among_the_differences,
    are_disputed,
    are_disputed_as,
    are_estimated_twice,
    are_folded,
    are_measured_nowhere,
    are_missing,
    are_not_estimated_twice,
    are_unknown,
    are_weak,
    extends,
    has_figures_and_gaps,
    has_so_many_of_one,
    has_sources,
    have_no_list,
    is_a_country,
    is_known_by_evidence,
    is_known_of_a_place,
    is_no_such,
    is_static,
    lists_countries,
    lists_those_alike,
    prints_the_world,
)
from sentence_case import YEAR, Wording

COUNT = r"([\d,]+|no)"
ALIKE = r"(?:; all of them: (.*))?"  # what all figures of a list measure
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
        rf"of the|The) {COUNT} countr(?:y|ies) with a figure for {YEAR}(?:, the largest first)?, ([^,;]*)"
        rf"{ALIKE}\.",
        lists_countries,
        CULTIVATION,
        "/place/AFG",
    ),
    Wording(
        "countries of a list that can be compared",
        rf"(?:The ten largest of the|The) {COUNT} countr(?:y|ies) with a figure for {YEAR} that can be compared"
        rf"(?:, the largest first)?, ([^,;]*){ALIKE}\.",
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

DISAGREEMENT = "/disagreements?kind={}"

DISAGREEMENT_TEXTS = (
    Wording("disputed", rf"{COUNT} figures? on which sources disagree", are_disputed, "/disagreements", "/place/AFG"),
    *(
        Wording(kind, pattern.format(figures=rf"{COUNT} figures?"), are_disputed_as(*verdicts), address, "/place/AFG")
        for kind, pattern, verdicts, address in (
            ("differs", "Sources print other values for {figures}", ["differs"], DISAGREEMENT.format("differs")),
            (
                "other definition",
                "Sources print numbers of another definition for {figures}",
                ["other-definition"],
                DISAGREEMENT.format("other-definition"),
            ),
            (
                "superseded",
                "{figures} w(?:ere|as) revised after they were first printed",
                ["superseded"],
                DISAGREEMENT.format("superseded"),
            ),
            ("misprint", "Misprints stand against {figures}", ["misprint"], DISAGREEMENT.format("misprint")),
            (
                "inexact",
                "Sources print {figures} rounded or inexactly",
                ["rounded", "agrees"],
                DISAGREEMENT.format("inexact"),
            ),
        )
    ),
    Wording(
        "no such disagreement",
        r"No such disagreement in this selection",
        is_no_such,
        "/disagreements?kind=misprint&indicator=opium-yield",
        "/disagreements?kind=misprint",
    ),
    Wording(
        "choose another disagreement",
        r"Choose another kind, indicator or area\.",
        is_no_such,
        "/disagreements?kind=misprint&indicator=opium-yield",
        "/disagreements?kind=misprint",
    ),
    Wording(
        "between producers",
        rf"Producers differ on (\d+) of {COUNT} figures? that two of them estimate",
        are_estimated_twice,
        "/disagreements?kind=producers",
        "/disagreements",
    ),
    Wording(
        "between no producers",
        r"No figure of this selection is estimated by two producers",
        are_not_estimated_twice,
        "/disagreements?kind=producers&indicator=opium-price",
        "/disagreements?kind=producers",
    ),
    Wording(
        "small differences",
        r"Differences below one in a thousand \((\d+)\)",
        are_folded,
        "/disagreements?kind=inexact",
        "/place/AFG",
    ),
)

PLACE_TEXTS = (
    Wording(
        "largest differences of a place",
        r"The (\d+) largest differences",
        are_among_the_differences,
        "/place/AFG",
        "/place/PAK",
    ),
    Wording(
        "differences of a place",
        r"The differences, the largest first",
        are_among_the_differences,
        "/place/PAK",
        "/place/AFG",
    ),
    Wording(
        "figures of a card",
        rf"{COUNT} figures?; the chart is of {YEAR} to {YEAR}",
        has_so_many_of_one,
        "/place/AFG",
        CULTIVATION,
    ),
    Wording(
        "neighbours",
        r"Countries that share a land border with it as Natural Earth draws them, .*",
        is_a_country,
        "/place/AFG",
        "/place/AF-HEL",
    ),
    Wording(
        "how well",
        r"The darker a year, the more figures there are of it; a blank means that no source gives a number, .*",
        is_static,
        "/place/AFG",
        CULTIVATION,
    ),
    Wording(
        "weak figures",
        rf"(.*): {COUNT} figures? that (.*)",
        are_weak,
        "/coverage?indicator=opium-poppy-cultivation&weak=single",
        "/coverage?indicator=opium-poppy-cultivation",
    ),
    Wording(
        "how weak figures are shown",
        r"Each sign leads to its figure; a blank means that there is no such figure\..*",
        is_static,
        "/coverage?indicator=opium-poppy-cultivation&weak=single",
        "/coverage?indicator=opium-poppy-cultivation",
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
