"""One line among many: what a reader chooses stays strong, on the page, in pictures and on slides."""

from dash import html
from wordings import REPOSITORY

from dashboard.charts.key import key_of
from dashboard.pages.parts.chart_key import chart_key
from dashboard.views import scenes
from dashboard.views.importance import LARGEST, MOST_STRONG
from dashboard.views.looks import ACCENT, OTHERS, PALETTE, WORLD, further_colours, light_of
from dashboard.views.scene import Scene
from dashboard.views.titles import named_areas
from dashboard.views.view import View, read_view
from etl.editions.reading import Edition

MANY, FEW = "indicator=opium-poppy-cultivation&group=parts-of-AFG", "area=AFG&area=MMR&area=LAO"


def _shown(edition: Edition, query: str) -> tuple[View, Scene]:
    view, remarks = read_view(query, edition.keep(scenes.choices))
    assert not remarks
    return view, scenes.scene(edition, view)


def _strong(scene: Scene) -> set[str]:
    return {line.series.area.area for line in scene.drawn if line.colour != OTHERS}


def test_of_many_areas_the_largest_and_the_chosen_ones_are_strong(edition: Edition) -> None:
    _, plain = _shown(edition, MANY)
    assert len(plain.by_importance) > MOST_STRONG
    pale = plain.by_importance[-1]
    assert LARGEST <= len(_strong(plain)) <= LARGEST + len(named_areas(plain)) and pale not in _strong(plain)
    view, chosen = _shown(edition, f"{MANY}&focus={pale}")
    assert _strong(chosen) == {*_strong(plain), pale} and chosen.by_importance[0] == pale
    assert f"focus={pale}" in view.query()
    assert next(entry for entry in key_of(view, chosen) if entry.areas).areas == (pale,)


def test_of_few_areas_all_are_strong_unless_one_is_chosen(edition: Edition) -> None:
    assert _strong(_shown(edition, FEW)[1]) == {"AFG", "MMR", "LAO"}
    assert _strong(_shown(edition, f"{FEW}&focus=LAO")[1]) == {"LAO"}
    assert _strong(_shown(edition, f"{FEW}&focus=LAO&form=panels")[1]) == {"AFG", "MMR", "LAO"}


def _colours(edition: Edition, query: str) -> dict[str, str]:
    """The colours of the areas that are not pale."""
    _, scene = _shown(edition, query)
    return {line.series.area.area: line.colour for line in scene.drawn if line.colour != OTHERS}


def test_a_colour_belongs_to_its_area_whatever_else_a_reader_chooses(edition: Edition) -> None:
    ten = "indicator=opium-poppy-cultivation&top=2018"
    whole = _colours(edition, f"{ten}&form=stack")
    assert len(set(whole.values())) == len(whole) > LARGEST
    for more in ("", "&from=1994&to=2005", "&form=stack&from=2015", "&form=bar", "&focus=MEX", "&focus=MMR&focus=LAO"):
        assert _colours(edition, ten + more).items() <= whole.items(), more


def test_of_many_areas_one_that_is_chosen_or_taken_back_changes_no_colour_of_another(edition: Edition) -> None:
    few, chosen = _colours(edition, MANY), list(_shown(edition, MANY)[1].by_importance[-12:])
    all_chosen = "".join(f"&focus={area}" for area in chosen)
    whole = _colours(edition, MANY + all_chosen)
    assert few.items() <= whole.items() and len(set(whole.values())) == len(whole) == len(few) + len(chosen)
    for area in chosen:
        without = _colours(edition, MANY + all_chosen.replace(f"&focus={area}", ""))
        assert without.items() == {key: colour for key, colour in whole.items() if key != area}.items()


def test_further_colours_differ_and_are_seen_on_both_grounds() -> None:
    further = further_colours()
    assert len(further) > 200  # about as many as there are countries
    assert len({*further, *PALETTE, OTHERS, ACCENT, WORLD}) == len(further) + len(PALETTE) + 3
    for colour in further:
        for ground in ("#ffffff", "#14181d"):
            one, other = sorted((light_of(colour), light_of(ground)))
            assert (other + 0.05) / (one + 0.05) >= 3, (colour, ground)


def test_only_what_is_shown_can_be_chosen(edition: Edition) -> None:
    view, remarks = read_view(f"{FEW}&focus=BOL", edition.keep(scenes.choices))
    assert view.focus == () and "Only an area that is shown" in remarks[0]


def test_every_name_of_the_key_can_be_chosen_with_the_one_that_is(edition: Edition) -> None:
    view, scene = _shown(edition, f"{MANY}&focus=AF-HEL")
    found = html.Div(chart_key(view, scene, {"layout": {}}, can_be_chosen=True))
    buttons = [item for item in found._traverse() if isinstance(item, html.Button)]
    pressed = {getattr(button, "data-focus"): getattr(button, "aria-pressed") for button in buttons}
    assert set(pressed) == {line.series.area.area for line in scene.drawn}
    assert [area for area, is_pressed in pressed.items() if is_pressed == "true"] == ["AF-HEL"]


def test_pale_lines_are_not_made_brighter_on_a_dark_ground() -> None:
    red, green, blue = (int(OTHERS[start : start + 2], 16) for start in (1, 3, 5))
    assert f"stroke: rgb({red}, {green}, {blue})" in (REPOSITORY / "assets" / "chart.css").read_text(encoding="utf-8")
    assert f'[stroke="{OTHERS}"]' in (REPOSITORY / "assets" / "still.css").read_text(encoding="utf-8")
