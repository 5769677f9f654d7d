"""A chart as it leaves the dashboard: what it shows, in which words, from which sources, and at which address."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from dashboard import scenes
from dashboard.charts.scene import Scene
from dashboard.links import link_to_number
from dashboard.numbers import number, number_address, range_number
from dashboard.queries import Edition
from dashboard.records import Observation, Source
from dashboard.sentences import finding, headline, joined, plain
from dashboard.view import View

_AUTHORITIES = ("primary", "repost", "secondary")
_MOST_FINDINGS = 12


@dataclass(frozen=True)
class Chart:
    """One view of one edition. `home` is the address of the dashboard, without a slash at its end; empty where
    it is not known."""

    edition: Edition
    view: View
    home: str = ""

    @cached_property
    def scene(self) -> Scene:
        """Everything that the view shows."""
        return scenes.scene(self.edition, self.view)

    @property
    def title(self) -> str:
        """What the chart shows, as a statement."""
        return plain(headline(self.scene.series, self.scene.indicator))

    @property
    def title_to_print(self) -> str:
        """The title with its numbers and their units kept together."""
        parts = headline(self.scene.series, self.scene.indicator)
        return "".join(part if isinstance(part, str) else part.text.replace(" ", "\u00a0") for part in parts)

    @property
    def subtitle(self) -> str:
        """Indicator, unit, years and producers."""
        indicator, (first, last) = self.scene.indicator, self.scene.years
        years = str(first) if first == last else f"{first}–{last}"
        producers = list(dict.fromkeys(line.series.producer.name for line in self.scene.drawn))
        parts = [f"{indicator.name}, {self.scene.unit}, {years}"]
        if producers:
            parts.append(f"Estimates by {joined(producers)}")
        if self.view.asof:
            parts.append(f"As known on {self.view.asof}")
        return ". ".join(parts)

    @property
    def description(self) -> str:
        """The chart in words, for those who do not see it."""
        known = [item for item in self.scene.series if item.known][:_MOST_FINDINGS]
        return " ".join([f"{self.subtitle}.", *(plain(finding(item, self.scene.indicator)) for item in known)])

    @property
    def address(self) -> str:
        """The address of the view."""
        return f"{self.home}/?{self.view.query()}"

    @property
    def file_name(self) -> str:
        """A name for files of this chart, without ending: letters, digits and hyphens."""
        areas = [self.view.group] if self.view.group else list(self.view.areas[:4])
        more = [] if self.view.group or len(self.view.areas) <= 4 else [f"and-{len(self.view.areas) - 4}-more"]
        first, last = self.scene.years
        years = [str(first)] if first == last else [str(first), str(last)]
        choices = [*self.view.producers, *(["log"] if self.view.scale == "log" else [])]
        choices += [self.view.form] if self.view.form != "line" else []
        choices += [self.view.measure] if self.view.measure != "value" else []
        choices += [f"asof-{self.view.asof}"] if self.view.asof else []
        return "-".join([self.view.indicator, *areas, *more, *years, *choices]).lower()

    @property
    def stamp(self) -> str:
        """Which edition the chart is from, and how new its figures are."""
        return f"Edition {self.edition.name}. Data as of {self.edition.data_as_of}"

    @property
    def observations(self) -> list[Observation]:
        """Every observation that is drawn, or that a drawn value was computed from, once."""
        found = [
            item
            for point in self.scene.points
            if point.is_shown
            for item in (point.computed.inputs if point.computed else (point.observation,))
        ]
        return list({item.key: item for item in found}.values())

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
                _AUTHORITIES.index(source.authority),
                source.source not in annotated,
                -counts[source.source],
            ),
        )

    def source_number(self, key: str) -> int:
        """The number that a source has in the list of sources."""
        return next(index for index, source in enumerate(self.sources, 1) if source.source == key)

    def number_address(self, item: Observation) -> str:
        """The address of the page of a number."""
        return f"{self.home}{number_address(item)}"

    def source_address(self, item: Observation) -> str:
        """The address of the source of a number, opened at the number where that is possible."""
        source = self.edition.sources.get(item.source)
        return link_to_number(source, item.locator, item.as_printed) if source else ""

    def shown(self, item: Observation) -> str:
        """A number as readers see it."""
        return number(item, self.scene.indicator).text

    def shown_range(self, item: Observation) -> str:
        """The range of a number as readers see it; empty where none is known."""
        between = range_number(item, self.scene.indicator, unit=False)
        return between.text if between else ""


def short_source(source: Source) -> str:
    """A source in the few words that a line has room for: publisher, title, year."""
    year = source.published[:4] or "no date"
    first, *others = source.publisher.split("; ")
    publisher = f"{first} et al." if others else first
    return f"{source.title} ({year})" if source.title.startswith(publisher) else f"{publisher}, {source.title} ({year})"


def all_sources(charts: Iterable[Chart]) -> list[Source]:
    """The sources of several charts, each once, in the order in which they are cited."""
    return list({source.source: source for chart in charts for source in chart.sources}.values())


def clean_home(address: str) -> str:
    """The address of a dashboard without a slash at its end. Raises ValueError where it is not one of the web."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"“{address[:80]}” is not the address of a dashboard, such as https://figures.example.org")
    return address.rstrip("/")
