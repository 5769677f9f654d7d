"""Every wording of briefs: their headline, their lead, and where sources differ."""

from brief_checks import are_other_numbers, has_no_other_number, is_headline, leads, leads_to_poppy_free
from sentence_case import NUMBER, WITHIN, YEAR, Wording

_NAMED = r" \(((?:[^()]|\([^()]*\))*)\)"
_MOVED = (
    r"(?:up |down )«[^»]*»(?: \(within the ranges\))? on \d+|(?:nearly )?unchanged on \d+|"
    r"the change on \d+ is not known|as in \d+|not comparable with \d+: [^«».]*"
)

HEADLINES = (
    Wording("one figure", rf"([^«»]*) {YEAR}: {NUMBER}{_NAMED}", is_headline, "AF-BAL/2010", "AFG/2018"),
    Wording(
        "two figures",
        rf"([^«»]*) {YEAR}: {NUMBER}{_NAMED} and {NUMBER}{_NAMED}",
        is_headline,
        "AFG/2018",
        "AF-BAL/2010",
    ),
)

LEADS = (
    Wording(
        "nothing later",
        rf"(?:([^«»;]*?): ({_MOVED})(?:; ([^«»;]*?): ({_MOVED}))?\. )?No later figure for ([^«»]*) is in the data\.",
        leads,
        "AFG/2025",
        "AFG/2018",
    ),
    Wording(
        "the newest figure",
        rf"(?:([^«»;]*?): ({_MOVED})(?:; ([^«»;]*?): ({_MOVED}))?\. )?The newest figure for ([^«»]*) is {NUMBER} for "
        rf"{YEAR}(?:, {NUMBER} against {YEAR}{WITHIN})?\.",
        leads,
        "AFG/2018",
        "AFG/2025",
    ),
    Wording(
        "the newest year is poppy-free",
        rf"(?:([^«»;]*?): ({_MOVED})(?:; ([^«»;]*?): ({_MOVED}))?\. )?In {YEAR}, the newest year with a figure, "
        rf"([^«»]*) was {NUMBER}\.",
        leads_to_poppy_free,
        "AF-BAL/2018",
        "AFG/2018",
    ),
)

DISAGREEMENTS = (
    Wording(
        "no other number",
        r"No source here contradicts the figure for ([^«»]*), and no other producer has a figure\.",
        has_no_other_number,
        "AF-BAL/2010",
        "AFG/2018",
    ),
    Wording(
        "other numbers",
        r"Also printed for ([^«»]*?): («.*?)(?:; (?!nothing)([^«»]*?): («.*?))?(?:; nothing for ([^«»]*))?\.",
        are_other_numbers,
        "AFG/2018",
        "AF-BAL/2010",
    ),
)
