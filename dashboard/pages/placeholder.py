"""Pages that hold a place: enough of each to see the shell at work until the real page takes over its address."""

from typing import Any

from dash import dcc, html

from dashboard.page import Page, PageNotFoundError
from dashboard.tables_view import Cell, Column, Row, table

_YEARS = (2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020)
_HECTARES = (123000, 131000, 154000, 209000, 224000, 183000, 201000, 328000, 263000, 163000, 224000)
_VERDICTS = ("cited", "agrees", "rounded", "superseded", "differs", "misprint", "wrong-scope")
_VERDICT_WORDS = ("cited", "agrees", "rounded", "superseded", "differs", "misprint", "other scope")


def _number_address(year: int) -> str:
    return f"/number/opium-cultivation/AFG/{year}/unodc"


def _figure() -> dict[str, Any]:
    font = {"family": "IBM Plex Sans, sans-serif", "size": 14, "color": "#566270"}
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": list(_YEARS),
                "y": list(_HECTARES),
                "line": {"color": "#0072b2", "width": 2.5},
                "marker": {"size": 7},
            }
        ],
        "layout": {
            "font": font,
            "margin": {"l": 64, "r": 24, "t": 16, "b": 40},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "yaxis": {"rangemode": "tozero", "tickformat": ",", "gridcolor": "rgba(130,140,150,0.25)"},
            "xaxis": {"showgrid": False},
        },
    }


def _verdict_cell(index: int) -> Cell:
    verdict = index % len(_VERDICTS)
    return {"text": _VERDICT_WORDS[verdict], "badge": f"verdict verdict-{_VERDICTS[verdict]}"}


def _figure_rows() -> list[Row]:
    return [
        [
            {"text": str(year), "sort": year},
            {
                "text": f"{value:,}",
                "href": _number_address(year),
                "sort": value,
                "class": "accent" if year == 2018 else "",
            },
            {"text": "UNODC", "note": "Afghanistan Opium Survey"},
            _verdict_cell(index),
        ]
        for index, (year, value) in enumerate(zip(_YEARS, _HECTARES, strict=True))
    ]


def _card(title: str, value: str, unit: str, note: str, accent: bool = False) -> html.Div:
    return html.Div(
        [
            html.H3(title),
            html.P(
                [html.A(value, href=_number_address(2018)), " ", html.Span(unit, className="unit")], className="figure"
            ),
            html.P(note, className="note"),
        ],
        className="card card-accent" if accent else "card",
    )


_COLUMNS = (Column("Year"), Column("Cultivation", numeric=True, note="hectares"), Column("Producer"), Column("Verdict"))


def explore(query: str) -> Page:
    """The chart, cards and a table."""
    cards = html.Div(
        [
            _card("Opium poppy, 2018", "263,000", "ha", "UNODC, between 242,000 and 283,000", accent=True),
            _card("Potential opium production, 2018", "6,400", "t", "UNODC, between 5,600 and 7,200"),
            _card("Opium poppy, 2018", "221,000", "ha", "United States Government, its own estimate"),
        ],
        className="grid",
    )
    body = html.Div(
        [
            html.H1("Afghan poppy cultivation fell 20 % in 2018"),
            html.P("Hectares under opium poppy, by year and producer of the estimate.", className="lead"),
            cards,
            dcc.Graph(
                id="placeholder-chart",
                figure=_figure(),
                config={"displayModeBar": False, "responsive": True},
                style={"height": "380px"},
            ),
            html.H2("The figures"),
            table("figures", _COLUMNS, _figure_rows(), "Opium poppy cultivation in Afghanistan"),
        ]
    )
    return Page("Explore", "Opium poppy and coca: cultivation and production by year.", body, charts=True)


def afghanistan_2018(query: str) -> Page:
    """A page of text."""
    body = html.Div(
        [
            html.H1("Afghanistan 2018: 263,000 hectares of opium poppy"),
            html.P("What was estimated, who printed it, and where the printed numbers differ.", className="lead"),
            html.P(["The estimate is on ", html.A("a page of its own", href=_number_address(2018)), "."]),
        ],
        className="prose",
    )
    return Page("Afghanistan 2018", "The 2018 estimate and everyone who printed it.", body)


def number(query: str, indicator: str, area: str, year: str, producer: str) -> Page:
    """One observation."""
    if not year.isdigit() or int(year) not in _YEARS:
        raise PageNotFoundError(f"There is no figure for {year}.")
    value = _HECTARES[_YEARS.index(int(year))]
    body = html.Div(
        [
            html.H1([html.Span(f"{value:,} ha", className="accent"), f" of opium poppy in Afghanistan, {year}"]),
            html.P("Estimate of the United Nations Office on Drugs and Crime.", className="lead"),
            html.Dl(
                [
                    html.Dt("Range"),
                    html.Dd("242,000 to 283,000 ha"),
                    html.Dt("Source"),
                    html.Dd(html.A("Afghanistan Opium Survey 2018", href="/source/unodc-survey-2018")),
                    html.Dt("Place"),
                    html.Dd("page 5, table 1"),
                ]
            ),
            html.H2("Every other statement"),
            table("statements", _COLUMNS, _figure_rows(), "Statements on this number"),
            html.H2("Cite this number"),
            html.Div("UNODC, Afghanistan Opium Survey 2018: Cultivation and Production, 2018.", className="citation"),
        ],
        className="prose",
    )
    return Page(f"{value:,} ha, {year}", "One number with its source.", body)


def sources(query: str) -> Page:
    """A long list."""
    rows: list[Row] = [
        [
            {"text": f"Source {index:04d}", "href": f"/source/source-{index}"},
            "UNODC",
            {"text": str(2000 + index % 25), "sort": 2000 + index % 25},
            _verdict_cell(index),
        ]
        for index in range(2000)
    ]
    columns = (Column("Title"), Column("Publisher"), Column("Published", numeric=True), Column("Verdict"))
    body = html.Div([html.H1("Sources"), table("sources", columns, rows, "All sources")])
    return Page("Sources", "Every publication that a number rests on.", body)


def source(query: str, key: str) -> Page:
    """One publication."""
    body = html.Div([html.H1(f"Source {key}"), html.P(html.A("All sources", href="/sources"))], className="prose")
    return Page(f"Source {key}", "One publication and every number that rests on it.", body)


def disagreements(query: str) -> Page:
    """Where sources differ."""
    badges = [
        html.Span(word, className=f"verdict verdict-{verdict}")
        for verdict, word in zip(_VERDICTS, _VERDICT_WORDS, strict=True)
    ]
    body = html.Div([html.H1("Disagreements"), html.Div(badges, className="row")])
    return Page("Disagreements", "Where sources print different numbers for the same thing.", body)


def coverage(query: str) -> Page:
    """What is known."""
    return Page("Coverage", "What is known and what is missing.", html.Div(html.H1("Coverage"), className="prose"))


def data(query: str) -> Page:
    """Downloads."""
    return Page("Data", "Downloads, editions and the API.", html.Div(html.H1("Data"), className="prose"))


def method(query: str) -> Page:
    """How the figures are made."""
    return Page("Method", "How the figures are made.", html.Div(html.H1("Method"), className="prose"))
