"""The view: all that defines a chart. One view is one address, and gives the chart, table, map and download.

The names of the parameters are those of the address, the API and the command line.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qs, urlencode

FORMS = ("line", "stack", "bar", "panels", "map")
ONE_YEAR_FORMS = ("bar", "map")
SCALES = ("linear", "log")
MEASURES = ("value", "index", "change", "increase", "share")
MEMBERSHIPS = ("today", "year")
LAYERS = ("annotations", "events", "revisions", "disagreement")
DEFAULT_LAYERS = ("annotations",)
LOGARITHMIC_FORMS = ("line", "panels")
LOGARITHMIC_MEASURES = ("value", "index")  # others can fall below zero, or are parts of one sum
ADDABLE_MEASURES = ("value", "share")
MOST_AREAS = 60  # of a chart over years
MOST_AREAS_OF_A_YEAR = 1000  # of a ranking or a map
MOST_FIELDS = 400

_YEAR = re.compile(r"(19|20|21)\d\d")


@dataclass(frozen=True, slots=True)
class View:
    """Areas and producers are keys; no producers means all. Years are inclusive; None means open."""

    indicator: str
    areas: tuple[str, ...]
    producers: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    asof: str = ""  # YYYY-MM-DD: only what was published by then
    form: str = "line"
    scale: str = "linear"
    measure: str = "value"
    base: int | None = None  # the year that is 100, for measure "index"
    year: int | None = None  # the one year of a bar chart or a map
    group: str = ""  # the group that the areas were chosen by
    membership: str = "today"  # of a group: its members of today, or in each year those of that year
    top: int | None = None  # the year whose ten largest areas were chosen
    compare: bool = False  # beside what was known on `asof`, show what is known today
    layers: tuple[str, ...] = field(default=DEFAULT_LAYERS)

    def query(self) -> str:
        """The view as the query of its address: always the same for the same view, defaults left out."""
        parameters: list[tuple[str, str]] = [("indicator", self.indicator)]
        parameters += self._chosen_areas()
        parameters += [("producer", producer) for producer in self.producers]
        for name, value in (("from", self.first), ("to", self.last), ("base", self.base), ("year", self.year)):
            if value is not None:
                parameters.append((name, str(value)))
        for name, text, default in (
            ("asof", self.asof, ""),
            ("form", self.form, "line"),
            ("scale", self.scale, "linear"),
            ("measure", self.measure, "value"),
            ("membership", self.membership, "today"),
            ("compare", "today" if self.compare else "", ""),
        ):
            if text != default:
                parameters.append((name, text))
        if self.layers != DEFAULT_LAYERS:
            parameters += [("layer", layer) for layer in self.layers or ("none",)]
        return urlencode(parameters)

    def _chosen_areas(self) -> list[tuple[str, str]]:
        if self.group:
            return [("group", self.group)]
        return [("top", str(self.top))] if self.top else [("area", area) for area in self.areas]

    def with_(self, **changes: object) -> "View":
        """The same view with some parts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Choices:
    """What an edition offers to choose from; keys in the order in which they are offered."""

    indicators: tuple[str, ...]
    areas: frozenset[str]
    producers: frozenset[str]
    groups: Mapping[str, tuple[str, ...]]
    default: View
    largest: Callable[[str, int], tuple[str, ...]]  # the ten largest areas of an indicator in a year
    having: Callable[[str], Set[str]] = lambda indicator: frozenset()  # the areas that have figures of an indicator
    is_additive: Callable[[str], bool] = lambda indicator: True  # whether figures of an indicator can be added up


def most_areas(form: str) -> int:
    """How many areas a chart of a form shows at most."""
    return MOST_AREAS_OF_A_YEAR if form in ONE_YEAR_FORMS else MOST_AREAS


def why_no_measure(view: View, measure: str, is_additive: bool) -> str:
    """Why the form, the indicator or the areas of a view have no such measure; empty where they have."""
    if measure == "share" and not is_additive:
        return "not of rates"
    if measure == "share" and len(view.areas) < 2:
        return "of two areas or more"
    if view.form == "stack" and measure not in ADDABLE_MEASURES:
        return "cannot be stacked"
    return "not on a map" if view.form == "map" and measure != "value" else ""


def has_logarithms(view: View) -> bool:
    """Whether a logarithmic scale changes anything in a view."""
    return view.form in LOGARITHMIC_FORMS and view.measure in LOGARITHMIC_MEASURES


def fitted(view: View, is_additive: bool) -> tuple[View, list[str]]:
    """The view without what does not go together, and a sentence for each part: what is wrong; what is shown."""
    remarks = []
    if view.form == "stack" and not is_additive:
        remarks.append("Rates such as prices cannot be stacked, since they cannot be added up; lines are shown.")
        view = view.with_(form="line")
    reason = why_no_measure(view, view.measure, is_additive)
    if reason:
        does_not_go = f"The measure “{view.measure}” does not go with this choice ({reason})"
        remarks.append(f"{does_not_go}; the figures as printed are shown.")
        view = view.with_(measure="value")
    if view.scale == "log" and not has_logarithms(view):
        remarks.append("A logarithmic scale has no effect on this form and measure; it was left out.")
        view = view.with_(scale="linear")
    return view, remarks


def read_view(query: str, choices: Choices) -> tuple[View, list[str]]:
    """The view that an address names, and one sentence for each part of it that was left out.

    What is not understood, or does not go together, falls back to the default, so that every address shows something.
    """
    asked, remarks = read_asked(query, choices)
    view, left_out = fitted(asked, choices.is_additive(asked.indicator))
    return view, remarks + left_out


def read_asked(query: str, choices: Choices) -> tuple[View, list[str]]:
    """The view that an address asks for, whether or not it goes together, and what of it was not understood."""
    readable = len(query) <= 8000 and query.count("&") < MOST_FIELDS
    given = parse_qs(query, keep_blank_values=False, max_num_fields=MOST_FIELDS) if readable else {}
    remarks = [] if readable else ["The address is too long; the default view is shown."]
    default = choices.default

    def one(name: str) -> str:
        return given.get(name, [""])[-1]

    def known(name: str, offered: Iterable[str]) -> tuple[str, ...]:
        allowed = set(offered)
        unknown = [value for value in given.get(name, []) if value not in allowed]
        remarks.extend(f"There is no {name} “{value[:40]}” in this edition; it was left out." for value in unknown)
        return tuple(dict.fromkeys(value for value in given.get(name, []) if value in allowed))

    def choice(name: str, offered: tuple[str, ...]) -> str:
        found = known(name, offered)
        return found[-1] if found else offered[0]

    def year(name: str) -> int | None:
        text = one(name)
        if text and not _YEAR.fullmatch(text):
            remarks.append(f"“{text[:40]}” is not a year; “{name}” was left out.")
            return None
        return int(text) if text else None

    indicators = known("indicator", choices.indicators)
    indicator = indicators[-1] if indicators else default.indicator
    groups = known("group", choices.groups)
    group = groups[-1] if groups else ""
    top = None if group else year("top")
    areas = known("area", choices.areas)
    if group:
        areas = choices.groups[group]
    elif top is not None:
        areas = choices.largest(indicator, top)
    form = choice("form", FORMS)
    most = most_areas(form)
    if len(areas) > most:
        remedy = "" if form in ONE_YEAR_FORMS else " A ranking or a map shows all."
        having = choices.having(indicator)
        areas = tuple(sorted(areas, key=lambda area: area not in having))  # in their order, those with figures first
        remarks.append(f"A chart of this form shows at most {most} areas; the first {most} are shown.{remedy}")
    first, last = year("from"), year("to")
    if first is not None and last is not None and first > last:
        remarks.append("The first year is after the last; they were exchanged.")
        first, last = last, first
    layers = known("layer", (*LAYERS, "none")) if "layer" in given else DEFAULT_LAYERS
    view = View(
        indicator=indicator,
        areas=areas[:most] or default.areas,
        producers=tuple(sorted(known("producer", choices.producers))),
        first=first,
        last=last,
        asof=_day(one("asof"), remarks),
        form=form,
        scale=choice("scale", SCALES),
        measure=choice("measure", MEASURES),
        base=year("base"),
        year=year("year"),
        group=group,
        membership=choice("membership", MEMBERSHIPS),
        top=top if areas else None,
        compare=bool(known("compare", ("today",))),
        layers=tuple(layer for layer in LAYERS if layer in layers),
    )
    return view, remarks


def _day(text: str, remarks: list[str]) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        remarks.append(f"“{text[:40]}” is not a date such as 2019-11-26; today's figures are shown.")
        return ""
