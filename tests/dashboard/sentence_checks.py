"""What the checks of several sentences share: whose figures, which years, nothing shown, nothing said."""

import re

from sentence_case import (
    Case,
    amount,
    names_maker,
)


def maker_of(case: Case, label: str | None) -> str:
    names_maker(case, case.apart, label)
    makers = {maker for _, maker, _ in case.shown}
    if not label:
        return makers.pop()
    names_all(case, label)
    return case.maker(label)


def names_all(case: Case, label: str) -> None:
    """Of several areas the name is one of all their figures, and never who made those of one area alone."""
    its = case.of_all(case.maker(label))
    assert len(case.areas) == 1 or label in {its, case.tables.said(its)}, label


def years_in(text: str) -> list[int]:
    runs = [[int(year) for year in run.split("–")] for run in re.split(r", | and ", text)]
    return [year for run in runs for year in range(run[0], run[-1] + 1)]


def compares_sum_and_total(_: Case, year: str, printed: str, summed: str, said: str) -> None:
    """The total that is printed beside the sum of the parts, which has two ends where parts are poppy-free."""
    total = amount(printed)
    ends = [float(end.replace(",", "")) for end in re.findall(r"[\d,]+(?:\.\d+)?", summed)]
    assert total is not None and len(ends) in {1, 2} and int(year)
    if printed.removeprefix("Σ\N{NO-BREAK SPACE}") == summed.removeprefix("Σ\N{NO-BREAK SPACE}"):
        assert said == "the same"
    elif ends[0] <= total <= ends[-1]:
        assert said == "within which that lies"
    else:
        assert said == ("which is more" if ends[0] > total else "which is less")
