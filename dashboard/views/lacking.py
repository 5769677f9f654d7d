"""What must be known of a chart, in words: figures that do not fit, breaks, incomplete sums, and what is not shown."""

from collections.abc import Sequence
from itertools import groupby

from dashboard.views.gaps import runs
from dashboard.views.scene import Scene
from dashboard.views.superlatives import (
    is_marked,
)
from dashboard.words.sentences import Sentence, in_brackets, joined, no_figure_for, some_areas, some_of
from etl.figures.areas import Area
from etl.figures.knowledge import Break

_NOT_COMPARED = "Breaks, across which nothing is compared"

_COMPARED = "Breaks across which the source continues the series"


def caveats(scene: Scene) -> list[Sentence]:
    """What must be known of the figures, which do not fit others, which sums lack a part, and where series break."""
    return [*scene.to_be_known, *_misfits(scene), *incomplete_sums(scene), *_breaks(scene)]


def _breaks(scene: Scene) -> list[Sentence]:
    """Where series that are shown break: in which years, what changed, and whether they go on all the same."""
    if scene.year is not None:
        return []
    found: list[Sentence] = []
    for parts, head in ((True, _NOT_COMPARED), (False, _COMPARED)):
        named = [
            f"{name} in {joined([_year_and_kinds(*one) for one in _by_year(told)])}"
            for name, breaks in scene.breaks.items()
            if (told := [item for item in breaks if item.parts == parts])
        ]
        found += [(f"{head}: {'; '.join(named)}.",)] if named else []
    return found


def _by_year(breaks: Sequence[Break]) -> list[tuple[int, list[Break]]]:
    return [(year, list(same)) for year, same in groupby(breaks, lambda item: item.first_year_after)]


def _year_and_kinds(year: int, breaks: Sequence[Break]) -> str:
    return f"{year} ({joined([item.kind.rule.removeprefix('the ') for item in breaks])})"


def _misfits(scene: Scene) -> list[Sentence]:
    marked_years = {
        line.series.label: [point.year for point in line.points if point.is_shown and is_marked(point, scene.doubted)]
        for line in scene.drawn
    }
    named = [f"{label} in {joined(runs(years))}" for label, years in marked_years.items() if years]
    return [(f"Not consistent with other current figures: {'; '.join(named)}.",)] if named else []


def incomplete_sums(scene: Scene) -> list[Sentence]:
    """In which years the sum behind a share or a stack is not of all areas that are shown, and which it lacks."""
    found: list[Sentence] = []
    for producer in dict.fromkeys(maker for _, maker in scene.lacking):
        years: dict[Area, list[int]] = {}
        for year, maker in scene.lacking:
            if maker == producer and scene.year in {None, year}:
                for area in scene.lacking[year, maker]:
                    years.setdefault(area, []).append(year)
        areas: dict[str, list[Area]] = {}
        for area, lacking in years.items():
            areas.setdefault(joined(runs(lacking)), []).append(area)
        if areas:
            listed = "; ".join(f"{some_areas(some)} in {when}" for when, some in areas.items())
            found.append(
                (f"The sum is not complete {in_brackets(scene.producer_names[producer])}: it lacks {listed}.",)
            )
    return found


def not_shown(scene: Scene) -> list[Sentence]:
    """What has figures that the form or the measure leaves out."""
    names = scene.left_out
    return [(f"Not shown in this form or measure, although figures exist: {some_of(names)}.",)] if names else []


def without_any(scene: Scene) -> list[Sentence]:
    names = some_areas(scene.missing)
    return [(no_figure_for(f"{names}{scene.missing_from}"),)] if names else []
