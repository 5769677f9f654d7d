"""What an import has to know of the data before it adds to it: that it is sound, and that the source is there."""

from etl.documents.files.sheets import ImportFileError
from etl.documents.layouts.harvest import Harvest, Remark
from etl.figures.beside import rows_beside
from etl.figures.links import address_flaw
from etl.figures.quoting import counted, nearest_of, shown
from etl.package.extract import Package
from etl.rules import check


def check_package(package: Package) -> None:
    """Stop where the package has errors. A source that waits for its statements is no reason to stop."""
    errors = [problem for problem in check(package) if problem.is_error and problem.code != "source-unused"]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise ImportFileError(f"{errors[0]}{more}; correct the data folder first, see `python -m etl check`")


def unknown_source(package: Package, source: str) -> list[str]:
    """What to tell about a source that the data does not have: the key that it is most like."""
    known = package.tables["sources"]["source"].tolist()
    if source in known:
        return []
    nearest = nearest_of(source, known)
    advice = f"did you mean {nearest}? If not, add" if nearest else "add"
    return [f"Source {shown(source)} is not in sources.csv; {advice} its line, which stands at the end"]


def refusals(package: Package, source: str, via: str, is_to_write: bool) -> list[str]:
    """Why numbers of a source must not be written; is_to_write: whether there are any."""
    sources = package.tables["sources"]
    known = sources[sources["source"] == source]
    refusals = []
    if not len(known):
        columns = [column.name for column in package.contract.tables["sources"].fields]
        refusals.append(f"sources.csv has no {source}; add the line {_source_line(columns, source)}")
    if via and (flaw := address_flaw(via)[1]):
        refusals.append(f"--via is not an address that a page may link to: {flaw}")
    is_copied = source in package.tables["copies"]["source"].tolist()
    if len(known) and not via and not known["url"].iloc[0] and not is_copied and is_to_write:
        refusals.append("the source has no url in sources.csv; say with --via where the file can be read")
    return refusals


def _source_line(columns: list[str], source: str) -> str:
    """The line of sources.csv to add for a source, with words in capitals for what the maintainer fills in."""
    example = {row["column"]: row["cell"] for row in rows_beside("etl.documents", "new_source.csv")}
    return ",".join((example | {"source": source}).get(column, "") for column in columns)


def years_to_come(package: Package, source: str, harvest: Harvest) -> list[Remark]:
    """A warning where numbers are of years after the source came out: what looks like a year may be none."""
    days = dict(zip(package.tables["sources"]["source"], package.tables["sources"]["published"], strict=True))
    year = days.get(source, "")[:4]
    later = [figure for figure in harvest.figures if year.isdigit() and figure.year > int(year)]
    if not later:
        return []
    text = f"{later[0].year} is later than {source}, which came out in {year} ({counted(len(later), 'such number')})"
    return [Remark(later[0].cell, f"{text}; look whether it is a year")]
