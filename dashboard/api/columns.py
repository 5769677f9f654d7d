"""The columns of the API's lists: one declaration gives JSON, CSV, Parquet, the OpenAPI schema and their meanings."""

from dataclasses import dataclass

TEXT, NUMBER, INTEGER = "text", "number", "integer"

Cell = str | int | float | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. Texts are never missing, only empty; numbers are missing (null, an empty cell) where none is known."""

    name: str
    description: str
    kind: str = TEXT


def plain_number(value: float | None) -> int | float | None:
    """A number as every format writes it: without a fraction where it has none."""
    return int(value) if value is not None and value.is_integer() else value


KEY = (
    Column("indicator", "What is measured; key of /indicators"),
    Column("area", "Where; key of /areas"),
    Column("year", "The year described, not the year of print", INTEGER),
    Column("producer", "Who made the estimate; key of /producers"),
)
NAMES = (
    Column("indicator_name", "Name of the indicator"),
    Column("area_name", "Name of the area"),
    Column("producer_name", "Name of the producer"),
)
FIGURE = (
    Column("value", "The value in `unit`; missing where only a range is known or every statement is set aside", NUMBER),
    Column("low", "Lower end of the printed range; missing where none is known, which is not zero", NUMBER),
    Column("high", "Upper end of the printed range", NUMBER),
    Column("unit", "The indicator's unit"),
    Column("flag", "p-f (poppy-free, not a measured zero), at-least, approximate, rounded, range, or empty"),
    Column("evidence", "original: seen in the document itself; copy: read in a copy of it; report: read in a report"),
)
SOURCE = (
    Column("source", "Key of the publication; key of /sources"),
    Column("source_title", "Its title"),
    Column("source_publisher", "Its publisher"),
    Column("source_published", "Its date: year, month or day; empty where it is not known"),
    Column("source_url", "Its address on the web; empty where none is known"),
    Column("source_link", "The same address, opening at the number where the format allows it"),
)
PLACE = (
    Column("locator", "Place inside the source: table, page, cell, paragraph"),
    Column("as_printed", "Number and unit as the source prints them"),
)
PAGE = (Column("page", "The page here that shows the number with every source"),)

OBSERVATIONS = (*KEY, *NAMES, *FIGURE, *SOURCE, *PLACE, *PAGE)
STATEMENTS = (
    *KEY,
    *NAMES,
    *FIGURE,
    Column("verdict", "How it relates to the value in force; see the parameter `verdict`"),
    *SOURCE,
    *PLACE,
    Column("via", "Address where the number was read, when that is not the source's own"),
    Column("converted_from", "Number and unit as the data file has them, where they were converted"),
    Column("note", "Remark on revision, boundary or definition"),
    Column("rests_on", "Key of the source whose numbers this one repeats; the two are one witness"),
    Column("file", "File of the data package that holds the statement"),
    Column("line", "Its line in that file", INTEGER),
    *PAGE,
)
VINTAGES = (
    *KEY,
    Column(
        "published_from",
        "From this day on; a source that gives a month or a year counts from its end, and empty is undated",
    ),
    *FIGURE,
    Column("decided_by", "Key of the source whose publication put the value in force"),
    *SOURCE,
    *PLACE,
    *PAGE,
)
SOURCES = (
    Column("source", "Key of the publication"),
    Column("title", "Its title; in square brackets a description, where the title was not seen"),
    Column("publisher", "Its publisher"),
    Column("kind", "Its kind: survey, press release, news ..."),
    Column("published", "Its date: year, month or day; empty where it is not known"),
    Column("url", "Its address on the web; empty where none is known"),
    Column("language", "ISO 639-1"),
    Column("authority", "primary: the producer's own; repost: a copy of its text; secondary: press and others"),
    Column("rests_on", "Key of the source whose numbers this one repeats"),
    Column("note", "Remark"),
    Column("statements", "How many numbers it prints in this edition", INTEGER),
    Column("page", "Its page here"),
)
AREAS = (
    Column("area", "ISO 3166-1 alpha-3 or ISO 3166-2 code; WLD for the world"),
    Column("name", "Name"),
    Column("level", "Level: world, country, province ..."),
    Column("parent", "Key of the area it is part of"),
    Column("latitude", "Latitude of a point inside, in degrees", NUMBER),
    Column("longitude", "Longitude of a point inside, in degrees", NUMBER),
    Column("note", "Remark"),
    Column("parts", "What its parts are called; empty: as their level is"),
    Column("observations", "How many observations there are of it", INTEGER),
)
GROUPS = (
    Column("group", "Key of the group"),
    Column("name", "Name of the group"),
    Column("area", "One of its areas; key of /areas"),
    Column("area_name", "Name of the area"),
    Column("from", "Member from this day on; empty where none is given"),
    Column("to", "Member to this day; empty: still a member"),
    Column("source", "Key of the publication that says so"),
    Column("source_title", "Its title"),
    Column("source_url", "Its address on the web"),
)
INDICATORS = (
    Column("indicator", "Key of the indicator"),
    Column("name", "Name"),
    Column("unit", "Unit of every value of it"),
    Column("unit_name", "Name of the unit"),
    Column("symbol", "Short form of the unit"),
    Column("description", "What it means and how it is measured"),
    Column("crop", "The crop it is about"),
    Column("product_of", "The two indicators whose product it is, or empty"),
    Column("observations", "How many observations there are of it", INTEGER),
)
PRODUCERS = (
    Column("producer", "Key of the producer"),
    Column("name", "Name"),
    Column("short_name", "Name in labels"),
    Column("description", "Who it is, and how it works"),
    Column("observations", "How many observations there are of it", INTEGER),
)
EVENTS = (
    Column("date", "Day, month or year"),
    Column("title", "What happened"),
    Column("area", "Where; key of /areas"),
    Column("area_name", "Name of the area"),
    Column("description", "More about it"),
    Column("kind", "policy, agreement, meeting or publication; empty where the data do not say"),
    Column("source", "Key of the publication that says so"),
    Column("source_title", "Its title"),
    Column("source_url", "Its address on the web"),
)
EDITIONS = (
    Column("edition", "Name of the edition: a hash of the data package and of the code that made it"),
    Column("shown_from", "When it began to be shown, in UTC; empty where that is not recorded"),
    Column("action", "refresh or rollback"),
    Column("figures_added", "Observations that the edition before did not have", NUMBER),
    Column("figures_changed", "Observations that show something else", NUMBER),
    Column("figures_removed", "Observations that it does not have any more", NUMBER),
    Column("verdicts_changed", "Statements with another verdict", NUMBER),
    Column("statements_added", "Statements that the edition before did not have", NUMBER),
    Column("statements_removed", "Statements that it does not have any more", NUMBER),
)
