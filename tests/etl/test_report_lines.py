"""What a refresh and a comparison print of ties and of statements that were added."""

from dataclasses import replace

import pytest

from etl.commands.report_file import report_text
from etl.commands.report_lines import change_lines
from etl.commands.shared import tell
from etl.editions.changes import Change, Changes, Flip, ShownFigure, Tie
from etl.figures.keys import Key
from etl.package.problems import Problem


def changes(**some: object) -> Changes:
    return Changes([], [], [], [], statements_before=10, statements_added=28, statements_removed=0, **some)  # type: ignore[arg-type]


def test_a_tie_is_told_with_both_numbers_and_both_sources() -> None:
    tie = Tie(Key("opium-production", "AFG", 2026, "unodc"), "tons", 300.0, "zz-day", 290.0, "aa-year")
    lines = list(change_lines(changes(ties=[tie])))
    assert "new ties, which no date decides: 1" in lines
    line = "opium-production AFG 2026 unodc: 300 tons [zz-day] is shown, not 290 tons [aa-year]"
    assert f"  {line}" in lines
    page = report_text(changes(ties=[tie]), "abc", ".html", is_served=True)
    assert f'<a href="http://127.0.0.1:8050/number/opium-production/AFG/2026/unodc">{line}</a>' in page


def test_of_the_statements_added_it_is_told_how_many_are_in_force_and_what_the_others_are() -> None:
    lines = list(change_lines(changes(added_by_verdict={"superseded": 3, "cited": 20, "agrees": 5})))
    [line] = [line for line in lines if line.startswith("of those added: ")]
    assert line.startswith("of those added: 20 current, 5 agrees (prints the same value")
    assert line.endswith("3 superseded (prints a value that was revised later)")


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_a_report_is_by_source_with_figures_first_and_verdicts_as_counts(ending: str) -> None:
    key = Key("opium-production", "AFG", 2026, "unodc")
    before, after = ShownFigure(5.0, None, None, "old"), ShownFigure(500.0, None, None, "new<b>")
    flips = [Flip(key, f"s{number}", "cited", "superseded") for number in range(40)]
    found = Changes([Change(key, "tons", None, before)], [Change(key, "tons", before, after)], [], flips, 10, 2, 0)
    text = report_text(found, "abc", ending)
    assert "Big jumps" in text and text.index("Big jumps") < text.index("added, 5 tons")
    assert text.count("superseded") == 1 and "verdicts: 40 from cited to superseded" in text
    assert "<b>" not in text.replace("\\<b", "") and "opium-production AFG 2026 unodc: 5 tons" in text


@pytest.mark.parametrize(("ending", "chart"), [(".md", "`2024 ▁▁(█)▁ 2027`"), (".html", "<svg ")])
def test_a_big_jump_is_drawn_among_its_years_and_leads_to_its_page_in_the_edition_tried(
    ending: str, chart: str
) -> None:
    key = Key("opium-production", "AFG", 2026, "unodc")
    jump = Change(key, "tons", ShownFigure(5.0, None, None, "old"), ShownFigure(500.0, None, None, "new"))
    around = {("opium-production", "AFG", "unodc"): [(2024, 5.0), (2025, 6.0), (2026, 500.0), (2027, 4.0)]}
    new = Change(key, "tons", None, jump.after, (2025, 6.0))
    for found in (
        Changes([], [jump], [], [], 10, 2, 0, around=around),
        Changes([new], [], [], [], 10, 2, 0, around=around),
    ):
        text = report_text(found, "abc", ending, is_served=True)
        assert chart in text and "http://127.0.0.1:8050/number/opium-production/AFG/2026/unodc" in text
    assert "added, 500 tons" in text and "; 6 in 2025" in text and "Big jumps" in text
    assert "drug-control --edition abc" in text
    assert "/number/" not in report_text(found, "abc", ending)


def test_an_added_figure_is_a_jump_only_if_it_is_far_from_the_nearest_year_that_the_edition_before_had() -> None:
    key = Key("opium-production", "AFG", 2026, "unodc")
    near, far = ShownFigure(7.0, None, None, "new"), ShownFigure(0.4, None, None, "new")
    none = ShownFigure(None, 1.0, 2.0, "new")
    added = [Change(key, "tons", None, shown, (2025, 6.0)) for shown in (near, far, none)] + [
        Change(key, "tons", None, far)
    ]
    assert Changes(added, [], [], [], 10, 4, 0).jumps == [added[1]]
    assert Changes(added, [], [], [], 0, 4, 0).jumps == []  # of a first edition


def test_the_largest_big_jumps_stand_first_whatever_their_keys_and_kinds_are() -> None:
    def moved(area: str, before: float, after: float) -> Change:
        key = Key("opium-production", area, 2026, "unodc")
        return Change(key, "tons", ShownFigure(before, None, None, "old"), ShownFigure(after, None, None, "new"))

    small, large, from_nothing = moved("AFG", 1, 4), moved("MEX", 500, 5), moved("LAO", 0, 900)
    added = Change(Key("opium-production", "BOL", 2026, "unodc"), "tons", None, large.before, (2025, 20.0))
    of_range = replace(small, before=ShownFigure(4.0, 3.0, 5.0, "old"), after=ShownFigure(6.0, None, None, "new"))
    found = Changes([added], [small, from_nothing, of_range, large], [], [], 10, 2, 0)
    assert found.jumps == [large, added, small, of_range, from_nothing]


def test_of_a_kind_with_many_warnings_a_refresh_tells_count_and_first_places_and_every_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    many = [Problem("a.csv", line, "value-out-of-scale", f"of {line}") for line in range(2, 7)]
    few = [Problem("b.csv", line, "address-twice", f"of {line}") for line in (2, 3)]
    errors = [Problem("c.csv", line, "cell-empty", f"of {line}") for line in range(2, 7)]
    tell([*many, *few, *errors], "checked", warnings_by_kind=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:-2] == [*map(str, few), *map(str, errors)]
    assert lines[-2] == "5 warnings value-out-of-scale (Value out of scale), first a.csv:2, a.csv:3 and a.csv:4"
    tell(many, "checked")
    assert capsys.readouterr().out.splitlines()[:-1] == [str(problem) for problem in many]
