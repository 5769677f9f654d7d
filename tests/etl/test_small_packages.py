"""A data folder with hardly anything in it is published like any other."""

from data_folder import AFGHAN, DataFolder

from etl.publish import refresh


def test_figures_without_any_total_of_their_parts_are_published(folder: DataFolder) -> None:
    kept = folder.rows(AFGHAN)[:40]
    for path in (folder.path / "statements").rglob("*.csv"):
        file = f"{path.relative_to(folder.path)}"
        folder.write_rows(file, list(folder.rows(file)[0]), kept if file == AFGHAN else [])
    for file in ("annotations.csv", "breaks.csv", "corrections.csv"):
        folder.write_rows(file, list(folder.rows(file)[0]), [])
    while unused := {problem.line for problem in folder.problems() if problem.code == "source-unused"}:
        rows = folder.rows("sources.csv")
        folder.write_rows("sources.csv", list(rows[0]), [row for n, row in enumerate(rows, 2) if n not in unused])
    report = refresh(folder.path)
    assert report.outcome == "published", report.problems
    assert report.changes is not None and report.changes.statements_added == len(kept)
