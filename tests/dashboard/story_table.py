"""Every wording of stories of a figure, of what was known of it on a day, and of how it is summed up."""

from sentence_case import NUMBER, WITHIN, YEAR, Wording
from story_checks import is_as_known, is_last, is_newest, is_next, is_record, is_steepest, sums_up

COMPARED = r"(?:from (\d{4}) to (\d{4}) that can be compared )?"


CULTIVATION, YIELD = "opium-poppy-cultivation/{}/unodc", "opium-yield/{}/unodc"


STORIES = (
    Wording(
        "highest of all years",
        rf"It is the highest of the (\d+) years {COMPARED}for which (.*) has a figure\.",
        is_record,
        CULTIVATION.format("AFG/2017"),
        CULTIVATION.format("AFG/2018"),
    ),
    Wording(
        "below the highest",
        rf"The highest of the (\d+) years {COMPARED}for which (.*) has a figure is {NUMBER} in {YEAR}; "
        rf"{YEAR} stands at {NUMBER} of it\.",
        is_record,
        CULTIVATION.format("AFG/2018"),
        YIELD.format("AFG/2010"),
    ),
    Wording(
        "no later figure",
        r"No later figure is in the data\.",
        is_last,
        CULTIVATION.format("AFG/2025"),
        CULTIVATION.format("AFG/2024"),
    ),
    Wording(
        "next figure",
        rf".* (?:stood at|was|numbered) {NUMBER} in {YEAR}"
        rf"; ((?:up |down )«[^»]*»(?: \(within the ranges\))?|(?:nearly )?unchanged|the change|as|not comparable with) "
        rf"(?:on |in )?{YEAR}(?:: [^()]*| is not known)?\.",
        is_next,
        CULTIVATION.format("AFG/2018"),
        CULTIVATION.format("AFG/2025"),
    ),
    Wording(
        "steepest change",
        r"The steepest change since then(?:, (of \d+ years known))?(, between years that can be compared)?: it "
        rf"(rose|fell) (?:by )?{NUMBER} from {NUMBER} in {YEAR} to {NUMBER} in {YEAR}(?:, over (\d+) years)?\.",
        is_steepest,
        CULTIVATION.format("AF-HEL/2018"),
        CULTIVATION.format("AFG/2024"),
    ),
    Wording(
        "newest figure",
        rf"The newest figure is {NUMBER} for {YEAR}(?:, {NUMBER} against {YEAR}{WITHIN})?\.",
        is_newest,
        CULTIVATION.format("AFG/2018"),
        CULTIVATION.format("AFG/2024"),
    ),
    Wording(
        "newest year, poppy-free",
        rf"In {YEAR}, the newest year with a figure, it was {NUMBER}\.",
        lambda tables, key, year, text: is_newest(tables, key, text, year, None, None),
        CULTIVATION.format("AF-BAL/2010"),
        CULTIVATION.format("AFG/2018"),
    ),
)


_BETWEEN = rf"(?: \((?:range {NUMBER}|range not recorded here)\))?"


_FROM = r"(?:, from [^«»]*)?"


# What was known of a figure on a day.
KNOWN_THEN = (
    Wording(
        "not known then",
        r".*: no source here had printed a figure by \d{4}-\d{2}-\d{2}\.",
        is_as_known,
        CULTIVATION.format("AFG/2023"),
        CULTIVATION.format("AFG/2009"),
    ),
    Wording(
        "known then as today",
        rf".*: {NUMBER}, the same as today{_FROM}\.",
        is_as_known,
        CULTIVATION.format("AFG/2005"),
        "opium-production/AFG/2007/unodc",
    ),
    Wording(
        "known otherwise then",
        rf".*: {NUMBER}{_BETWEEN}{_FROM}; today it is {NUMBER}{_BETWEEN}\.",
        is_as_known,
        "opium-production/AFG/2007/unodc",
        CULTIVATION.format("AFG/2005"),
    ),
)


_ALONE = rf".*?: {NUMBER}(?: \(range {NUMBER}\)|(, without a best value|; range not recorded here))?"


_MOVED = (
    r"(?:up |down )«[^»]*»(?: \(within the ranges\))? on \d+|"
    r"(?:nearly )?unchanged on \d+|the change on \d+ is not known|as in \d+"
)


# A figure, and how it stands beside that of the year before.
SUMMARIES = (
    Wording(
        "summed up alone",
        rf"{_ALONE}\.",
        sums_up,
        CULTIVATION.format("AFG/1994"),
        CULTIVATION.format("AFG/2018"),
    ),
    Wording(
        "summed up with how it moved",
        rf"{_ALONE}, ({_MOVED}) \({NUMBER}\)\.",
        sums_up,
        CULTIVATION.format("AFG/2018"),
        CULTIVATION.format("LAO/2016"),
    ),
    Wording(
        "summed up after a break",
        rf"{_ALONE}, (not comparable with \d+: [^()]*) \({NUMBER}\)\.",
        sums_up,
        CULTIVATION.format("LAO/2016"),
        CULTIVATION.format("AFG/2018"),
    ),
)
