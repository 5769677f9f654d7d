"""What must be so where a day is compared with today."""

from dataclasses import replace

from retelling import Key, Row, is_drawn
from sentence_case import (
    Case,
)
from shown_by_views import shown_by


def as_seen(value: float | None) -> float | None:
    """A number as readers see it: from a thousand on without decimals, from one on with two."""
    return None if value is None else float(round(value)) if value >= 1000 else round(value, 2 if value >= 1 else 6)


def _sides(case: Case) -> tuple[int, int, int]:
    """Of a comparison: how many figures were known on the day, how many of them are others today, how many are new.

    Computed ones are compared as they are shown.
    """
    if case.view.measure != "value":
        now = shown_by(
            case.tables, case.view.with_(asof="", compare=False), replace(case.scene, lines=case.scene.today)
        )
        others = sum(key not in now or now[key].seen != value.seen for key, value in case.shown.items())
        return len(case.shown), others, len(now.keys() - case.shown.keys())
    view, first, last = case.view, case.view.first or 0, case.view.last or 9999

    def printed(rows: dict[Key, Row]) -> dict[Key, object]:
        return {
            (area, maker, year): (
                *map(as_seen, (row.value, row.low, row.high)),
                row.flag in {"p-f", "at-least", "approximate"},
            )
            for (area, maker, year), row in rows.items()
            if area in view.areas and maker in (view.producers or (maker,)) and first <= year <= last and is_drawn(row)
        }

    then, now = printed(case.rows), printed(case.tables.rows(view.indicator))
    return len(then), sum(now.get(key) != figure for key, figure in then.items()), len(now.keys() - then.keys())


def knows_nothing(case: Case, day: str, count: str) -> None:
    then, _, new = _sides(case)
    assert day == case.view.asof and then == 0 and new == int(count)


def computes_nothing_then(case: Case, day: str, count: str) -> None:
    """Something was printed by the day, but nothing that a measure could be computed from."""
    assert day == case.view.asof and case.view.measure != "value"
    then, _, new = _sides(case)
    assert then == 0 and new == int(count) and any(area in case.view.areas for area, _, _ in case.rows)


def is_the_same(case: Case, count: str | None, day: str, more: str | None) -> None:
    assert day == case.view.asof and _sides(case) == (int(count or 1), 0, int(more or 0))


def has_changed(case: Case, some: str | None, count: str | None, day: str, more: str | None) -> None:
    assert day == case.view.asof and _sides(case) == (int(count or 1), int(some or count or 1), int(more or 0))
    assert some is None or int(some) < int(count or 1)
