"""Recipes as files: their form, those that come with the data, and what the command writes by one."""

from pathlib import Path

import pytest
from data_folder import DataFolder
from outside_tables import write_workbook
from running_import import new_source, run_import
from sample_data import BUNDLED
from written_recipes import COLUMNS, GRID, HEADER, SEIZURES

from etl.documents.files.sheets import ImportFileError, read_sheets
from etl.documents.recipes.recipe_file import read_recipe


@pytest.mark.parametrize(
    ("recipe", "found"),
    [
        (SEIZURES.replace("decimal", "decimals") + COLUMNS, 'a recipe has no "decimals"; did you mean decimal?'),
        (SEIZURES + "heading = 3\n" + COLUMNS, 'table 1 has no "heading"; did you mean header?'),
        (SEIZURES + COLUMNS + 'Purity = { unread = "" }\n', "say why it is not read"),
        (SEIZURES + COLUMNS + 'Purity = "purety"\n', 'cannot be "purety"'),
        (
            SEIZURES + COLUMNS + 'Zone = { unread = "parts" }\n[table.left_out.Zone]\n"a sum" = ["Total"]\n',
            '"Zone" is not read, but its texts are named; say "text" of it',
        ),
        (SEIZURES + COLUMNS + '[table.words.Drug]\nTea = { sex = "man" }\n', 'sex cannot be "man"; did you mean'),
        (SEIZURES + COLUMNS + '[table.words.Drug]\nTea = { sexes = "men" }\n', 'has no "sexes"; did you mean sex?'),
        (SEIZURES.replace("[[table]]\n", "") + "[table]\n", "table is missing"),
        ('title = "', "is not TOML in UTF-8"),
    ],
)
def test_a_recipe_with_a_slip_is_refused_with_its_place(tmp_path: Path, recipe: str, found: str) -> None:
    path = tmp_path / "r.toml"
    path.write_text(recipe, encoding="utf-8")
    with pytest.raises(ImportFileError) as refused:
        read_recipe(tmp_path, str(path))
    assert str(path) in str(refused.value) and found in str(refused.value)


def test_every_recipe_that_comes_with_the_data_can_be_read_and_names_what_the_data_has() -> None:
    names = sorted(path.stem for path in (BUNDLED / "recipes").glob("*.toml"))
    known = {file: (BUNDLED / file).read_text(encoding="utf-8") for file in ("sources.csv", "producers.csv")}
    assert names
    for name in names:
        recipe = read_recipe(BUNDLED, name)
        assert f"\n{recipe.source}," in known["sources.csv"], name
        assert f"\n{recipe.producer}," in known["producers.csv"], name


def test_hidden_rows_and_columns_of_a_workbook_are_known(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write_workbook(tmp_path / "a.xlsx", [["Country", 2019, 2020], ["Peru", 1, 2], ["Chile", 3, 4]])
    book = load_workbook(path)
    book["Table"].row_dimensions[3].hidden = True
    book["Table"].column_dimensions["B"].hidden = True
    book.save(path)
    [sheet] = read_sheets(path)
    assert sheet.hidden_rows == {2} and sheet.hidden_columns == {1}


def test_an_import_by_a_recipe_writes_once_and_a_second_time_nothing(folder: DataFolder, tmp_path: Path) -> None:
    source = new_source(folder)
    (tmp_path / "r.toml").write_text(
        SEIZURES.replace("unodc-wdr-2022-annex-6-1-1", source).replace("[[table]]\n", '[[table]]\nrepeats = "sum"\n')
        + COLUMNS,
        encoding="utf-8",
    )
    rows = "Peru,Heroin,2020,5\nPeru,Heroin,2020,6\nChile,Opium,2019,1234.5\nWorld,Opium,2019,1234.5\n"
    (tmp_path / "t.csv").write_text(f"{','.join(HEADER)}\n{rows}", encoding="utf-8")
    words = (tmp_path / "t.csv", "--recipe", tmp_path / "r.toml")
    assert (
        "3 new" in run_import(folder, *words).output
        and not (folder.path / f"statements/seizures/{source}.csv").exists()
    )
    result = run_import(folder, *words, "--write")
    assert result.exit_code == 0 and f"statements/seizures/{source}.csv" in result.output
    written = folder.rows(f"statements/seizures/{source}.csv")
    assert [(row["value"], row["flag"], row["locator"]) for row in written] == [
        ("11", "summed", "rows 2, 3, Kilograms"),
        ("1234.5", "", "row 4, Kilograms"),
        ("1234.5", "", "row 5, Kilograms"),
    ]
    assert '"World" is the sum of 1 row in 2019' in result.output
    again = run_import(folder, *words, "--write")
    assert again.exit_code == 0 and "3 same" in again.output and "Nothing to write" in again.output


def test_a_total_beside_its_parts_is_compared_with_them_like_one_below_them(folder: DataFolder, tmp_path: Path) -> None:
    recipe = GRID + 'across = "area"\nheader = 1\n[table.columns]\nYear = "year"\n'
    words = '[table.across_words]\nTotal = { area = "WLD" }\n'
    words += 'Peru = { area = "PER", rests_on = "unodc-kabul-2018-12-03", note = "Of one part alone" }\n'
    (tmp_path / "r.toml").write_text(recipe + words, encoding="utf-8")
    (tmp_path / "t.csv").write_text("Year,Peru,Chile,Total\n1996,1,2,3\n1997,3,4,8\n", encoding="utf-8")
    told = run_import(folder, tmp_path / "t.csv", "--recipe", tmp_path / "r.toml").output
    assert '"Total" is the sum of 2 rows in 1996' in told
    assert '"Total" of 1997 is 8 hectares, but its parts add up to 7 hectares' in told


def test_each_file_of_several_is_read_by_its_own_sheets_and_other_sheets_stop_it(
    folder: DataFolder, tmp_path: Path
) -> None:
    source = new_source(folder)
    recipe = SEIZURES.replace("unodc-wdr-2022-annex-6-1-1", source).replace(
        "[settings]", 'files = "several"\n[settings]'
    )
    (tmp_path / "r.toml").write_text(recipe + 'sheet = ["One", "Two"]\n' + COLUMNS, encoding="utf-8")
    for name, said in (("One", "1 new"), ("Three", 'has the sheet "Three", which no table of the recipe names')):
        path = write_workbook(tmp_path / f"{name}.xlsx", [HEADER, ["Peru", "Heroin", 2020, 5]], sheet=name)
        assert said in run_import(folder, path, "--recipe", tmp_path / "r.toml").output


def test_an_option_beside_a_recipe_that_says_the_same_is_refused_by_name(folder: DataFolder, tmp_path: Path) -> None:
    result = run_import(folder, tmp_path / "t.csv", "--recipe", "unodc-wdr-annex-7-1", "--unit", "tons")
    assert result.exit_code == 1 and "--unit: the recipe unodc-wdr-annex-7-1 says that" in result.output
    result = run_import(folder, tmp_path / "t.csv")
    assert result.exit_code == 1 and "give its source with --source, or a --recipe" in result.output


def test_a_recipe_may_name_an_indicator_that_is_not_there_only_where_it_says_why(folder: DataFolder) -> None:
    recipe = folder.path / "recipes/a.toml"
    recipe.parent.mkdir()
    table = '[[table]]\n{}[table.columns]\nCountry = "area"\nKg = {{ is = "value", indicator = "opium-tax" }}\n'
    top = 'title = "A"\nsource = "unodc-kabul-2018-12-03"\nproducer = "unodc"\n'
    recipe.write_text(top + table.format(""), encoding="utf-8")
    [told] = [problem for problem in folder.problems() if problem.is_error]
    assert (told.code, told.line) == ("key-unknown", 7) and 'indicator is "opium-tax"' in told.text
    recipe.write_text(top + table.format('unlisted = "taxes are not kept"\n'), encoding="utf-8")
    assert not [problem for problem in folder.problems() if problem.is_error]
