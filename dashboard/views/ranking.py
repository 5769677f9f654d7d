"""The order of figures in one year: the largest first, or by name where they are not ranked."""

from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene


def in_order(scene: Scene) -> list[tuple[Line, Point]]:
    """The points of the one year that is shown, in their order; what has only a range is ranked by its upper end."""
    pairs = [(line, point) for line in scene.drawn for point in line.points if point.is_shown]
    if not scene.is_ranked:
        return sorted(pairs, key=lambda pair: pair[0].series.label)
    return sorted(pairs, key=lambda pair: (-(bar_size(pair[1])), pair[0].series.label))


def with_a_size(scene: Scene) -> list[tuple[Line, Point]]:
    """The same points but those that are poppy-free, which is a class of its own and no bar of length zero."""
    return [(line, point) for line, point in in_order(scene) if not point.observation.is_poppy_free]


def bar_size(point: Point) -> float:
    """What a point is ranked by, in the unit of its chart."""
    return point.value if point.value is not None else point.high or 0.0
