"""Why an observation shows what it shows: the rules of the method, told for one number."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.figures.observations import Observation, Statement
from etl.figures.sources import Source
from etl.figures.vocabulary.judgement import SET_ASIDE, Verdict
from etl.figures.vocabulary.numbers import Evidence, Flag
from etl.figures.vocabulary.sources import SURVEY_WINDOW_YEARS, Authority

ALL_SET_ASIDE = "Every source that prints a number here is set aside"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The statements behind an observation, with the roles that two of them play."""

    observation: Observation
    statements: Sequence[Statement]

    def _by_id(self, wanted: int | None) -> Statement | None:
        return next((item for item in self.statements if item.id == wanted), None)

    @property
    def cited(self) -> Statement | None:
        """The statement that the number links to."""
        return self._by_id(self.observation.statement_id)

    @property
    def deciding(self) -> Statement | None:
        """The statement whose publication decided the current value."""
        return self._by_id(self.observation.decided_by)

    @property
    def range_from(self) -> Statement | None:
        """The statement that the range is from."""
        return self._by_id(self.observation.range_statement_id)

    @property
    def earlier_range(self) -> Statement | None:
        """Where no range is recorded: the statement with the last one, which belongs to an earlier value."""
        return self._by_id(self.observation.earlier_range_id)

    @property
    def tied_with(self) -> Statement | None:
        """A statement with another number that no date tells from the one that decided."""
        return self._by_id(self.observation.tied_with)

    def rounded_by(self, sources: dict[str, Source]) -> Statement | None:
        """The newest text of the producer that prints the value rounded, if it is newer than the one that decided."""
        deciding = self.deciding
        if deciding is None:
            return None
        since = sources[deciding.source].known_from
        found = [
            item
            for item in self.statements
            if item.verdict == Verdict.ROUNDED
            and sources[item.source].authority != Authority.SECONDARY
            and sources[item.source].known_from > since
        ]
        return max(found, key=lambda item: (sources[item.source].known_from, item.id), default=None)

    @property
    def others(self) -> list[Statement]:
        """Every statement but the cited one."""
        return [item for item in self.statements if item.id != self.observation.statement_id]


Explanation = tuple[str | Source, ...]


def why(chosen: Chosen, sources: dict[str, Source]) -> Explanation:
    """One or two sentences: how the value was chosen, and how the source that is cited for it.

    Sources in it stand for their titles, so that a page can make each of them a link.
    """
    cited, deciding = chosen.cited, chosen.deciding
    if cited is None or deciding is None:
        return (f"{ALL_SET_ASIDE}, so no value is shown.",)
    if len(chosen.statements) == 1:
        if chosen.observation.is_summed:
            return (*_added_up(cited, sources), " Nothing here confirms or contradicts it.")
        return ("One source prints this number; nothing here confirms or contradicts it.",)
    lead = (*_added_up(cited, sources), " ") if chosen.observation.is_summed else ()
    return (*lead, *_why_value(chosen, deciding, sources), " ", *_why_source(chosen, cited, deciding, sources))


def _added_up(cited: Statement, sources: dict[str, Source]) -> Explanation:
    return (
        "No source prints this number: it was added up here from the parts that ",
        sources[cited.source],
        " prints.",
    )


def _why_value(chosen: Chosen, deciding: Statement, sources: dict[str, Source]) -> Explanation:
    in_use = [item for item in chosen.statements if item.verdict not in SET_ASIDE]
    own = [item for item in in_use if sources[item.source].authority != Authority.SECONDARY]
    source = sources[deciding.source]
    tail = f", {source.published}." if source.published else "."
    if deciding.change and source.authority == Authority.SECONDARY:
        return ("The value is a revision that a report tells of; the original was not seen: ", source, tail)
    if not own:
        return ("No text of the producer itself is at hand; the value is from the newest report: ", source, tail)
    only_rough = any(item.value is None or item.flag == Flag.AT_LEAST for item in own)
    if source.authority == Authority.SECONDARY and only_rough:
        return (
            "The producer's own text prints only a range or a bound; this number fits it and is from: ",
            source,
            tail,
        )
    if len(own) == 1:
        return ("The value is from the producer's own text at hand: ", source, tail)
    if chosen.rounded_by(sources) is not None:
        return ("Current value: the producer's number as printed most exactly: ", source, tail)
    later = [item for item in own if sources[item.source].known_from > source.known_from]
    if later and all(item.verdict == Verdict.AGREES for item in later):
        return ("Current value: the producer's number as printed most exactly: ", source, tail)
    if any(item.verdict in {Verdict.DIFFERS, Verdict.SUPERSEDED} for item in later):
        is_survey = source.kind == "survey" and source.surveys(chosen.observation.key.year) is not False
        taken = "the producer's survey of that year" if is_survey else "the producer's own text"
        return (f"Current value: {taken}, which later ones do not revise: ", source, tail)
    return ("Current value: the producer's latest publication: ", source, tail)


def _why_source(chosen: Chosen, cited: Statement, deciding: Statement, sources: dict[str, Source]) -> Explanation:
    source, year = sources[cited.source], chosen.observation.key.year
    if source.authority == Authority.PRIMARY and source.kind == "survey":
        is_of_year = source.surveys(year)
        if is_of_year:
            return ("The source cited is the producer's own survey of that year, which prints this value.",)
        if is_of_year is None and source.published and int(source.published[:4]) <= year + SURVEY_WINDOW_YEARS:
            return (
                "The source cited is a survey of the producer that prints this value and came out "
                "by the end of the second year after it; which years it surveys is not recorded.",
            )
    if cited.id == deciding.id:
        return ("It is also the source cited.",)
    if source.authority == Authority.SECONDARY:
        return ("The source cited is the earliest report that prints this value.",)
    seen = Evidence(cited.evidence).rule
    best = "Of the producer's texts with this value, the source cited is the one that was seen most directly: "
    return (best, source, f", {seen}.")
