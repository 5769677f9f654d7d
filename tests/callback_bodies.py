"""What a browser sends to a callback, built from what the server tells a browser of its callbacks."""

import json
from typing import Any

Callback = dict[str, Any]
REDRAW = "..chart.figure"  # how the name of the callback of the explore page begins
BRING_PAGE = "..page.children"


def values_of(layout: Any) -> dict[str, Any]:
    """The values that a page begins with, by id and property."""
    found: dict[str, Any] = {}

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for entry in node:
                walk(entry)
        elif isinstance(node, dict):
            props = node.get("props", {})
            if isinstance(props.get("id"), str):
                found.update({f"{props['id']}.{name}": value for name, value in props.items() if value is not None})
            walk(props.get("children"))

    walk(layout)
    return found


def outputs_of(callback: Callback) -> Any:
    """The outputs as a browser names them."""
    names = callback["output"].strip(".").split("...")
    outputs = [_output(*name.rsplit(".", 1)) for name in names]
    return outputs if callback["output"].startswith("..") else outputs[0]


def body_of(callback: Callback, values: dict[str, Any], changed: str) -> Callback:
    """A request in which every part has its value, and one of them, by id and property, has just changed."""

    def filled(parts: list[dict[str, str]]) -> list[dict[str, Any]]:
        return [{**part, "value": values.get(f"{part['id']}.{part['property']}")} for part in parts]

    return {
        "output": callback["output"],
        "outputs": outputs_of(callback),
        "inputs": filled(callback["inputs"]),
        "state": filled(callback["state"]),
        "changedPropIds": [changed],
    }


def named(callbacks: list[Callback], beginning: str) -> Callback:
    """The callback whose name begins so."""
    return next(callback for callback in callbacks if callback["output"].startswith(beginning))


def _output(name: str, prop: str) -> dict[str, Any]:
    return {"id": json.loads(name) if name.startswith("{") else name, "property": prop}
