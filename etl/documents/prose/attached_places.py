"""Which areas the numbers of a sentence are of, and whether they are of a part that nobody lists."""

from collections.abc import Sequence
from functools import cached_property

from etl.documents.prose.catalogue import WORLD
from etl.documents.prose.context import COMMAS, Attaching, options_of, witness_at
from etl.documents.prose.read_numbers import ReadNumber
from etl.documents.prose.records import FigureKind, Option, Witness
from etl.documents.prose.sentence import FAR, NEAR
from etl.documents.prose.words import OF_A_GROUP, Match

_WITHOUT_CAPITALS = frozenset({"de", "zh", "fa", "ar", "ur"})  # or with one on every noun
_PARTED, _BESIDE = 10, 4
_DONE_AT_HOME = frozenset({"seizures", "eradication", "deaths", "users", "treatment"})
OBSERVERS = {"USA": "usg"}  # the countries that estimate the crops of others, and whose series that are
_SIDES = frozenset("NSEW")  # which codes of areas end with
_OPENING = frozenset({"(", "（"})
_TWO = 2
_WIDER = 3  # how much farther several countries count than one of them that is named too
_NEXT = 2  # words from the world to what is first in it: the world's largest


class AttachedPlaces(Attaching):
    """Attaches the numbers of one sentence to areas."""

    @cached_property
    def places(self) -> list[Match]:
        """The areas that are places here: not those inside the name of a producer, nor of who only speaks."""
        covered = self.sentence.of_kind("producer", "unit") + self._cities()
        found = [
            match
            for match in self.sentence.of_kind("area")
            if not any(it.first <= match.first and match.last <= it.last for it in covered)
        ]
        found = self._without_doubles(found)
        found += [*self._other_sides(found), *self._referred_to(found)]
        return sorted([*found, *self._groups(found, covered)], key=lambda match: match.first)

    def _referred_to(self, found: Sequence[Match]) -> list[Match]:
        """The two places before that are told by their order: the former had 45,000 hectares, the latter 5,700."""
        places = []
        for word in self.sentence.of_kind("one-of-two"):
            here = list(dict.fromkeys(it.means for it in found if it.last < word.first))
            named = here if len(here) > 1 else self.context.named_last
            if len(named) == _TWO:
                places.append(Match("area", named[0 if word.means == "former" else 1], word.first, word.last))
        return places

    def _groups(self, found: Sequence[Match], covered: Sequence[Match]) -> list[Match]:
        """Several countries by one name, which no figures are of: the Golden Triangle had 45,000 hectares.

        No places are those to which something goes, in which another is first, and which say where another is.
        """
        reader, groups = self.sentence.reader, list[Match]()
        for word in self.sentence.of_kind("group"):
            article = reader.ends(word.first - 1, "the")
            is_inside = any(it.first <= word.last and word.first <= it.last for it in (*found, *covered))
            is_end = reader.ends((article or word).first - 1, "to") is not None
            if not (is_inside or is_end or self._is_of_rank(word) or self._is_told_where(word, found)):
                groups.append(word)
        return groups

    def _is_told_where(self, group: Match, places: Sequence[Match]) -> bool:
        """Whether a group only says where the place right before it is: Laos, in South-East Asia, had 5,700."""
        before = [it.last for it in places if it.last < group.first]
        between = range(before[-1] + 1, group.first) if before else range(0)
        is_joined = any(it.first in between for it in self.sentence.of_kind("and", "compare"))
        return 0 < len(between) <= _BESIDE and not is_joined and not any(map(self.sentence.reader.is_number, between))

    def _other_sides(self, found: Sequence[Match]) -> list[Match]:
        """Sides of what another side is named of: the south of Shan State had 20,600 ha, the north 10,100."""
        reader, sides = self.sentence.reader, list[Match]()
        for word in self.sentence.of_kind("compass"):
            named = [it.means.rpartition("-") for it in found if it.last < word.first]
            area = f"{named[-1][0]}-{word.means}" if named and named[-1][2] in _SIDES else ""
            is_inside = any(it.first <= word.first and word.last <= it.last for it in found)
            if area in self.catalogue.places and not is_inside and not reader.begins(word.last + 1, "of"):
                sides.append(Match("area", area, word.first, word.last))
        return sides

    def _carried(self, area: str, country: str) -> list[tuple[str, Witness]]:
        """The place that the text speaks of, and its country.

        A paragraph that names none is rather on the country than on a province of the paragraph before. Whose the
        authorities are that seize something may be said by a word that nobody lists.
        """
        context = self.context
        if not self.places and self._acts_at_home and self.sentence.of_kind("agent"):
            return [(area, Witness.DOCUMENT), (country, Witness.DOCUMENT)]
        if context.is_of_paragraph_before and self._is_province(area) and area != context.title_area:
            return [(country, Witness.DOCUMENT), (area, Witness.DOCUMENT)]
        return [(area, Witness.BEFORE), (country, Witness.BEFORE)]

    def areas(self, number: ReadNumber, kind: FigureKind) -> tuple[list[Option[str]], bool]:
        """The areas that a number may be of, and whether it is of a part of the first that nobody lists."""
        of_column = self.sentence.columns.get(number.first)
        if isinstance(of_column, str):
            return [Option(of_column, Witness.HERE)], False
        is_crop = self.catalogue.quantity(number.unit) in {"area", "mass"}
        if is_crop and self.sentence.reader.ends(number.first - 1, "out-of") and (around := self._around_of(number)):
            return [Option(around, Witness.SENTENCE)], False
        worlds = [] if kind == FigureKind.SHARE else self._worlds
        told = [it for it in self.sentence.of_kind("nation") if not self._is_of_rank(it)]
        nations = [it for it in told if not self.is_in_passing(it)]
        ranked: list[tuple[int, str]] = []
        of_next: set[str] = set()
        has_single = any(it.means != OF_A_GROUP for it in self.places)
        led, of_which = self._led_to_by(number), self._of_which(number)
        for at, match in self.sentence.nearest(number, self.places, after=1):
            if of_which is not None and of_which.last < match.first:
                # 1,410 tons, of which 866 in Colombia: a whole is of what is around its part.
                country = self.catalogue.country(match.means)
                ranked.append((NEAR, WORLD if country == match.means else country))
                break
            if led is not None and match.last < led.first:
                at = min(at, self.sentence.distance(led, match.first, match.last) + 1)
            is_left_out = self.speaks(match) or self._is_told_of_apart(match, number)
            if is_left_out and self.context.area not in {"", match.means}:
                continue
            owner = self.value_after(match.last) if match.first > number.last else None
            is_of_next = owner is not None and self.sentence.distance(owner, match.first, match.last) < at
            is_of_next |= self._begins_next(number, match)
            is_of_next &= not (owner is not None and self._is_of_both(number, match, owner))
            if (own := self._own_places.get(number.first)) is match:
                is_of_next = False
            elif own is not None and match in self._own_places.values():
                at += _PARTED
            of_next |= {match.means} if is_of_next else set()
            at += _WIDER * (match.means == OF_A_GROUP and has_single)
            if self._opens_bracket_of(match, number):
                at = 0
            elif self.is_aside(match) or self._is_set_against(match, number):
                at += FAR
            ranked.append((at + (_PARTED if is_of_next else 0), match.means))
        # Where nothing but the world is named, it holds to the end of the sentence.
        far = 2 * NEAR if self.places else 3 * FAR
        ranked += [(min(at + 2, FAR), WORLD) for at, _ in self.sentence.nearest(number, worlds) if at <= far]
        ranked = self._provinces_first(ranked)
        carried = self.context.area
        country = self.catalogue.country(carried)
        whole = [at for at, _ in self.sentence.nearest(number, nations) if at <= FAR and kind != FigureKind.SHARE]
        if whole and country in self.catalogue.places:
            ranked.append((min(whole), country))
        ranked.sort(key=lambda item: item[0])
        if ranked and ranked[0][1] == OF_A_GROUP and ranked[0][0] <= FAR:
            return [], True
        # What is said of the next value may hold for this one, but does not tell so.
        others = {area for at, area in ranked if at > _PARTED and area in of_next}
        found: list[tuple[str, Witness]] = [
            (area, Witness.DOCUMENT if area in others else witness_at(at)) for at, area in ranked[:3]
        ]
        if not ranked or ranked[0][0] > FAR:
            if carried == OF_A_GROUP and not self.places:
                return [], True
            if not self.sentence.of_kind("countries"):
                found += self._carried(carried, country)
            found += [(WORLD, Witness.DOCUMENT)] if self.context.names_world else []
        elif ranked[0][0] > NEAR and not self._is_province(ranked[0][1]):
            found += [(self.catalogue.country(ranked[0][1]), Witness.SENTENCE)]
        if kind not in {FigureKind.SHARE, FigureKind.CHANGE} and self.sentence.of_kind("world", "countries"):
            found.append((WORLD, Witness.SENTENCE))
        is_told = bool(ranked) and ranked[0][0] <= FAR and self._is_province(ranked[0][1])
        is_of_others = not self.places and self.sentence.of_kind("countries")
        is_named = bool(self.context.named_last) and not self.context.is_of_paragraph_before
        if not (is_told or is_of_others or is_named) and (not found or found[0][1] == Witness.BEFORE):
            found += [(area, Witness.DOCUMENT) for area in self.context.document_areas[:1]]
        parts = [at for at, _ in self.sentence.nearest(number, self._parts) if at <= NEAR]
        is_part = bool(parts) and (not ranked or min(parts) < ranked[0][0] or not self._is_province(ranked[0][1]))
        return list(options_of(it for it in found if it[0] != OF_A_GROUP)), is_part

    def _is_of_both(self, number: ReadNumber, place: Match, next_one: ReadNumber) -> bool:
        """Whether a place between two values is of both: 230,000 ha were grown in Peru, down from 328,000."""
        compared = self.sentence.of_kind("from", "compare")
        is_alone = {it.means for it in self.places} == {place.means}
        return is_alone and number.last < place.first and any(place.last < it.first < next_one.first for it in compared)

    def _around_of(self, number: ReadNumber) -> str:
        """What is around the place before a value of which that place has a part: 171,000 hectares out of 245,400."""
        before = [it.means for it in self.places if it.last < number.first] or [self.context.area]
        country = self.catalogue.country(before[-1])
        return WORLD if country == before[-1] else country

    @cached_property
    def _own_places(self) -> dict[int, Match]:
        """The places right behind figures, by where those begin: 408 dollars in Afghanistan against 356 in Myanmar."""
        by_first = {it.first: it for it in self.places}
        found = {}
        for each in (*self.values, *self.comparisons):
            where = self.sentence.reader.begins(each.last + 1, "where", "in")
            place = by_first.get(where.last + 1) if where else None
            if place is not None:
                found[each.first] = place
        return found

    def _opens_bracket_of(self, place: Match, number: ReadNumber) -> bool:
        """Whether a number stands first in a bracket right behind a place: behind Peru (325 tons)."""
        return number.first == place.last + 2 and self.sentence.text(place.last + 1) in _OPENING

    def _is_set_against(self, place: Match, number: ReadNumber) -> bool:
        """Whether a place is only what another is more or less than: Peru grew more than Colombia, 60,400 hectares."""
        reader, at = self.sentence.reader, place.first - 1
        at -= reader.ends(at, "in", "where", "the") is not None
        if reader.ends(at, "compare") is None or reader.ends(at, "from", "since") is not None:
            return False
        others = [it for it in self.places if it.last < place.first]
        told = [it for it in self.values if others and others[-1].last < it.first < place.first]
        is_own = 0 < number.first - place.last <= _NEXT and self.sentence.text(place.last + 1) not in COMMAS
        return bool(others) and not is_own and (number.last < place.first or not told)

    def _is_told_of_apart(self, place: Match, number: ReadNumber) -> bool:
        """Whether a figure of its own is told of a place: to 4,860 tons after a blight in Laos, where 123 ha were."""
        relative = self.sentence.reader.begins(place.last + 2, "relative")
        is_parted = relative is not None and self.sentence.text(place.last + 1) in COMMAS
        following = self.value_after(place.last)
        is_told_of = following is not None and self.sentence.between(place.last + 1, following.first) <= FAR
        return is_parted and is_told_of and number.last < place.first - _BESIDE

    def together(self, row: Sequence[int]) -> list[str]:
        """The areas that some places in a row are, without the countries that only say where those are."""
        areas = {self.places[it].means for it in row}
        return sorted(it for it in areas if not any(it == self.catalogue.country(each) for each in areas - {it}))

    def _begins_next(self, number: ReadNumber, place: Match) -> bool:
        """Whether a place behind a comma begins what is said of the next: in Peru by 27 %, and Bolivia saw 5 %."""
        figures = self.comparisons if number in self.comparisons else self.values
        if place.first < number.last or not any(it.last < number.first for it in self.places):
            return False
        commas = [at for at in range(number.last + 1, place.first) if self.sentence.text(at) in COMMAS]
        following = [it for it in figures if it.first > place.last]
        between = [it for it in figures if number.last < it.first < place.first]
        return bool(commas and following) and not between

    def speaks(self, place: Match) -> bool:
        """Whether a place is who says something, and not where it is: the United States puts it at.

        What authorities seize or destroy they do at home, and there they ask who takes drugs.
        """
        if self._acts_at_home or self.sentence.of_kind("use"):
            return False
        if self.sentence.reader.ends(place.first - 1, "where") is not None:
            return False  # in Peru the government counted
        article = self.sentence.reader.ends(place.first - 1, "the")
        if self.sentence.reader.ends((article or place).first - 1, "source") is not None:
            return True  # according to the United States
        if place.means in OBSERVERS:
            return self._is_of_fields or self.is_said_by(place)
        return self.is_said_by(place) and not self._tells_of_itself(place)

    @cached_property
    def _is_of_fields(self) -> bool:
        return any(self.catalogue.quantity(each.unit) == "area" for each in self.values)

    def _tells_of_itself(self, place: Match) -> bool:
        """Whether a country that speaks can only mean itself: whereas Thailand counted 209 hectares."""
        named = self.sentence.of_kind("area")
        is_behind = any(it.first > place.last for it in self.values) and not any(it.first > place.last for it in named)
        return is_behind and self.catalogue.is_country(place.means)  # and no capital, which speaks of others

    def is_said_by(self, name: Match) -> bool:
        """Whether a name is who says something: a word for that or a number stands right behind it."""
        if self.sentence.reader.is_number(name.last + 1):
            return name.kind == "capital"
        return any(0 <= it.first - name.last <= 2 for it in self.sentence.of_kind("agent", "source"))

    @property
    def _acts_at_home(self) -> bool:
        return any(it.means in _DONE_AT_HOME for it in self.sentence.of_kind("measure"))

    def _of_which(self, number: ReadNumber) -> Match | None:
        """The first word behind a value that tells of a part of it."""
        behind = [it for it in self.sentence.of_kind("of-which") if it.first > number.last]
        if behind and behind[0].first == number.last + 1 and number in self.values[1:]:
            return None  # and 5,000 of them in Laos: the part itself
        return behind[0] if behind and number in self.values else None

    def _led_to_by(self, number: ReadNumber) -> ReadNumber | None:
        """The value right before a comparison, with which it goes: to 21,500 hectares, a drop of 80 per cent."""
        before = [each for each in self.values if each.last < number.first] if number in self.comparisons else []
        is_near = bool(before) and self.sentence.distance(number, before[-1].first, before[-1].last) <= NEAR + _BESIDE
        return before[-1] if is_near else None

    def is_aside(self, place: Match) -> bool:
        """Whether a place is not what a sentence is about: who speaks, to whom another is second, what is shared."""
        reader, at = self.sentence.reader, place.first - 1
        is_rival = reader.ends(at, "rival") or (reader.ends(at, "the") and reader.ends(at - 1, "rival"))
        is_other = is_rival is not None or self._is_whole(place) or self._is_example(place)
        return self.speaks(place) or is_other or self.is_in_passing(place)

    def _is_example(self, place: Match) -> bool:
        """Whether a place is only an example of the one before it: in South-West Asia, mainly in Afghanistan."""
        reader = self.sentence.reader
        where = reader.ends(place.first - 1, "where", "in")
        is_told_so = reader.ends((where or place).first - 1, "example") is not None
        return is_told_so and any(it.last < place.first for it in self.sentence.of_kind("group", "area"))

    def _is_whole(self, place: Match) -> bool:
        """Whether a place is only what something is a share of: Helmand grows two thirds of all Afghan poppy."""
        of = [
            each
            for each in self.comparisons
            if 0 < place.first - each.last <= _BESIDE and self.sentence.reader.begins(each.last + 1, "of") is not None
        ]
        return bool(of) and any(it.last < of[-1].first and it.means != OF_A_GROUP for it in self.places)

    def spoken_of(self, places: Sequence[Match]) -> str:
        """What a text goes on to speak of: the first place, of several provinces their country."""
        areas = {it.means for it in places if self._is_province(it.means)}
        countries = {self.catalogue.country(area) for area in areas}
        is_list = len(areas) > 1 and len(countries) == 1 and self._is_province(places[0].means)
        return countries.pop() if is_list else places[0].means

    def set_against(self, number: ReadNumber, kind: FigureKind, areas: Sequence[Option[str]]) -> str:
        """The area that a share is of, or that a multiple is set against; empty where there is none."""
        if kind == FigureKind.SHARE:
            area = areas[0].means if areas else ""
            wholes = [it.means for it in self.places if 0 < it.first - number.last <= _BESIDE and self._is_whole(it)]
            is_of_other = bool(wholes) and wholes[0] not in {area, self.catalogue.country(area)}
            return wholes[0] if is_of_other else self._whole_of(number, area)
        return self._compared_with(number) if kind == FigureKind.MULTIPLE else ""

    def _compared_with(self, number: ReadNumber) -> str:
        """The area of which a multiple says how many times as much another has: four times as large as Burma's."""
        other = self.value_after(number.last)
        if other is not None and other.first - number.last <= _BESIDE:
            # Twice the 433 tons of Afghanistan.
            beside = [it for at, it in self.sentence.nearest(other, self.places) if at <= _BESIDE]
            return beside[0].means if beside and beside[0].first > number.last else ""
        for at, place in self.sentence.nearest(number, self.places):
            words = [it for it in self.sentence.of_kind("compare") if number.last < it.first and it.last < place.first]
            if place.first > number.last and at <= FAR and words and place.first - words[-1].last <= _BESIDE:
                return place.means
        of_others = [it.means for it in self.places if it.means != self.context.area]
        return self.context.area if self.only_compares and of_others else ""

    def _cities(self) -> list[Match]:
        """Capitals that are called like a province: Kabul is a city unless the text says province."""
        province = self.sentence.of_kind("province")
        return [
            it
            for it in self.sentence.of_kind("capital")
            if not any(word.first - it.last == 1 or 0 < it.first - word.last <= 2 for word in province)
        ]

    def _without_doubles(self, found: list[Match]) -> list[Match]:
        """Of areas of one name those in a country that the text names; of an area and its longer name the longer."""
        kept: list[Match] = []
        for match in found:
            rivals = [it for it in found if it is not match and it.first <= match.last and match.first <= it.last]
            if any(it.last - it.first > match.last - match.first for it in rivals):
                continue
            same = [it for it in rivals if (it.first, it.last) == (match.first, match.last)]
            if same and not self._is_in_a_named_country(match) and any(map(self._is_in_a_named_country, same)):
                continue
            kept.append(match)
        return kept

    def _is_in_a_named_country(self, match: Match) -> bool:
        country = self.catalogue.country(match.means)
        return match.means == country or country in self.context.document_areas

    def _provinces_first(self, ranked: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """A country that only says where a province is stands behind it: Kabul province in Afghanistan."""
        return [(at + (_PARTED if area in self._told_of_provinces else 0), area) for at, area in ranked]

    @cached_property
    def _told_of_provinces(self) -> set[str]:
        """The countries that only say where a province is."""
        provinces: dict[str, list[Match]] = {}
        for it in self.places:
            if self._is_province(it.means):
                provinces.setdefault(self.catalogue.country(it.means), []).append(it)
        return {
            country.means
            for country in self.places
            for it in provinces.get(country.means, ())
            if max(it.first - country.last, country.first - it.last) <= _BESIDE or self._is_of_provinces(country)
        }

    def _is_of_provinces(self, country: Match) -> bool:
        """Whether a country is named for its provinces: first among the provinces of Afghanistan."""
        words = self.sentence.of_kind("province")
        return any(0 < country.first - word.last <= _BESIDE for word in words)

    @cached_property
    def _worlds(self) -> list[Match]:
        """Words for the world, without those of which something is a share or a surplus, or the first."""
        covered = [it for it in self.sentence.of_kind("share", "measure") if it.last > it.first]
        shares = [it for it in self.sentence.of_kind("share") if it.last == it.first]
        return [
            match
            for match in self.sentence.of_kind("world")
            if not any(it.first <= match.first and match.last <= it.last for it in covered)
            and not any(0 < match.first - it.last <= 3 for it in shares)
            and not any(0 <= match.first - it.last - 1 <= 3 for it in self.comparisons)
            and not self._is_of_rank(match)
        ]

    def _is_of_rank(self, whole: Match) -> bool:
        """Whether a word for the world or the country only says where something is first: the country's largest."""
        ranks = self.sentence.of_kind("rank")
        return any(0 < it.first - whole.last <= _NEXT or 0 < whole.first - it.last <= NEAR for it in ranks)

    @cached_property
    def _parts(self) -> list[Match]:
        """Words for parts of an area that stand in no name of a place, and names of places that nobody lists."""
        named = [(it.first - 1, it.last + 1) for it in self.places if self._is_province(it.means)]
        found = [
            match
            for match in self.sentence.of_kind("part")
            if not any(first <= match.first and match.last <= last for first, last in named)
        ]
        return sorted([*found, *self._unknown_names()], key=lambda match: match.first)

    def _unknown_names(self) -> list[Match]:
        """Names behind a word for where, or before one for a province, that are those of no area: in Shinwar."""
        reader = self.sentence.reader
        if reader.language in _WITHOUT_CAPITALS:
            return []
        found = []
        for at, token in enumerate(self.sentence.tokens):
            if not token.capital or at in reader.starting or at in reader.ending or token.text in self.months:
                continue
            is_where = at > 0 and reader.ends(at - 1, "where") is not None
            is_province = reader.begins(at + 1, "province") is not None
            if is_where or is_province:
                found.append(Match("part", token.text, at, at))
        return found

    def _is_province(self, area: str) -> bool:
        return area in self.catalogue.places and area != WORLD and not self.catalogue.is_country(area)

    def _whole_of(self, number: ReadNumber, area: str) -> str:
        """The area that a share is of: the world, or the country of a province."""
        worlds = self.sentence.of_kind("world", "countries")
        country = self.catalogue.country(area)
        if country != area:
            return WORLD if any(at <= FAR for at, _ in self.sentence.nearest(number, worlds)) else country
        is_of_world = bool(worlds) or self.context.is_of_world or self.context.area == WORLD
        return WORLD if is_of_world and area != WORLD else ""
