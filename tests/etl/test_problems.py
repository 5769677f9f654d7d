"""One wrong thing in the data gives one problem, with its code, at its file and line."""

import json
import shutil
import unicodedata
from collections.abc import Callable
from stat import S_ISREG
from typing import Any, NamedTuple

import pytest
from data_folder import AFGHAN, DataFolder

import etl.package.csv_file
from etl.figures.quoting import per_cent
from etl.figures.vocabulary.judgement import Misfit
from etl.method import consistency
from etl.method.units_in_use import units_in_use
from etl.package.extract import extract
from etl.package.problems import CODES
from etl.rules import slips

# Fired by etl.method.consistency when an edition is built, and by etl.rules.slips once there is no error.
SLIPS = {"source-against-itself", "value-out-of-scale", "cell-unlike-others", "year-unlike-others"}
SLIPS |= {f"value-of-another-{what}" for what in ("area", "year", "producer")}
CONSISTENCY = {*Misfit, *SLIPS}

# What concerns more than a file: what there is, and what stands in two of them.
OF_THE_FOLDER = {"folder-unreadable", "contract-unreadable", "contract-broken", "path-outside-folder", "file-missing"}
OF_THE_FOLDER |= {"file-not-listed", "statements-not-read", "statement-twice"}
# What keeps rows or cells from being read.
OF_FORM = {"file-unreadable", "file-too-large", "file-empty", "no-rows", "not-utf-8", "control-character"}
OF_FORM |= {"line-too-long", "line-break-in-cell", "unclosed-quote", "stray-quote", "unsettled-merge", "title-line"}
OF_FORM |= {"header-missing", "header-repeated", "columns-empty", "too-few-fields", "too-many-fields"}
OF_FORM |= {"no-final-line-end", "wrong-separator", "column-missing", "column-unknown", "column-twice"}
OF_FORM |= {"outlines-broken", "not-an-integer", "not-a-number"}

PROVINCES = "statements/afghan-provinces.csv"
DEPARTMENTS = "statements/coca-colombian-departments.csv"
AREA_2018 = {"indicator": "opium-poppy-cultivation", "year": "2018", "value": "263000", "low": "242000"}
PRINTED_RANGE = {"as_printed": "123000 (104000 to 145000)"}
YIELD = {"indicator": "opium-yield"}
SURVEY = "unodc-afghanistan-opium-survey-2018"
AREAS = "areas.csv"
CORRECTIONS = "corrections.csv"
BREAKS = "breaks.csv"
USE = "statements/use/unodc-wdr-2025-annex-1-2.csv"
QUALITATIVE = "qualitative_statements.csv"
COLOMBIA_2005 = {"indicator": "coca-bush-cultivation", "area": "COL", "producer": "usg", "first_year_after": "2005"}
DEFINITIONS = "definitions.csv"
OVEN_DRY = {"attribute": "form", "value": "oven-dry"}
SEASON = {"attribute": "ref_start", "area": "MEX"}
HASHISH = {"alias": "Hashish (resin)"}
SWAPPED = {"source": "unodc-kabul-2018-12-03", "value": "236000"}
WRONG = {"printed": "236000"}
HELMAND = {"area": "AF-HEL"}
POPPY = {"fact": "afghan-poppy-area"}
OPIUM = "opium-production"
ELSEWHERE = "statements/opium-elsewhere.csv"
COUNTRIES = "statements/coca-countries.csv"
OF_SURVEY = f'title = "A"\nsource = "{SURVEY}"\nproducer = "unodc"\n'.encode()
OF_TABLE = b'[[table]]\nheader = 1\n[table.columns]\nCountry = "area"\n'
OF_HECTARES = b'A = { is = "value", indicator = "opium-poppy-cultivation", unit = "%b" }\n'
OF_KG = b'[settings]\nunit = "kg"\n'
OF_OPIUM_AREA = b'A = { is = "value", indicator = "opium-poppy-cultivation" }\n'
OF_SURVEY_ROW = {"source": SURVEY}
OF_SURVEYS = (AFGHAN, "recipes/a.toml")
OF_THREE = b"<<<<<<< a\n%b||||||| b\n%b=======\n%b>>>>>>> c\n"


class Case(NamedTuple):
    """A change; it returns the line at which the problem is expected.

    also: other files that the change touches, or that the problem is about.
    """

    code: str
    file: str
    change: Callable[[DataFolder], int]
    also: tuple[str, ...] = ()

    @property
    def touched(self) -> set[str]:
        return {self.file, *self.also}


def _said(**cells: str) -> Callable[[DataFolder], int]:
    """A statement that says itself what it measures, in columns that its file did not have."""

    def say(folder: DataFolder) -> int:
        rows = folder.rows(AFGHAN)
        folder.write_rows(AFGHAN, [*rows[0], *cells], [{**row, **dict.fromkeys(cells, "")} for row in rows])
        return folder.change(AFGHAN, AREA_2018, **cells)

    return say


def _write(file: str, content: bytes, line: int = 1) -> Callable[[DataFolder], int]:
    def write(folder: DataFolder) -> int:
        (folder.path / file).write_bytes(content)
        return line

    return write


def _cell(file: str, where: dict[str, str], **cells: str) -> Callable[[DataFolder], int]:
    return lambda folder: folder.change(file, where, **cells)


def _line(file: str, line: int, edit: Callable[[bytes], bytes], then: int = 0) -> Callable[[DataFolder], int]:
    """Edit a line; the problem is expected so many lines below it."""
    return lambda folder: folder.edit_line(file, line, edit) + then


def _address_of_another(folder: DataFolder) -> int:
    addresses = {row["source"]: row["url"] for row in folder.rows("sources.csv")}
    return folder.change(
        "sources.csv", {"source": "unodc-kabul-2018-12-03"}, url=f"{addresses[SURVEY]}/", url_seen="yes"
    )


def _repeat_header(file: str, line: int) -> Callable[[DataFolder], int]:
    def repeat(folder: DataFolder) -> int:
        header = (folder.path / file).read_bytes().splitlines(keepends=True)[0]
        return folder.edit_line(file, line, lambda below: header + below)

    return repeat


def _empty_columns(file: str) -> Callable[[DataFolder], int]:
    def write(folder: DataFolder) -> int:
        path = folder.path / file
        path.write_bytes(path.read_bytes().replace(b"\n", b",,\n"))
        return 1

    return write


def _copied(folder: DataFolder) -> int:
    """Two copies of statements of one file in another that is listed; only one problem, not one for each."""
    rows = folder.rows(AFGHAN)
    folder.write_rows(DEPARTMENTS, list(rows[0]), [*folder.rows(DEPARTMENTS), *rows[:50]])
    return len(folder.rows(DEPARTMENTS)) - 49 + 1


def _renamed(folder: DataFolder) -> int:
    (folder.path / AFGHAN).rename(folder.path / f"{AFGHAN[:-4]}.CSV")
    return 1


def _in_two(line: bytes) -> bytes:
    cut = line.rindex(b",,,", 0, -20)
    return line[:cut] + b"\n" + line[cut:]


def _area_with_years(**years: str) -> Callable[[DataFolder], int]:
    """An area that began or ended, such as one of a split or a merger, with a number of 2018."""

    def add(folder: DataFolder) -> int:
        folder.add("areas.csv", HELMAND, area="AF-OLD", name="Old Helmand", **years)
        return folder.add(AFGHAN, AREA_2018, area="AF-OLD")

    return add


def _other_ending(name: str) -> Callable[[DataFolder], int]:
    def write(folder: DataFolder) -> int:
        (folder.path / "statements" / name).write_bytes(b"indicator,area\n")
        return 1

    return write


def _two_places(folder: DataFolder) -> int:
    return folder.add(AFGHAN, AREA_2018, value="253000", as_printed="253,000 hectares", locator="page 99")


def _printed_otherwise(value: int) -> Callable[[DataFolder], int]:
    return lambda folder: folder.add(AFGHAN, AREA_2018, value=str(value), as_printed="", locator="page 99")


def _of_another_year(folder: DataFolder) -> int:
    """A table of five provinces and five years, in which one number is of a sixth year."""
    rows = folder.rows(AFGHAN)
    [like] = [row for row in rows if AREA_2018.items() <= row.items()][:1]
    areas = ("AF-HEL", "AF-KAN", "AF-FRA", "AF-NIM", "AF-NAN", "AF-BDG")
    places = [(area, year) for area in areas for year in (*range(2031, 2035), 2029 if area == areas[0] else 2035)]
    cells = {
        "source": "unodc-kabul-2018-12-03",
        "indicator": "opium-eradication",
        "value": "77",
        "low": "",
        "high": "",
        "range_kind": "",
        "as_printed": "",
    }
    new = [{**like, **cells, "area": area, "year": str(year), "locator": "p. 9"} for area, year in places]
    folder.write_rows(AFGHAN, list(rows[0]), [*rows, *new])
    return 1 + len(rows) + 5


def _of_three_years(before: int, odd: int, after: int) -> Callable[[DataFolder], int]:
    """The line of a number that is a power of ten away from those around it, which may rise meanwhile."""

    def add(folder: DataFolder) -> int:
        series = {"indicator": "opium-poppy-cultivation", "producer": "unodc", "area": "AF-HEL"}
        lines = [
            folder.add(AFGHAN, AREA_2018, **series, year=year, value=str(value), as_printed="", locator="p. 99")
            for year, value in (("2031", before), ("2032", odd), ("2033", after))
        ]
        return lines[1]

    return add


_tenfold = _of_three_years(100_000, 1_000_000, 100_000)


def _alone_and_absurd(folder: DataFolder) -> int:
    cells = {"indicator": "opium-poppy-cultivation", "area": "DEU", "year": "2018", "value": "9000000"}
    return folder.add(AFGHAN, AREA_2018, **cells, low="", high="", range_kind="", as_printed="", locator="p. 99")


def _in_two_years(folder: DataFolder) -> int:
    cells = {"indicator": "opium-poppy-cultivation", "area": "DEU", "low": "", "high": "", "range_kind": ""}
    folder.add(AFGHAN, AREA_2018, **cells, year="2018", value="40000", as_printed="", locator="p. 99")
    return folder.add(AFGHAN, AREA_2018, **cells, year="2017", value="40", as_printed="", locator="p. 99")


def _beyond_all_years(folder: DataFolder) -> int:
    cells = {"indicator": "opium-poppy-cultivation", "area": "AF-HEL", "year": "2032", "value": "90000000"}
    return folder.add(AFGHAN, AREA_2018, **cells, low="", high="", range_kind="", as_printed="", locator="p. 99")


def _of_2018(**cells: str) -> Callable[[DataFolder], int]:
    return _cell(AFGHAN, AREA_2018, **{"as_printed": "", **cells})


def _of_1995(**cells: str) -> Callable[[DataFolder], int]:
    return _cell(AFGHAN, {"year": "1995", "value": "", "low": "53000"}, **cells)


def _outline_lost(file: str, area: str) -> Callable[[DataFolder], int]:
    def write(folder: DataFolder) -> int:
        path = folder.path / file
        outlines = json.loads(path.read_text(encoding="utf-8"))
        outlines["features"] = [feature for feature in outlines["features"] if feature["id"] != area]
        path.write_text(json.dumps(outlines), encoding="utf-8")
        return 1

    return write


def _turn_outlines(folder: DataFolder) -> int:
    """Latitude before longitude, in all of them."""

    def turned(coordinates: Any) -> Any:
        return list(map(turned, coordinates)) if isinstance(coordinates[0], list) else coordinates[::-1]

    def turn(outlines: dict[str, Any]) -> None:
        for feature in outlines["features"]:
            feature["geometry"]["coordinates"] = turned(feature["geometry"]["coordinates"])

    return folder.edit_outlines(turn, "geo/PER.geojson")


def _empty_outline(folder: DataFolder) -> int:
    return folder.edit_outlines(lambda outlines: outlines["features"][0]["geometry"].update(coordinates=[]))


def _recipe(content: bytes, line: int = 1) -> Callable[[DataFolder], int]:
    def write(folder: DataFolder) -> int:
        (folder.path / "recipes").mkdir()
        return _write("recipes/a.toml", content, line)(folder)

    return write


def _ids_exchanged(file: str, one: str, other: str) -> Callable[[DataFolder], int]:
    def exchange(outlines: dict[str, Any]) -> None:
        ids = {one: other, other: one}
        for feature in outlines["features"]:
            feature["id"] = ids.get(feature["id"], feature["id"])

    return lambda folder: folder.edit_outlines(exchange, file)


def _header(file: str, one: str, other: str) -> Callable[[DataFolder], int]:
    """Exchange two names in a header."""

    def exchange(line: bytes) -> bytes:
        names = {one: other, other: one}
        header = line.decode().rstrip("\n").split(",")
        return (",".join(names.get(name, name) for name in header) + "\n").encode()

    return _line(file, 1, exchange)


def _cells(file: str, line: int, one: str, other: str) -> Callable[[DataFolder], int]:
    """Exchange two cells of a row."""

    def exchange(folder: DataFolder) -> int:
        row = folder.rows(file)[line - 2]
        return folder.change(file, row, **{one: row[other], other: row[one]})

    return exchange


def _in_one_column(folder: DataFolder, column: str = "F") -> int:
    """Five numbers of one column of a sheet, of which one is of another year."""
    areas = ("AF-HEL", "AF-KAN", "AF-FRA", "AF-NIM", "AF-ZAB")
    for row, area in enumerate(areas):
        year, value = ("2029" if area == "AF-NIM" else "2030"), f"{1000 + 111 * row}"
        cells = {"area": area, "year": year, "value": value, "low": "", "high": "", "as_printed": "", "range_kind": ""}
        line = folder.add(AFGHAN, AREA_2018, **cells, locator=f"Sheet A cell {column}{row + 5}")
    return line - 1


def _named_anew(folder: DataFolder) -> int:
    (folder.path / DEPARTMENTS).rename(folder.path / "statements/coca-colombia.csv")
    return 1


def _copied_beside(folder: DataFolder) -> int:
    shutil.copy(folder.path / AFGHAN, folder.path / "statements/a-copy.csv")
    return 2


def _keep_header(file: str) -> Callable[[DataFolder], int]:
    def keep(folder: DataFolder) -> int:
        folder.write_rows(file, list(folder.rows(file)[0]), [])
        return 1

    return keep


def _remove_folder(folder: DataFolder) -> int:
    folder.path.rename(folder.path.with_name("elsewhere"))
    return 1


def _remove(file: str) -> Callable[[DataFolder], int]:
    def remove(folder: DataFolder) -> int:
        (folder.path / file).unlink()
        return 1

    return remove


def _replace_by_folder(folder: DataFolder) -> int:
    (folder.path / "events.csv").unlink()
    (folder.path / "events.csv").mkdir()
    return 1


def _make_huge(folder: DataFolder) -> int:
    with (folder.path / "events.csv").open("ab") as file:
        file.truncate(etl.package.csv_file.FILE_LIMIT + 1)
    return 1


def _unlisted(folder: DataFolder) -> int:
    text = (folder.path / AFGHAN).read_text(encoding="utf-8")
    header, row = text.splitlines()[:2]
    (folder.path / "statements/new.csv").write_text(
        f"{header}\n{row.replace('5000,', '5001,').replace('5,000', '5,001')}\n", encoding="utf-8"
    )
    return 1


def _statements_lose_type(folder: DataFolder) -> int:
    folder.edit_contract(lambda entry: entry["statements"]["schema"]["fields"][4].update(type="string"))
    return _line_of_resource(folder, "statements")


def _path_climbs(folder: DataFolder) -> int:
    folder.edit_contract(lambda entry: entry["sources"].update(path="../sources.csv"))
    return _line_of_resource(folder, "sources")


def _line_of_resource(folder: DataFolder, name: str) -> int:
    text = (folder.path / "datapackage.json").read_text(encoding="utf-8")
    return text[: text.index(f'"{name}"')].count("\n") + 1


def _products_in_a_circle(folder: DataFolder) -> int:
    """Two areas, each the other times a ratio."""
    folder.add(
        "indicators.csv", {"indicator": "opium-yield"}, indicator="ratio", name="Ratio", unit="kg/kg", product_of=""
    )
    folder.change("indicators.csv", {"indicator": "opium-eradication"}, product_of="coca-eradication ratio")
    return folder.change("indicators.csv", {"indicator": "coca-eradication"}, product_of="opium-eradication ratio")


def _circle(folder: DataFolder) -> int:
    first = folder.change("sources.csv", {"source": SURVEY}, rests_on="shupl-2019-paris-pact")
    second = folder.change("sources.csv", {"source": "shupl-2019-paris-pact"}, rests_on=SURVEY)
    return min(first, second)


def _without_address(folder: DataFolder) -> int:
    folder.add("sources.csv", {"source": SURVEY}, source="a-book", url="", rests_on="")
    return folder.add(AFGHAN, AREA_2018, source="a-book", via="")


def _copy_statement(folder: DataFolder) -> int:
    return folder.add("statements/opium-elsewhere.csv", {"area": "COL"}, note="again")


def _definition_twice(folder: DataFolder) -> int:
    """A second row about years that another one, which names the same, is about too."""
    return folder.add(DEFINITIONS, {"value": "nsia-unodc"}, from_year="2020", to_year="", value="unodc")


def _outline_elsewhere(folder: DataFolder) -> int:
    return folder.edit_outlines(lambda outlines: outlines["features"][0].update(id="XX-BAL"))


def _statement_is_right_now(folder: DataFolder) -> int:
    """The source of a correction prints something else; the correction is what must be looked at."""
    folder.change(AFGHAN, SWAPPED, value="263000", as_printed="263,000 hectares", flag="")
    return _line_of_correction(folder)


def _statement_is_gone(folder: DataFolder) -> int:
    rows = [row for row in folder.rows(AFGHAN) if row["value"] != SWAPPED["value"]]
    folder.write_rows(AFGHAN, list(rows[0]), rows)
    return _line_of_correction(folder)


def _flag_says_otherwise(folder: DataFolder) -> int:
    folder.change(AFGHAN, SWAPPED, flag="wrong-scope")
    return _line_of_correction(folder)


def _line_of_correction(folder: DataFolder) -> int:
    return 2 + next(place for place, row in enumerate(folder.rows(CORRECTIONS)) if row["printed"] == "236000")


CASES = [
    Case("folder-unreadable", "", _remove_folder),
    Case("contract-unreadable", "datapackage.json", _write("datapackage.json", b'{\n"resources": [,\n', 2)),
    Case("contract-unreadable", "datapackage.json", _write("datapackage.json", b'{\n"a": 1\n"b": 2\n}\n', 2)),
    Case("contract-broken", "datapackage.json", _statements_lose_type),
    Case("path-outside-folder", "datapackage.json", _path_climbs),
    Case("file-not-listed", "statements/new.csv", _unlisted),
    Case("file-missing", "facts.csv", _remove("facts.csv")),
    Case("file-missing", "geo/AFG.geojson", _remove("geo/AFG.geojson")),
    Case("file-unreadable", "events.csv", _replace_by_folder),
    Case("file-too-large", "events.csv", _make_huge),
    Case("file-empty", AFGHAN, _write(AFGHAN, b"")),
    Case("file-empty", "sources.csv", _write("sources.csv", b"\xef\xbb\xbf")),
    Case("no-rows", "producers.csv", _keep_header("producers.csv")),
    Case("not-utf-8", AFGHAN, _line(AFGHAN, 9, lambda line: line[:-1] + b"\xe9\n")),
    Case("control-character", AFGHAN, _line(AFGHAN, 5, lambda line: b"\0" + line)),
    Case("control-character", AFGHAN, _line(AFGHAN, 6, lambda line: line.replace(b"hectares", b"hec\rtares", 1))),
    Case("line-too-long", "events.csv", _line("events.csv", 3, lambda line: line[:-1] + b"x" * 100_001 + b"\n")),
    Case("line-break-in-cell", AFGHAN, _line(AFGHAN, 2, lambda line: line.replace(b"5,000 ", b"5,000\n"))),
    Case("unclosed-quote", AFGHAN, _line(AFGHAN, 2, lambda line: line.replace(b'hectares",', b"hectares,"))),
    Case("stray-quote", AFGHAN, _line(AFGHAN, 3, lambda line: line.replace(b",AFG,", b',A"FG,'))),
    Case("stray-quote", AFGHAN, _line(AFGHAN, 2, lambda line: line.replace(b'hectares",', b'hectares"x,'))),
    Case("unsettled-merge", AFGHAN, _line(AFGHAN, 4, lambda row: b"<<<<<<< a\n%b=======\n%b>>>>>>> b\n" % (row, row))),
    Case("unsettled-merge", AFGHAN, _line(AFGHAN, 1, lambda line: b"<<<<<<< ours\n" + line)),
    Case("unsettled-merge", AFGHAN, _line(AFGHAN, 9, lambda row: OF_THREE % (row, row, row))),
    Case("unsettled-merge", "sources.csv", _line("sources.csv", 5, lambda line: line + b">>>>>>> theirs\n", then=1)),
    Case("unsettled-merge", "events.csv", _line("events.csv", 3, lambda line: line + b"=======\n", then=1)),
    Case("title-line", AFGHAN, _line(AFGHAN, 1, lambda line: b"sep=;\n" + line)),
    Case("title-line", AFGHAN, _line(AFGHAN, 1, lambda line: b"Opium in Afghanistan,,\n" + line)),
    Case("header-missing", AFGHAN, _line(AFGHAN, 1, lambda line: b"")),
    Case("header-missing", "sources.csv", _line("sources.csv", 1, bytes.upper)),
    Case("header-repeated", AFGHAN, _repeat_header(AFGHAN, 7)),
    Case("header-repeated", PROVINCES, _repeat_header(PROVINCES, 30)),
    Case("header-repeated", "events.csv", _repeat_header("events.csv", 3)),
    Case("header-repeated", "sources.csv", _repeat_header("sources.csv", 9)),
    Case("header-repeated", "groups.csv", _repeat_header("groups.csv", 2)),
    Case("columns-empty", AFGHAN, _empty_columns(AFGHAN)),
    Case("columns-empty", "events.csv", _empty_columns("events.csv")),
    Case("columns-empty", "producers.csv", _empty_columns("producers.csv")),
    Case("columns-empty", PROVINCES, _empty_columns(PROVINCES)),
    Case("columns-empty", AFGHAN, _line(AFGHAN, 5, lambda line: line[:-1] + b",,,\n")),
    Case("too-many-fields", AFGHAN, _line(AFGHAN, 5, lambda line: line.replace(b",", b",,", 1))),
    Case("number-out-of-range", AFGHAN, _cell(AFGHAN, AREA_2018, value="-263000")),
    Case("number-out-of-range", AFGHAN, _cell(AFGHAN, AREA_2018, range_level="950")),
    Case("date-not-real", "sources.csv", _cell("sources.csv", {"source": SURVEY}, published="November 2018")),
    Case("key-twice", "aliases.csv", lambda folder: folder.add("aliases.csv", {"area": "WLD"}, area="AFG")),
    Case("file-empty", "statements/new.csv", _write("statements/new.csv", b"", 1)),
    Case("value-outside-range", AFGHAN, _cell(AFGHAN, AREA_2018, value="2630000")),
    Case("statements-not-read", "statements/new.CSV", _other_ending("new.CSV")),
    Case("statements-not-read", "statements/new.xlsx", _other_ending("new.xlsx")),
    Case("statements-not-read", "statements/new.CSV.bak", _other_ending("new.CSV.bak")),
    Case("year-after-source", AFGHAN, _cell(AFGHAN, AREA_2018, field_year="2031"), ("sources.csv",)),
    Case("published-in-future", "sources.csv", _cell("sources.csv", {"source": SURVEY}, published="2099-01-01")),
    Case("statements-not-read", f"{AFGHAN[:-4]}.CSV", _renamed, (AFGHAN,)),
    Case("published-in-future", CORRECTIONS, _cell(CORRECTIONS, WRONG, reported="2099-01-01")),
    Case("year-out-of-range", "sources.csv", _cell("sources.csv", {"source": SURVEY}, published="1018-11-19")),
    Case("year-after-source", AFGHAN, _cell(AFGHAN, AREA_2018, year="2020")),
    Case("statement-twice", DEPARTMENTS, _copied),
    Case("outline-missing", "geo/AFG.geojson", _outline_lost("geo/AFG.geojson", "AF-HEL")),
    Case("outline-missing", "geo/AFG.geojson", _outline_lost("geo/AFG.geojson", "AF-NAN")),
    Case("outline-missing", "geo/COL.geojson", _outline_lost("geo/COL.geojson", "CO-NAR")),
    Case("outline-missing", "geo/COL.geojson", _outline_lost("geo/COL.geojson", "CO-PUT")),
    Case("outline-missing", "geo/PER.geojson", _outline_lost("geo/PER.geojson", "PE-CUS")),
    Case("too-few-fields", AFGHAN, _line(AFGHAN, 3, lambda line: line.replace(b",AFG,", b","))),
    Case("too-few-fields", AFGHAN, _line(AFGHAN, 3, lambda line: b"\n" + line)),
    Case("too-many-fields", AFGHAN, _line(AFGHAN, 4, lambda line: line[:-1] + b",more\n")),
    Case("no-final-line-end", AFGHAN, _line(AFGHAN, -1, lambda line: line[:-1])),
    Case("no-final-line-end", AFGHAN, _line(AFGHAN, -1, lambda line: line[:20])),
    Case("wrong-separator", AFGHAN, _line(AFGHAN, 1, lambda line: line.replace(b",", b";"))),
    Case("wrong-separator", AFGHAN, _line(AFGHAN, 1, lambda line: line.replace(b",", b"\t"))),
    Case("line-break-in-cell", AFGHAN, _line(AFGHAN, 3, _in_two)),
    Case("stray-quote", AFGHAN, _line(AFGHAN, 2, lambda line: line.replace(b'"', "\u201c".encode()))),
    Case("column-missing", AFGHAN, _line(AFGHAN, 1, lambda line: line.replace(b",locator", b""))),
    Case("column-unknown", AFGHAN, _line(AFGHAN, 1, lambda line: line.replace(b"locator", b"locater"))),
    Case("column-twice", AFGHAN, _line(AFGHAN, 1, lambda line: line[:-1] + b",note\n")),
    Case("not-an-integer", AFGHAN, _cell(AFGHAN, AREA_2018, year="2O18")),
    Case("not-a-number", AFGHAN, _cell(AFGHAN, AREA_2018, value="263 000")),
    Case("cell-empty", AFGHAN, _cell(AFGHAN, AREA_2018, evidence="")),
    Case("cell-empty", "area_levels.csv", _cell("area_levels.csv", {"level": "world"}, rank="")),
    Case("number-out-of-range", AFGHAN, _cell(AFGHAN, {"low": "", "as_printed": "19,047 hectares"}, value="-19047")),
    Case("number-out-of-range", "areas.csv", _cell("areas.csv", {"area": "AFG"}, latitude="90.5")),
    Case("value-not-in-list", AFGHAN, _cell(AFGHAN, AREA_2018, flag="guess")),
    Case("pattern-mismatch", "sources.csv", _cell("sources.csv", {"source": SURVEY}, language="English")),
    Case("date-not-real", "sources.csv", _cell("sources.csv", {"source": SURVEY}, published="2019-02-30")),
    Case("date-not-real", "events.csv", _cell("events.csv", {"date": "2000-07"}, date="2000-13")),
    Case("dates-reversed", "groups.csv", _cell("groups.csv", {"group": "sco", "area": "IND"}, to="2016")),
    Case("year-out-of-range", AFGHAN, _cell(AFGHAN, AREA_2018, year="20180")),
    Case("year-out-of-range", "annotations.csv", _cell("annotations.csv", {"year": "2018"}, year="1818")),
    Case("address-not-http", "sources.csv", _cell("sources.csv", {"source": SURVEY}, url="javascript:alert(1)")),
    Case("address-broken", "sources.csv", _cell("sources.csv", {"source": SURVEY}, url="https://a.org/x y")),
    Case("key-twice", "areas.csv", lambda folder: folder.add("areas.csv", {"area": "AF-HEL"}, name="Hilmand")),
    Case("key-twice", "groups.csv", lambda folder: folder.add("groups.csv", {"group": "sco"}, to="2020")),
    Case("key-unknown", AFGHAN, _cell(AFGHAN, AREA_2018, source="unodc-afghanistan-opium-survey-2081")),
    Case("key-unknown", "annotations.csv", _cell("annotations.csv", {"year": "2018"}, area="AFX")),
    Case("key-unknown", "facts.csv", _cell("facts.csv", {"fact": "paris-pact-countries"}, source="nobody")),
    Case("key-unknown", "groups.csv", _cell("groups.csv", {"group": "sco", "area": "IND"}, area="XXX")),
    Case("source-unused", "sources.csv", lambda folder: folder.add("sources.csv", {"source": SURVEY}, source="unread")),
    Case("rests-on-circle", "sources.csv", _circle),
    Case("no-value", AFGHAN, _cell(AFGHAN, AREA_2018, value="", low="", high="")),
    Case("half-range", AFGHAN, _cell(AFGHAN, AREA_2018, high="")),
    Case("range-reversed", AFGHAN, _cell(AFGHAN, AREA_2018, low="283000", high="242000")),
    Case("value-outside-range", AFGHAN, _cell(AFGHAN, AREA_2018, low="263001")),
    Case("range-kind-wrong", AFGHAN, _cell(AFGHAN, AREA_2018, low="", high="")),
    Case("range-kind-wrong", AFGHAN, _cell(AFGHAN, AREA_2018, range_level="95")),
    Case("unit-unknown", AFGHAN, _cell(AFGHAN, AREA_2018, unit="furlongs")),
    Case("unit-unknown", "indicators.csv", _cell("indicators.csv", {"unit": "kg/ha"}, unit="bags/ha")),
    Case("unit-not-convertible", AFGHAN, _cell(AFGHAN, AREA_2018, unit="tons")),
    Case("no-address", AFGHAN, _without_address, ("sources.csv",)),
    Case("statement-twice", "statements/opium-elsewhere.csv", _copy_statement),
    Case("place-missing", AFGHAN, _cell(AFGHAN, AREA_2018, locator="")),
    Case("value-unlike-printed", AFGHAN, _cell(AFGHAN, {"as_printed": "39,150 hectares"}, value="391500")),
    Case("value-unlike-printed", AFGHAN, _cell(AFGHAN, {"as_printed": "39,150 hectares"}, unit="acres")),
    Case("value-unlike-printed", AFGHAN, _cell(AFGHAN, {"as_printed": "56.1 kg/ha"}, value="561")),
    Case("flag-against-value", AFGHAN, _cell(AFGHAN, AREA_2018, flag="range")),
    Case("flag-against-value", PROVINCES, _cell(PROVINCES, {"flag": "p-f"}, value="5")),
    Case("flag-without-reason", AFGHAN, _cell(AFGHAN, {"as_printed": "39,150 hectares"}, flag="misprint")),
    Case("flag-without-reason", AFGHAN, _cell(AFGHAN, AREA_2018, flag="wrong-scope")),
    Case("range-doubtful", AFGHAN, _cell(AFGHAN, AREA_2018, low="24200")),
    Case("range-doubtful", AFGHAN, _cell(AFGHAN, AREA_2018, high="2830000")),
    Case("range-doubtful", AFGHAN, _cell(AFGHAN, {"year": "1995", "value": ""}, low="5300")),
    Case("range-doubtful", AFGHAN, _cell(AFGHAN, PRINTED_RANGE, low="10400")),
    Case("range-doubtful", AFGHAN, _cell(AFGHAN, PRINTED_RANGE, value="132000")),
    Case("range-reversed", AFGHAN, _line(AFGHAN, 1, lambda line: line.replace(b"low,high", b"high,low"))),
    Case("key-twice", "areas.csv", _cell("areas.csv", {"area": "AF-KAN"}, name="Helmand")),
    Case("area-misplaced", "areas.csv", _cell("areas.csv", {"area": "AF-HEL"}, longitude="-64.4")),
    Case("area-misplaced", "areas.csv", _cell("areas.csv", {"area": "COL"}, longitude="73")),
    Case("outlines-broken", "geo/PER.geojson", _turn_outlines),
    Case("outlines-broken", "geo/AFG.geojson", _empty_outline),
    Case("recipe-broken", "recipes/a.toml", _recipe(b"title : A")),
    Case("key-unknown", "recipes/a.toml", _recipe(OF_SURVEY.replace(SURVEY.encode(), b"nobody") + OF_TABLE, 2)),
    Case("recipe-broken", "recipes/a.toml", _recipe(b'title = "A"\nsource = "B\n', 2)),
    Case("key-unknown", "recipes/a.toml", _recipe(OF_SURVEY + b'[settings]\nindicator = "opium"\n' + OF_TABLE, 5)),
    Case("unit-unknown", "recipes/a.toml", _recipe(OF_SURVEY + b'[settings]\nunit = "bags"\n' + OF_TABLE, 5)),
    Case("recipe-broken", "recipes/a.toml", _recipe(OF_SURVEY + OF_TABLE + b'Year = "yaer"\n', 8)),
    Case("recipe-broken", "recipes/a.toml", _recipe(OF_SURVEY + OF_TABLE + OF_TABLE + b'"Area (ha)" = "valeu"\n', 12)),
    Case("recipe-broken", "recipes/a.toml", _recipe(OF_SURVEY + OF_TABLE + OF_TABLE.replace(b"1", b'"1"'), 8)),
    Case("recipe-broken", "recipes/a.toml", _recipe(OF_SURVEY + OF_TABLE + b"[table.colums]\n", 8)),
    Case("recipe-broken", "recipes/a.toml", _recipe(b"sorce" + OF_SURVEY + OF_TABLE)),
    Case("recipe-broken", "recipes/a.toml", _recipe(OF_SURVEY)),
    Case("recipe-broken", "recipes/a.toml", _recipe(OF_SURVEY + OF_TABLE + b'A = { is = "value", sex = "man" }\n', 8)),
    Case("recipe-broken", "recipes/a.toml", _recipe(OF_SURVEY + OF_TABLE + b'[[table.when]]\nsex = "men"\n', 4)),
    Case("pattern-mismatch", "facts.csv", _cell("facts.csv", {"fact": "afghan-poppy-area"}, value="263 thousand")),
    Case("value-not-in-list", "source_kinds.csv", _cell("source_kinds.csv", {"kind": "analysis"}, csl_type="reports")),
    Case("key-unknown", "words/en.csv", _cell("words/en.csv", {"kind": "unit", "means": "hectares"}, means="hectars")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "acres"}, other_names="ha")),
    Case("not-a-number", "units.csv", _cell("units.csv", {"unit": "acres"}, factor="4046,856")),
    Case("key-twice", "units.csv", lambda folder: folder.add("units.csv", {"unit": "acres"})),
    Case("key-twice", "indicators.csv", lambda folder: folder.add("indicators.csv", YIELD)),
    Case("key-twice", "topics.csv", _cell("topics.csv", {"topic": "use"}, rank="4")),
    Case("pattern-mismatch", "areas.csv", _cell("areas.csv", {"area": "COL"}, parts="CO-NAR CO-PUT")),
    Case("price-of-nothing", AFGHAN, _cell(AFGHAN, {"indicator": "opium-price"}, value="0", as_printed="0")),
    Case("summed-without-parts", DEPARTMENTS, _cell(DEPARTMENTS, {"area": "CO-AMA", "year": "2002"}, locator="")),
    Case("parent-wrong", "areas.csv", _cell("areas.csv", {"area": "AF-HEL"}, parent="AF-KAN")),
    Case("parent-wrong", "areas.csv", _cell("areas.csv", {"area": "PAK"}, parent="")),
    Case("wrong-country", "areas.csv", _cell("areas.csv", {"area": "AF-HEL"}, parent="COL")),
    Case("wrong-country", "areas.csv", lambda folder: folder.add("areas.csv", HELMAND, area="LA-01", name="Elsewhere")),
    Case("key-unknown", "areas.csv", _cell("areas.csv", {"area": "CSK"}, became="CZE SLO")),
    Case("key-unknown", "areas.csv", _cell("areas.csv", {"area": "CSK"}, became="CZE CSK")),
    Case("key-unknown", "aliases.csv", _cell("aliases.csv", {"alias": "Hilmand"}, area="AF-HIL"), ("areas.csv",)),
    Case("key-twice", "aliases.csv", lambda folder: folder.add("aliases.csv", {"alias": "Hilmand"})),
    Case("alias-ambiguous", "aliases.csv", _cell("aliases.csv", {"alias": "Hilmand"}, alias="Kandahar"), (AREAS,)),
    Case("annotation-without-number", "annotations.csv", _cell("annotations.csv", {"year": "2018"}, year="1950")),
    Case("annotation-text-broken", "annotations.csv", _cell("annotations.csv", {"year": "2018"}, text="{valeu}")),
    Case("annotation-text-broken", "annotations.csv", _cell("annotations.csv", {"year": "2018"}, text="{value")),
    Case("annotation-text-broken", "annotations.csv", _cell("annotations.csv", {"year": "2018"}, text="A peak")),
    Case("break-outside-series", BREAKS, _cell(BREAKS, COLOMBIA_2005, first_year_after="1980")),
    Case("break-outside-series", BREAKS, _cell(BREAKS, COLOMBIA_2005, first_year_after="2022")),
    Case("break-outside-series", BREAKS, _cell(BREAKS, COLOMBIA_2005, area="THA")),
    Case("key-unknown", BREAKS, _cell(BREAKS, COLOMBIA_2005, producer="ussg")),
    Case("key-twice", BREAKS, lambda folder: folder.add(BREAKS, COLOMBIA_2005, effect="more")),
    Case("cell-empty", BREAKS, _cell(BREAKS, COLOMBIA_2005, locator="")),
    Case("cell-empty", BREAKS, _cell(BREAKS, COLOMBIA_2005, source="")),
    Case("value-not-in-list", BREAKS, _cell(BREAKS, COLOMBIA_2005, kind="weather")),
    Case("value-not-in-list", "doubts.csv", _cell("doubts.csv", {"area": "COL"}, conclusion="perhaps")),
    Case("product-of-broken", "indicators.csv", _cell("indicators.csv", YIELD, product_of="a b")),
    Case("product-of-broken", "indicators.csv", _cell("indicators.csv", YIELD, product_of="opium-price opium-price")),
    Case("product-of-broken", "indicators.csv", _products_in_a_circle),
    Case("key-unknown", "indicators.csv", _cell("indicators.csv", YIELD, topic="yields")),
    Case("key-unknown", "indicators.csv", _cell("indicators.csv", YIELD, substance="poppy")),
    Case("value-not-in-list", "indicators.csv", _cell("indicators.csv", YIELD, measure="heaviness")),
    Case("value-not-in-list", "indicators.csv", _cell("indicators.csv", YIELD, level="street")),
    Case("pattern-mismatch", "indicators.csv", _cell("indicators.csv", YIELD, population="adults")),
    Case("key-unknown", "substances.csv", _cell("substances.csv", {"substance": "heroin"}, parent="opiate")),
    Case("parent-wrong", "substances.csv", _cell("substances.csv", {"substance": "any-drug"}, parent="heroin")),
    Case("alias-ambiguous", "substance_aliases.csv", _cell("substance_aliases.csv", HASHISH, alias="Opium")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "jeribs"}, factor="")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "jeribs"}, factor="0")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "seizures"}, factor="2")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "seizures"}, factor="2", base_unit="raids")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "cases"}, other_names="seizure")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "acres"}, quantity="people")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "USD/kg"}, factor="2")),
    Case("years-reversed", "areas.csv", _cell("areas.csv", {"area": "SUN"}, from_year="1992")),
    Case("area-gone", AFGHAN, lambda folder: folder.add(AFGHAN, AREA_2018, area="SUN")),
    Case("state-not-yet", AFGHAN, lambda folder: folder.add(AFGHAN, AREA_2018, area="SSD", year="2010")),
    Case("state-not-yet", AFGHAN, lambda folder: folder.add(AFGHAN, AREA_2018, area="SRB", year="1985")),
    Case("value-unlike-printed", AFGHAN, _of_2018(as_printed="263,000 tons")),
    Case("value-unlike-printed", AFGHAN, _of_2018(as_printed="263,000 acres")),
    Case("value-unlike-printed", AFGHAN, _of_2018(as_printed="about 263,000 jeribs.")),
    Case("value-unlike-printed", AFGHAN, _of_2018(as_printed="263,000 pounds")),
    Case("area-gone", AFGHAN, _area_with_years(from_year="2019"), ("areas.csv",)),
    Case("area-gone", AFGHAN, _area_with_years(from_year="2019", became="AF-HEL"), ("areas.csv",)),
    Case("area-gone", AFGHAN, _area_with_years(to_year="2017", became="AF-HEL AF-KAN"), ("areas.csv",)),
    Case("definition-broken", AFGHAN, _said(age_from="65", age_to="15")),
    Case("definition-broken", AFGHAN, _said(amount="10 bags")),
    Case("pattern-mismatch", AFGHAN, _said(age_to="older")),
    Case("pattern-mismatch", AFGHAN, _said(amount="a gram")),
    Case("value-not-in-list", AFGHAN, _said(recall="ever")),
    Case("definition-broken", DEFINITIONS, _cell(DEFINITIONS, OVEN_DRY, attribute="age_from", value="young")),
    Case("definition-broken", DEFINITIONS, _cell(DEFINITIONS, OVEN_DRY, attribute="rests_on")),
    Case("definition-broken", DEFINITIONS, _cell(DEFINITIONS, OVEN_DRY, attribute="amount", value="10 bags")),
    Case("definition-clash", DEFINITIONS, _definition_twice),
    Case("definition-broken", DEFINITIONS, _cell(DEFINITIONS, OVEN_DRY, value="very-dry")),
    Case("definition-broken", DEFINITIONS, _cell(DEFINITIONS, SEASON, value="July")),
    Case("definition-broken", DEFINITIONS, _cell(DEFINITIONS, {"value": "nsia-unodc"}, value="nsia")),
    Case("definition-broken", DEFINITIONS, _cell(DEFINITIONS, {"attribute": "coverage"}, value="MM-11 MM-99")),
    Case("definition-broken", DEFINITIONS, _cell(DEFINITIONS, {"value": "nsia-unodc"}, from_year="2021")),
    Case("definition-idle", DEFINITIONS, _cell(DEFINITIONS, SEASON, area="THA")),
    Case("correction-outdated", CORRECTIONS, _statement_is_right_now, (AFGHAN,)),
    Case("correction-outdated", CORRECTIONS, _statement_is_gone, (AFGHAN,)),
    Case("correction-mended", CORRECTIONS, _cell(CORRECTIONS, {"status": "mended", "area": "MMR"}, status="open")),
    Case("correction-against-flag", CORRECTIONS, _flag_says_otherwise, (AFGHAN,)),
    Case("correction-broken", CORRECTIONS, _cell(CORRECTIONS, WRONG, meant="236000"), (AFGHAN,)),
    Case("correction-broken", CORRECTIONS, _cell(CORRECTIONS, WRONG, verdict="wrong-unit")),
    Case("correction-broken", CORRECTIONS, _cell(CORRECTIONS, WRONG, meant_unit="tons")),
    Case("correction-broken", CORRECTIONS, _cell(CORRECTIONS, WRONG, meant_unit="bags")),
    Case("key-unknown", CORRECTIONS, _cell(CORRECTIONS, WRONG, confirmed_by="unodc-survey-2018")),
    Case("key-unknown", CORRECTIONS, _cell(CORRECTIONS, WRONG, source="unodc-kabul")),
    Case("value-not-in-list", CORRECTIONS, _cell(CORRECTIONS, WRONG, verdict="typo")),
    Case("blank-outside", "aliases.csv", _cell("aliases.csv", {"alias": "Hilmand"}, alias="Hilmand ")),
    Case("blank-outside", "areas.csv", _cell("areas.csv", {"area": "PER"}, name=" Peru")),
    Case("blank-outside", "units.csv", _cell("units.csv", {"unit": "acres"}, name="acres\u00a0")),
    Case("address-twice", "sources.csv", _address_of_another),
    Case("columns-exchanged", AFGHAN, _header(AFGHAN, "indicator", "area")),
    Case("columns-exchanged", DEPARTMENTS, _header(DEPARTMENTS, "producer", "source")),
    Case("columns-exchanged", AFGHAN, _header(AFGHAN, "year", "value")),
    Case("columns-exchanged", ELSEWHERE, _header(ELSEWHERE, "value", "low")),
    Case("columns-exchanged", ELSEWHERE, _header(ELSEWHERE, "high", "value")),
    Case("columns-exchanged", COUNTRIES, _header(COUNTRIES, "locator", "as_printed")),
    Case("file-missing", DEPARTMENTS, _named_anew, ("statements/coca-colombia.csv",)),
    Case("statement-twice", AFGHAN, _copied_beside, ("statements/a-copy.csv",)),
    *(
        Case("columns-exchanged", DEPARTMENTS, _cells(DEPARTMENTS, line, one, other))
        for line, (one, other) in enumerate(
            [("area", "year"), ("indicator", "area"), ("year", "value"), ("producer", "source")], 40
        )
    ),
    Case("key-unknown", "areas.csv", _cell("areas.csv", {"area": "MM-11"}, parent="MMX")),
    Case("columns-exchanged", "groups.csv", _header("groups.csv", "area", "source")),
    Case("columns-exchanged", "areas.csv", _header("areas.csv", "latitude", "longitude")),
    Case("cell-empty", CORRECTIONS, _cell(CORRECTIONS, WRONG, reason="")),
    Case("number-out-of-range", BREAKS, _cell(BREAKS, COLOMBIA_2005, first_year_after="205")),
    Case("pattern-mismatch", "sources.csv", _cell("sources.csv", OF_SURVEY_ROW, source=f"{SURVEY} x"), OF_SURVEYS),
    Case("pattern-mismatch", "producers.csv", _cell("producers.csv", {"producer": "usg"}, producer="u sg"), (BREAKS,)),
    Case("not-a-number", "units.csv", _cell("units.csv", {"unit": "hectares"}, factor="10,000")),
    Case("year-after-source", "sources.csv", _cell("sources.csv", {"source": SURVEY}, survey_years="2018 2021")),
    Case("date-not-real", "sources.csv", _cell("sources.csv", {"source": SURVEY}, published="2012/11/19")),
    Case("unit-not-convertible", "indicators.csv", _cell("indicators.csv", {"indicator": OPIUM}, unit="hectares")),
    Case("unit-not-convertible", "indicators.csv", _cell("indicators.csv", YIELD, unit="kg")),
    Case("product-of-broken", "indicators.csv", _cell("indicators.csv", YIELD, product_of=f"{OPIUM}, opium-price")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "acres"}, factor="40468.564224")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "million USD"}, factor="100000")),
    Case("key-twice", "indicators.csv", _cell("indicators.csv", YIELD, name="Opium poppy cultivation")),
    Case("value-not-in-list", "words/en.csv", _cell("words/en.csv", {"kind": "unit"}, kind="units")),
    Case("value-not-in-list", "words/en.csv", _cell("words/en.csv", {"kind": "number"}, means="twelve")),
    Case("value-not-in-list", "words/en.csv", _cell("words/en.csv", {"kind": "recall"}, means="ever")),
    Case("value-not-in-list", "words/en.csv", _cell("words/en.csv", {"kind": "measure"}, means="size")),
    Case("value-not-in-list", "words/en.csv", _cell("words/en.csv", {"kind": "up"}, means="more")),
    Case("value-not-in-list", "words/en.csv", _cell("words/en.csv", {"kind": "years"}, means="more")),
    Case("key-unknown", "words/en.csv", _cell("words/en.csv", {"kind": "producer"}, means="white-house")),
    Case("area-misplaced", "geo/AFG.geojson", _ids_exchanged("geo/AFG.geojson", "AF-HEL", "AF-KAN")),
    Case("area-misplaced", "geo/COL.geojson", _ids_exchanged("geo/COL.geojson", "CO-NAR", "CO-PUT")),
    Case("area-misplaced", "areas.csv", _cell("areas.csv", HELMAND, latitude="31.6", longitude="65.7")),
    Case("meant-without-witness", CORRECTIONS, _cell(CORRECTIONS, WRONG, meant="2630000")),
    Case("outlines-broken", "geo/AFG.geojson", _write("geo/AFG.geojson", b"{\n}}", 2)),
    Case("outlines-broken", "geo/PER.geojson", _write("geo/PER.geojson", b"[" * 100_000)),
    Case("outline-unknown-area", "geo/AFG.geojson", _outline_elsewhere),
    Case("value-not-in-list", "sources.csv", _cell("sources.csv", {"source": SURVEY}, language="xx")),
    Case("cell-empty", "areas.csv", _cell("areas.csv", {"area": "COL"}, latitude="")),
    Case("cell-empty", "areas.csv", _cell("areas.csv", {"area": "COL"}, longitude="")),
    Case("not-a-number", "areas.csv", _cell("areas.csv", {"area": "COL"}, latitude="4 N")),
    Case("pattern-mismatch", AFGHAN, _said(age_to="150")),
    Case("key-twice", "area_levels.csv", _cell("area_levels.csv", {"level": "country"}, rank="0")),
    Case("area-gone", "areas.csv", _cell("areas.csv", {"area": "COL"}, to_year="1980")),
    Case("cells-disagree", "groups.csv", _cell("groups.csv", {"group": "sco", "area": "IND"}, name="Shanghai")),
    Case("cells-disagree", "words/en.csv", _cell("words/en.csv", {"kind": "unit"}, language="de")),
    Case("cells-disagree", "indicators.csv", _cell("indicators.csv", YIELD, unit_name="hectares")),
    Case("cells-disagree", QUALITATIVE, _cell(QUALITATIVE, {"quality": "stable"}, quality="large-decrease")),
    Case("cells-disagree", QUALITATIVE, _cell(QUALITATIVE, {"age_to": "17"}, age_from="18")),
    Case("definition-idle", "doubts.csv", _cell("doubts.csv", {"area": "THA"}, year="1950")),
    Case("definition-idle", "series_notes.csv", _cell("series_notes.csv", {"area": "BOL"}, area="DEU")),
    Case("key-unknown", "recipes/a.toml", _recipe(OF_SURVEY + OF_TABLE + b'A = { is = "value", area = "PRE" }\n', 8)),
    Case("recipe-broken", "recipes/a.toml", _recipe(OF_SURVEY + OF_TABLE.replace(b"1", b'1\nrows = "38-5"'), 6)),
    Case("number-out-of-range", USE, _cell(USE, {"unit": "percent", "low": ""}, value="210", as_printed="")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "hectares"}, base_unit="kg")),
    Case("unit-not-convertible", "recipes/a.toml", _recipe(OF_SURVEY + OF_TABLE + OF_HECTARES % b"kg", 8)),
    Case("unit-not-convertible", "recipes/a.toml", _recipe(OF_SURVEY + OF_KG + OF_TABLE + OF_OPIUM_AREA, 5)),
    Case("fact-unlike-statement", "facts.csv", _cell("facts.csv", POPPY, value="236000")),
    Case("fact-unlike-statement", "facts.csv", _cell("facts.csv", POPPY, value="263.000")),
    Case("fact-unlike-statement", "facts.csv", _cell("facts.csv", POPPY, value="263")),
    Case("fact-unlike-statement", "facts.csv", _cell("facts.csv", POPPY, value="2630000")),
    Case("fact-unlike-statement", "facts.csv", _cell("facts.csv", POPPY, unit="acres")),
    Case("substance-unlike-key", "indicators.csv", _cell("indicators.csv", {"indicator": OPIUM}, substance="cannabis")),
    Case("symbol-of-another-unit", "indicators.csv", _cell("indicators.csv", {"indicator": OPIUM}, symbol="ha")),
    Case("symbol-of-another-unit", "indicators.csv", _cell("indicators.csv", {"indicator": OPIUM}, symbol="acre")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "acres"}, symbol="ha")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "kg"}, symbol="tonne")),
    Case("unit-broken", "units.csv", _cell("units.csv", {"unit": "square miles"}, symbol="km²")),
    Case("key-twice", "producers.csv", _cell("producers.csv", {"producer": "usg"}, short_name="UNODC")),
    Case("key-twice", "producers.csv", _cell("producers.csv", {"producer": "usg"}, short_name="Other government")),
    Case("key-twice", "estimators.csv", _cell("estimators.csv", {"estimator": "unodc"}, short_name="SIMCI")),
    Case("area-misplaced", "areas.csv", _cell("areas.csv", {"area": "AFG"}, longitude="-65")),
    Case("area-misplaced", "areas.csv", _cell("areas.csv", {"area": "BOL"}, longitude="64.67")),
    Case("area-misplaced", "areas.csv", _cell("areas.csv", {"area": "THA"}, latitude="-15")),
    Case("area-misplaced", "areas.csv", _cell("areas.csv", {"area": "BOL"}, latitude="-64.67", longitude="-16.73")),
    Case("key-unknown", AFGHAN, _cell(AFGHAN, AREA_2018, producer="UNODC ")),
    Case("key-unknown", AFGHAN, _cell(AFGHAN, AREA_2018, area="ａｆｇ")),
    Case("annotation-text-broken", "annotations.csv", _cell("annotations.csv", {"year": "2018"}, text="A peak")),
    Case("year-out-of-range", BREAKS, _cell(BREAKS, COLOMBIA_2005, first_year_after="2099")),
    Case("unit-unknown", "indicators.csv", _cell("indicators.csv", {"indicator": OPIUM}, unit="tonnes")),
    Case("value-not-in-list", "producers.csv", _cell("producers.csv", {"producer": "usg"}, article="an")),
    Case("cell-empty", "annotations.csv", _cell("annotations.csv", {"year": "2018"}, text="")),
    Case("cell-empty", "aliases.csv", _cell("aliases.csv", {"alias": "Hilmand"}, alias="")),
    Case("value-not-in-list", AFGHAN, _cell(AFGHAN, YIELD, range_kind="ci")),
    Case("cells-disagree", "words/fr.csv", _cell("words/fr.csv", {"kind": "unit", "word": "km²"}, language="de")),
    Case("statements-not-read", "statements/new.tsv", _other_ending("new.tsv")),
    Case("published-in-future", "events.csv", _cell("events.csv", {"date": "2000-07"}, date="2030-07")),
    Case("published-in-future", "sources.csv", _cell("sources.csv", {"source": SURVEY}, published="2099")),
    Case("published-in-future", "sources.csv", _cell("sources.csv", {"source": SURVEY}, published="2099-01")),
    Case("title-line", "events.csv", _line("events.csv", 1, lambda line: b"sep=,\n" + line)),
    Case("title-line", "groups.csv", _line("groups.csv", 1, lambda line: b"sep=|\n" + line)),
    Case("title-line", "producers.csv", _line("producers.csv", 1, lambda line: b"SEP=;\n" + line)),
    Case("title-line", PROVINCES, _line(PROVINCES, 1, lambda line: b"sep=;\r\n" + line)),
    Case("title-line", "sources.csv", _line("sources.csv", 1, lambda line: b"All sources\n" + line)),
    Case("title-line", "groups.csv", _line("groups.csv", 1, lambda line: b'"Groups of countries, 2026",,,\n' + line)),
]  # fmt: skip


def test_the_bundled_data_has_no_problem(folder: DataFolder) -> None:
    assert [str(problem) for problem in folder.problems() if problem.is_error] == []


def _kind(case: Case) -> str:
    if case.code in OF_THE_FOLDER:
        return "folder"
    return "hiding" if case.code in OF_FORM or case.file == "units.csv" else "row"


def _side_by_side(cases: list[Case]) -> list[list[Case]]:
    """The cases in groups for each of which one look at a folder is enough: no two of a group touch the same file.

    What follows only from a file or unit that cannot be read is not told. Such cases are therefore never beside others,
    whose consequences they could hide, and one that concerns the folder as a whole is alone.
    """
    groups: list[list[Case]] = []
    for case in cases:
        beside = (
            group
            for group in groups
            if _kind(case) == _kind(group[0]) != "folder" and all(case.touched.isdisjoint(it.touched) for it in group)
        )
        if group := next(beside, None):
            group.append(case)
        else:
            groups.append([case])
    return groups


def _files(folder: DataFolder) -> set[tuple[str, int, int]]:
    """The files of a folder, with when they were written and how long they are."""
    found = ((path.relative_to(folder.path).as_posix(), path.stat()) for path in folder.path.rglob("*"))
    return {(below, seen.st_mtime_ns, seen.st_size) for below, seen in found if S_ISREG(seen.st_mode)}


@pytest.mark.parametrize("cases", _side_by_side(CASES), ids=lambda cases: ", ".join(case.code for case in cases))
def test_one_wrong_thing_gives_one_problem_at_its_line(folder: DataFolder, cases: list[Case]) -> None:
    before = _files(folder)
    expected = {(case.file, case.change(folder), case.code) for case in cases}
    if folder.path.exists():
        touched = {below for below, *_ in before ^ _files(folder)}
        assert touched <= set.union(*(case.touched for case in cases)), "name in `also` what else a case touches"
    problems = folder.problems()
    assert folder.places(problems) == expected, "\n".join(map(str, problems))
    for problem in problems:
        assert str(problem).startswith(f"{problem.file}:{problem.line}: {problem.code} ")
        assert str(problem).isprintable()


def test_a_key_of_any_kind_in_another_spelling_is_proposed(folder: DataFolder) -> None:
    keys = {
        (AFGHAN, "indicator"): ["Opium_Poppy_Cultivation", " opium-production"],
        (AFGHAN, "producer"): ["UNODC ", "ＵＮＯＤＣ"],
        (AFGHAN, "area"): ["afg", "ＡＦＧ "],
        (AFGHAN, "source"): [SURVEY.upper(), SURVEY.replace("-", "_")],
        ("events.csv", "area"): ["wld"],
        ("groups.csv", "area"): ["chn\u00a0"],
        ("sources.csv", "kind"): ["News "],
        ("indicators.csv", "topic"): ["SEIZURES"],
        ("substances.csv", "parent"): ["Opioids"],
    }
    expected = set()
    for (file, column), typed in keys.items():
        rows = folder.rows(file)
        for row, key in zip(rows[3::7], typed, strict=False):
            row[column] = key
            meant = unicodedata.normalize("NFKC", key).strip().replace("_", "-")
            expected.add(meant.upper() if column == "area" else meant.lower())
        folder.write_rows(file, list(rows[0]), rows)
    found = [problem.text for problem in folder.problems() if problem.code == "key-unknown"]
    assert {text.rpartition('did you mean "')[2].rstrip('?"') for text in found} == expected, found


def test_the_record_of_links_may_be_missing(folder: DataFolder) -> None:
    (folder.path / "links.csv").unlink(missing_ok=True)
    assert [str(problem) for problem in folder.problems() if problem.is_error] == []


def test_the_checks_of_consistency_name_their_tolerance() -> None:
    assert per_cent(consistency.SUM_TOLERANCE) in CODES[Misfit.PARTS].meaning
    assert f"{consistency.SAME_YIELD:.1%}".replace("%", " %") in CODES[Misfit.CONSTANT].meaning


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        *(
            (_printed_otherwise(value), "source-against-itself", f"prints {value:,} hectares here and 263,000 in ")
            for value in (150_000, 236_000, 1_263_000, 261_000)
        ),
        (_two_places, "source-against-itself", "prints 253,000 hectares here and 263,000 in "),
        (_alone_and_absurd, "value-out-of-scale", "DEU 2018 is 9,000,000, "),
        (_in_two_years, "value-out-of-scale", "DEU 2017 is 40, about a thousandth of 40,000 of 2018 in "),
        (
            _beyond_all_years,
            "value-out-of-scale",
            "AF-HEL 2032 is 90,000,000, 625 times the largest of all other years, ",
        ),
        (_of_another_year, "year-unlike-others", "but none of 2035 of AF-HEL, as it has of others; correct the year"),
        (_tenfold, "value-out-of-scale", "2032 is 1,000,000, about 10 times 100,000 of 2031 and 100,000 of 2033"),
        (
            _of_three_years(100_000, 10_500, 190_000),
            "value-out-of-scale",
            "2032 is 10,500, about a tenth of 100,000 of 2031 and 190,000 of 2033",
        ),
        (
            _of_2018(unit="thousand hectares"),
            "value-out-of-scale",
            "is 263,000,000 hectares, about 1,000 times 263,000 in ",
        ),
        (
            _of_1995(unit="thousand hectares"),
            "value-out-of-scale",
            "about 1,000 times 71,000 of 1994 and 58,400 of 1997",
        ),
        (_of_2018(area="MMR"), "value-of-another-area", "MMR 2018 unodc is 263,000, which "),
        (_of_2018(value="0", low="", high="", range_kind=""), "value-out-of-scale", "is 0, but 263,000 hectares in "),
        (_of_2018(year="2017"), "value-of-another-year", " has of 2018, while "),
        (_of_2018(producer="usg"), "value-of-another-producer", "has another number of usg; correct the producer"),
        (
            _in_one_column,
            "cell-unlike-others",
            "year is 2029, but the other 4 numbers of column F of sheet A are of 2030",
        ),
    ],
)
def test_what_may_be_a_slip_is_a_warning_that_names_both_numbers(
    folder: DataFolder, change: Callable[[DataFolder], int], code: str, told: str
) -> None:
    line = change(folder)
    package = extract(folder.path)
    with units_in_use(package.tables["units"]):
        [found] = [each for each in slips.check(package) if (each.code, each.line) == (code, line)]
    assert told in found.text and not found.is_error


def test_a_table_that_has_a_year_in_each_row_has_none_that_is_unlike_the_others(folder: DataFolder) -> None:
    for column in "FG":
        _in_one_column(folder, column)
    package = extract(folder.path)
    with units_in_use(package.tables["units"]):
        assert "cell-unlike-others" not in {each.code for each in slips.check(package)}


def test_every_code_can_fire_and_is_documented() -> None:
    assert {case.code for case in CASES} == set(CODES) - CONSISTENCY
    for code, entry in CODES.items():
        assert code == code.lower() and code.replace("-", "").isalnum()
        assert all(entry), code


def test_only_errors_stop_a_refresh(folder: DataFolder) -> None:
    _unlisted(folder)
    assert [problem.is_error for problem in folder.problems()] == [False]
