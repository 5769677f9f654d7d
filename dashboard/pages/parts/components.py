"""The components that our own scripts draw: charts, and stores of data for callbacks.

`dcc` has both, and weighs 120 kB that every reader would wait for. Its chart starts only after all of Dash has; ours
takes over the figure that was drawn as soon as the chart library was there (`assets/components.js`).
"""

from typing import Any

from dash.development.base_component import Component

_NAMESPACE = "dashboard_components"  # where the browser finds them, as `window.dashboard_components`


class Chart(Component):
    """A figure, a dict of `data` and `layout`; as high as its layout says, or else as its frame."""

    _namespace = _NAMESPACE
    _type = "Chart"
    id: str
    figure: dict[str, Any]

    def __init__(self, id: str, figure: dict[str, Any]) -> None:
        self._prop_names = ["id", "figure"]
        self._valid_wildcard_attributes: list[str] = []
        super().__init__(id=id, figure=figure)  # type: ignore[no-untyped-call]


class Store(Component):
    """Data that callbacks read and write and nobody sees. `id` is a text, or a dict for callbacks by pattern."""

    _namespace = _NAMESPACE
    _type = "Store"

    def __init__(self, id: str | dict[str, str], data: Any = None) -> None:
        self._prop_names = ["id", "data"]
        self._valid_wildcard_attributes: list[str] = []
        super().__init__(id=id, data=data)  # type: ignore[no-untyped-call]
