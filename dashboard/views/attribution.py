"""Which figures of a scene no source prints, and of which nobody has read who published them: their marks and notes."""

from collections.abc import Mapping, Sequence

from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.words.sentences import joined, spans
from etl.figures.vocabulary.numbers import Flag

SUMMED_SIGN = Flag.SUMMED.rule.split()[0]  # it stands before a number that was added up here
INFERRED_MARK = "†"  # it stands behind a number
SIGNS = (SUMMED_SIGN, INFERRED_MARK)
ADDED_UP = "added up here; no source prints it"  # what the sign says
PUBLISHER_INFERRED = "its publisher is only inferred"  # what the mark says


def is_summed(point: Point) -> bool:
    """Whether a figure that a point shows, or is computed from, was added up here."""
    if point.computed is None:  # most points, of which a chart has many
        return point.observation.is_summed
    return any(item.is_summed for item in point.rests_on)


def is_inferred(point: Point, scene: Scene) -> bool:
    """Whether nobody has read who published the source of a figure that a point shows, or is computed from."""
    for source in {item.source for item in point.rests_on} if point.computed else (point.observation.source,):
        found = scene.sources.get(source)
        if found is not None and found.is_publisher_inferred:
            return True
    return False


def attribution_signs(point: Point, scene: Scene) -> str:
    """The signs of a point, for where neither its number nor a dot shows them; empty for most."""
    return (SUMMED_SIGN if is_summed(point) else "") + (INFERRED_MARK if is_inferred(point, scene) else "")


def attribution_marks(point: Point, scene: Scene) -> list[str]:
    """What the marks of a point say, in words; empty for most."""
    of_input = "computed from figures: " if point.computed is not None else ""
    return [
        *([of_input + ADDED_UP] if is_summed(point) else []),
        *([of_input + PUBLISHER_INFERRED] if is_inferred(point, scene) else []),
    ]


def attribution_notes(scene: Scene, *, has_dots: bool, at: Mapping[str, str] | None = None) -> list[str]:
    """How to read these marks, where a scene has any.

    `has_dots` says that its chart has a dot inside marked points, `at` by sign where marked points are, in words, for a
    chart that has neither.
    """
    points = [point for line in scene.marked for point in line.points if point.is_shown]
    return [
        *_note(
            [is_summed(point) for point in points],
            f"{SUMMED_SIGN}, or a dot in a point" if has_dots else SUMMED_SIGN,
            "added up here from parts that a source prints",
            (at or {}).get(SUMMED_SIGN, ""),
        ),
        *_note(
            [is_inferred(point, scene) for point in points],
            f"{INFERRED_MARK}, or a dot in a point" if has_dots else INFERRED_MARK,
            "of a publisher who is only inferred",
            (at or {}).get(INFERRED_MARK, ""),
        ),
    ]


def signed_years(scene: Scene) -> dict[str, str]:
    """The lines and years of the points that carry a sign, in words, by the sign."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for line, points in signed_points(scene):
        known = [point.year for point in line.known]
        for sign in SIGNS:
            years = [point.year for point in points if sign in attribution_signs(point, scene)]
            if years:
                of_sign = found.setdefault(sign, {})
                of_sign.setdefault(joined(spans(years, known)), {})[scene.name_of_line(line)] = None
    return {
        sign: "; ".join(f"{joined([*names])} {years}" for years, names in of_years.items())
        for sign, of_years in found.items()
    }


def signed_points(scene: Scene) -> list[tuple[Line, list[Point]]]:
    """The lines over years with points that carry signs, and these points."""
    found = [(line, [point for point in line.known if attribution_signs(point, scene)]) for line in scene.drawn]
    return [(line, points) for line, points in found if points]


def _note(marked: Sequence[bool], sign: str, what: str, where: str) -> list[str]:
    if not any(marked):
        return []
    if where and not all(marked):
        return [f"{sign} {what[0].upper()}{what[1:]}: {where}."]
    return [f"{sign}: {what}{', as every figure here is' if all(marked) else ''}."]
