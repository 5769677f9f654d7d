"""Controls before their script has run: what each is set to, in a box of the size that the control will have."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from dash.development.base_component import Component

from dashboard.server.dash_internals import component_kind, components_in


def control_markup(component: Component) -> str:
    """The HTML that stands in for a control of Mantine; an empty text for a component that is none of these."""
    write = _WRITERS.get(component_kind(component)[1])
    return write(component) if write else ""


def _choice(component: Component) -> str:
    """A select, or one for several values, with what is chosen in it."""
    value = getattr(component, "value", None)
    names = dict(_options(getattr(component, "data", None)))
    if isinstance(value, list):
        chosen = "".join(f'<span class="control-still-pill">{escape(names.get(one, str(one)))}</span>' for one in value)
    else:
        chosen = escape(names.get(value, str(value))) if value else ""
    placeholder = getattr(component, "placeholder", None)
    if placeholder and not (chosen and not isinstance(value, list)):
        chosen += f'<span class="control-still-hint">{escape(str(placeholder))}</span>'
    # A select of several values comes in a box of its own, which its class does not reach.
    own = "" if isinstance(value, list) else getattr(component, "className", None) or ""
    return _labelled(component, f'<span class="control-still-box">{chosen}</span>', own)


def _segments(component: Component) -> str:
    value = getattr(component, "value", None)
    size = "control-still-small" if getattr(component, "size", "") == "xs" else ""
    options = "".join(
        f'<span class="{"control-still-chosen" if key == value else ""}">{escape(name)}</span>'
        for key, name in _options(getattr(component, "data", None))
    )
    return f'<div class="control-still-segments {size}">{options}</div>'


def _slider(component: Component) -> str:
    return '<div class="control-still-slider"></div>'


def _checks(component: Component) -> str:
    names = "".join(
        f'<span class="control-still-check">{escape(str(getattr(box, "label", "")))}</span>'
        for box in components_in(component)
        if component_kind(box)[1] == "Checkbox"
    )
    return _labelled(component, f'<div class="control-still-checks">{names}</div>')


def _labelled(component: Component, content: str, own: str = "") -> str:
    label = escape(str(getattr(component, "label", "")))
    return f'<div class="control-still {escape(own)}"><span class="control-still-label">{label}</span>{content}</div>'


def _options(data: Any) -> Iterator[tuple[Any, str]]:
    """Value and name of each option; options may be texts, and may stand in groups."""
    for option in data if isinstance(data, Iterable) else ():
        if not isinstance(option, Mapping):
            yield option, str(option)
        elif "items" in option:
            yield from _options(option["items"])
        else:
            yield option["value"], str(option["label"])


_WRITERS = {
    "Select": _choice,
    "MultiSelect": _choice,
    "SegmentedControl": _segments,
    "Slider": _slider,
    "RangeSlider": _slider,
    "CheckboxGroup": _checks,
}
