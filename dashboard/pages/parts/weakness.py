"""What is weak in some figures: of each kind how many there are, with the list of them as a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from dash import html
from dash.development.base_component import Component

from dashboard.server.urls import urls
from etl.editions.reading import Edition
from etl.editions.reading.observations import Selection
from etl.figures.vocabulary.judgement import Weakness

LIST = "observations"
WEAK_NAMES = {str(word): word.rule for word in Weakness}


def weak_ids(edition: Edition) -> Callable[[str], frozenset[int]]:
    """The ids of all figures that are weak in a way, found when they are first asked for."""
    return cache(lambda word: edition.ids_of(Selection(weak=(word,))))


def weak_file(word: str, values: Mapping[str, Sequence[str]], text: str) -> html.A:
    """A link to the figures that are weak in a way, of all that `values` choose in the API, as CSV."""
    return html.A(text, href=urls().api_list_csv(LIST, {**values, "weak": [word]}), download="")


def weak_of_choice(word: str, values: Mapping[str, Sequence[str]]) -> html.P:
    """The link to all figures of a page's choice that are weak in a way, whether or not the page is about figures."""
    return html.P(weak_file(word, values, f"All figures of this selection that {Weakness(word).meaning}, as CSV"))


def weak_in(edition: Edition, values: Mapping[str, Sequence[str]], chosen: Selection) -> list[Component]:
    """How many figures of a choice are weak in which way, each with its list; nothing where none is.

    `values` say to the API what `chosen` says here.
    """
    found = []
    for word in Weakness:
        count = len(edition.ids_of(replace(chosen, weak=(word,))))
        if count:
            file = weak_file(word, values, "CSV")
            found.append(html.Li([f"Figures that {word.meaning}: {count:,} (", file, ")"]))
    return (
        [html.P("Limitations of these figures:", className="note"), html.Ul(found, className="statement-list")]
        if found
        else []
    )
