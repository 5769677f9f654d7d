"""A chart as it leaves the dashboard: what it shows, in which words, from which sources, and at which address."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten

from dashboard.server.urls import INSIDE, Urls
from dashboard.views import scenes
from dashboard.views.findings import about, findings
from dashboard.views.scene import Scene
from dashboard.views.titles import title
from dashboard.views.view import View
from dashboard.words.numbers import number
from dashboard.words.sentences import Sentence, sentence_text
from etl.editions.reading import Edition
from etl.figures.links import link_to_number
from etl.figures.records import Observation, Source
from etl.figures.vocabulary import Authority

_MOST_AREAS_NAMED = 4
_LONGEST_TITLE = 80  # characters of a title among many


@dataclass(frozen=True)
class ExportedChart:
    """One view of one edition. `urls` write whole addresses, where it is known where the dashboard is."""

    edition: Edition
    view: View
    urls: Urls = INSIDE

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
        """The statement with its numbers and their units kept together."""
        return "".join(part if isinstance(part, str) else part.text.replace(" ", "\u00a0") for part in self.headline)

    @property
    def subtitle(self) -> str:
        """What exactly is shown: indicator, place, unit, years, producers."""
        return about(self.view, self.scene)

    @property
    def description(self) -> str:
        """The chart in words, for those who do not see it."""
        found = [sentence_text(sentence) for sentence in findings(self.scene)]
        return " ".join([f"{self.subtitle}.", *found])

    @property
    def address(self) -> str:
        """The address of the view."""
        return self.urls.view(self.view.query())

    @property
    def file_name(self) -> str:
        """A name for files of this chart, without ending: letters, digits and hyphens."""
        view, (first, last) = self.view, self.scene.years
        areas = (
            [view.group] if view.group else [f"top-{view.top}"] if view.top else list(view.areas[:_MOST_AREAS_NAMED])
        )
        if not view.group and not view.top and len(view.areas) > _MOST_AREAS_NAMED:
            areas.append(f"and-{len(view.areas) - _MOST_AREAS_NAMED}-more")
        years = [str(first)] if first == last else [str(first), str(last)]
        choices = [
            *view.producers,
            "" if view.form == "line" else view.form,
            "" if view.measure == "value" else view.measure,
            "" if view.scale == "linear" else view.scale,
            f"asof-{view.asof}" if view.asof else "",
            "and-today" if view.is_comparison else "",
        ]
        return "-".join([view.indicator, *areas, *years, *filter(None, choices)]).lower()

    @property
    def stamp(self) -> str:
        """Which edition the chart is from, and how new its figures are."""
        return f"Edition {self.edition.name}. Data as of {self.edition.data_as_of}"

    @property
    def observations(self) -> list[Observation]:
        """Every observation that is drawn, or that a drawn value was computed from, once."""
        found = [
            item
            for point in self.scene.all_points
            if point.is_shown
            for item in (point.computed.inputs if point.computed else (point.observation,))
        ]
        return list({(item.key, item.asof): item for item in found}.values())

    @cached_property
    def sources(self) -> list[Source]:
        """The sources of every value that is drawn, then those that annotations cite.

        The producers' own publications come first; within them those of annotated values, then those of most
        values, then the newest.
        """
        shown = [item for item in self.observations if item.source]
        counts = Counter(item.source for item in shown)
        annotated = {callout.observation.source for callout in self.scene.callouts}
        citing = [callout.source.source for callout in self.scene.callouts]
        found = [self.edition.sources[key] for key in dict.fromkeys([*counts, *citing]) if key]
        found.sort(key=lambda source: source.source)
        found.sort(key=lambda source: source.published, reverse=True)
        return sorted(
            found,
            key=lambda source: (
                Authority.ranks()[source.authority],
                source.source not in annotated,
                -counts[source.source],
            ),
        )

    def source_address(self, item: Observation) -> str:
        """The address of the source of a number, opened at the number where that is possible."""
        source = self.edition.sources.get(item.source)
        return link_to_number(source, item.locator, item.as_printed) if source else ""

    def shown(self, item: Observation) -> str:
        """A number as readers see it."""
        return number(item, self.scene.indicator).text


def short_source(source: Source) -> str:
    """A source in the few words that a line has room for: publisher, title, year; of a long title its beginning."""
    year, title = source.published[:4] or "no date", shorten(source.title, _LONGEST_TITLE, placeholder=" …")
    first, *others = source.published_by.split("; ")
    publisher = f"{first} et al." if others else first
    return f"{title} ({year})" if title.startswith(publisher) else f"{publisher}, {title} ({year})"


def all_sources(charts: Iterable[ExportedChart]) -> list[Source]:
    """The sources of several charts, each once, in the order in which they are cited."""
    return list({source.source: source for chart in charts for source in chart.sources}.values())
