"""Substances: what is a kind of what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Substance:
    """A drug, plant or precursor, or a class of them; `parent` is the wider one, empty for none."""

    substance: str
    name: str
    parent: str
    note: str


def kinds_of(keys: Iterable[str], substances: Mapping[str, Substance]) -> frozenset[str]:
    """Some substances, and all that are kinds of them, however deep."""
    found = set(keys)
    while more := {key for key, item in substances.items() if item.parent in found} - found:
        found |= more
    return frozenset(found)
