"""Every wording of titles, findings and stories: how it is recognised, and what must hold where it is printed.

Numbers stand between « and ». A wording that says more than what it shows has a check; `appears` names a case in which
it must be printed, `absent` one in which it must not.
"""

from itertools import pairwise

from empty_checks import (
    are_by_others,
    are_of_other_years,
    cannot_compute,
    has_no_base_at_all,
    has_none,
    is_all_set_aside,
    is_by_another_producer,
    was_published_later,
    were_no_members,
)
from note_checks import has_become, has_no_base, shows_all_countries, shows_one_maker, was_revised
from retelling import Row, Tables, digits, is_drawn, is_shown_as
from sentence_case import MARK, NOWHERE, NUMBER, SCOPE, WITHIN, YEAR, Wording, amount, is_printed_as
from sentence_checks import (
    PART,
    RUN,
    above_in,
    above_in_all,
    above_in_one,
    are_aside_in,
    are_free,
    are_gaps,
    are_left_out,
    are_set_aside,
    as_seen,
    cannot_be_compared,
    describes,
    do_not_fit,
    goes,
    has_changed,
    has_known,
    has_no_share,
    have_none,
    have_none_at_all,
    have_none_ever,
    holds,
    is_alone,
    is_largest,
    is_of_the_whole,
    is_the_only_bar,
    is_the_same,
    knows_nothing,
    lacks,
    leaves_wholes_out,
    never_above,
    peaks,
    ranks_one_maker,
    reaches,
    shows_nothing,
    stands_highest,
    tells_breaks,
    tells_breaks_that_part_nothing,
    tells_computed,
    tells_course,
    tells_largest,
    tells_only,
)

from etl.figures.records import Key as FigureKey

LABEL = r"(?: \(((?:[^()]|\([^()]*\))*)\))?"
THESE = rf"of these (\d+) [a-z ]+?(?: of ([^,]*?))? with a figure for {YEAR}{LABEL}"

DAY = r"(\d{4}-\d{2}-\d{2})"
KNOWN = rf"(?:the (\d+) figures|the one figure) known on {DAY}"
ADDED = r"(?:, and (\d+) ha(?:ve|s) been added)?"

TITLES = (
    Wording(
        "nothing known then",
        rf".*: no figure had been published by {DAY}; today there (?:is|are) (\d+)",
        knows_nothing,
        "area=AFG&asof=1985-01-01&compare=today",
        "area=AFG&asof=2019-11-26&compare=today",
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
        r"No figures for (.*?) (in \d{4}|in this choice)",
        shows_nothing,
        "group=sco&asof=1990-01-01",
        "area=AFG",
    ),
    Wording(
        "largest",
        rf"(.*?) had the (?:largest|highest) .*? {THESE}: {NUMBER}{MARK}(?:, {NUMBER} of .*)?",
        is_largest,
        "group=andean-coca&indicator=coca-bush-cultivation&form=bar",
        "area=BOL&indicator=coca-bush-cultivation&form=bar",
    ),
    Wording(
        "first",
        rf".*: (.*?) stood first {THESE}, with {NUMBER}{MARK}",
        is_largest,
        "area=AFG&area=MMR&measure=share&form=bar&year=2014",
        "area=AFG&area=AF-HEL&form=bar&measure=share&year=2018",
    ),
    Wording(
        "highest of several",
        rf".*?{LABEL}: of (?:these (\d+)|the (\d+) of these (\d+) with a figure for {YEAR}), (.*?) stood highest "
        rf"(?:in {YEAR}(, the last common year,)? )?with {NUMBER}{MARK}",
        stands_highest,
        "group=parts-of-WLD",
        "area=AFG&area=AF-HEL",
    ),
    Wording(
        "reached",
        rf"(.*?) reached {NUMBER}{MARK} in {YEAR}, (its highest value|the highest ({SCOPE}))",
        reaches,
        "area=BOL&indicator=coca-bush-cultivation",
        "area=AFG&indicator=opium-price",
    ),
    Wording(
        "peaked",
        rf"(.*?) (?:peaked at|was highest with) {NUMBER}{MARK} in {YEAR}(?: \(({SCOPE})\))? and stood "
        rf"at {NUMBER}{MARK} in {YEAR}",
        peaks,
        "area=AFG",
        "area=AFG&indicator=opium-yield",
    ),
    Wording(
        "went",
        rf"(.*?) went from {NUMBER}{MARK} in {YEAR}(?:, (when|after) ([a-z ]+),)? to {NUMBER}{MARK} in {YEAR}",
        goes,
        "area=AFG&indicator=opium-yield",
        "area=AFG",
    ),
    Wording(
        "only one year",
        rf"(.*?) was {NUMBER}{MARK} in {YEAR}(?:, the first figure since ([a-z ]+))?",
        is_alone,
        "area=PER&indicator=coca-bush-cultivation",
        "area=AFG",
    ),
    Wording(
        "one bar",
        rf".*? in ([^:]*?){LABEL}, {YEAR}: {NUMBER}{MARK}",
        is_the_only_bar,
        "area=BOL&indicator=coca-bush-cultivation&form=bar",
        "group=andean-coca&indicator=coca-bush-cultivation&form=bar",
    ),
    Wording(
        "described",
        rf"(.*?): ([^:«]*), {YEAR}(?:–{YEAR})?",
        describes,
        "area=AFG&area=AF-HEL",
        "group=andean-coca&indicator=coca-bush-cultivation",
    ),
)

FINDINGS = (
    Wording(
        "course",
        rf"(.*?), ([^,:]*?): ({RUN}(?:; after [a-z ]+: {RUN})*)\.",
        lambda case, name, label, runs, *_: tells_course(case, name, label, runs),
        "area=AFG",
        "area=AFG&measure=change",
    ),
    Wording(
        "course of computed numbers",
        rf"(.*?), ([^,:]*?)(?: \(((?:of|since) .*?)\))?: ({PART}(?:, {PART})*)\.",
        lambda case, name, label, scope, parts, *_: tells_computed(case, name, label, scope, parts),
        "area=AFG&measure=change",
        "area=BOL&indicator=coca-bush-cultivation&form=bar",
    ),
    Wording(
        "largest of one year",
        rf"Largest of these (\d+) figures for {YEAR}: (.*) \((.*)\)\.",
        tells_largest,
        "group=parts-of-WLD&form=bar",
        "form=bar",
    ),
    Wording(
        "one figure of a year",
        rf"In {YEAR}: (.*) \((.*)\)\.",
        tells_only,
        "form=bar&producer=unodc",
        "group=parts-of-WLD&form=bar",
    ),
    Wording(
        "more in the table",
        r"These have the largest values; (\d+) more series are in the table\.",
        holds,
        "group=parts-of-WLD",
        "area=AFG",
    ),
    Wording(
        "never above",
        rf"(.*?) was never above (.*?) in (?:the (\d+) years|{YEAR}, the only year) with figures for both \((.*?)\)\.",
        never_above,
        "area=AFG&area=PAK&producer=unodc",
        "area=AFG&area=AF-HEL",
    ),
    Wording(
        "above in the only year",
        rf"(.*?) was above (.*?) in {YEAR}, the only year with figures for both \((.*?)\)\.",
        above_in_one,
        "area=IND&area=PAK&producer=usg",
        "area=AFG&area=PAK",
    ),
    Wording(
        "above in all years",
        r"(.*?) was above (.*?) in all (\d+) years with figures for both \((.*?)\)\.",
        above_in_all,
        "area=PAK&area=AFG&producer=unodc",
        "area=AF-HEL&area=AFG",
    ),
    Wording(
        "above in some years",
        r"(.*?) was above (.*?) in ([\d–, and]+?) \((.*?)\)\.",
        above_in,
        "indicator=opium-production&area=AFG&area=MMR&producer=unodc",
        "area=AFG&area=PAK",
    ),
    Wording(
        "gap",
        r"(.*), ([^,]*): no source (?:here|published by (.*)) has a figure for ([\d–, and]*\d)(;.*)?\.",
        are_gaps,
        "area=MMR&producer=unodc",
        "area=BOL&indicator=coca-bush-cultivation&producer=unodc",
    ),
    Wording(
        "set aside",
        r"(.*), ([^,]*): what sources print for ([\d–, and]*\d) is set aside\.",
        are_set_aside,
        "area=AFG",
        "area=MMR",
    ),
    Wording(
        "no figure in any year on the map",
        r"No source here has a figure for (.*) in any year\.",
        have_none_ever,
        "area=MMR&form=map",
        "area=AFG&form=map",
    ),
    Wording(
        "no figure at all",
        r"No source here has a figure for (.*?)(?: by ([^,]*?))?( in these years)?(?:, published by (.*))?\.",
        have_none_at_all,
        "group=sco",
        "area=AFG",
    ),
    Wording(
        "left out",
        r"Known, but left out by this form or measure: (.*)\.",
        are_left_out,
        "area=AFG&area=PAK&measure=share&form=bar&year=2014",
        "area=AFG&area=PAK",
    ),
    Wording(
        "does not fit",
        r"These do not fit other figures in force: (.*)\.",
        do_not_fit,
        "area=AFG&indicator=opium-yield",
        "area=MMR",
    ),
    Wording(
        "breaks",
        r"Breaks, across which nothing is compared: (.*)\.",
        tells_breaks,
        "indicator=coca-bush-cultivation&area=COL",
        "indicator=coca-bush-cultivation&area=COL&producer=usg&from=2005",
    ),
    Wording(
        "breaks that part nothing",
        r"Breaks, across which the source goes on with the series: (.*)\.",
        tells_breaks_that_part_nothing,
        "area=AFG",
        "indicator=coca-bush-cultivation&area=COL",
    ),
    Wording(
        "not comparable with the year before",
        rf"Not comparable with {YEAR}: (.*)\.",
        cannot_be_compared,
        "group=parts-of-WLD&form=bar&measure=change&year=2023",
        "group=parts-of-WLD&form=bar&year=2023",
    ),
    Wording(
        "sum lacks a part",
        r"The sum is not complete \((.*?)\): it lacks (.*)\.",
        lacks,
        "group=andean-coca&indicator=coca-bush-cultivation&form=stack",
        "group=andean-coca&indicator=coca-bush-cultivation",
    ),
    Wording(
        "set aside in the year",
        rf"What sources print for {YEAR} is set aside: (.*)\.",
        are_aside_in,
        "area=AFG&form=bar&year=2023",
        "area=AFG&form=bar&year=2018",
    ),
    Wording(
        "wholes left out",
        r"Left out, since areas in it are shown: (.*)\.",
        leaves_wholes_out,
        "area=AFG&area=AF-HEL&form=stack",
        "area=AFG&area=MMR&form=stack",
    ),
    Wording(
        "what must be known",
        r"(.*): (?:leaf of )?coca that the law allows to be grown is inside the figure\.|"
        r"(.*): leaf that is chewed or sold legally is not taken off\.|"
        r"(.*): the total of \d{4} has the figure of \w+ of \d{4} inside, and that of \d{4} "
        r"the figure of \w+ of \d{4}, as adding up shows\.",
        has_known,
        "group=andean-coca&indicator=coca-bush-cultivation&form=bar",
        "group=andean-coca&indicator=coca-eradication&form=bar",
    ),
    Wording(
        "one producer in a ranking",
        r"Ranked are the figures of (.*) alone; known too, by other producers: (.*)\.",
        ranks_one_maker,
        "group=parts-of-WLD&form=bar&year=2008",
        "area=AFG&form=bar&year=2018",
    ),
    Wording(
        "shares of the whole",
        r"Shares are of (.*), which is chosen with its parts and not drawn itself\.",
        is_of_the_whole,
        "area=WLD&area=AFG&measure=share",
        "area=MMR&area=AFG&measure=share",
    ),
    Wording(
        "no share without the whole",
        r"No share of (.*) in (.*): no figure for (.*)\.",
        has_no_share,
        "area=WLD&area=AFG&measure=share",
        "area=WLD&area=AFG",
    ),
    Wording(
        "no share of two releases",
        r"No share of (.*) in (.*): a figure was revised after the last publication that prints another one it would "
        r"be compared with()\.",
        has_no_share,
        "indicator=opium-production&area=WLD&area=AFG&measure=share",
        "area=MMR&area=AFG&measure=share&from=2010",
    ),
    Wording(
        "many series without shares",
        r"And \d+ more series with years without a share\.",
        holds,
        NOWHERE,
        "area=WLD&area=AFG&measure=share",
    ),
    Wording(
        "poppy-free",
        rf"Poppy-free in {YEAR}: (\d+) areas?, (.*)\.",
        are_free,
        "group=parts-of-AFG&form=bar&year=2018",
        "group=parts-of-WLD&form=bar",
    ),
    Wording(
        "no figure in the year",
        rf"No figure(?: by (.*?))? for {YEAR}: (.*)\.",
        have_none,
        "form=bar",
        "form=bar&producer=unodc",
    ),
    Wording(
        "no place on the map",
        r"Not on the map, since no coordinates are recorded: .*\.",
        holds,
        NOWHERE,
        "area=AFG&form=map",
    ),
    Wording(
        "others have figures too",
        r"The map shows figures of (.*); (.*) ha(?:s|ve) figures too\.",
        shows_one_maker,
        "group=golden-triangle&form=map",
        "group=golden-triangle&form=bar",
    ),
    Wording(
        "all countries on the map",
        r"There are no figures(?: by (.*))? for the parts of (.*): the map shows all countries\.",
        shows_all_countries,
        "area=AFG&producer=usg&form=map",
        "area=AFG&form=map",
    ),
    Wording(
        "no base",
        rf"Without a figure above zero in the base year {YEAR}, so that (it is|they are) not shown: (.*)\.",
        has_no_base,
        "group=parts-of-WLD&measure=index&base=2004",
        "area=AFG&producer=unodc&measure=index&base=2004",
    ),
    Wording(
        "changed since",
        r"(.*?), ([^,]*?), today: (.*)\.",
        has_become,
        "indicator=opium-production&area=AFG&asof=2009-12-31&compare=today",
        "area=AFG",
    ),
    Wording(
        "revised",
        rf"Revised: (.*) {YEAR} \((.*)\) from {NUMBER} to {NUMBER}\.",
        was_revised,
        "indicator=opium-production&area=AFG&layer=revisions",
        "indicator=opium-production&area=AFG",
    ),
)

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
        r"(?:A change|An index|A share) needs .*\. Choose the figures themselves\.",
        cannot_compute,
        "area=AFG&producer=unodc&from=1994&to=1994&measure=change",
        "area=AFG&measure=change&from=1951&to=1953",
    ),
    Wording(
        "of another producer on the map",
        rf"The map is of (.*), which has no figure for {YEAR}; (.*) has\. Choose .*\.",
        is_by_another_producer,
        "group=andean-coca&indicator=coca-bush-cultivation&form=map&year=1995",
        "group=andean-coca&indicator=coca-bush-cultivation&form=map&year=1951",
    ),
    Wording(
        "nothing published by then",
        rf"No figure for this choice was published by {DAY}\. Choose a later day\.",
        was_published_later,
        "area=AFG&asof=1985-01-01",
        "area=AFG&asof=1985-01-01&from=1951&to=1953",
    ),
    Wording(
        "no members then",
        r"(.*): no source here has a figure for a country in the years in which it was a member\. Choose .*\.",
        were_no_members,
        "group=sco&membership=year",
        "group=sco&membership=year&from=1951&to=1953",
    ),
    Wording(
        "by other producers",
        r"(.*) (has|have) no figures for this choice\. Choose other producers\.",
        are_by_others,
        "area=THA&producer=usg",
        "area=THA&producer=usg&from=1951&to=1953",
    ),
    Wording(
        "of other years",
        rf"No source here has a figure for (?:{YEAR}|these years) in this choice\. Choose (?:another|other) years?\.",
        are_of_other_years,
        "area=AFG&form=bar&year=1951",
        "area=AFG&form=bar&year=1951&asof=1985-01-01",
    ),
    Wording(
        "all set aside",
        r"What sources print for this choice is set aside\. Choose other years, areas or producers, or a later day\.",
        is_all_set_aside,
        NOWHERE,
        "area=AFG&from=1951&to=1953",
    ),
    Wording(
        "nothing at all",
        r"No source here has a figure for this choice\. Choose other years, areas or producers, or a later day\.",
        has_none,
        "area=AFG&asof=1985-01-01&from=1951&to=1953",
        "area=AFG&from=1951&to=1953",
    ),
)


def _series(tables: Tables, key: FigureKey) -> dict[int, Row]:
    """The years of the series of a figure of which the value is known, a mere bound left out."""
    rows = tables.rows(key.indicator)
    found = {year: row for (area, maker, year), row in rows.items() if (area, maker) == (key.area, key.producer)}
    return {year: found[year] for year in sorted(found) if found[year].value is not None}


def _shows(tables: Tables, key: FigureKey, text: str, year: str) -> float:
    row = _series(tables, key)[int(year)]
    shown = amount(text)
    assert row.value is not None and shown is not None and is_printed_as(shown, row.value)
    return row.value


def _since(tables: Tables, key: FigureKey, year: int) -> int:
    return tables.since(key.indicator, key.area, key.producer, year)


def is_record(
    tables: Tables,
    key: FigureKey,
    count: str,
    first: str | None,
    last: str | None,
    label: str,
    text: str = "",
    year: str = "",
    *rest: str,
) -> None:
    """The highest of all years known that can be compared, by whom; no range reaches it, and it fits other figures."""
    every = {
        year: row
        for (area, maker, year), row in tables.rows(key.indicator).items()
        if (area, maker) == (key.area, key.producer)
    }
    assert tables.label(key.producer, every.values()) == label
    compared = {its: row for its, row in every.items() if _since(tables, key, its) == _since(tables, key, key.year)}
    assert bool(first) == (len(compared) < len(every))
    assert not first or [int(first), int(last or 0)] == [min(compared), max(compared)]
    rows = [row for row in compared.values() if is_drawn(row)]
    assert len([row for row in rows if row.flag != "at-least"]) == int(count)
    top = _series(tables, key)[int(year or key.year)]
    assert top.value is not None and top.id not in tables.doubted
    assert [row for row in rows if (row.value if row.value is not None else row.high or 0) >= top.value] == [top]
    if rest:
        own, share = rest
        value = _series(tables, key)[int(own)].value or 0.0
        assert is_printed_as(amount(text) or 0.0, top.value) and int(own) == key.year
        assert is_shown_as(share, value / top.value * 100, _digits(value, top.value))


def _digits(*printed: float) -> int:
    return min(digits(one) for one in printed if one)


def _overlap(one: Row, other: Row) -> bool:
    """Whether the ranges of two figures have numbers in common."""
    ends = (one.low, one.high, other.low, other.high)
    low, high, begin, end = (0.0 if item is None else item for item in ends)
    return None not in ends and low <= end and begin <= high


def is_next(tables: Tables, key: FigureKey, text: str, year: str, moved: str, before: str) -> None:
    later = [other for other in _series(tables, key) if other > key.year]
    assert int(year) == later[0] and int(before) == key.year
    is_broken = _since(tables, key, later[0]) != _since(tables, key, key.year)
    assert is_broken == (moved == "not comparable with")
    if is_broken:
        return
    now, then = _shows(tables, key, text, year), _series(tables, key)[key.year].value or 0.0
    if moved == "unchanged":
        assert now == then
    elif moved != "the change":
        word, share, *within = moved.split(" ", 1)[0], *moved.split(" ", 1)[1].split("» (")
        change = (now / then - 1) * 100
        assert word == ("up" if change > 0 else "down")
        assert is_shown_as(share.strip("«»"), abs(change), _digits(now, then))
        assert bool(within) == _overlap(_series(tables, key)[int(year)], _series(tables, key)[key.year])


def is_steepest(
    tables: Tables,
    key: FigureKey,
    known_years: str | None,
    between: str | None,
    went: str,
    share: str,
    a: str,
    first: str,
    b: str,
    second: str,
    span: str | None,
) -> None:
    """Of all changes in per cent between years that follow each other in the series, this one is the largest."""
    series = {year: row for year, row in _series(tables, key).items() if year >= key.year and row.flag != "at-least"}
    neighbours = list(pairwise(series))
    pairs = [(one, two) for one, two in neighbours if _since(tables, key, one) == _since(tables, key, two)]
    assert bool(between) == (len(pairs) < len(neighbours))
    changes = {pair: (series[pair[1]].value or 0.0) / (series[pair[0]].value or 0.0) * 100 - 100 for pair in pairs}
    pair = (int(first), int(second))
    assert len(pairs) > 1 and all(abs(other) < abs(changes[pair]) for its, other in changes.items() if its != pair)
    assert (went == "rose") == (changes[pair] > 0)
    ends = [series[year].value or 0.0 for year in pair]
    assert is_shown_as(share, abs(changes[pair]), _digits(*ends))
    assert not {series[year].id for year in pair} & tables.doubted
    _shows(tables, key, a, first)
    _shows(tables, key, b, second)
    assert int(span or 1) == pair[1] - pair[0]
    assert bool(known_years) == (len(series) < max(series) - key.year + 1)


def is_newest(tables: Tables, key: FigureKey, text: str, year: str, moved: str | None, before: str | None) -> None:
    assert int(year) == max(_series(tables, key)) and int(before or key.year) == key.year
    now, then = _shows(tables, key, text, year), _series(tables, key)[key.year].value or 0.0
    is_broken = _since(tables, key, int(year)) != _since(tables, key, key.year)
    assert not (is_broken and moved)
    assert not moved or is_shown_as(moved, (now / then - 1) * 100, _digits(now, then))


def is_last(tables: Tables, key: FigureKey) -> None:
    assert key.year == max(_series(tables, key))


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
        rf".* (?:stood at|was) {NUMBER} in {YEAR} "
        rf"\(((?:up |down )«[^»]*»(?: \(within the ranges\))?|unchanged|the change|not comparable with) "
        rf"(?:on )?{YEAR}(?:: [^()]*| is not known)?\)\.",
        is_next,
        CULTIVATION.format("AFG/2018"),
        CULTIVATION.format("AFG/2025"),
    ),
    Wording(
        "steepest change",
        r"The steepest change since then(?:, (of \d+ years known))?(, between years that can be compared)?: it "
        rf"(rose|fell) by {NUMBER} from {NUMBER} in {YEAR} to {NUMBER} in {YEAR}(?:, over (\d+) years)?\.",
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
)


def is_as_known(tables: Tables, key: FigureKey, day: str, *said: str | None) -> None:
    """What was in force on the day, and today; said are the number and range then, and those of today, or nothing."""
    then = tables.rows(key.indicator, day).get((key.area, key.producer, key.year))
    now = tables.rows(key.indicator)[key.area, key.producer, key.year]
    if not said:
        assert then is None
        return
    assert then is not None
    _is_shown(then, said[0])
    if len(said) == 1:
        assert [*map(as_seen, then[1:4])] == [*map(as_seen, now[1:4])]
        return
    _is_shown(now, said[2])
    assert said[:2] != said[2:]


def _is_shown(row: Row, text: str | None) -> None:
    shown = amount(text or "")
    assert (shown is None) == (row.value is None), (text, row)
    assert shown is None or row.value is None or is_printed_as(shown, row.value), (text, row)


def sums_up(
    tables: Tables,
    key: FigureKey,
    text: str,
    between: str | None,
    none: str | None,
    moved: str | None,
    before: str | None,
) -> None:
    row = tables.rows(key.indicator)[key.area, key.producer, key.year]
    _is_shown(row, text)
    has_range = row.low is not None or row.high is not None
    assert bool(between) == (has_range and row.value is not None)
    assert (none == "; range not recorded here") == (row.value is not None and not has_range and row.flag != "p-f")
    assert (none == ", without a best value") == (row.value is None and has_range)
    if moved is not None:
        earlier = tables.rows(key.indicator)[key.area, key.producer, key.year - 1]
        _is_shown(earlier, before)
        is_broken = _since(tables, key, key.year) != _since(tables, key, key.year - 1)
        assert is_broken == moved.startswith("not comparable")


_BETWEEN = rf"(?: \((?:range {NUMBER}|range not recorded here)\))?"
_FROM = r"(?:, from [^«»]*)?"
# What was known of a figure on a day.
KNOWN_THEN = (
    Wording(
        "not known then",
        r".*: no figure had been published by \d{4}-\d{2}-\d{2}\.",
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
SUMMARY = Wording(
    "summary",
    rf".*?: {NUMBER}(?: \(range {NUMBER}\)|(, without a best value|; range not recorded here))?"
    rf"(?:, ((?:up |down )«[^»]*»(?: \(within the ranges\))? on \d+|unchanged on \d+|the change on \d+ is not known|"
    rf"not comparable with \d+: [^()]*) \({NUMBER}\))?\.",
    sums_up,
    NOWHERE,
    NOWHERE,
)
