"""What a browser sends to a callback, built from what the server tells a browser of its callbacks."""

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
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

    def filled(parts: list[dict[str, str]]) -> list[Any]:
        return [_of_many(part) if part["id"].startswith("{") else _valued(part) for part in parts]

    def _valued(part: dict[str, str]) -> dict[str, Any]:
        return {**part, "value": values.get(f"{part['id']}.{part['property']}")}

    def _of_many(part: dict[str, str]) -> list[dict[str, Any]]:
        return [
            {**part, "id": {**json.loads(part["id"]), "name": name}, "value": value}
            for name, value in (("q", "poppy"), ("area", ["AFG"]), ("kind", None))
        ]

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


# What stands in the place of a part of a damaged request.
_ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**30, 1e308, float("nan"), "", "x", ".", "{", "}.value", '{"name":"q"}', "{broken.value"),
    *("view-area.value", "__proto__", "\ud800", "\x00", "a" * 3000, [], {}, [[]], [{}], [None], {"id": {}}),
    *({"id": "x"}, {"id": {"name": "q"}, "property": "value"}, [{"id": "x", "property": "value"}], ["{}.value"]),
    *({"property": "value", "value": 1}, {"id": {"type": "filter", "page": "sources"}, "property": "value"}),
    {"id": [], "property": []},
)


def damaged(body: Callback, random: Random) -> bytes:
    """A request of a browser with one to three of its parts broken, or its text cut short or overwritten."""
    broken: Any = json.loads(json.dumps(body))
    for _ in range(random.randint(1, 3)):
        broken = _broken(broken, random)
    written = json.dumps(broken).encode()
    if random.random() < 0.05:
        place = random.randrange(len(written))
        return written[:place] + (
            b"" if random.random() < 0.5 else bytes([random.randrange(256)]) + written[place + 1 :]
        )
    return written


def _broken(body: Any, random: Random) -> Any:
    """The request with one of its parts taken out, replaced, repeated, renamed, or put into a list or out of one."""
    places = list(_places(body))
    if not places:
        return deepcopy(random.choice(_ODD))
    holder, name = random.choice(places)
    value = holder[name]
    act = random.randrange(6)
    if act == 0:
        del holder[name]
    elif act == 1:
        holder[name] = deepcopy(random.choice(_ODD))
    elif act == 2:
        holder[name] = [value]
    elif act == 3:
        holder[name] = value[0] if isinstance(value, list) and value else {str(name): value}
    elif act == 4 and isinstance(holder, list):
        holder.insert(name, value)
    elif isinstance(holder, dict):
        holder[random.choice(("id", "property", "value", "name", "x"))] = holder.pop(name)
    return body


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every place inside a value: what holds it, and its name or number there."""
    names = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for name in names:
        yield node, name
        yield from _places(node[name])
