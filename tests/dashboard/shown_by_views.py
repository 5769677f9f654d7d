"""What a chart of a view shows, made anew from the tables of an edition, to compare sentences with."""

from retelling import Key, Row, Tables, Value, is_drawn, overlap
from shown_digits import digits, digits_of_sum

from dashboard.views.scene import Scene
from dashboard.views.view import View

Shown = dict[Key, Value]


def shown_by(tables: Tables, view: View, scene: Scene) -> Shown:
    """What a chart of a view shows, by area, producer and year.

    Which areas, producers and years those are is the scene's to say; where nothing is left out for a reason of its own,
    they must be all that the view asks for. Every value is made here.
    """
    rows = tables.rows(view.indicator, view.asof)
    keys = [
        (line.series.area.area, line.series.producer.producer, point.year)
        for line in scene.lines
        for point in line.points
        if point.is_shown
    ]
    if (
        view.measure == "value"
        and view.form in {"line", "panels", "bar"}
        and view.membership == "today"
        and view.total != "alone"
    ):
        first, last = view.first or 0, view.last or 9999
        areas = set(view.areas)
        if view.form == "bar":
            first = last = scene.year or 0
            areas = {one for one in areas if not any(tables.is_within(part, one) for part in areas)}
        wanted = {
            (area, maker, year)
            for (area, maker, year), row in rows.items()
            if area in areas and maker in (view.producers or (maker,)) and first <= year <= last and is_drawn(row)
        }
        if view.form == "bar":
            wanted = _of_one_maker(wanted)
        assert set(keys) == wanted, view.query()
    summed = _summed(tables, view, scene, {year for _, _, year in keys}) if view.measure == "share" else {}
    return {key: _value(tables, view, scene, rows, key, summed) for key in keys}


def _of_one_maker(keys: set[Key]) -> set[Key]:
    """Of several areas in one year only those of the producer who has the most; UNODC and the US come first."""
    makers = sorted({maker for _, maker, _ in keys}, key=lambda maker: (("unodc", "usg", maker).index(maker), maker))
    if len({area for area, _, _ in keys}) < 2 or not makers:
        return keys
    most = max(makers, key=lambda maker: sum(its == maker for _, its, _ in keys))
    return {key for key in keys if key[1] == most}


def _summed(tables: Tables, view: View, scene: Scene, years: set[int]) -> dict[int, set[str]]:
    """By year the areas whose sum shares are of: the whole of all that are shown, or else all but the wholes of some.

    Of a group with the members of each year only those count.
    """
    whole = tables.whole_of(view.areas)
    if whole:
        return {year: {whole} for year in years}
    drawn = {line.series.area.area for line in scene.lines}
    assert not any(tables.is_within(part, one) for one in drawn for part in drawn), view.query()
    wholes = {one for one in view.areas if any(tables.is_within(part, one) for part in view.areas)}
    group = view.group if view.membership == "year" else ""
    return {
        year: {one for one in view.areas if one not in wholes and tables.was_member(group, one, year)} for year in years
    }


def _value(
    tables: Tables, view: View, scene: Scene, rows: dict[Key, Row], key: Key, summed: dict[int, set[str]]
) -> Value:
    area, maker, year = key
    row = rows[key]
    if view.measure == "value":
        is_bound, is_doubted = row.flag == "at-least", row.id in tables.doubted
        since = tables.since((view.indicator, area, maker), year, view.asof)
        return Value(row.value, row.high, is_bound, is_doubted, row.flag == "p-f", since)
    if view.measure == "share":
        having = {one: rows[one, maker, year] for one in summed[year] if (one, maker, year) in rows}
        added = {one: its for one, its in having.items() if its.value is not None}
        inputs = [row, *added.values()]
        rests_on = tuple(dict.fromkeys((area, *(one for one in view.areas if one in added))))
        since = max(tables.since((view.indicator, one, maker), year, view.asof) for one in {area, *added})
        parts = [one.value or 0.0 for one in added.values()]
        value = (row.value or 0.0) / sum(parts) * 100
        most = sum(parts) + 100 * sum(one.flag == "p-f" for one in added.values())
        end = (row.value or 0.0) / most * 100 if most > sum(parts) else None
        known = min(digits(row.value), digits_of_sum(parts)) if row.value else digits_of_sum(parts)
    elif view.measure == "ratio":
        divisor = tables.divisor(view.second, key, view.asof)
        assert divisor is not None, f"{key} is divided by nothing"
        assert not tables.never_stood_together(view.indicator, key, divisor, view.asof, view.second), key
        other = tables.rows(view.second, view.asof)[divisor]
        assert row.flag != "p-f" and other.flag != "p-f", key
        inputs, end, rests_on = [row, other], None, (area,)
        of_both = ((view.indicator, area, maker), (view.second, area, divisor[1]))
        since = max(tables.since(series, year, view.asof) for series in of_both)
        now, then = row.value or 0.0, other.value or 0.0
        value = now / then * tables.per_each(view.indicator, view.second, scene.unit)
        known = min((digits(one) for one in (now, then) if one), default=2)
    elif view.measure == "rate":
        people = tables.rows("population", view.asof)[area, "world-bank", year]
        inputs, since = [row, people], tables.since((view.indicator, area, maker), year, view.asof)
        each = {"per 100,000 people": 1e5, "per million people": 1e6}[f"per {scene.unit.partition(' per ')[2]}"]
        now, then = row.value or 0.0, people.value or 0.0
        value, end, rests_on = now / then * each, None, (area,)
        known = min((digits(one) for one in (now, then) if one), default=2)
    else:
        before_it = view.base if view.form in {"bar", "map"} and view.base is not None else year - 1
        base = int(scene.unit.split(", ")[1].split(" = ")[0]) if view.measure == "index" else before_it
        before = rows[area, maker, base]
        rests_on = (area,)
        since = tables.since((view.indicator, area, maker), year, view.asof)
        assert not tables.are_apart(view.indicator, (area, maker), (base, year), view.asof), f"{key} is not as {base}"
        inputs = [row, before]
        now, then = row.value or 0.0, before.value or 0.0
        if view.measure == "increase":
            value = now - then
        else:
            value = now / then * 100 - (100 if view.measure == "change" else 0)
        known, end = min((digits(one) for one in (now, then) if one), default=2), None
    is_bound, is_doubted = (
        any(one.flag == "at-least" for one in inputs),
        any(one.id in tables.doubted for one in inputs),
    )
    is_percentage = view.measure == "ratio" and scene.unit.startswith("% of ")
    is_amount = view.measure in {"increase", "rate", "ratio"} and not is_percentage
    is_within = view.measure in {"change", "increase"} and overlap(*inputs)
    return Value(value, None, is_bound, is_doubted, False, since, known, end, is_amount, rests_on, is_within)
