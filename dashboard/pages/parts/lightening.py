"""A page as Dash has to know it: whatever of it is only read is one component for all of its elements."""

from collections.abc import Iterable, Set
from copy import copy
from itertools import groupby
from typing import Any

from dash.development.base_component import Component

from dashboard.server.dash_internals import HTML, Plain, component_kind


def lightened(body: Any, used: Set[str] = frozenset()) -> Any:
    """A page or a part of one; `used` are the ids of components in it that callbacks read or change."""
    made, is_read = _lightened(body, used)
    return Plain(made) if is_read else made


def _lightened(node: Any, used: Set[str]) -> tuple[Any, bool]:
    """The node, and whether it and all that is in it are plain elements that are only read."""
    if isinstance(node, list | tuple):
        parts = [_lightened(child, used) for child in node]
        are_read = all(is_read for _, is_read in parts)
        return [part for part, _ in parts] if are_read else list(_joined(parts)), are_read
    if not isinstance(node, Component):
        return node, True
    if isinstance(node, Plain):
        return node, False
    children, are_read = _lightened(getattr(node, "children", None), used)
    identity = getattr(node, "id", None)
    if are_read and component_kind(node)[0] == HTML and not isinstance(identity, dict) and identity not in used:
        return node, True
    made = copy(node)
    if children is not None:
        made.children = Plain(children) if are_read and isinstance(children, Component) else children
    return made, False


def _joined(parts: Iterable[tuple[Any, bool]]) -> Iterable[Any]:
    """What is only read beside what is not, as one component for each run of it."""
    for is_read, run in groupby(parts, key=lambda part: part[1]):
        nodes = [node for node, _ in run]
        yield from [Plain(nodes)] if is_read else nodes
