"""The view: all that defines a chart. One view is one address, and gives the chart, table, map and download.

The names of the parameters are those of the address, the API and the command line.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import KW_ONLY, dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from dashboard.views.parameters import Day, KeyOf, Keys, OneOf, Parameter, Switch, WholeNumber, Year, parameter, rows_of
from dashboard.words.alike import NOT_RANKED
from etl.figures.beside import rows_beside

WORD_ROWS = rows_beside(__package__, "words.csv")  # the words that parameters take, and what readers are told of them


def _names_of(parameter: str) -> dict[str, str]:
    return {row["word"]: row["name"] for row in WORD_ROWS if row["parameter"] == parameter}


FORM_NAMES, SCALE_NAMES, MEASURE_NAMES = _names_of("form"), _names_of("scale"), _names_of("measure")
# What the measures of two years are called in a form whose view names the two.
NAMES_OF_TWO_YEARS = _names_of("measure-of-two-years")
MOVED_NAMES = _names_of("moved")
MOVED_SENTENCES = {row["word"]: row["reading"] for row in WORD_ROWS if row["parameter"] == "moved"}
MEMBERSHIP_NAMES, LAYER_NAMES = _names_of("membership"), _names_of("layer")
SUM_NAMES, AXES_NAMES = _names_of("sum"), _names_of("axes")
FORMS, SCALES, MEASURES, LAYERS = tuple(FORM_NAMES), tuple(SCALE_NAMES), tuple(MEASURE_NAMES), tuple(LAYER_NAMES)
ZOOMS = {row["zoom"]: row for row in rows_beside(__package__, "zooms.csv")}  # regions, with their frame in degrees
ZOOM_NAMES = {zoom: row["name"] for zoom, row in ZOOMS.items()}
ONE_YEAR_FORMS = ("bar", "map")
PAIR_FORMS = ("line", "scatter")  # which show two indicators
LOGARITHMIC_FORMS = ("line", "panels")
FOCUSED_FORMS = ("line", "scatter")  # in which all areas share one plot
LOGARITHMIC_MEASURES = ("value", "rate", "index", "ratio")  # others can fall below zero, or are parts of one sum
ADDABLE_MEASURES = ("value", "share")
MEASURES_OF_TWO_YEARS = tuple(NAMES_OF_TWO_YEARS)
MEASURES_ON_MAPS = ("value", "rate", *MEASURES_OF_TWO_YEARS)
MEASURES_OF_ONE_YEAR = ("value", "rate")  # which rest on figures of no other area and no other year
PEOPLE = "population"  # the indicator that rates are by
PARTS_OF = "parts-of-"  # how the keys of groups begin that are all parts of an area
ALL_COUNTRIES = f"{PARTS_OF}WLD"  # the group of them
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
        "The countries with the largest figures of this year that can be compared, up to ten.",
        "2018",
        rule="They take the place of `area`.",
        default=None,
    )
    second: str = parameter(
        "with",
        KeyOf("indicators"),
        "A second indicator: on the same years below the first, against it in a scatter, or what it is divided by.",
        "opium-eradication",
        default="",
        forms=("line", "scatter", "panels", "bar"),
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
    base: int | None = parameter(
        "base",
        Year(),
        "The year that is 100, for an index; in a ranking and on a map, the year that a change is from.",
        "2005",
        default=None,
    )
    year: int | None = parameter(
        "year",
        Year(),
        "The one year that is described (not the year of print).",
        "2018",
        default=None,
        forms=ONE_YEAR_FORMS,
    )
    zoom: str = parameter(
        "zoom",
        OneOf(ZOOM_NAMES),
        "The region of the world that a map of countries shows large.",
        "un-south-eastern-asia",
        default="",
        forms=("map",),
    )
    reference: int | None = parameter(
        "line",
        WholeNumber(1, 999_999_999),
        "A line at this value, and which years lie above it.",
        "30000",
        default=None,
        forms=("line",),
    )
    focus: tuple[str, ...] = parameter(
        "focus",
        KeyOf("areas"),
        "Areas whose lines stay strong among the others, which are pale.",
        "MMR",
        rule="Of more than eight areas the three largest stay strong too.",
        repeatable=True,
        keeps_order=True,
        default=(),
        forms=FOCUSED_FORMS,
    )
    axes: str = parameter(
        "axes",
        OneOf(AXES_NAMES),
        "Whether all panels have one axis of values, or each its own.",
        "own",
        default="common",
        forms=("panels",),
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
    total: str = parameter(
        "sum",
        OneOf(SUM_NAMES),
        "The sum of the areas: beside them, or alone.",
        "alone",
        default="",
        forms=("line", "bar"),
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
    def changes_since(self) -> int | None:
        """The year that changes are from; None where each is from the year before."""
        return self.base if self.form in ONE_YEAR_FORMS and self.measure in MEASURES_OF_TWO_YEARS else None

    @property
    def has_base(self) -> bool:
        """Whether a base year changes anything in the view."""
        return self.measure == "index" or (self.form in ONE_YEAR_FORMS and self.measure in MEASURES_OF_TWO_YEARS)

    @property
    def is_pair(self) -> bool:
        """Whether two indicators are shown, and not what is computed from both."""
        return bool(self.second) and self.measure != "ratio"

    @property
    def is_comparison(self) -> bool:
        """Whether what is known today stands beside what was known on a day."""
        return self.compare and bool(self.asof) and has_effect("compare", self.form) and not self.second

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


class Sizes(NamedTuple):
    """What areas are chosen by where a chart has no room for all: in words, and of each area how much it has."""

    words: str
    of_areas: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Choices:
    """What an edition offers to choose from; keys in the order in which they are offered."""

    indicators: tuple[str, ...]
    areas: frozenset[str]
    producers: frozenset[str]
    groups: Mapping[str, tuple[str, ...]]
    default: View
    # The ten largest areas of an indicator in a year, by a measure, of some producers or of all.
    largest: Callable[[str, int, str, Sequence[str]], tuple[str, ...]]
    having: Callable[[str], Set[str]] = lambda indicator: frozenset()  # the areas that have figures of an indicator
    is_additive: Callable[[str], bool] = lambda indicator: True  # whether figures of an indicator can be added up
    ranks_countries: Callable[[str], bool] = lambda indicator: True  # whether countries can be ranked by an indicator
    # What an indicator is first shown of, where no area is chosen: areas, and the year whose largest they are.
    usual: Callable[[str], tuple[tuple[str, ...], int | None]] = lambda indicator: ((), None)
    # Whether a map can show any of some areas.
    can_be_mapped: Callable[[tuple[str, ...]], bool] = lambda areas: True
    sizes: Callable[[str], Sizes] = lambda indicator: Sizes("", {})

    @property
    def keys(self) -> Keys:
        """The keys by the name of their table, as parameters name them."""
        return {
            "indicators": self.indicators,
            "areas": self.areas,
            "producers": self.producers,
            "groups": self.groups,
        }


def most_areas(form: str, total: str = "") -> int:
    """How many areas a chart of a form shows at most; a sum that stands alone is of more."""
    return MOST_AREAS_OF_A_YEAR if form in ONE_YEAR_FORMS or total == "alone" else MOST_AREAS


def that_fit(choices: Choices, indicator: str, areas: tuple[str, ...], most: int) -> tuple[str, ...]:
    """As many of some areas as a chart can show, in their order: those that come first by their `sizes`."""
    if len(areas) <= most:
        return areas
    sizes = choices.sizes(indicator).of_areas
    kept = set(sorted(areas, key=lambda area: -sizes.get(area, -1.0))[:most])
    return tuple(area for area in areas if area in kept)


def usual_areas(
    choices: Choices, indicator: str, form: str, measure: str, producers: Sequence[str] = ()
) -> tuple[str, int | None, tuple[str, ...]]:
    """What is shown where no area is chosen: the group or the ranking that the areas are chosen by, and the areas.

    Of an indicator that is known of many countries, a map shows all of them, and other forms the ten largest; where
    countries are not ranked, there are none, and bars are of all of them too.
    """
    areas, top = choices.usual(indicator)
    countries = choices.groups.get(ALL_COUNTRIES, ())
    are_unranked = not choices.ranks_countries(indicator) and len(choices.having(indicator) & set(countries)) > 1
    if countries and ((form == "map" and top is not None) or (form in ONE_YEAR_FORMS and are_unranked)):
        return ALL_COUNTRIES, None, countries
    if top is None:
        return "", None, areas
    return "", top, choices.largest(indicator, top, measure, producers)


def at_most_areas(form: str) -> str:
    """The beginning of a sentence to who asked for more areas."""
    return f"A chart of this form shows at most {most_areas(form)} areas"


def why_no_measure(view: View, measure: str, is_additive: bool) -> str:
    """Why the form, the indicator or the areas of a view have no such measure; empty where they have."""
    if measure == "ratio" and not view.second:
        return "needs a second indicator"
    if view.form == "scatter" and measure != "value":
        return "not in a scatter"
    if measure == "rate" and view.indicator == PEOPLE:
        return "not of people themselves"
    if measure in {"share", "rate"} and not is_additive:
        return "not of figures that cannot be added up"
    if measure == "share" and len(view.areas) < 2:
        return "of two areas or more"
    if view.form == "stack" and measure not in ADDABLE_MEASURES:
        return "cannot be stacked"
    return "not on a map" if view.form == "map" and measure not in MEASURES_ON_MAPS else ""


def has_sum(view: View, is_additive: bool) -> bool:
    """Whether the areas of a view can be added up: amounts, as they are, of two areas or more."""
    fits = is_additive and view.measure == "value" and not view.second
    return fits and has_effect("total", view.form) and len(view.areas) > 1


def has_logarithms(view: View) -> bool:
    """Whether a logarithmic scale changes anything in a view."""
    return view.form in LOGARITHMIC_FORMS and view.measure in LOGARITHMIC_MEASURES


def fitted(view: View, is_additive: bool) -> tuple[View, list[str]]:
    """The view without what does not go together, and a sentence for each part: what is wrong; what is shown."""
    remarks = []
    if view.form == "stack" and not is_additive:
        remarks.append("These figures cannot be added up, so they cannot be stacked; lines are shown.")
        view = view.with_(form="line")
    if view.second == view.indicator:
        remarks.append("The second indicator is the first one; it was left out.")
        view = view.with_(second="")
    if view.form == "scatter" and not view.second:
        remarks.append("A scatter needs a second indicator (with); lines are shown.")
        view = view.with_(form="line")
    reason = why_no_measure(view, view.measure, is_additive)
    if reason:
        does_not_go = f"The measure “{view.measure}” does not go with this choice ({reason})"
        remarks.append(f"{does_not_go}; the figures themselves are shown.")
        view = view.with_(measure="value")
    if view.is_pair and view.form not in PAIR_FORMS:
        remarks.append("Two indicators are shown as lines, as a scatter or as a ratio; the second one was left out.")
        view = view.with_(second="")
    if view.scale == "log" and not has_logarithms(view):
        remarks.append("A logarithmic scale has no effect on this form and measure; it was left out.")
        view = view.with_(scale="linear")
    if view.total and not has_sum(view, is_additive):
        reason = "goes with the figures themselves, as lines or in a ranking" if is_additive else "is of amounts only"
        remarks.append(f"The sum {reason}; it was left out.")
        view = view.with_(total="")
    gone = [area for area in view.focus if area not in view.areas]
    if gone:
        remarks.append(f"Only an area that is shown can be kept strong (focus); left out: {', '.join(gone)}.")
        view = view.with_(focus=tuple(area for area in view.focus if area in view.areas))
    if view.compare and not view.is_comparison:
        reason = "goes with one indicator only" if view.second else "goes with lines only"
        reason = reason if view.asof else "needs the day that is compared (asof)"
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
    if values["top"] is not None and not choices.ranks_countries(values["indicator"]):
        values["top"] = None
        remarks.append(f"{NOT_RANKED}, and there are no largest to show (top).")
    areas, too_many = _chosen_areas(values, choices)
    asked_top, values["top"] = values["top"], values["top"] if areas and not values["group"] else None
    if not areas:
        values["group"], values["top"], areas = usual_areas(
            choices, values["indicator"], values["form"], values["measure"], values["producers"] or ()
        )
        shown = largest_of_year(values["top"], values["measure"]) if values["top"] else ""
        if asked_top is not None:
            remarks.append(f"No country has a figure for {asked_top} (top); {shown or 'other areas'} are shown.")
        elif shown:
            remarks.append(f"No area is chosen; {shown} are shown.")
    values["areas"] = areas or choices.default.areas
    if values["form"] == "map" and not choices.can_be_mapped(values["areas"]):
        values["form"] = "bar"
        remarks.append("No outlines of these areas are on record, so a ranking is shown instead of a map.")
    return View(**values), remarks + too_many


def largest_of_year(year: int, measure: str) -> str:
    """What the areas are called that are chosen as the largest of a year."""
    kind = "rates" if measure == "rate" else "figures"
    return f"the countries with the largest {kind} for {year} that can be compared, up to ten,"


def _chosen_areas(values: Mapping[str, Any], choices: Choices) -> tuple[tuple[str, ...], list[str]]:
    """The areas that are chosen by name, by group or by rank, as many as a chart can show; a remark on the others."""
    indicator, form, most = values["indicator"], values["form"], most_areas(values["form"], values["total"])
    areas: tuple[str, ...] = values["areas"] or ()
    if values["group"]:
        areas = choices.groups[values["group"]]
    elif values["top"] is not None:
        areas = choices.largest(indicator, values["top"], values["measure"], values["producers"] or ())
    if len(areas) <= most:
        return areas, []
    remedy = "" if form in ONE_YEAR_FORMS else " A ranking or a map shows all."
    having = choices.having(indicator)
    shown = that_fit(choices, indicator, areas, most)
    if sum(area in having for area in areas) <= most:
        return shown, []
    return shown, [f"{at_most_areas(form)}; the {most} with {choices.sizes(indicator).words} are shown.{remedy}"]
