"""Who makes estimates: the producers of series, in the order in which they are listed, and estimators in them."""

from collections.abc import Iterable
from dataclasses import dataclass


class _Maker:
    """Who makes estimates, with a name for labels and one for sentences."""

    __slots__ = ()
    name: str
    short_name: str
    in_sentences: str
    article: str

    @property
    def label(self) -> str:
        """The name in labels."""
        return self.short_name or self.name

    @property
    def in_a_sentence(self) -> str:
        """The name inside a sentence: the US, UNODC."""
        return self.in_sentences or self.label

    @property
    def whole_in_a_sentence(self) -> str:
        """The whole name inside a sentence: the US Government, UNODC and national partners."""
        if not self.short_name:
            return self.in_a_sentence
        return f"{self.article} {self.name}" if self.article else self.name


@dataclass(frozen=True, slots=True)
class Producer(_Maker):
    producer: str
    name: str
    description: str
    short_name: str
    in_sentences: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Estimator(_Maker):
    """Who made estimates that stand in the series of a producer, such as a national partner."""

    estimator: str
    name: str
    short_name: str
    in_sentences: str
    description: str
    producer: str = ""  # in whose series its own estimates stand; empty: not said
    article: str = ""


_FIRST_PRODUCERS = ("unodc", "usg")


def producer_order(producers: Iterable[str]) -> list[str]:
    """Producers as they are listed: the two long series first, the others by key."""
    known = list(_FIRST_PRODUCERS)
    return sorted(producers, key=lambda key: (known.index(key) if key in known else len(known), key))
