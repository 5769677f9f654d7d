"""The view: all that defines a chart. One view is one address, and gives the chart, table, map and download.

The names of the parameters are those of the address, the API and the command line.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import KW_ONLY, dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from dashboard.views.parameters import Day, KeyOf, Keys, OneOf, Parameter, Switch, Year, parameter, rows_of
from etl.figures.beside import rows_beside

WORD_ROWS = rows_beside(__package__, "words.csv")  # the words that parameters take, and what readers are told of them


def _names_of(parameter: str) -> dict[str, str]:
    return {row["word"]: row["name"] for row in WORD_ROWS if row["parameter"] == parameter}


FORM_NAMES, SCALE_NAMES, MEASURE_NAMES = _names_of("form"), _names_of("scale"), _names_of("measure")
MEMBERSHIP_NAMES, LAYER_NAMES = _names_of("membership"), _names_of("layer")
FORMS, SCALES, MEASURES, LAYERS = tuple(FORM_NAMES), tuple(SCALE_NAMES), tuple(MEASURE_NAMES), tuple(LAYER_NAMES)
ONE_YEAR_FORMS = ("bar", "map")
LOGARITHMIC_FORMS = ("line", "panels")
LOGARITHMIC_MEASURES = ("value", "index")  # others can fall below zero, or are parts of one sum
ADDABLE_MEASURES = ("value", "share")
MOST_AREAS = 60  # of a chart over years
MOST_AREAS_OF_A_YEAR = 1000  # of a ranking or a map
MOST_FIELDS = 400


@dataclass(frozen=True, slots=True)
class View:
    """All that defines a chart, a row for each parameter, in the order of an address. Years are inclusive."""

    indicator: str = parameter(
        "indicator", KeyOf("indicators"), "What is measured.", "opium-poppy-cultivation", required=True
    )
    areas: tuple[str, ...] = parameter(
        "area",
        KeyOf("areas"),
        "Where: the world, countries, or parts of them.",
        "AFG",
        rule="ISO 3166-1 alpha-3 or ISO 3166-2; WLD is the world.",
        repeatable=True,
        keeps_order=True,
    )
    _: KW_ONLY
    group: str = parameter(
        "group",
        KeyOf("groups"),
        "Many areas at once: a group, or all parts of one.",
        "parts-of-AFG",
        rule="It takes the place of `area`.",
        default="",
    )
    top: int | None = parameter(
        "top",
        Year(),
        "The ten largest countries of this year.",
        "2018",
        rule="They take the place of `area`.",
        default=None,
    )
    producers: tuple[str, ...] = parameter(
        "producer",
        KeyOf("producers"),
        "Who made the estimate.",
        "unodc",
        rule="All, where none is given.",
        repeatable=True,
        default=(),
    )
    first: int | None = parameter("from", Year(), "The first year.", "1994", default=None)
    last: int | None = parameter("to", Year(), "The last year, included.", "2025", default=None)
    base: int | None = parameter("base", Year(), "The year that is 100, for an index.", "2005", default=None)
    year: int | None = parameter(
        "year",
        Year(),
        "The one year that is described (not the year of print).",
        "2018",
        default=None,
        forms=ONE_YEAR_FORMS,
    )
    asof: str = parameter("asof", Day(), "Only what was published by this day.", "2019-11-26", default="")
    form: str = parameter("form", OneOf(FORM_NAMES), "The form of the chart.", "map", default="line")
    scale: str = parameter(
        "scale", OneOf(SCALE_NAMES), "The scale of the values.", "log", default="linear", forms=LOGARITHMIC_FORMS
    )
    measure: str = parameter(
        "measure",
        OneOf(MEASURE_NAMES),
        "What is drawn: the values, or what is computed from them.",
        "index",
        default="value",
    )
    membership: str = parameter(
        "membership",
        OneOf(MEMBERSHIP_NAMES),
        "Of a group: its members of today, or of each year.",
        "year",
        default="today",
    )
    compare: bool = parameter(
        "compare",
        Switch("today"),
        "What is known today, beside what was known on that day.",
        "today",
        rule="It needs `asof`.",
        default=False,
        forms=("line",),
    )
    layers: tuple[str, ...] = parameter(
        "layer",
        OneOf(LAYER_NAMES, none="none"),
        "What is drawn beside the values.",
        "events",
        repeatable=True,
        default=("annotations",),
        forms=("line",),
    )

    @property
    def is_comparison(self) -> bool:
        """Whether what is known today stands beside what was known on a day."""
        return self.compare and bool(self.asof) and has_effect("compare", self.form)

    def query(self) -> str:
        """The view as the query of its address: always the same for the same view, defaults left out."""
        unsaid = {"areas", "top"} if self.group else {"areas"} if self.top else set()
        pairs = [
            (row.name, text)
            for name, row in rows_of(type(self)).items()
            if name not in unsaid
            for text in row.write(getattr(self, name))
        ]
        return urlencode(pairs)

    def with_(self, **changes: object) -> "View":
        """The same view with some parts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def view_parameters() -> tuple[Parameter, ...]:
    """Every parameter of a view, in the order of an address."""
    return tuple(rows_of(View).values())


def has_effect(name: str, form: str) -> bool:
    """Whether a part of a view, by the name of its field, changes a chart of a form."""
    return rows_of(View)[name].has_effect_on(form)


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

    @property
    def keys(self) -> Keys:
        """The keys by the name of their table, as parameters name them."""
        return {
            "indicators": self.indicators,
            "areas": self.areas,
            "producers": self.producers,
            "groups": self.groups,
        }


def most_areas(form: str) -> int:
    """How many areas a chart of a form shows at most."""
    return MOST_AREAS_OF_A_YEAR if form in ONE_YEAR_FORMS else MOST_AREAS


def at_most_areas(form: str) -> str:
    """The beginning of a sentence to who asked for more areas."""
    return f"A chart of this form shows at most {most_areas(form)} areas"


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
        remarks.append(f"{does_not_go}; the figures themselves are shown.")
        view = view.with_(measure="value")
    if view.scale == "log" and not has_logarithms(view):
        remarks.append("A logarithmic scale has no effect on this form and measure; it was left out.")
        view = view.with_(scale="linear")
    if view.compare and not view.is_comparison:
        reason = "goes with lines only" if view.asof else "needs the day that is compared (asof)"
        remarks.append(f"The comparison with today {reason}; it was left out.")
        view = view.with_(compare=False)
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
    keys, values = choices.keys, dict[str, Any]()
    for name, row in rows_of(View).items():
        values[name], left_out = row.read(given.get(row.name, ()), keys)
        remarks += left_out
    values["indicator"] = values["indicator"] or choices.default.indicator
    first, last = values["first"], values["last"]
    if first is not None and last is not None and first > last:
        remarks.append("The first year is after the last; they were exchanged.")
        values["first"], values["last"] = last, first
    areas, too_many = _chosen_areas(values, choices)
    values["areas"] = areas or choices.default.areas
    values["top"] = values["top"] if areas and not values["group"] else None
    return View(**values), remarks + too_many


def _chosen_areas(values: Mapping[str, Any], choices: Choices) -> tuple[tuple[str, ...], list[str]]:
    """The areas that are chosen by name, by group or by rank, as many as a chart can show; a remark on the others."""
    indicator, form, most = values["indicator"], values["form"], most_areas(values["form"])
    areas: tuple[str, ...] = values["areas"] or ()
    if values["group"]:
        areas = choices.groups[values["group"]]
    elif values["top"] is not None:
        areas = choices.largest(indicator, values["top"])
    if len(areas) <= most:
        return areas, []
    remedy = "" if form in ONE_YEAR_FORMS else " A ranking or a map shows all."
    having = choices.having(indicator)
    areas = tuple(sorted(areas, key=lambda area: area not in having))  # in their order, those with figures first
    return areas[:most], [f"{at_most_areas(form)}; the first {most} are shown.{remedy}"]
