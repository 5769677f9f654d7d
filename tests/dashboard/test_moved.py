"""A number that stands in the series of another producer now is found at its old address, and in old pictures."""

import pytest
from starlette.testclient import TestClient

from dashboard.exports.said import Said
from dashboard.exports.trace import _since
from dashboard.server.urls import INSIDE
from etl.editions.reading import Edition
from etl.figures.keys import Key

OLD = Key("opium-poppy-cultivation", "MEX", 2009, "unodc")
NEW = OLD._replace(producer="usg")
REPRINTED = [
    *(Key("opium-poppy-cultivation", "MEX", year, "unodc") for year in (2000, 2001, 2004, 2005, 2007, 2009, 2014)),
    *(Key("opium-poppy-cultivation", "GTM", year, "unodc") for year in (2004, 2005)),
    Key("opium-poppy-cultivation", "MMR", 1999, "unodc"),
    *(Key("opium-production", "MEX", year, "unodc") for year in (2000, 2007, 2014)),
    Key("coca-bush-cultivation", "BOL", 2002, "unodc"),
]


@pytest.mark.parametrize("old", REPRINTED, ids=lambda key: key.path)
def test_what_the_un_only_reprints_stands_in_the_series_of_the_us(edition: Edition, old: Key) -> None:
    assert edition.observation(old) is None
    now = edition.moved(old)
    assert now == old._replace(producer="usg")
    shown = edition.observation(now)
    assert shown is not None
    reprints = [item for item in edition.statements_of(shown) if item.attributes.compiler == "unodc"]
    assert reprints
    assert all(item.attributes.estimator == "us-government" for item in reprints)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (INSIDE.number(OLD), INSIDE.number(NEW)),
        (INSIDE.number(OLD, source="unodc-wdr-2016-table-8-2"), INSIDE.number(NEW, source="unodc-wdr-2016-table-8-2")),
        (
            INSIDE.computed("change", (OLD, NEW._replace(year=2008))),
            INSIDE.computed("change", (NEW, NEW._replace(year=2008))),
        ),
        (f"/api/v1/number/{OLD.path}", f"/api/v1/number/{NEW.path}"),
        (f"/api/v1/number/{OLD.path}.csv", f"/api/v1/number/{NEW.path}.csv"),
        (f"/api/v1/citation/number/{OLD.path}.bib", f"/api/v1/citation/number/{NEW.path}.bib"),
        (f"/api/v1/number/{OLD.path}?asof=2020-01-01", f"/api/v1/number/{NEW.path}?asof=2020-01-01"),
    ],
)
def test_an_old_address_leads_to_the_new_one(client: TestClient, old: str, new: str) -> None:
    answer = client.get(old, follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"].removeprefix(str(client.base_url)) == new
    assert client.get(old).status_code == 200


def test_an_old_card_of_a_shared_link_is_still_drawn(client: TestClient) -> None:
    assert client.get(f"/picture/number/{OLD.path}.png").status_code == 200


def test_what_was_never_there_is_not_found(client: TestClient) -> None:
    nowhere = OLD._replace(year=1950)
    assert client.get(INSIDE.number(nowhere)).status_code == 404
    assert client.get(f"/api/v1/number/{nowhere.path}").status_code == 404


def test_an_old_picture_says_where_its_number_stands_now(edition: Edition) -> None:
    figure = {**OLD._asdict(), "value": 19500.0, "source": "unodc-wdr-2016-table-8-2"}
    said = Said.model_validate(
        {
            "title": "",
            "view": "indicator=opium-poppy-cultivation&area=MEX",
            "address": "",
            "edition": "old",
            "data_as_of": "",
            "sources": [],
            "values": [figure],
        }
    )
    told = "\n".join(_since(said, edition))
    assert "now in the series of US Government" in told
    assert INSIDE.number(NEW) in told
