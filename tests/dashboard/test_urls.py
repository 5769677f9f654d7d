"""The one builder of addresses writes what is read again, for whoever asks."""

from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.server import urls as spelled
from dashboard.server.urls import Urls, clean_prefix, parts_of, urls, used
from etl.editions.reading import Database
from etl.figures.keys import Key

HOST = "http://stats.example"
KEY = Key("opium-poppy-cultivation", "AFG", 2018, "unodc")


def test_a_number_of_one_reader_leads_another_to_his_own_dashboard(database: Database) -> None:
    from dashboard.words.numbers import number

    edition = database.edition()
    observation = edition.observation(KEY)
    assert observation is not None
    with used(Urls("/figures")):
        made = number(observation, edition.indicators[KEY.indicator])
        assert made.href == f"/figures/number/{KEY.path}"
    assert made.href == f"/number/{KEY.path}"
    with used(Urls("/figures", f"{HOST}/figures")):
        assert urls().whole.below(made.page) == f"{HOST}/figures/number/{KEY.path}"


# Keys are letters, digits and hyphens; the builder escapes whatever else somebody asks for.
_ANYTHING = st.text(min_size=1).filter(lambda text: text.isprintable() and not {"/", "."} & set(text))


@given(key=_ANYTHING, root=st.sampled_from(["", "/figures", f"{HOST}/figures"]))
def test_what_is_written_is_read_again(key: str, root: str) -> None:
    address = Urls(root).source(key)
    assert not set(address) & set(" \"'<>?#")
    inside = Urls(root).inside(address)
    assert inside is not None
    assert parts_of(spelled.SOURCE_PAGE, httpx.URL(f"http://a{inside}").path) == {"key": key}


@given(name=st.text(), root=st.sampled_from(["/figures", f"{HOST}/figures"]))
def test_an_address_of_another_site_is_not_one_of_the_dashboard(name: str, root: str) -> None:
    assert Urls(root).inside(f"/elsewhere/{name}") is None
    assert Urls(root).inside(f"{root}beside/{name}") is None


@pytest.mark.parametrize("given_as", ["figures", "/figures", "/figures/", "figures/"])
def test_a_prefix_means_the_same_however_its_slashes_are_written(given_as: str) -> None:
    assert clean_prefix(given_as) == "/figures"
    assert clean_prefix("/") == clean_prefix("") == ""


def test_the_whole_address_of_a_dashboard_has_scheme_and_host() -> None:
    at = Urls.at("https://figures.example.org/drugs/")
    assert at.data() == "https://figures.example.org/drugs/data" and at.has_host
    assert urlsplit(at.whole.number(KEY)).path == f"/drugs/number/{KEY.path}"
    assert not Urls("/figures").has_host
