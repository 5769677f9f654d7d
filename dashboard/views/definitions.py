"""What the figures of a scene measure: what is known of all of them and the same, and whose years are seasons."""

from calendar import month_name
from collections.abc import Sequence

from dashboard.views.scene import Scene
from etl.figures.records import Observation
from etl.figures.vocabulary import VALUES_OF


def definition_notes(scene: Scene) -> list[str]:
    """What all figures shown measure alike, and which years begin in the year before; empty where nothing is known."""
    figures = [item for line in scene.drawn for point in line.points if point.is_shown for item in point.rests_on]
    alike = measured(figures)
    which = "Every figure here" if len(figures) > 1 else "The figure here"
    return [*([f"{which}: {alike}."] if alike else []), *_seasons(figures, scene)]


def measured(figures: Sequence[Observation]) -> str:
    """What some figures measure alike, in the fewest words; empty where nothing is known of all and the same."""
    found: list[str] = []
    for attribute, words in VALUES_OF.items():
        values = {getattr(item, attribute) for item in figures}
        if len(values) == 1 and (value := values.pop()):
            found.append(words(value).rule)
    return ", ".join(found)


def _seasons(figures: Sequence[Observation], scene: Scene) -> list[str]:
    """For each series with such years: which they are, and how they are written."""
    series: dict[tuple[str, str], list[Observation]] = {}
    for item in figures:
        if item.period != str(item.key.year):
            series.setdefault((item.key.area, item.key.producer), []).append(item)
    notes: list[str] = []
    for (area, producer), items in series.items():
        years = sorted({item.key.year for item in items})
        is_one = len(years) == 1
        span = f"the year {years[0]}" if is_one else f"the years {years[0]} to {years[-1]}"
        months = {tuple(month_name[int(end[5:7])] for end in (item.ref_start, item.ref_end) if end) for item in items}
        s = "s" if is_one else ""
        run = f"run{s} from {' to '.join(months.pop())}" if len(months) == 1 else f"begin{s} in the year before"
        last = max(items, key=lambda item: item.key.year)
        name = f"{scene.name_of(area)} ({scene.producer_names[producer]})"
        notes.append(f"{name}: {span} {run}, {'written' if is_one else 'such as'} {last.period}.")
    return notes
