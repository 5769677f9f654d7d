"""The columns of every table of figures, with their types and meanings.

Declared once here; derived from it are the tables of an edition (`etl.figures.tables`), what the code asks of the data
package (`etl.package.contract`), the descriptions in `datapackage.json` and the table of `data/README.md` (written by
`python -m etl package`), and the columns of the API with their meanings in OpenAPI.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from etl.figures.vocabulary import Authority, EventKind, Evidence, FactCheck, Flag, Slip, Verdict, Word

Kind = Literal["text", "number", "integer"]
WORD = "[A-Za-z0-9][A-Za-z0-9-]*"  # what a key looks like
DAY = r"\d{4}(-\d{2}(-\d{2})?)?"  # a year, a month or a day
ADDRESS = r"https?://\S+"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it means, and what its cells may hold.

    Texts are never missing, only empty; numbers are missing where none is known, unless the column is required.
    `refers_to` names the table whose key it takes, `words` the only texts it takes. A column is in the files of the
    data package, in an edition, or in both; an `optional` one may be absent from a file.
    """

    name: str
    meaning: str
    kind: Kind = "text"
    required: bool = False
    refers_to: str = ""
    words: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    optional: bool = False
    in_file: bool = True
    in_edition: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name in an edition, its name in the data package, and its columns in order.

    `key` names the columns that are its primary key in an edition, `file_key` in the package where that is another.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    resource: str = ""
    title: str = ""
    file_key: tuple[str, ...] | None = None
    by_name: dict[str, Column] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.by_name.update((column.name, column) for column in self.columns)

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    def pick(self, *names: str) -> tuple[Column, ...]:
        """Some of its columns."""
        return tuple(self.by_name[name] for name in names)

    @property
    def in_file(self) -> tuple[Column, ...]:
        """The columns of its files in the data package."""
        return tuple(column for column in self.columns if column.in_file)

    @property
    def in_edition(self) -> tuple[Column, ...]:
        """The columns of its table in an edition."""
        return tuple(column for column in self.columns if column.in_edition)


def meanings(words: type[Word]) -> str:
    """The words of a list with their meanings, as they stand in the meaning of a column."""
    return "; ".join(f"{word}: {word.meaning}" for word in words)


def _key(name: str, meaning: str, pattern: str = WORD) -> Column:
    return Column(name, meaning, required=True, pattern=pattern)


def _made(name: str, meaning: str, kind: Kind = "text", required: bool = False) -> Column:
    """A column that a refresh makes, and no file has."""
    return Column(name, meaning, kind, required, in_file=False)


def _only_in_file(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(replace(column, in_edition=False) for column in columns)


def _names(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)


_INDICATOR = Column("indicator", "What is measured", required=True, refers_to="indicator")
_AREA = Column("area", "Where", required=True, refers_to="area")
_YEAR = Column("year", "The year described, not the year of print; 1900 to next year", "integer", required=True)
_PRODUCER = Column("producer", "Who made the estimate", required=True, refers_to="producer")
_SOURCE = Column("source", "The publication that says so", required=True, refers_to="source")
_LOCATOR = Column("locator", "Place inside the source: table, page, cell, paragraph")
_NOTE = Column("note", "Remark")
_OBSERVATION_ID = Column(
    "observation_id", "The observation it is about", "integer", True, refers_to="observation", in_file=False
)
_FILE = _made("file", "File of the data package that holds the row")
_LINE = _made("line", "Its line in that file", "integer", required=True)

_KEY = (_INDICATOR, _AREA, _YEAR, _PRODUCER)
OBSERVATION_KEY = _names(_KEY)  # what names an observation, in every edition, in addresses and in exports

# What makes two statements of two editions the same: one source prints one number in one place. How the number is
# written (`as_printed`), and what else is noted of it, can be mended without making another statement of it.
STATEMENT_IDENTITY = (*OBSERVATION_KEY, "source", "locator", "value", "low", "high")

_EVIDENCE = Column("evidence", meanings(Evidence), required=True, words=tuple(Evidence))
_FLAG = Column("flag", f"What sets the number apart ({', '.join(Flag)}); empty for a plain estimate", words=tuple(Flag))

SOURCE = Table(
    "source",
    (
        _key("source", "Key of the publication"),
        Column("title", "Title as printed; in square brackets a description, where it was not seen", required=True),
        Column("publisher", "Who published it", required=True),
        Column("kind", "Its kind, such as survey, press release or news", required=True, refers_to="source_kind"),
        Column("published", "Its date as far as known: year, month or day; empty where it is not known", pattern=DAY),
        Column("url", "Its own address on the web, only where it was seen; empty where none is known", pattern=ADDRESS),
        Column("url_seen", "Whether the address was seen", required=True, words=("yes", "no")),
        Column("language", "ISO 639-1", required=True, pattern="[a-z]{2}"),
        Column("authority", meanings(Authority), required=True, words=tuple(Authority)),
        _NOTE,
        Column("rests_on", "Whose numbers this one repeats; the two are one witness", refers_to="source"),
    ),
    key=("source",),
    resource="sources",
    title="One publication",
)
PRODUCER = Table(
    "producer",
    (
        _key("producer", "Key of the producer"),
        Column("name", "Its name", required=True),
        Column("description", "Who it is, and how it works", required=True),
        Column("short_name", "Its name in labels; empty: the name itself", optional=True),
    ),
    key=("producer",),
    resource="producers",
    title="Who made the estimate",
)
INDICATOR = Table(
    "indicator",
    (
        _key("indicator", "Key of the indicator"),
        Column("name", "Its name", required=True),
        Column("unit", "Unit of every value of it; statements are converted to it", required=True),
        Column("unit_name", "Name of the unit", required=True),
        Column("description", "What it means and how it is measured", required=True),
        Column("crop", "The crop it is about"),
        Column("symbol", "Short form of the unit behind a number; empty: the unit itself", optional=True),
        Column(
            "product_of",
            "The two indicators whose product it is, separated by a blank, or empty; checked against each other",
            pattern="[A-Za-z0-9-]+ [A-Za-z0-9-]+",
            optional=True,
        ),
        _made(
            "product_scale", "Turns the product of their units into this unit; missing where there is none", "number"
        ),
    ),
    key=("indicator",),
    resource="indicators",
    title="What is measured",
)
AREA = Table(
    "area",
    (
        _key("area", "ISO 3166-1 alpha-3 or ISO 3166-2 code; WLD for the world"),
        Column("name", "Its name", required=True),
        Column("level", "Its level: world, country, province or another", required=True, refers_to="area_level"),
        Column("parent", "Key of the area it is part of, or empty", refers_to="area"),
        Column("latitude", "Latitude of a point inside, in degrees", "number", minimum=-90, maximum=90),
        Column("longitude", "Longitude of a point inside, in degrees", "number", minimum=-180, maximum=180),
        _NOTE,
        Column("parts", "What its parts are called, in the plural; empty: as their level is", optional=True),
    ),
    key=("area",),
    resource="areas",
    title="The world, countries and provinces",
)
AREA_LEVEL = Table(
    "area_level",
    (
        _key("level", "Key of the level"),
        Column("name", "Its name", required=True),
        Column("plural", "What areas of it are called, in the plural", required=True),
        Column("rank", "Its place among the levels; 0 is the widest", "integer", required=True, minimum=0),
    ),
    key=("level",),
    resource="area-levels",
    title="Levels of areas",
)
SOURCE_KIND = Table(
    "source_kind",
    (
        _key("kind", "Key of the kind"),
        Column("name", "Its name", required=True),
        Column("csl_type", "The type of the Citation Style Language for this kind", required=True),
    ),
    key=("kind",),
    resource="source-kinds",
    title="Kinds of publication",
)
ALIAS = Table(
    "alias",
    _only_in_file(
        (
            _key("alias", "A name that a table uses; names of ISO 3166 and of areas.csv need no row", pattern=""),
            replace(_AREA, meaning="The area that it means"),
        )
    ),
    key=("alias",),
    resource="aliases",
    title="Other names of areas, as outside tables write them",
)
GROUP = Table(
    "area_group",
    (
        _key("group", "Key of the group"),
        Column("name", "Its name", required=True),
        replace(_AREA, meaning="A member"),
        Column("from", "Member from this day on; empty where none is given", pattern=DAY),
        Column("to", "Member to this day; empty: still a member", pattern=DAY),
        _SOURCE,
    ),
    key=("group", "area"),
    resource="groups",
    title="Groups of areas, one row a member",
)
EVENT = Table(
    "event",
    (
        Column("date", "Day, month or year", required=True, pattern=DAY),
        Column("title", "What happened", required=True),
        _AREA,
        Column("description", "More about it", required=True),
        _SOURCE,
        Column("kind", f"{meanings(EventKind)}; empty: not said", words=tuple(EventKind), optional=True),
    ),
    key=("date", "title"),
    resource="events",
    title="Dated events with one source each",
)
FACT = Table(
    "fact",
    (
        _key("fact", "Key of the fact"),
        Column("subject", "What it is about", required=True),
        Column("measure", "What is measured", required=True),
        Column("value", "A number or a partial date", required=True),
        Column("unit", "Its unit", required=True),
        Column("year", "The year described", "integer"),
        Column(
            "qualifier",
            "How exactly the article says it",
            required=True,
            words=("exact", "estimate", "more than", "year inferred"),
        ),
        _SOURCE,
        _LOCATOR,
        _NOTE,
        Column("check", f"Who confirms it. {meanings(FactCheck)}", required=True, words=tuple(FactCheck)),
    ),
    key=("fact",),
    resource="facts",
    title="Every number of the Paris Pact article",
)
ANNOTATION = Table(
    "annotation",
    (
        *_KEY,
        Column("text", "Template; {value}, {unit}, {year}, {low}, {high} are filled in", required=True),
        replace(_SOURCE, meaning="Who cites the number"),
        replace(_LOCATOR, meaning="Place inside that source"),
    ),
    key=(*OBSERVATION_KEY, "source"),
    resource="annotations",
    title="Numbers that charts point at",
)

_POINTERS = (
    _made("statement_id", "The statement cited; missing where every statement is set aside", "integer"),
    _made("decided_by", "The statement whose publication put the value in force", "integer"),
    _made("range_statement_id", "The statement the range is from", "integer"),
)
_SHOWN = (
    _made(
        "value", "The value in `unit`; missing where only a range is known or every statement is set aside", "number"
    ),
    _made("low", "Lower end of the printed range; missing where none is known, which is not zero", "number"),
    _made("high", "Upper end of the printed range", "number"),
    _made("flag", "p-f (poppy-free, not a measured zero), at-least, approximate, rounded, range, or empty"),
    _made("evidence", f"The best among those who print the value. {meanings(Evidence)}"),
    *_POINTERS,
)
SHOWN = _names(_SHOWN)  # what an observation shows, today or on another day

OBSERVATION = Table(
    "observation",
    (
        _made("id", "Its number in this edition, in the order of indicator, area, year and producer", "integer", True),
        *(replace(column, in_file=False) for column in _KEY),
        *_SHOWN,
    ),
    key=("id",),
)
STATEMENT = Table(
    "statement",
    (
        _made("id", "Its number in this edition", "integer", required=True),
        replace(
            _made("observation_id", "The observation it is about", "integer", required=True), refers_to="observation"
        ),
        *_only_in_file(_KEY),
        Column("value", "Best value in `unit`; missing where the source prints only a range", "number", minimum=0),
        Column("low", "Lower end of the printed range, in `unit`", "number", minimum=0),
        Column("high", "Upper end of the printed range, in `unit`", "number", minimum=0),
        Column("unit", "The indicator's unit; in a file also one that converts to it (acres ...)", required=True),
        replace(_SOURCE, meaning="The publication that prints the number"),
        _LOCATOR,
        Column("as_printed", "Number and unit as the source prints them"),
        _EVIDENCE,
        Column("via", "Address where the number was read, when that is not the source's own", pattern=ADDRESS),
        _FLAG,
        replace(_NOTE, meaning="Remark on revision, boundary or definition"),
        _made("converted_from", "Number and unit as the data file has them, where they were converted"),
        replace(_made("verdict", f"How it relates to the value in force. {meanings(Verdict)}"), words=tuple(Verdict)),
        _FILE,
        _LINE,
    ),
    key=("id",),
    resource="statements",
    title="One number as one source prints it",
    file_key=(),
)
CORRECTION = Table(
    "correction",
    (
        replace(_made("statement_id", "The statement that is wrong", "integer", required=True), refers_to="statement"),
        *_only_in_file(
            (
                replace(_INDICATOR, meaning="With area, year, producer, source, locator and printed: what is wrong"),
                *_KEY[1:],
                replace(_SOURCE, meaning="The publication that prints the error"),
                replace(_LOCATOR, meaning="As the statement has it"),
            )
        ),
        Column("printed", "The value that the source prints, in the unit of the statement", "number", True, minimum=0),
        Column("verdict", meanings(Slip), required=True, words=tuple(Slip)),
        Column(
            "meant",
            "The value that is meant, where that is known, in `meant_unit`",
            "number",
            minimum=0,
        ),
        Column(
            "meant_unit",
            "Unit of `meant`, needed for wrong-unit only; empty: as printed",
            optional=True,
            in_edition=False,
        ),
        Column("reason", "How one can tell", required=True),
        Column(
            "confirmed_by",
            "Key of a source that shows the error, or a person or role in words; “figures package” where only the "
            "package itself says so; empty: nobody yet",
        ),
        _FILE,
        _LINE,
    ),
    key=("statement_id",),
    resource="corrections",
    title="A known error of a source",
    file_key=(*OBSERVATION_KEY, "source", "locator", "printed"),
)
VINTAGE = Table(
    "vintage",
    (
        _OBSERVATION_ID,
        # A whole day, `etl.figures.dates.known_from` of what the source gives. Compared as text, it is not later than
        # another exactly when it is the same or an earlier day.
        _made(
            "published_from",
            "From this day on; a source that gives a month or a year counts from its end, and empty is undated",
        ),
        *(replace(column, required=column.name in {"statement_id", "decided_by"}) for column in _SHOWN),
    ),
    key=("observation_id", "published_from"),
)
CONSISTENCY = Table(
    "consistency",
    (
        _OBSERVATION_ID,
        _made("code", "The warning"),
        _made("computed", "What the other observations give for this one", "number", required=True),
        _made("inputs", "How many observations that was computed from", "integer", required=True),
    ),
    key=("observation_id", "code"),
)
LINK = Table(
    "link",
    (
        _key("address", "An address of sources.csv or of a statement's via", ADDRESS),
        Column(
            "status",
            "The status of the answer, such as 200 or 404, or a word for why there was none",
            required=True,
            pattern=r"[1-5]\d\d|[a-z]+(-[a-z]+)*",
        ),
        _made("state", "working, dead or unclear: what the status means for a reader"),
        Column("final_address", "Where redirects led; empty where there were none", pattern=ADDRESS),
        Column("title", "The title of the page that was found"),
        Column("content_type", "Media type of the answer"),
        Column("checked", "Day of the visit", required=True, pattern=r"\d{4}-\d{2}-\d{2}"),
        Column(
            "number_found",
            "Whether the printed numbers stand in the text; empty where that cannot be told, as for a PDF",
            words=("yes", "some", "no"),
        ),
        Column("archived", "Address of an archived copy, where an archive has said that it has one", pattern=ADDRESS),
    ),
    key=("address",),
    resource="links",
    title="What was found at an address",
)
OUTLINE = Table(
    "outline",
    (
        _made("area", "An area, which may be one that no figure is about: a map shows the whole country"),
        _made("country", "The country that it is part of"),
        _made("name", "Its name in ISO 3166, where it has no row of its own"),
        _made("geometry", "JSON: a list of rings, each a list of [longitude, latitude]"),
    ),
    key=("area",),
)
EDITION = Table(
    "edition",
    (
        _made("edition", "Name of the edition: a hash of the data package and of the code that made it"),
        _made("statements", "How many statements it has", "integer", required=True),
        _made("observations", "How many observations it has", "integer", required=True),
        _made("sources", "How many sources it has", "integer", required=True),
        _made("data_as_of", "Newest publication date among the sources of statements"),
        _made("title", "What the data package calls itself"),
        _made("version", "Version of the data package"),
    ),
    key=("edition",),
)
PUBLICATION = Table(
    "publication",
    (
        _made("edition", "Name of the edition: a hash of the data package and of the code that made it"),
        _made("time", "When it began to be shown, in UTC; empty where that is not recorded"),
        _made("action", "refresh or rollback"),
        _made("figures_added", "Observations that the edition before did not have", "integer"),
        _made("figures_changed", "Observations that show something else", "integer"),
        _made("figures_removed", "Observations that it does not have any more", "integer"),
        _made("verdicts_changed", "Statements with another verdict", "integer"),
        _made("statements_added", "Statements that the edition before did not have", "integer"),
        _made("statements_removed", "Statements that it does not have any more", "integer"),
    ),
    key=(),
)

EDITION_TABLES = (
    EDITION,
    SOURCE_KIND,
    AREA_LEVEL,
    SOURCE,
    PRODUCER,
    INDICATOR,
    AREA,
    GROUP,
    EVENT,
    FACT,
    ANNOTATION,
    OBSERVATION,
    STATEMENT,
    CORRECTION,
    VINTAGE,
    CONSISTENCY,
    LINK,
    OUTLINE,
)
PACKAGE_TABLES = (
    STATEMENT,
    SOURCE,
    AREA,
    ALIAS,
    GROUP,
    INDICATOR,
    PRODUCER,
    EVENT,
    FACT,
    ANNOTATION,
    CORRECTION,
    LINK,
    SOURCE_KIND,
    AREA_LEVEL,
)
MAY_LACK = (CORRECTION, LINK, ALIAS)  # tables that a data package may lack; they are then empty
