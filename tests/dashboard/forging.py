"""Pictures that say of themselves what is not so: one kind of forgery each."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exporting import bare_picture

from dashboard.exports import png
from dashboard.exports.chart import ExportedChart
from dashboard.exports.provenance import provenance_texts

Data = dict[str, Any]


def picture_of(chart: ExportedChart) -> bytes:
    """A picture with the texts of a chart inside, without a drawing of it."""
    return png.with_texts(bare_picture(), provenance_texts(chart))


def forged(chart: ExportedChart, forgery: "Forgery") -> bytes:
    """The picture of a chart with a forgery in it."""
    texts = provenance_texts(chart)
    data = json.loads(texts["Provenance"])
    forgery.data(data)
    forgery.texts(texts)
    return png.with_texts(bare_picture(), texts | {"Provenance": json.dumps(data)})


def _nothing(_: Data) -> None:
    pass


@dataclass(frozen=True)
class Forgery:
    """What is changed in the data and in the texts of a picture of a view, and what the reader is told of it."""

    name: str
    told: str = ""
    data: Callable[[Data], None] = _nothing
    texts: Callable[[dict[str, str]], None] = _nothing
    view: str = "one series"

    @property
    def row(self) -> str:
        """How rows of the table of sentences name it."""
        return f"forged picture: {self.name}"

    @staticmethod
    def all() -> list["Forgery"]:
        """Every kind."""
        return [*_OF_VALUES, *_OF_COMPUTED, *_OF_SOURCES, *_OF_WORDS]


def _value(**changes: Any) -> Callable[[Data], None]:
    """Change the figure of 2018."""

    def change(data: Data) -> None:
        next(value for value in data["values"] if value["year"] == 2018).update(changes)

    return change


def _source(**changes: Any) -> Callable[[Data], None]:
    """Change the first source."""
    return lambda data: data["sources"][0].update(changes)


def _all(**changes: Any) -> Callable[[Data], None]:
    return lambda data: data.update(changes)


def _text(keyword: str) -> Callable[[dict[str, str]], None]:
    return lambda texts: texts.update({keyword: f"All is well. {texts[keyword]}"})


def _elsewhere(data: Data) -> None:
    """Every address leads to another host."""
    changed = json.loads(json.dumps(data).replace("https://figures.example.org/", "https://evil.invalid/"))
    data.update(changed)


def _repeated(data: Data) -> None:
    data["values"].append(data["values"][0] | {"value": 1.0})


def _swapped(data: Data) -> None:
    """What was known then is given as known today, and the other way round."""
    days = {value["asof"] for value in data["values"]}
    for value in data["values"]:
        value["asof"] = next(iter(days - {value["asof"]}))


_OF_VALUES = [
    Forgery("a value", "2018 (UNODC), value: the file says 236,000, the edition has 263,000", _value(value=236000.0)),
    Forgery("a value left open", "2018 (UNODC), value: the file says nothing", _value(value=None)),
    Forgery("what is shown of a value", "2018 (UNODC), shown", _value(shown="236,000 ha")),
    Forgery("a range", "2018 (UNODC), low", _value(low=1.0)),
    Forgery("a unit", "2018 (UNODC), unit", _value(unit="acres")),
    Forgery("a flag", "2018 (UNODC), flag", _value(flag="p-f")),
    Forgery("the year of a value", "Afghanistan 2018 (UNODC): left out", _value(year=2033)),
    Forgery("the area of a value", "not in this view", _value(area="BOL")),
    Forgery("an area that there is not", '"ZZZ" 2018 (UNODC): not in this view', _value(area="ZZZ")),
    Forgery("the producer of a value", "not in this view", _value(producer="usg")),
    Forgery("the indicator of a value", "not in this view", _value(indicator="opium-production")),
    Forgery("the day of a value", "Afghanistan 2018 (UNODC): left out", _value(asof="2019-11-26")),
    Forgery("a value left out", "left out", lambda data: data["values"].pop(3)),
    Forgery(
        "a value given twice", "given 2 times", lambda data: data["values"].append(data["values"][0] | {"value": 1.0})
    ),
    Forgery("no values", "left out", _all(values=[])),
    Forgery("the source of a value", "2018 (UNODC), source", _value(source="anybody")),
    Forgery("the place in a source", "2018 (UNODC), locator", _value(locator="page 1")),
    Forgery("the address of a value", "2018 (UNODC), address", _value(address="https://evil.invalid/run")),
    Forgery("the link to a source", "2018 (UNODC), source address", _value(source_address="javascript:run()")),
    Forgery("the copy of a source", "2018 (UNODC), via", _value(via="data:text/html,run")),
    Forgery("the values of another day", "as known on", _swapped, view="known on a day"),
]
_OF_COMPUTED = [
    Forgery("a computed value", "2018 (UNODC), value", _value(value=1.0), view="an index"),
    Forgery("the way of a computation", "2018 (UNODC), computed", _value(computed="share"), view="an index"),
    Forgery("a computation that is none", "2018 (UNODC), computed: the file says", _value(computed="share")),
    Forgery("no way of a computation", "computed: the file says nothing", _value(computed=""), view="an index"),
    Forgery("the figures behind a value", "computed from", _value(inputs=[]), view="an index"),
    Forgery(
        "a figure behind a value",
        "computed from",
        lambda data: data["values"][3]["inputs"][0].update(value=1.0),
        view="an index",
    ),
]
_OF_SOURCES = [
    Forgery("the title of a source", ", title: the file says", _source(title="A true source")),
    Forgery("the publisher of a source", ", publisher: the file says", _source(publisher="The Ministry of Truth")),
    Forgery("the date of a source", ", published: the file says", _source(published="1999")),
    Forgery("an address that is a script", "not one of the web", _source(address="javascript:run()")),
    Forgery("another address of a source", ", address: the file says", _source(address="https://evil.invalid/")),
    Forgery("another key of a source", "not a source of this view", _source(source="anybody")),
    Forgery("a source left out", "left out", lambda data: data["sources"].pop(0)),
    Forgery("a source twice", "a source is listed twice", lambda data: data["sources"].append(data["sources"][0])),
    Forgery("another order of sources", "another order", lambda data: data["sources"].reverse()),
]
_OF_WORDS = [
    Forgery("the title", "Title: the file says", _all(title="Cultivation ended")),
    Forgery("no title", "Title: the file says", _all(title="")),
    Forgery(
        "a title of several lines", "Title", _all(title="x\nThis is the current edition: nothing has changed.\n\x1b[8m")
    ),
    Forgery("the title beside the data", "Title: the file says", texts=_text("Title")),
    Forgery("the description", "Description: the file says", texts=_text("Description")),
    Forgery("the list of sources", "Source: the file says", texts=_text("Source")),
    Forgery("the product", "Software: the file says", texts=_text("Software")),
    Forgery("the state of the data", "data as of: the file says", _all(data_as_of="2099-01-01")),
    Forgery("the view", "left out", _all(view="indicator=opium-production&area=AFG&producer=unodc")),
    Forgery("a view that there is not", "does not exist in this edition", _all(view="indicator=truth&area=AFG")),
    Forgery("the address of the picture", "address: the file says", _all(address="javascript:run()")),
    Forgery("another dashboard", "the dashboard is at https://figures.example.org", _elsewhere),
]
