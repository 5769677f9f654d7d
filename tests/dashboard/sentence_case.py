"""One sentence of the product beside the rows of the tables that it speaks of, and what all its checks share."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from retelling import Key, Row, Tables, Value, as_one, is_figure, within
from sample_data import sample_data
from shown_by_views import Shown
from shown_digits import is_shown_as

from dashboard.views.findings import findings
from dashboard.views.scene import Scene
from dashboard.views.view import View
from dashboard.words.sentences import Sentence

NUMBER = "«([^»]*)»"
_MARKS = "within the ranges|does not fit other figures"
MARK = rf"( \((?:{_MARKS})(?:; (?:{_MARKS}))?\))?"
YEAR = r"(\d{4})"
COUNT = r"(two|[3-9]|\d{2,})"  # of what is compared: two is a word
SCOPE = r"(?:of|since) \d[^()«»]*?"  # of which years a superlative is
NOWHERE = ""  # a wording for which the sample has no case; `test_handovers` has one
WITHIN = r"(?:, within the ranges)?"


def counted(count: str) -> int:
    """The number that a count in a sentence stands for."""
    return 2 if count == "two" else int(count)


@dataclass(frozen=True)
class Case:
    """A view with what it shows, as the tables have it."""

    tables: Tables
    view: View
    scene: Scene
    shown: Shown

    @cached_property
    def rows(self) -> dict[Key, Row]:
        return self.tables.rows(self.view.indicator, self.view.asof)

    @cached_property
    def told(self) -> list[str]:
        """All findings of the view."""
        return [with_numbers_marked(sentence) for sentence in findings(self.scene)]

    @cached_property
    def areas(self) -> set[str]:
        return {area for area, _, _ in self.shown}

    @cached_property
    def apart(self) -> set[str]:
        """The areas that are no whole of another one that is shown."""
        return {
            area for area in self.areas if not any(self.tables.is_within(other, area) for other in self.areas - {area})
        }

    @cached_property
    def is_ranked(self) -> bool:
        """Whether the areas that are shown may be set in an order."""
        divisor = [self.view.second] if self.view.measure == "ratio" else []
        return all(self.tables.can_be_ranked(indicator, self.apart) for indicator in (self.view.indicator, *divisor))

    def area(self, name: str) -> str:
        """The area of a name, which may begin a sentence with its article: The United States."""
        named = {key: (self.tables.areas[key][0], self.tables.inside(key)) for key in self.areas}
        return next(
            key for key, (own, inside) in named.items() if name in {own, inside, inside[:1].upper() + inside[1:]}
        )

    def label(self, area: str, maker: str) -> str:
        """Who made the estimates of a series, as far as the view has it."""
        is_of_years = self.view.form not in {"bar", "map"}
        first = (self.view.first or 1) - 1 if is_of_years else 0
        last = (self.view.last or 9999) if is_of_years else 9999
        rows = [
            row
            for year, row in self.tables.series(self.view.indicator, self.view.asof).get((area, maker), {}).items()
            if first <= year <= last and (self.view.membership != "year" or self.was_member(area, maker, year))
        ]
        return self.tables.label(maker, rows)

    @cached_property
    def _makers(self) -> dict[str, str]:
        """The producers by every name that a sentence may have for them."""
        lines = {(area, maker) for area, maker, _ in self.rows if area in {*self.view.areas, *self.areas}}
        names = {its: key for key, its in self.tables.makers.items()} | {self.label(*line): line[1] for line in lines}
        return names | {self.tables.said(its): key for its, key in names.items()}

    def maker(self, label: str) -> str:
        return self._makers[label]

    def of_all(self, maker: str) -> str:
        """What a producer is called beside several areas: as all their figures name it, else by its own name."""
        lines = {(area, its) for area, its, _ in self.shown if its == maker}
        labels = {self.label(*line) for line in lines}
        return labels.pop() if len(labels) == 1 else self.tables.makers[maker]

    @cached_property
    def _lines(self) -> dict[tuple[str, str], dict[int, Value]]:
        found: dict[tuple[str, str], dict[int, Value]] = {}
        for (area, maker, year), value in self.shown.items():
            found.setdefault((area, maker), {})[year] = value
        return found

    def line(self, area: str, maker: str) -> dict[int, Value]:
        return self._lines.get((area, maker), {})

    @cached_property
    def _years(self) -> dict[tuple[int, str], dict[str, Value]]:
        found: dict[tuple[int, str], dict[str, Value]] = {}
        for (area, maker, year), value in self.shown.items():
            if area in self.apart:
                found.setdefault((year, maker), {})[area] = value
        return found

    def of_year(self, year: int, maker: str) -> dict[str, Value]:
        """What is shown of a year, of areas that can be compared."""
        return self._years.get((year, maker), {})

    def years_known(self, area: str, maker: str) -> list[int]:
        """The years of which there is a figure, as known on the day of the view, in those that it is of."""
        first, last = self.view.first or 0, self.view.last or 9999
        known = self.tables.series(self.view.indicator, self.view.asof).get((area, maker), {})
        return [year for year in known if first <= year <= last]

    @cached_property
    def sums(self) -> dict[tuple[str, int], set[str]]:
        """By producer and year: the areas with a value, where values are parts of one sum.

        Nothing has a share of a single value, or of a sum of nothing.
        """
        is_of_a_whole = self.view.measure == "share" and self.tables.whole_of(self.view.areas)
        if is_of_a_whole or (self.view.measure != "share" and self.view.form != "stack"):
            return {}
        having: dict[tuple[str, int], set[str]] = {}
        makers = {maker for _, maker, _ in self.shown} if self.view.form == "stack" else self.view.producers
        for (area, maker, year), row in self.rows.items():
            is_asked = area in self.view.areas and maker in (makers or (maker,))
            is_member = self.view.membership != "year" or self.was_member(area, maker, year)
            if is_asked and is_member and row.value is not None:
                having.setdefault((maker, year), set()).add(area)
        return {
            (maker, year): areas
            for (maker, year), areas in having.items()
            if self.view.measure != "share"
            or (len(areas) > 1 and any(self.rows[area, maker, year].value for area in areas))
        }

    @cached_property
    def unit(self) -> str:
        """What the axis counts, for shares of a sum: all that were added up, poppy-free areas included."""
        shown = {(maker, year) for _, maker, year in self.shown}
        wholes = {one for one in self.view.areas if any(self.tables.is_within(part, one) for part in self.view.areas)}
        summed = {area for place, areas in self.sums.items() if place in shown for area in areas} - wholes
        names = [self.tables.inside(area) for area in self.view.areas if area in summed]
        several = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) < 4 else "the areas with a figure"
        return f"% of the sum of {several}"

    def lacking(self, maker: str, year: int) -> set[str]:
        """The areas that have a share or a layer in any year that is shown, and no value in this one."""
        if (maker, year) not in self.sums:
            return set()
        if self.view.form not in {"bar", "map"}:
            return self.areas - self.sums[maker, year]
        every = {
            area
            for (its, when), areas in self.sums.items()
            for area in areas
            if self.rows[area, its, when].flag != "p-f"
        }
        return every - self.sums[maker, year]

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether the series that are shown have figures in years that are not."""
        lines = {(area, maker) for area, maker, _ in self.shown}
        first, last = self.view.first or 0, self.view.last or 9999
        return any(
            is_figure(row)
            and key[:2] in lines
            and (not first <= key[2] <= last or (self.view.membership == "year" and not self.was_member(*key)))
            for key, row in self.rows.items()
        )

    def was_member(self, area: str, _: str, year: int) -> bool:
        return self.tables.was_member(self.view.group, area, year)


Check = Callable[..., None]


@dataclass(frozen=True)
class Wording:
    """One template. `check` is given the case, then the groups of the pattern."""

    name: str
    pattern: str
    check: Check
    appears: str
    absent: str

    def match(self, text: str) -> re.Match[str] | None:
        return re.fullmatch(self.pattern, text)


SEASON = re.compile(r"\b(\d{4})/(\d{2})\b")  # a year that begins in the year before


def _names() -> list[str]:
    with (sample_data() / "areas.csv").open(encoding="utf-8", newline="") as lines:
        return [row["name"] for row in csv.DictReader(lines)]


_SEVERAL_WORDS = {name: as_one(name) for name in sorted(_names(), key=len, reverse=True) if as_one(name) != name}


def with_names_as_one(text: str) -> str:
    """A text in which names of areas have no brackets, commas or "and" of their own."""
    for name, one in _SEVERAL_WORDS.items():
        text = text.replace(name, one)
    return text


def with_numbers_marked(sentence: Sentence) -> str:
    """A sentence in which numbers stand in marks, seasons are the years in which they end, and labels are whole."""
    parts = (SEASON.sub(_end, part) if isinstance(part, str) else f"«{part.text}»" for part in sentence)
    text = with_names_as_one("".join(parts))
    assert not re.search(r"\([^()]*\(", text), text
    return re.sub(r"\(([^()]*?), ((?:inferred|summed|, )+)\)", r"(\1 (\2))", text)


def _end(season: re.Match[str]) -> str:
    end = int(season[1]) + 1
    assert end % 100 == int(season[2]), season[0]
    return str(end)


def amount(text: str) -> float | None:
    """The value that a number shows; None for a range; zero where it is poppy-free."""
    if text == "poppy-free":
        return 0.0
    found = re.fullmatch(r"(?:over |about |Σ\s)?([−+]?[\d,]+(?:\.\d+)?)(?: .*)?", text)
    return float(found[1].replace(",", "").replace("−", "-")) if found else None


def is_same(text: str, value: Value) -> None:
    """The number is the value, to the decimals that it shows; a range stands only where there is no value."""
    if value.digits and value.value is not None:
        low, _, high = re.sub(r"^(?:over |about |Σ\s)", "", text).partition("–")
        ends = sorted((value.value, value.value if value.end is None else value.end))
        for shown, exact in zip((low, high or low), ends, strict=True):
            assert is_shown_as(shown, exact, value.digits, is_amount=value.is_amount), (text, value)
        return
    number = amount(text)
    if number is None:
        assert value.value is None, text
        return
    assert value.value is not None and is_printed_as(number, value.value), (text, value)


def is_printed_as(shown: float, printed: float) -> bool:
    """Whether a printed number is shown as it is: from a thousand on whole, else with two decimals or three digits."""
    size = abs(printed)
    return abs(shown - printed) <= (0.5 if size >= 1000 else 0.005 if size >= 1 else max(size / 200, 5e-7)) + 1e-9


def is_right(case: Case, text: str, mark: str | None, value: Value) -> None:
    is_same(text, value)
    assert ("does not fit" in (mark or "")) == (value.is_doubted and not case.view.asof), (text, value)
    assert ("within the ranges" in (mark or "")) == value.is_within, (text, value)


def is_highest(value: Value, others: Sequence[Value], *, bounds_count: bool) -> None:
    """No other one may be as high, and the value itself fits other figures."""
    assert value.value is not None and not value.is_doubted
    assert bounds_count or not value.is_bound  # a mere bound is none of the years known
    assert not any(other.may_reach(value.seen, bounds_count=bounds_count) for other in others)


def is_lowest(value: Value, others: Sequence[Value]) -> None:
    assert value.value is not None and not value.is_doubted and not value.is_bound
    assert all(other.value is not None and other.seen > value.seen + 1e-9 for other in others)


def newest(line: dict[int, Value]) -> dict[int, Value]:
    """The years that can be compared with the last one whose value is known."""
    since = line[known(line)[-1]].since
    return {year: value for year, value in line.items() if value.since == since}


def changed_before(case: Case, place: tuple[str, str], part: dict[int, Value]) -> str:
    """What changed before some years of a series that can be compared."""
    first = part[min(part)]
    if case.view.measure == "ratio":
        return _changed_in_a_ratio(case, place, min(part), first.since)
    return case.tables.changed((case.view.indicator, *place), first.since, first.rests_on, case.view.asof)


def _changed_in_a_ratio(case: Case, place: tuple[str, str], year: int, since: int) -> str:
    """What changed for the figures that are divided, and for those that they are divided by, named where these did."""
    divisor = case.tables.divisor(case.view.second, (*place, year), case.view.asof)
    assert divisor is not None
    own, other = (
        case.tables.changed((indicator, *its), since, (), case.view.asof)
        for indicator, its in ((case.view.indicator, place), (case.view.second, divisor[:2]))
    )
    names = [within(case.tables.indicators[key]) for key in (case.view.indicator, case.view.second)]
    if not other:
        return own
    if own == other:
        return f"{own} for {' and '.join(names)}"
    return " and ".join(f"{what} for {name}" for what, name in zip((own, other), names, strict=True) if what)


def since_when(case: Case, place: tuple[str, str], line: dict[int, Value]) -> str:
    """From which year on a series can be compared with its last one, and what changed; empty where all of it can."""
    part = newest(line)
    if len(part) == len(line):
        return ""
    first = min(part)
    return f"since {first}, {'when' if first == part[first].since else 'after'} {changed_before(case, place, part)}"


def has_scope(
    case: Case, place: tuple[str, str], line: dict[int, Value], scope: str | None, *, is_narrowed: bool | None = None
) -> None:
    """A superlative over years says of how many, where any is missing, and which, where only some are shown.

    Where the series has earlier years that are shown too, it says what changed since.
    """
    part = newest(line)
    first, last = min(part), max(part)
    known = sum(not value.is_bound for value in part.values())
    has_gaps = known < last - first + 1
    changed = changed_before(case, place, part) if len(part) < len(line) else ""
    if case.is_narrowed if is_narrowed is None else is_narrowed:
        expected = f"of {known} years known from {first} to {last}" if has_gaps else f"of {first}–{last}"
        expected += f", after {changed}" if changed else ""
    else:
        of_known = f"of {known} years known " if has_gaps else ""
        expected = f"{of_known}{since_when(case, place, line)}".rstrip()
    assert (scope or "") == expected, (scope, expected)


def names_maker(case: Case, areas: set[str], label: str | None) -> None:
    """Whose figures they are is said wherever another producer has any of the same areas, or made others shown."""
    makers = {maker for area, maker, _ in case.shown if area in areas}
    assert bool(label) == (len(makers) > 1 or case.tables.has_several_makers(case.view.indicator, areas)), label


def subject_of(case: Case, words: str) -> tuple[str, str, dict[int, Value]]:
    """Area and producer that a title over years is about, and their values."""
    found = re.fullmatch(r"(?:.*?: |.*? in |World .*?)?(.*?)(?: \(((?:[^()]|\([^()]*\))*)\))?", words)
    assert found
    names = [name for key in case.areas for name in (case.tables.areas[key][0], case.tables.inside(key))]
    name = next((name for name in names if name in words), "")
    label = re.search(r" \(((?:[^()]|\([^()]*\))*)\)$", words)
    area = case.area(name)
    names_maker(case, {area}, label and label[1])
    makers = [case.maker(label[1])] if label else [maker for one, maker, _ in case.shown if one == area]
    line = case.line(area, makers[0])
    assert len(case.areas) == 1
    return area, makers[0], line


def known(line: dict[int, Value]) -> list[int]:
    return sorted(year for year, value in line.items() if value.value is not None)
