"""What only a person can judge: the tables of an edition, sorted into questions with the places that raise them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from etl.documents.prose.catalogue import WORLD
from etl.editions.differences import PRINTED, Identity
from etl.editions.rows import Tables
from etl.figures.areas import COUNTRY
from etl.figures.beside import rows_beside
from etl.figures.columns import OBSERVATION_KEY
from etl.figures.quoting import counted
from etl.figures.tables import FIGURES_PACKAGE
from etl.figures.vocabulary.attributes import RESTS_ON, Attribute, Unsaid
from etl.figures.vocabulary.crops import MeasureType
from etl.figures.vocabulary.judgement import SET_ASIDE, Misfit, Verdict
from etl.figures.vocabulary.numbers import RangeKind
from etl.figures.vocabulary.sources import Authority
from etl.method.conversion import value_or_range
from etl.method.prepare import ANNEX
from etl.package.problems import Problem

_RANGE_KIND = "range_kind"

Path = Callable[[str], str]  # from a path below the data folder to the one that the maintainer sees


@dataclass(frozen=True)
class Question:
    """One kind of thing to judge: what one and several are called, what to do about it, and a line for each place."""

    one: str
    several: str
    advice: str
    lines: list[str]

    @property
    def title(self) -> str:
        """How many there are to judge: no new disagreements, 1 new disagreement."""
        return counted(len(self.lines), self.one, self.several)


def questions(tables: Tables, problems: Iterable[Problem], before: set[Identity] | None, path: Path) -> list[Question]:
    """Everything to judge in an edition, the most urgent first.

    `problems` are those of the check; `before` are the disagreements of the edition before, which were judged then,
    or None to ask about all.
    """
    misfits = set(Misfit) - {Misfit.TIED}
    lines = {
        "disagreements": _disagreements(tables, before or set(), path),
        "ties": _ties(tables, before or set(), path),
        "consistency": [f"{each.file}:{each.line}: {each.text}" for each in problems if each.code in misfits],
        "unconfirmed": _unconfirmed(tables, path),
        "doubts": _doubts(tables, path),
        "undated": _undated(tables, path),
        "alone": _alone(tables, path),
        "undefined": _undefined(tables, path),
        "resting": _resting_on_nothing(tables, path),
    }
    new = "" if before is None else "new "
    return [
        Question(row["one"].format(new=new), row["several"].format(new=new), row["advice"], lines[row["question"]])
        for row in rows_beside("etl", "triage.csv")
    ]


def _names_of_observations(tables: Tables) -> pd.Series:
    """How each observation is called, by its id."""
    shown = tables["observation"]
    texts = [" ".join(map(str, key)) for key in shown[list(OBSERVATION_KEY)].itertuples(index=False, name=None)]
    return pd.Series(texts, index=shown["id"].to_numpy())


def _disagreements(tables: Tables, before: set[Identity], path: Path) -> list[str]:
    said = tables["statement"][tables["statement"]["verdict"] == Verdict.DIFFERS]
    shown = tables["observation"].set_index("id")
    name, cited = _names_of_observations(tables), tables["statement"].set_index("id")
    lines = []
    for row in said.itertuples():
        force = shown.loc[row.observation_id]
        printed = (getattr(row, column) for column in PRINTED)
        identity = (*force[list(OBSERVATION_KEY)], *(None if value != value else value for value in printed))
        if identity in before:
            continue
        source = cited.loc[force["statement_id"]]
        lines.append(
            f"{path(row.file)}:{row.line}: {name[row.observation_id]}: {row.source} prints "
            f"{value_or_range(row.value, row.low, row.high)} {row.unit}, the current value is "
            f"{value_or_range(*force[['value', 'low', 'high']])} "
            f"({source['source']}, {path(source['file'])}:{source['line']})"
        )
    return lines


def _ties(tables: Tables, before: set[Identity], path: Path) -> list[str]:
    """Figures that no date tells from another number, which did not disagree before."""
    said = tables["statement"].set_index("id")
    name = _names_of_observations(tables)
    lines = []
    for row in tables["observation"][tables["observation"]["tied_with"] > 0].itertuples():
        shown, other = said.loc[row.decided_by], said.loc[row.tied_with]
        printed = (other[column] for column in PRINTED)
        key = (getattr(row, column) for column in OBSERVATION_KEY)
        if (*key, *(None if value != value else value for value in printed)) in before:
            continue
        numbers = [value_or_range(*each[["value", "low", "high"]]) for each in (shown, other)]
        lines.append(
            f"{path(shown['file'])}:{shown['line']}: {name[row.id]}: {numbers[0]} {shown['unit']} from "
            f"{shown['source']} is shown, not {numbers[1]} from {other['source']} "
            f"({path(other['file'])}:{other['line']})"
        )
    return lines


def _unconfirmed(tables: Tables, path: Path) -> list[str]:
    corrections = tables["correction"]
    open_ones = corrections[corrections["confirmed_by"].isin(["", FIGURES_PACKAGE])].sort_values(["file", "line"])
    about = open_ones.merge(tables["statement"], left_on="statement_id", right_on="id", suffixes=("", "_statement"))
    name = _names_of_observations(tables)
    return [
        f"{path(row.file)}:{row.line}: {name[row.observation_id]}: {row.source} prints {row.printed:,.10g} {row.unit}, "
        f"judged {row.verdict} by {row.confirmed_by or 'nobody'}: {row.reason}"
        for row in about.itertuples()
    ]


def _doubts(tables: Tables, path: Path) -> list[str]:
    doubts = tables["doubt"][tables["doubt"]["conclusion"] == "open"]
    return [
        f"{path(row.file)}:{row.line}: {row.indicator} {row.area} {row.year} {row.producer}: {row.doubt} {row.found}"
        for row in doubts.itertuples()
    ]


def _undated(tables: Tables, path: Path) -> list[str]:
    counts = tables["statement"]["source"].value_counts()
    sources = tables["source"][tables["source"]["published"] == ""]
    return [
        f"{path(row.file)}:{row.line}: {row.source} ({row.title}), {counted(counts.get(row.source, 0), 'statement')}"
        for row in sources.itertuples()
    ]


def _alone(tables: Tables, path: Path) -> list[str]:
    """Observations whose value comes from one source; statements set aside do not count."""
    used = tables["statement"][~tables["statement"]["verdict"].isin(SET_ASIDE)]
    number = used.groupby("observation_id")["source"].nunique()
    first = used.drop_duplicates("observation_id")
    alone = first[first["observation_id"].map(number) == 1]
    authority = alone["source"].map(tables["source"].set_index("source")["authority"])
    alone = alone.assign(second_hand=authority == Authority.SECONDARY)
    alone = alone.sort_values(["second_hand", "year", "id"], ascending=[False, False, True])
    name = _names_of_observations(tables)
    return [
        f"{path(row.file)}:{row.line}: {name[row.observation_id]}: "
        f"{value_or_range(row.value, row.low, row.high)} {row.unit}, only {row.source}"
        for row in alone.itertuples()
    ]


def _undefined(tables: Tables, path: Path) -> list[str]:
    """How much is not known of the statements on countries that definitions name: a line for each attribute.

    It begins with the place of the first of them for which nobody has looked, or else of the first of all, and says of
    how many somebody has looked in vain.
    """
    looked_for = _looked_for(tables)
    said, countries = tables["statement"], _defined_countries(tables)
    said = said[said["verdict"] != Verdict.WRONG_SCOPE]  # of which the definitions of its series say nothing
    measure = tables["indicator"].set_index("indicator")["measure"]
    lines = []
    for row in rows_beside("etl", "concerns.csv"):
        about = said[said["area"].isin(countries) & said["producer"].isin(row["producers"].split())]
        if row["indicators"]:
            about = about[about["indicator"].isin(row["indicators"].split())]
        if row["measures"]:
            about = about[about["indicator"].map(measure).isin(row["measures"].split())]
        empty = about[about[row["attribute"]] == ""]
        if row["attribute"] == _RANGE_KIND:  # every range has a word, of which one says that its kind is not stated
            about = about[about[_RANGE_KIND] != ""]
            empty = about[about[_RANGE_KIND] == RangeKind.UNSTATED]
        if len(empty):
            why = _whys(empty, looked_for.get(row["attribute"], {}))
            every, some = about["area"].value_counts(), empty["area"].value_counts().sort_index()
            where = ", ".join(f"{area} {count} of {every[area]}" for area, count in some.items())
            first = empty.assign(is_known_why=why != "").sort_values(["is_known_why", "file", "line"]).iloc[0]
            shares = [f"{len(empty) / len(about):.0%} of {len(about):,} not known"]
            shares += [f"{(why == word).sum() / len(about):.0%} {word.rule}" for word in Unsaid if (why == word).any()]
            if (why == "").any() and (why != "").any():
                shares.append(f"{(why == '').sum() / len(about):.0%} not looked for")
            lines.append(f"{path(first['file'])}:{first['line']}: {row['attribute']}: {', '.join(shares)} ({where})")
    return lines


def _whys(said: pd.DataFrame, words: Mapping[str, str]) -> "pd.Series[str]":
    """For each of some statements the word for why something is empty; an empty text where nobody has looked."""
    return pd.Series([words.get(text, "") for text in said["undefined_by"]], index=said.index, dtype="str")


def _looked_for(tables: Tables) -> dict[str, dict[str, str]]:
    """By attribute: the word for why it is empty, by what statements have in `undefined_by`."""
    rows = tables["definition"].set_index("definition")
    found: dict[str, dict[str, str]] = {name: {} for name in (*Attribute, RESTS_ON)}
    for text in tables["statement"]["undefined_by"].unique():
        for number in map(int, text.split()):
            found[rows.loc[number, "attribute"]][text] = rows.loc[number, "value"]
    return found


def _defined_countries(tables: Tables) -> list[str]:
    """The countries that definitions name."""
    areas, named = tables["area"], set(tables["definition"]["area"])
    return [area for area in areas.loc[areas["level"] == COUNTRY, "area"] if area in named]


def _resting_on_nothing(tables: Tables, path: Path) -> list[str]:
    """The annexes with numbers that rest on nothing that is recorded; a world total that they add up is their own."""
    sources = tables["source"].set_index("source")
    said = tables["statement"]
    said = said[(said["measure_type"] != MeasureType.COMPUTED) | (said["area"] != WORLD)]
    of_annex = said[said["source"].map(sources["kind"]) == ANNEX]
    alone, every = of_annex.loc[of_annex["rests_on"] == "", "source"].value_counts(), of_annex["source"].value_counts()
    why = _whys(of_annex, _looked_for(tables)[RESTS_ON]).groupby(of_annex["source"]).max()
    place = sources.loc[alone.index].assign(alone=alone, why=why)
    place = place.sort_values("why", key=lambda why: why != "", kind="stable")  # what nobody looked for comes first
    return [
        f"{path(row.file)}:{row.line}: {row.Index}: {row.alone} of {every[row.Index]} numbers rest on nothing that is "
        f"recorded: {Unsaid(row.why).rule if row.why else 'not looked for'}"
        for row in place.itertuples()
    ]
