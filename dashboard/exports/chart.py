"""A chart as it leaves the dashboard: what it shows, in which words, from which sources, and at which address."""

from binascii import crc_hqx
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import shorten
from typing import Protocol

from dashboard.exports.own_words import OURS, OwnWords
from dashboard.server.urls import INSIDE, Urls, page_query
from dashboard.views import scenes
from dashboard.views.citing import figures_behind, numbered, sources_of, with_numbers
from dashboard.views.findings import about, findings
from dashboard.views.scene import Scene
from dashboard.views.titles import plain_title, title, title_alone
from dashboard.views.view import View
from dashboard.words.numbers import number
from dashboard.words.sentences import Sentence, sentence_text
from etl.editions.reading import Edition
from etl.figures.links import link_to_number
from etl.figures.observations import Observation
from etl.figures.sources import Source

_MOST_AREAS_NAMED = 4
_LONGEST_TITLE = 80  # characters of a title among many


class SharedSources(Protocol):
    """The numbered sources of several charts that are taken away together, and the page that lists them."""

    @property
    def page(self) -> str: ...

    @property
    def sources(self) -> Sequence[Source]: ...

    @property
    def charts_of_page(self) -> Sequence["ExportedChart"]: ...


@dataclass(frozen=True)
class ExportedChart:
    """One view of one edition. `urls` write whole addresses, where it is known where the dashboard is.

    `own` are a title and a subtitle of the reader's, which pictures and slides print in place of ours. A chart of a
    briefing has the numbers of its `shared` sources; one alone has a list of its own.
    """

    edition: Edition
    view: View
    urls: Urls = INSIDE
    own: OwnWords = OURS
    shared: SharedSources | None = field(default=None, compare=False, repr=False)

    @cached_property
    def scene(self) -> Scene:
        """Everything that the view shows."""
        return scenes.scene(self.edition, self.view)

    @cached_property
    def headline(self) -> Sentence:
        """What the chart shows, as a statement."""
        return title(self.scene, scenes.wholes(self.edition, self.scene))

    @property
    def title(self) -> str:
        """The statement as text."""
        return sentence_text(self.headline)

    @property
    def title_to_print(self) -> str:
        """The reader's own title; else the statement with its numbers and their units kept together."""
        return self.own.title or _unbroken(self.headline)

    @property
    def title_alone_to_print(self) -> str:
        """The same statement where no subtitle says on which day it was known: it says so itself."""
        return _unbroken(title_alone(self.scene, scenes.wholes(self.edition, self.scene)))

    @property
    def short_title_to_print(self) -> str:
        """What is drawn, in few words, for where the statement has no room; a title of the reader's own stays."""
        return self.own.title or sentence_text(plain_title(self.scene))

    @property
    def subtitle(self) -> str:
        """What exactly is shown: indicator, place, unit, years, producers."""
        return about(self.view, self.scene)

    @property
    def subtitle_to_print(self) -> str:
        """The reader's own subtitle, else what exactly is shown."""
        return self.own.subtitle or self.subtitle

    @cached_property
    def description(self) -> str:
        """The chart in words, for those who do not see it."""
        found = [sentence_text(sentence) for sentence in findings(self.scene)]
        return " ".join([f"{self.subtitle}.", *found])

    @cached_property
    def numbered_scene(self) -> Scene:
        """The scene with the numbers of the sources at its labels, for what is printed with the list of them."""
        return with_numbers(self.scene, self.numbers)

    @property
    def address(self) -> str:
        """The address of the view."""
        return self.urls.view(self.view.query())

    @property
    def pinned(self) -> str:
        """The short address of the view, or of its briefing, as this edition has it, for whatever is printed."""
        return self.urls.pinned(self.edition.name, page_query(self.page) if self.page else self.view.query())

    @property
    def page(self) -> str:
        """The address inside the dashboard of the briefing that the chart is taken from; empty where it is alone."""
        return self.shared.page if self.shared else ""

    @property
    def file_name(self) -> str:
        """A name for files of this chart, without ending: letters, digits and hyphens."""
        view, (first, last) = self.view, self.scene.years
        areas = (
            [view.group] if view.group else [f"top-{view.top}"] if view.top else list(view.areas[:_MOST_AREAS_NAMED])
        )
        if not view.group and not view.top and len(view.areas) > _MOST_AREAS_NAMED:
            others = ",".join(view.areas[_MOST_AREAS_NAMED:])
            areas.append(f"and-{len(view.areas) - _MOST_AREAS_NAMED}-more-{crc_hqx(others.encode(), 0):04x}")
        years = [str(first)] if first == last else [str(first), str(last)]
        choices = [
            f"{'by' if view.measure == 'ratio' else 'with'}-{view.second}" if view.second else "",
            *view.producers,
            "" if view.form == "line" else view.form,
            "" if view.measure == "value" else view.measure,
            f"base-{view.base}" if view.base is not None and view.has_base else "",
            "" if view.scale == "linear" else view.scale,
            f"sum-{view.total}" if view.total else "",
            "" if view.membership == "today" else f"members-of-each-{view.membership}",
            view.zoom if view.form == "map" else "",
            f"asof-{view.asof}" if view.asof else "",
            "and-today" if view.is_comparison else "",
        ]
        return "-".join([view.indicator, *areas, *years, *filter(None, choices)]).lower()

    @property
    def stamp(self) -> str:
        """Which edition the chart is from, and how new its figures are."""
        return f"Edition {self.edition.name}. Data as of {self.edition.data_as_of}"

    @cached_property
    def observations(self) -> list[Observation]:
        """Every observation that is drawn, or that a drawn value was computed from, once."""
        return figures_behind(self.scene)

    @cached_property
    def sources(self) -> list[Source]:
        """The sources of every value that is drawn and of its annotations, in the order of their numbers."""
        own = sources_of(self.scene)
        return sorted(own, key=lambda source: self.numbers[source.source]) if self.shared else own

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each source, by its key."""
        return numbered(self.shared.sources if self.shared else self.sources)

    @property
    def numbered_sources(self) -> list[tuple[int, Source]]:
        """The sources, each with its number."""
        return [(self.numbers[source.source], source) for source in self.sources]

    def source_address(self, item: Observation) -> str:
        """The address of the source of a number, opened at the number where that is possible."""
        source = self.edition.sources.get(item.source)
        return link_to_number(source, item.locator, item.as_printed) if source else ""

    def shown(self, item: Observation) -> str:
        """A number as readers see it."""
        return number(item, self.edition.indicators[item.key.indicator]).text


def _unbroken(sentence: Sentence) -> str:
    """A sentence as text that keeps its numbers together with their units."""
    return "".join(part if isinstance(part, str) else part.text.replace(" ", "\u00a0") for part in sentence)


def short_source(source: Source) -> str:
    """A source in the few words that a line has room for: publisher, title, year; of a long title its beginning."""
    year, title = source.published[:4] or "no date", shorten(source.title, _LONGEST_TITLE, placeholder=" …")
    first, *others = source.published_by.split("; ")
    publisher = f"{first} et al." if others else first
    return f"{title} ({year})" if title.startswith(publisher) else f"{publisher}, {title} ({year})"


def source_lists(charts: Sequence[ExportedChart]) -> list[list[tuple[int, Source]]]:
    """The numbered sources of several charts: one list where they share it, else one for each.

    A chart that is taken alone from others, with which it shares a list, has its own sources under the numbers of that.
    """
    shared = charts[0].shared
    if shared and (len(charts) > 1 or list(charts) == list(shared.charts_of_page)):
        return [list(enumerate(shared.sources, 1))]
    return [chart.numbered_sources for chart in charts]


def all_sources(charts: Sequence[ExportedChart]) -> list[Source]:
    """The sources of several charts, each once, in the order in which they are listed."""
    return list({source.source: source for listed in source_lists(charts) for _, source in listed}.values())
