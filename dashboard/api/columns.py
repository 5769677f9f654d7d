"""The columns of the API's lists: those of `etl.figures.columns`, and what the API adds to them.

They give JSON, CSV, Parquet, the OpenAPI schema and the meanings that people read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dashboard.exports.cells import STATES
from etl.figures import columns as declared
from etl.figures.columns import OBSERVATION_KEY, Column
from etl.figures.vocabulary.attributes import UNSAID_COLUMNS, Attribute
from etl.figures.vocabulary.sources import AddressOf

Cell = str | int | float | None
Row = Mapping[str, Cell]  # a cell for each column, by its name

_LISTS = {
    table.name: table.resource for table in (declared.INDICATOR, declared.AREA, declared.PRODUCER, declared.SOURCE)
}


def meaning(column: Column) -> str:
    """What a column means, and which list of the API has its keys."""
    keys = _LISTS.get(column.refers_to, "")
    return f"{column.meaning}; key of /{keys}" if keys else column.meaning


def ordered_cells(columns: Iterable[Column], row: Row) -> dict[str, Cell]:
    """The cells of a row in the order of the columns."""
    return {column.name: row[column.name] for column in columns}


def _of(table: declared.Table, name: str) -> Column:
    """A column of another table beside a key of it: `source_title` is the title of the source."""
    column = table[name]
    meaning = f"Of the {table.name}: {column.meaning[0].lower()}{column.meaning[1:]}"
    return replace(column, name=f"{table.name}_{name}", meaning=meaning, refers_to="")


def _about_source(*names: str) -> tuple[Column, ...]:
    return tuple(_of(declared.SOURCE, name) for name in names)


_KEY = declared.OBSERVATION.pick(*OBSERVATION_KEY)
_NAMES = (_of(declared.INDICATOR, "name"), _of(declared.AREA, "name"), _of(declared.PRODUCER, "name"))
_ESTIMATOR = (declared.STATEMENT["estimator"], _of(declared.ESTIMATOR, "name"))
_DEFINITION = (
    *declared.STATEMENT.pick(*(name for name in Attribute if name != Attribute.ESTIMATOR)),
    *(
        Column(name, f"Which of these columns are empty although somebody has looked, by their names: {word.meaning}")
        for word, name in UNSAID_COLUMNS.items()
    ),
)
_WHOSE = "; ".join(f"{word}: {word.meaning}" for word in AddressOf)
_SOURCE = (
    Column("source", "The publication that is cited or that makes the statement", refers_to="source"),
    *_about_source("title", "publisher", "published", "inferred", "url"),
    Column("source_link", "Its address, opening at the number where the format allows it"),
    Column("address", "Where the number can be read: at its source's own address, else in the copy that was read"),
    Column("address_of", f"Whose address that is: {_WHOSE}"),
)
_PLACE = declared.STATEMENT.pick("locator", "as_printed")
_PAGE = Column("page", "The page here that shows the number with every source")
_COUNT = Column("observations", "Number of observations", "integer", required=True)


def _figure(table: declared.Table) -> tuple[Column, ...]:
    unit = Column("unit", "The indicator's unit")
    of_range = declared.STATEMENT.pick("range_kind", "range_level")
    return (*table.pick("value", "low", "high"), unit, *of_range, *table.pick("flag", "evidence"))


_STATES = "; ".join(f"{code}: {told}" for code, told in STATES.items())
_BREAK = (
    declared.OBSERVATION["comparable_from"],
    Column("status", f"Its code in the SDMX list of observation states. {_STATES}", required=True),
    declared.BREAK["pre_break"],
    Column("comment", "What changed at the break that it is the first after, and who says so; empty: there is none"),
)
OBSERVATIONS = (
    *_KEY,
    *_NAMES,
    *_ESTIMATOR,
    *_figure(declared.OBSERVATION),
    *_BREAK,
    *_DEFINITION,
    *_SOURCE,
    *_PLACE,
    _PAGE,
)
STATEMENTS = (
    *_KEY,
    *_NAMES,
    *_ESTIMATOR,
    *_figure(declared.STATEMENT),
    *_DEFINITION,
    declared.STATEMENT["verdict"],
    *_SOURCE,
    *_PLACE,
    *declared.STATEMENT.pick("via", "converted_from", "note", "change"),
    *declared.STATEMENT.pick("rests_on", "file", "line"),
    _PAGE,
)
VINTAGES = (
    *_KEY,
    *_ESTIMATOR,
    declared.VINTAGE["published_from"],
    *_figure(declared.VINTAGE),
    declared.VINTAGE["kind"],
    Column("decided_by", "The source whose publication decided the current value", refers_to="source"),
    *_SOURCE,
    *_PLACE,
    _PAGE,
)
SOURCES = (
    *declared.SOURCE.pick("source", "title", "publisher", "kind", "published", "url", "language"),
    *declared.SOURCE.pick("authority", "rests_on", "survey_years", "inferred", "note"),
    Column("address", "Its own address, else the copy in which most of its numbers were read; empty: neither is known"),
    Column("address_of", f"Whose address that is: {_WHOSE}; empty where there is none"),
    Column("statements", "How many numbers it prints in this edition", "integer", required=True),
    Column("page", "Its page here"),
)
AREAS = (*declared.AREA.in_edition, _COUNT)
RATES = (
    *_KEY,
    *_NAMES,
    Column("value", "The figure divided by the population of the same area and year", "number", required=True),
    Column("unit", "What it counts, and for how many people"),
    Column("per", "For how many people: those that give readable numbers, the same for all of an indicator", "integer"),
    Column("figure", "The current figure", "number", required=True),
    Column("people", "The population of that area and year", "number", required=True),
    Column("figure_page", "The page here of the figure"),
    Column("people_page", "The page here of the population"),
    Column("page", "The page here that shows how it was computed"),
)
SUMS = (
    *declared.OBSERVATION.pick("indicator"),
    _of(declared.INDICATOR, "name"),
    *declared.OBSERVATION.pick("year", "producer"),
    _of(declared.PRODUCER, "name"),
    Column("value", "The sum of the figures that one producer has; poppy-free areas count as nothing", "number"),
    Column("most", "The sum where poppy-free areas count as the most that the class allows", "number"),
    Column("unit", "The indicator's unit"),
    Column("areas_with_figures", "Number of areas in the sum", "integer", required=True),
    Column(
        "areas",
        "Number of requested areas that existed in that year",
        "integer",
        required=True,
    ),
    Column("with", "The areas in the sum, separated by spaces"),
    Column("without", "The areas without a figure, separated by spaces"),
    Column(
        "comparable_from",
        "The first year from which the sum is of the same areas: only these can be compared",
        "integer",
    ),
    Column("printed", "The total that the producer itself prints for the area that they are all part of", "number"),
    Column("printed_area", "That area; empty where nothing is printed", refers_to="area"),
    Column(
        "difference",
        "Difference between the sum and the printed total, in per cent of that total; of an interval its nearer end",
        "number",
    ),
    Column("printed_page", "The page here of the printed total"),
    Column("page", "The page here that shows every part"),
)
GROUPS = (
    *declared.GROUP.pick("group", "name", "area"),
    _of(declared.AREA, "name"),
    *declared.GROUP.pick("from", "to", "source"),
    *_about_source("title", "url"),
)
INDICATORS = (
    *declared.INDICATOR.pick("indicator", "name", "unit", "unit_name", "symbol", "description", "crop", "product_of"),
    *declared.INDICATOR.pick("topic", "measure", "substance", "population", "level", "additive", "comparable"),
    _COUNT,
)
PRODUCERS = (*declared.PRODUCER.pick("producer", "name", "short_name", "description"), _COUNT)
EVENTS = (
    *declared.EVENT.pick("date", "title", "area"),
    _of(declared.AREA, "name"),
    *declared.EVENT.pick("description", "kind", "source"),
    *_about_source("title", "url"),
)
BREAKS = (
    *declared.BREAK.pick("indicator", "area", "producer"),
    *_NAMES,
    *declared.BREAK.pick("first_year_after", "kind", "effect", "pre_break", "continued", "what", "source"),
    *_about_source("title", "url"),
    declared.BREAK["locator"],
)
EDITIONS = (
    declared.PUBLICATION["edition"],
    replace(declared.PUBLICATION["time"], name="shown_from"),
    *declared.PUBLICATION.columns[2:],
)
