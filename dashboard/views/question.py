"""What a question asks for: places, years and what is measured; the charts, figures and briefings of these."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice, product

from dashboard.server.urls import INSIDE
from dashboard.views import scenes
from dashboard.views.briefing import views_of_page
from dashboard.views.lookups import topic_rank
from dashboard.views.overview import WORLD
from dashboard.views.search_index import SearchEntry, SearchIndex, Words, is_called
from dashboard.views.view import ALL_COUNTRIES, MEASURE_NAMES, PARTS_OF, PEOPLE, View
from dashboard.views.years_asked import ALL_YEARS, YearsAsked
from dashboard.words.sentences import joined, within_a_sentence
from etl.editions.reading import Edition
from etl.editions.reading.listing import Position
from etl.editions.reading.observations import Selection
from etl.figures.areas import is_country
from etl.figures.findings import Coverage
from etl.figures.observations import Observation
from etl.figures.vocabulary.indicators import Measure

MOST_CHARTS = 8
_MOST_PLACES, _MOST_SUBSTANCES, _MOST_INDICATORS, _MOST_PAIRS = 3, 3, 60, 2
_MOST_COMPARED = 4  # indicators by which places are compared that alone were named
_MOST_PARTED = 4  # words that two indicators are looked for in, where nothing parts them


class SearchQuestion:
    """The places and indicators that words name, and the charts, figures and briefings of them."""

    def __init__(
        self,
        edition: Edition,
        index: SearchIndex,
        words: list[list[str]],
        years: YearsAsked,
        *,
        is_of_change: bool = False,
        is_of_people: bool = False,
    ) -> None:
        """`is_of_change`: it asks what has changed between the two years; `is_of_people`: for how many people."""
        self._edition = edition
        self._index = index
        self._years = years
        self._is_of_change = is_of_change
        self._is_of_people = is_of_people
        self._found_years: dict[str, dict[str, dict[str, dict[int, int]]]] = {}
        named = {near[0]: _producers_named(edition, index, near[0]) for near in words}
        if any(named.values()):  # beside a producer, US is one too
            named = {near[0]: _producers_called(edition, near[0]) for near in words}
        of_place = [near for near in words if _is_of_place(index, near) and not named[near[0]]]
        self.producers = tuple(sorted(key for keys in named.values() for key in keys))
        words = [near for near in words if not named[near[0]]]
        others = self._others = self._of_measures(words)
        places = _places_named(index, of_place)
        self._together = [place for found in places for place in _meant_together(found)] if len(places) > 1 else []
        # Of one name all that it may be, of several what each of them is likeliest to be.
        self.places = self._together or [place for found in places for place in found]
        self.indicators = self._measured(others) if others else []
        self._substances = index.find(others, "substance", _MOST_SUBSTANCES)[0] if others else []
        self.is_with_all = bool(self.indicators) or not others
        if others and not self.indicators:  # what only a substance is called, such as its name in another language
            self.indicators = self._indicators_of(self._substances)
        if called := [item for item in self._substances if is_called(item, others)]:
            self.indicators = list(dict.fromkeys([*self.indicators, *self._indicators_of(called)]))
        self._substances_named = {item.key for item in self._substances}
        self._is_otherwise_called = not self._measured([near[:1] for near in others]) if others else False
        if self._substances:  # no measure is named: what is grown and made comes before what is seized
            self.indicators.sort(key=self._by_use)
        pairs = ((what.key, place.key) for what in self.indicators for [place] in self._each)
        if self.places and others and not any(self._is_known(*pair) for pair in pairs):
            self.is_with_all = False
            self.indicators = self._without_one(others) or self.indicators
        self.is_of_places_alone = bool(self.places) and not others

    @property
    def is_of_one_name(self) -> bool:
        """Whether the words for what is measured are one name, whatever words that part two are in it."""
        return any(is_called(item, self._others) for item in self.indicators[:1])

    @property
    def _each(self) -> list[list[SearchEntry]]:
        """The places one by one. Few totals of the world are printed, so that all countries stand for it too."""
        each = [[place] for place in self.places]
        if [place.key for place in self.places] == [WORLD]:
            name, _ = self._edition.keep(scenes.groups)[ALL_COUNTRIES]
            each.append([SearchEntry("place", ALL_COUNTRIES, within_a_sentence(name), "", self.places[0].address)])
        return each

    def _of_measures(self, words: Words) -> Words:
        """The words that name no place, each with what it means where no indicator has it: producers, marijuana."""
        others = [near for near in words if not _is_of_place(self._index, near)]
        return [
            near
            if self._index.find([near], "indicator", 1)[0]
            else [*near, *filter(None, [self._index.measure_meant(near[0])]), *self._substances_meant(near)]
            for near in others
        ]

    def _by_use(self, item: SearchEntry) -> tuple[bool, int, int]:
        """What is of a kind of the substance that another name stands for comes last, else in the order of topics."""
        indicator = self._edition.indicators[item.key]
        is_of_kind = self._is_otherwise_called and indicator.substance not in self._substances_named
        return is_of_kind, topic_rank(self._edition, indicator), -item.areas

    def _indicators_of(self, substances: Sequence[SearchEntry]) -> list[SearchEntry]:
        keys = {item.key for item in substances}
        of_kind = (item for item in self._index.entries if item.kind == "indicator")
        return [item for item in of_kind if self._edition.indicators[item.key].substance in keys]

    def _substances_meant(self, near: Sequence[str]) -> list[str]:
        """The names of the substances that a word is another name of, and of what those are kinds of."""
        substances = self._edition.substances
        keys = [item.key for item in self._index.find([near], "substance", _MOST_SUBSTANCES)[0]]
        parents = [substances[key].parent for key in keys]
        of_a_kind = [parent for parent in parents if parent and substances[parent].parent]  # of any drug all are kinds
        return [substances[key].name for key in dict.fromkeys([*keys, *of_a_kind])]

    def _is_known(self, indicator: str, place: str, years: YearsAsked = ALL_YEARS) -> bool:
        """Whether there are figures of an indicator in an area or a group, by the producers that were named."""
        if years.single is not None and place in self._edition.areas:
            return any((item.key.indicator, item.key.area) == (indicator, place) for item in self.figures)
        known = self._edition.keep(_series_known)
        is_met = any(
            years.meet(row.first, row.last) and (not self.producers or row.producer in self.producers)
            for area in self._members(place)
            for row in known.get((indicator, area), ())
        )
        if years == ALL_YEARS or not is_met:
            return is_met
        # Between its first and its last year a series may have years without a figure.
        return any(
            years.meet(year, year)
            for producer, counts in self._years_of(indicator, place).items()
            if not self.producers or producer in self.producers
            for year in counts
        )

    def _years_of(self, indicator: str, place: str) -> dict[str, dict[int, int]]:
        """The years with a figure, by producer; all indicators that were named are read at once."""
        found = self._found_years.setdefault(place, {})
        if indicator not in found:
            wanted = self.indicator_keys if indicator in self.indicator_keys else (indicator,)
            read = self._edition.reporters(self._members(place), wanted)
            found |= {key: read.get(key, {}) for key in wanted}
        return found[indicator]

    def _members(self, place: str) -> Sequence[str]:
        """The areas of a group; an area itself."""
        return self._edition.keep(scenes.groups).get(place, ("", (place,)))[1]

    def _compared_by(self) -> list[SearchEntry]:
        """What several places are likeliest to be compared by: that of which there is most where there is least of it.

        How many people live there says nothing of drugs.
        """
        figures = Counter[tuple[str, str]]()
        for row in self._edition.coverage:
            figures[row.indicator, row.area] += row.observations
        entries = [item for item in self._index.entries if item.kind == "indicator"]
        entries = [item for item in entries if self._edition.indicators[item.key].measure != Measure.POPULATION]
        least = {item.key: min(figures[item.key, place.key] for place in self._together) for item in entries}
        known = [item for item in entries if least[item.key]]
        known.sort(key=lambda item: -least[item.key])
        return self._known_in(known, self._together, self._years)[:_MOST_COMPARED]

    def _without_one(self, others: Words) -> list[SearchEntry]:
        """The indicators that have all words but one: of drug offences, the offences."""
        fewer = ([*others[:place], *others[place + 1 :]] for place in range(len(others)) if len(others) > 1)
        found = [self._index.find(words, "indicator", _MOST_INDICATORS) for words in fewer]
        return min((each for each in found if each[0]), key=lambda each: each[1], default=([], 0.0))[0]

    @property
    def place_keys(self) -> tuple[str, ...]:
        return tuple(item.key for item in self.places if item.key in self._edition.areas)

    @property
    def indicator_keys(self) -> tuple[str, ...]:
        return tuple(item.key for item in self.indicators)

    def charts(self) -> list[SearchEntry]:
        """Charts of an indicator in places or a group, both of which were named, where there are figures.

        Of several places, those of all of them together come first. They show the years that were asked for, or all
        where there are no figures in these.
        """
        if self.is_of_places_alone and self._is_of_areas_together:
            return [self._chart([what], self._together, self._years) for what in self._compared_by()]
        if not self.indicators:
            return []
        each = self._each
        pairs = [(indicator, among) for among in each for indicator in self.indicators]
        if self._is_of_areas_together or len(each) > len(self.places):
            # As the places are set side by side, so is each indicator.
            together = [self._together] if self._together else []
            pairs = [(indicator, among) for indicator in self.indicators for among in [*together, *each]]
        for years in (self._years, ALL_YEARS):
            known = ((what, among) for what, among in pairs if self._known_in([what], among, years))
            if charts := [self._chart([what], among, years) for what, among in islice(known, MOST_CHARTS)]:
                return charts
        return []

    def pairs(self, sides: Sequence[Words]) -> list[SearchEntry]:
        """Charts of two indicators of one crop or substance, each named on a side of a word such as "against".

        Where no such word parts them, the words are tried that no single indicator has.
        """
        others = [self._of_measures(side) for side in sides]
        options = [(others[0], others[1])] if len(others) == 2 and all(others) else []
        if not options and not self.is_with_all:
            every = self._others[:_MOST_PARTED]
            options = [(every[:place], every[place:]) for place in range(1, len(every))]
        places = [self._together] if self._is_of_areas_together else self._each
        years = self._years
        found = (
            self._chart([one, other], among, years)
            for left, right in ((self._measured(left), self._measured(right)) for left, right in options if places)
            for among in places
            for one, other in product(self._known_in(left, among, years), self._known_in(right, among, years))
            if one != other and self._subjects(one) & self._subjects(other)
        )
        return list(islice(found, _MOST_PAIRS))

    def _measured(self, words: Words) -> list[SearchEntry]:
        return self._index.find(words, "indicator", _MOST_INDICATORS)[0]

    def _known_in(
        self, indicators: Sequence[SearchEntry], among: Sequence[SearchEntry], years: YearsAsked
    ) -> list[SearchEntry]:
        """Those indicators that have figures of some years in every one of some places."""
        return [what for what in indicators if all(self._is_known(what.key, place.key, years) for place in among)]

    @property
    def _is_of_areas_together(self) -> bool:
        return bool(self._together) and all(place.key in self._edition.areas for place in self._together)

    def _subjects(self, entry: SearchEntry) -> set[str]:
        """The crop and the substance of an indicator."""
        indicator = self._edition.indicators[entry.key]
        return {indicator.crop, indicator.substance} - {""}

    def rankings(self, year: int) -> list[SearchEntry]:
        """Where no place is named: the countries in a year, as a ranking of those that have the most of it."""
        if self.places:
            return []
        of_year = self._edition.keep(countries_by_year)
        return [
            SearchEntry(
                "chart",
                f"{item.key} {year}",
                f"{self._measured_as([item])}, countries in {year}",
                "",
                INSIDE.view(self._relative(View(item.key, (), top=year, form="bar", year=year)).query()),
            )
            for item in self.indicators
            if self._edition.indicators[item.key].ranks_countries and of_year[item.key, year] > 1
        ][:MOST_CHARTS]

    def briefs(self, year: int) -> list[SearchEntry]:
        """The briefing about a place, of which and of a year alone the words are."""
        if not self.is_of_places_alone:
            return []
        pages = {INSIDE.briefing(area, year): self._edition.areas[area].name for area in self.place_keys}
        return [
            SearchEntry("page", page, f"{name} {year}, in brief", "Briefing", page)
            for page, name in pages.items()
            if views_of_page(self._edition, page)
        ]

    def _chart(self, indicators: Sequence[SearchEntry], among: Sequence[SearchEntry], years: YearsAsked) -> SearchEntry:
        """The chart of one indicator or two in a place, a group or several areas, of one year as a ranking."""
        among = self._narrowed(indicators, among)
        keys = tuple(place.key for place in among)
        is_group = keys[0] not in self._edition.areas
        what, *second = (item.key for item in indicators)
        view = View(what, () if is_group else keys, second=second[0] if second else "", producers=self.producers)
        view = replace(view, group=keys[0]) if is_group else view
        said = str(years)
        if years.single is not None:
            view = replace(view, form="bar", year=years.single)
        elif self._is_of_change and years.is_span and not second and (is_group or len(keys) > 1):
            form = "map" if keys[0].removeprefix(PARTS_OF) in self._edition.countries_with_outlines else "bar"
            view = replace(view, form=form, measure="change", base=years.first, year=years.last)
            said = f"change from {years.first} to {years.last}"
        else:
            view = replace(view, first=years.first, last=years.last)
        view = self._relative(view)
        if keys == (ALL_COUNTRIES,) and not second and view.measure != "change":
            # What they come to, or where they do not add up, each of them.
            is_sum = self._edition.indicators[what].is_additive and view.measure == "value"
            view = replace(view, total=("beside" if view.form == "bar" else "alone") if is_sum else "")
            view = view if is_sum else replace(view, form="bar")
        where = joined([place.name for place in among])
        name = ", ".join([self._measured_as(indicators), where, *filter(None, [said])])
        return SearchEntry("chart", f"{what} {' '.join((*second, *keys))}", name, "", INSIDE.view(view.query()))

    def _narrowed(self, indicators: Sequence[SearchEntry], among: Sequence[SearchEntry]) -> Sequence[SearchEntry]:
        """All countries are the one that has figures, where no other has."""
        if [place.key for place in among] != [ALL_COUNTRIES]:
            return among
        known = self._edition.keep(_series_known)
        having = [
            area for area in self._members(ALL_COUNTRIES) if any((what.key, area) in known for what in indicators)
        ]
        if len(having) != 1:
            return among
        return [SearchEntry("place", having[0], self._edition.areas[having[0]].name, "", "")]

    def _relative(self, view: View) -> View:
        """A view of one indicator relative to population, where that is asked for and can be computed."""
        is_rate = self._can_be_of_people(view.indicator) and not view.second and view.measure == "value"
        return replace(view, measure="rate") if is_rate else view

    def _can_be_of_people(self, indicator: str) -> bool:
        return self._is_of_people and indicator != PEOPLE and self._edition.indicators[indicator].is_additive

    def _measured_as(self, indicators: Sequence[SearchEntry]) -> str:
        """What a chart shows, in words."""
        first, *others = indicators
        if not others and self._can_be_of_people(first.key):
            return f"{first.name}, {within_a_sentence(MEASURE_NAMES['rate'])}"
        return joined([first.name, *(within_a_sentence(item.name) for item in others)])

    @cached_property
    def figures(self) -> list[Observation]:
        """The figures of the indicators and places that were named for the one year that was asked for."""
        if self._years.single is None or not (self.place_keys and self.indicator_keys):
            return []
        wanted = Selection(self.indicator_keys, self.place_keys, self.producers, year=self._years.single)
        found = self._edition.list_observations(wanted, Position(), _MOST_PLACES * _MOST_INDICATORS)
        best = {key: place for place, key in enumerate((*self.place_keys, *self.indicator_keys))}
        return sorted(found, key=lambda item: (best[item.key.area], best[item.key.indicator]))


def _places_named(index: SearchIndex, words: Words) -> list[list[SearchEntry]]:
    """The places that words name, for each name what it may be: the longest runs of words that are one name."""
    found: list[list[SearchEntry]] = []
    at = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            run = words[at:end]
            places = [item for item in index.find(run, "place", _MOST_PLACES)[0] if not index.are_of_two(run, item)]
            if places:
                found.append(places)
                break
        at = end
    return found


def _meant_together(found: Sequence[SearchEntry]) -> list[SearchEntry]:
    """Of the places that a name may be the likeliest, with those that only a word before it tells apart: East Shan."""
    best, *others = found
    before, _, last = best.name.rpartition(" ")
    return [best, *(item for item in others if before and item.note == best.note and item.name.endswith(f" {last}"))]


def countries_by_year(edition: Edition) -> Counter[tuple[str, int]]:
    """How many countries one producer has figures of, at most, by indicator and year."""
    countries = [area.area for area in edition.areas_with_figures.values() if is_country(area)]
    found = edition.reporters(countries, edition.indicators_with_figures)
    most: Counter[tuple[str, int]] = Counter()
    for indicator, makers in found.items():
        for counts in makers.values():
            for year, count in counts.items():
                most[indicator, year] = max(most[indicator, year], count)
    return most


def _is_of_place(index: SearchIndex, near: Sequence[str]) -> bool:
    """Whether a word is that of a place rather than of something that is measured: US is no beginning of use.

    What a substance is called is no beginning of a place either.
    """
    kinds = ("place", "indicator", "substance")
    (place, rank), (measured, other), (substance, _) = (index.find([near], kind, 1) for kind in kinds)
    named, meant = (any(is_called(entry, [near]) for entry in found) for found in (place, substance))
    return bool(place) and (named or not meant) and (not measured or rank < other)


def _producers_named(edition: Edition, index: SearchIndex, word: str) -> list[str]:
    """The producer that a word is, such as UNODC; US is a place."""
    return [] if index.find([[word]], "place", 1)[0] else _producers_called(edition, word)


def _producers_called(edition: Edition, word: str) -> list[str]:
    """The producer whose short name a word is, whatever else it may be."""
    called = {item.label.casefold(): key for key, item in edition.producers.items()}
    return [called[word]] if word in called else []


def _series_known(edition: Edition) -> dict[tuple[str, str], list[Coverage]]:
    """What there is of each indicator in each area."""
    found: dict[tuple[str, str], list[Coverage]] = {}
    for row in edition.coverage:
        found.setdefault((row.indicator, row.area), []).append(row)
    return found
