"""Every wording of titles."""

from empty_checks import are_in_other_forms, cannot_compute, has_none, is_all_set_aside
from one_year_checks import shows_no_change
from sentence_case import COUNT, MARK, NUMBER, SCOPE, YEAR, Wording
from sum_checks import adds_up
from then_and_now_checks import computes_nothing_then, has_changed, is_the_same, knows_nothing
from title_checks import (
    are_not_alike,
    describes,
    goes,
    goes_within_or_not,
    is_alone,
    is_alone_or_the_only_bar,
    is_largest,
    is_the_only_bar,
    peaks,
    reaches,
    stands_highest,
    was_the_same,
)

LABEL = r"(?: \(((?:[^()]|\([^()]*\))*)\))?"


THESE = rf"of these {COUNT} [a-z ]+?(?: of ([^,]*?))? with a figure for {YEAR}{LABEL}"


DAY = r"(\d{4}-\d{2}-\d{2})"


KNOWN = rf"(?:the (\d+) figures|the one figure) known on {DAY}"


THIS = r"for (?:\d{4} in )?this selection"


FREE = "«(poppy-free)»"


ADDED = r"(?:, and (\d+) ha(?:ve|s) been added)?"


TITLES = (
    Wording(
        "nothing known then",
        rf".*: no source here had printed a figure by {DAY}; today there (?:is|are) (\d+)",
        knows_nothing,
        "area=AFG&asof=1985-01-01&compare=today",
        "area=AFG&asof=2019-11-26&compare=today",
    ),
    Wording(
        "nothing computed then",
        rf".*: nothing could be computed from what was known on {DAY}; today there (?:is|are) (\d+)",
        computes_nothing_then,
        "area=AF-BDG&asof=2019-11-26&measure=change&compare=today",
        "area=AFG&asof=1985-01-01&compare=today",
    ),
    Wording(
        "the same today",
        rf".*: {KNOWN} (?:are|is) the same today{ADDED}",
        is_the_same,
        "indicator=opium-yield&area=AFG&asof=2026-01-01&compare=today",
        "area=AFG&asof=2010-11-26&compare=today",
    ),
    Wording(
        "others today",
        rf".*: (?:(\d+) of )?{KNOWN} ha(?:ve all|ve|s) changed since{ADDED}",
        has_changed,
        "area=AFG&asof=2010-11-26&compare=today",
        "area=AFG&asof=2010-11-26",
    ),
    Wording(
        "nothing",
        rf".*: no figures {THIS}",
        has_none,
        "group=sco&asof=1990-01-01",
        "indicator=drug-users&area=WLD&form=map",
    ),
    Wording(
        "nothing in this form",
        rf".*: there are figures {THIS}, but this form shows none",
        are_in_other_forms,
        "indicator=drug-users&area=WLD&form=map",
        "area=AFG&form=bar&year=1951",
    ),
    Wording(
        "nothing that is not set aside",
        rf".*: what sources print {THIS} is set aside",
        is_all_set_aside,
        "indicator=opium-price&area=AFG&producer=unodc&from=2019&to=2019",
        "area=AFG&form=bar&year=1951",
    ),
    Wording(
        "nothing computed",
        rf".*: nothing can be computed {THIS}",
        cannot_compute,
        "area=AFG&producer=unodc&from=1994&to=1994&measure=change",
        "area=AFG&measure=change&from=1951&to=1953",
    ),
    Wording(
        "not alike",
        rf"(.*?): {NUMBER}{MARK} in {YEAR} and, not measured the same way, {NUMBER}{MARK} in {YEAR}",
        are_not_alike,
        "indicator=cannabis-use&area=COL",
        "indicator=cannabis-use&area=USA&from=2022&to=2023",
    ),
    Wording(
        "no change",
        rf".*, (?:% )?change on [^:]*: no change can be computed for {YEAR}",
        shows_no_change,
        "group=golden-triangle&form=map&measure=change&base=2012&year=2020&producer=unodc",
        "group=golden-triangle&form=map",
    ),
    Wording(
        "largest",
        rf"(.*?) (?:had the (?:large(?:st|r)|highe(?:st|r)|most)|seized the most).*? {THESE}: "
        rf"{NUMBER}{MARK}(?:, {NUMBER} of (.*))?",
        is_largest,
        "group=andean-coca&indicator=coca-bush-cultivation&form=bar",
        "area=BOL&indicator=coca-bush-cultivation&form=bar",
    ),
    Wording(
        "more than the other",
        rf"O{THESE.removeprefix('o')}, (.*?) (?:had|seized) more .*?: {NUMBER}{MARK}(?:, {NUMBER} of (.*))?",
        lambda case, count, place, year, label, name, *shown: is_largest(case, name, count, place, year, label, *shown),
        "area=AFG&area=MMR&indicator=opium-eradication&form=bar&year=2012",
        "area=AFG&area=MMR&indicator=opium-poppy-cultivation&form=bar&year=2012",
    ),
    Wording(
        "sum",
        rf".*, sum of (\d+) of \d+ areas{LABEL}: {NUMBER} in {YEAR}",
        lambda case, having, label, shown, year: adds_up(case, year, shown, having, label),
        "group=parts-of-AFG&producer=unodc&sum=alone",
        "group=parts-of-AFG&producer=unodc&sum=beside",
    ),
    Wording(
        "first",
        rf".*: (.*?) was the highe(?:st|r) {THESE}, at {NUMBER}{MARK}",
        is_largest,
        "area=AFG&area=MMR&measure=share&form=bar&year=2014",
        "area=AFG&area=AF-HEL&form=bar&measure=share&year=2018",
    ),
    Wording(
        "highest of several",
        rf".*?{LABEL}: (.*?) was the highe(?:st|r) of (these )?{COUNT}(?: areas)? in {YEAR}"
        rf"(, the last year with a figure for each)?(?:, the last year with figures for so many of these {COUNT})?"
        rf"(?: \(not counting ([^()]*)\))?, at {NUMBER}{MARK}",
        stands_highest,
        "group=parts-of-WLD",
        "area=AFG&area=AF-HEL",
    ),
    Wording(
        "reached",
        rf"(.*?) reached {NUMBER}{MARK} in {YEAR}, ((?:its|their) highest value|the highest ({SCOPE}))",
        reaches,
        "area=BOL&indicator=coca-bush-cultivation",
        "area=AFG&indicator=opium-price",
    ),
    Wording(
        "peaked",
        rf"(.*?) (?:peaked at|was highest at) {NUMBER}{MARK} in {YEAR}(?: \(({SCOPE})\))? and stood "
        rf"at {NUMBER}{MARK} in {YEAR}",
        peaks,
        "area=AFG",
        "area=AFG&indicator=opium-yield",
    ),
    Wording(
        "peaked, and is poppy-free",
        rf"(.*?) peaked at {NUMBER}{MARK} in {YEAR}(?: \(({SCOPE})\))?, and [^«»]*? was {FREE}{MARK} in {YEAR}",
        peaks,
        "area=AF-BAL",
        "area=AFG",
    ),
    Wording(
        "poppy-free in the first or the last year",
        rf"(?=.*«poppy-free»)(.*?): {NUMBER}{MARK} in {YEAR}(?:, (when|after) ([a-z][^«»]*?))?, "
        rf"{NUMBER}{MARK} in {YEAR}",
        goes,
        "area=AF-BAM",
        "area=AFG&indicator=opium-yield",
    ),
    Wording(
        "was the same",
        rf"(.*?) (?:was|numbered) {NUMBER}{MARK} in {YEAR} and {NUMBER}{MARK} in {YEAR}",
        was_the_same,
        "area=BOL&indicator=coca-bush-cultivation&producer=usg&from=2005&to=2006",
        "area=AFG&indicator=opium-yield",
    ),
    Wording(
        "went",
        rf"(.*?) went from {NUMBER}{MARK} in {YEAR}(?:, (when|after) ([a-z][^«»]*?),)? to {NUMBER}{MARK} in {YEAR}"
        rf"(, within the ranges)?",
        goes_within_or_not,
        "area=AFG&indicator=opium-yield",
        "area=AFG",
    ),
    Wording(
        "only one year",
        rf"(.*?) (?:was|numbered) {NUMBER}{MARK} in {YEAR}(?:, the first figure since ([a-z][^«»]*))?",
        is_alone,
        "area=PER&indicator=coca-bush-cultivation",
        "area=AFG",
    ),
    Wording(
        "one bar",
        rf".* in ([^:]*?){LABEL}, {YEAR}: {NUMBER}{MARK}",
        is_the_only_bar,
        "area=BOL&indicator=coca-bush-cultivation&form=bar",
        "group=andean-coca&indicator=coca-bush-cultivation&form=bar",
    ),
    Wording(
        "one computed figure",
        rf"(.*?: ([^:«]*?){LABEL}) stood at {NUMBER}{MARK} in {YEAR}(?:, the first figure since ([a-z][^«»]*))?",
        is_alone_or_the_only_bar,
        "area=BOL&indicator=coca-bush-cultivation&form=bar&measure=index",
        "area=BOL&indicator=coca-bush-cultivation&form=bar",
    ),
    Wording(
        "described",
        rf"(.*?): ([^:«]*), {YEAR}(?:–{YEAR})?",
        describes,
        "area=AFG&area=AF-HEL",
        "group=andean-coca&indicator=coca-bush-cultivation",
    ),
)
