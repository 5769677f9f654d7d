"""What an import by a recipe found, grouped so that fifty thousand numbers are told on a page."""

from collections import Counter
from collections.abc import Iterator

from etl.documents.compare import Judged
from etl.documents.recipes.findings import Findings, Group
from etl.documents.recipes.proposal import RecipeProposal
from etl.documents.report import stated_otherwise
from etl.figures.quoting import counted, escaped

LINES_OF_A_KIND = 200
DIFFERING = 20  # numbers that differ from the data, each on a line


def recipe_lines(proposal: RecipeProposal, replacing: bool = False) -> Iterator[str]:
    """What was read, numbers by indicator and by how they stand to the data, then what was left out and doubted."""
    sheets = ", ".join(map(escaped, proposal.sheets))
    yield f"Recipe {proposal.recipe.name}: {escaped(proposal.recipe.title)}; source {proposal.origin.source}; {sheets}"
    yield from _by_indicator(proposal.judged)
    yield from _findings(proposal.findings)
    differing = [each for each in proposal.judged if each.status == "changed"]
    for each in differing[:DIFFERING]:
        figure = each.figure
        yield escaped(
            f"changed: {figure.cell}: {each.indicator} {figure.area} {figure.year} is {figure.as_printed}; {each.data}"
        )
    if len(differing) > DIFFERING:
        yield f"changed: and {len(differing) - DIFFERING:,} more"
    counts = Counter(each.status for each in proposal.judged)
    found = ", ".join(f"{counts[status]:,} {status}" for status in ("new", "same", "changed"))
    yield (
        f"{counted(len(proposal.judged), 'number')}: {found}; "
        f"{counted(len(proposal.findings.warnings), 'warning')}, {counted(len(proposal.findings.errors), 'error')}."
    )
    if stated := [each for each in differing if each.stated]:
        yield stated_otherwise(len(stated), replacing)


def _by_indicator(judged: list[Judged]) -> Iterator[str]:
    by_indicator: dict[str, list[Judged]] = {}
    for each in judged:
        by_indicator.setdefault(each.indicator, []).append(each)
    for indicator, numbers in sorted(by_indicator.items(), key=lambda item: (-len(item[1]), item[0])):
        counts = Counter(each.status for each in numbers)
        told = ", ".join(f"{counts[status]:,} {status}" for status in ("new", "same", "changed") if counts[status])
        areas = len({each.figure.area for each in numbers})
        years = [each.figure.year for each in numbers]
        of_areas = counted(areas, "area")
        yield f"{indicator}: {len(numbers):,} of {of_areas}, {min(years)} to {max(years)}: {told}"


def _findings(findings: Findings) -> Iterator[str]:
    kinds = {"left out": findings.left_out, "note": findings.notes}
    for kind, groups in (kinds | {"warning": findings.warnings, "error": findings.errors}).items():
        for group in list(groups.values())[:LINES_OF_A_KIND]:
            yield f"{kind}: {_line(group)}"
        if len(groups) > LINES_OF_A_KIND:
            yield f"{kind}: and {len(groups) - LINES_OF_A_KIND:,} more"


def _line(group: Group) -> str:
    places = "; ".join(map(escaped, group.places))
    more = ", ..." if group.count > len(group.places) > 0 else ""
    count = f" ({group.count:,})" if group.count > 1 else ""
    return f"{escaped(group.text)}{count}{f': {places}{more}' if places else ''}"
