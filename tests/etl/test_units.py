"""Numbers in other units arrive in the unit of their indicator; the others are not touched."""

import contextlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.method.conversion import to_indicator_units
from etl.method.units import UnitError, UnknownUnitError
from etl.method.units_in_use import current_units, factor, is_unit, units_in_use

INDICATORS = pd.DataFrame({"indicator": ["area", "price", "harvest"], "unit": ["hectares", "USD/kg", "tons"]})


def statements(*rows: tuple[str, float, float, float, str]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["indicator", "value", "low", "high", "unit"])
    return table.astype({"indicator": "str", "unit": "str", "value": float, "low": float, "high": float})


@pytest.mark.parametrize(
    ("unit", "wanted", "expected"),
    [
        ("acres", "hectares", 0.40468564224),
        ("square km", "hectares", 100),
        ("sq km", "hectares", 100),
        ("km2", "hectares", 100),
        ("km²", "hectares", 100),
        ("Square kilometres", "hectares", 100),
        ("thousand hectares", "hectares", 1000),
        ("jeribs", "hectares", 0.2),
        ("kilograms", "tons", 0.001),
        ("short tons", "tons", 0.90718474),
        ("short_ton", "tons", 0.90718474),
        ("metric tons", "tons", 1),
        ("tonnes", "tons", 1),
        ("t", "tons", 1),
        ("USD", "million USD", 1e-6),
        ("billion US dollars", "million USD", 1000),
        ("USD/pound", "USD/kg", 1 / 0.45359237),
        ("dollars per gram", "USD/kg", 1000),
        ("kg per hectare", "kg/ha", 1),
        ("tons/ha", "kg/ha", 1000),
        ("%", "percent", 1),
    ],
)
def test_units_of_the_field_convert(unit: str, wanted: str, expected: float) -> None:
    assert factor(unit, wanted) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("unit", "wanted", "expected"),
    [
        ("g", "kg", 0.001),
        ("Ounce", "g", 28.349523125),
        ("mL", "litres", 0.001),
        ("thousand people", "persons", 1000),
        ("dosage units", "doses", 1),
        ("Pill", "tablets", 1),
        ("USD/g", "USD/kg", 1000),
        ("USD/Ounce", "USD/g", 1 / 28.349523125),
        ("USD/L", "USD/ml", 0.001),
        ("USD/1000 tablets", "USD/tablet", 0.001),
        ("USD/1000 units", "USD/unit", 0.001),
        ("per million", "per 100,000", 0.1),
    ],
)
def test_units_of_tables_of_the_field_convert(unit: str, wanted: str, expected: float) -> None:
    assert factor(unit, wanted) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [
        ("tablets", "kg"),
        ("doses", "tablets"),
        ("litres", "kg"),
        ("seizures", "cases"),
        ("persons", "deaths"),
        ("USD/tablet", "USD/dose"),
        ("USD/unit", "USD/tablet"),
        ("percent", "per 100,000"),
    ],
)
def test_what_is_counted_otherwise_is_kept_apart(unit: str, wanted: str) -> None:
    with pytest.raises(UnitError, match=f"does not convert to {wanted}"):
        factor(unit, wanted)


def test_every_unit_of_the_data_leads_to_one_that_is_kept_apart() -> None:
    for row in current_units().rows:
        assert factor(row.unit, row.base_unit if row.base_unit not in ("", "1") else row.unit) > 0


def test_a_unit_of_one_package_is_none_of_another() -> None:
    own = pd.DataFrame({"unit": ["sacks"], "quantity": ["sacks"], "factor": [float("nan")]})
    with units_in_use(own.assign(base_unit="", other_names="sack")):
        assert factor("sack", "sacks") == 1
        assert not is_unit("tablets")
    assert not is_unit("sacks")


def test_a_ton_is_a_metric_ton() -> None:
    assert factor("tons", "kg") == 1000


@pytest.mark.parametrize(
    "unit", ["furlongs", "", "hectare!", "__import__('os')", "9**9**9", "ha^9", "0 ha", "1/0", "per"]
)
def test_an_unknown_unit_is_refused_and_others_proposed(unit: str) -> None:
    with pytest.raises(UnknownUnitError, match="use hectares, acres"):
        factor(unit, "hectares")


@pytest.mark.parametrize("unit", ["tons", "USD", "km", "ha ha", "kg/ha", "7"])
def test_a_unit_of_something_else_is_refused(unit: str) -> None:
    with pytest.raises(UnitError, match="does not convert to hectares"):
        factor(unit, "hectares")


@given(st.text(max_size=50) | st.text("0123456789*/^. ()hakgtons%²", max_size=50))
def test_nothing_odd_is_evaluated(unit: str) -> None:
    with contextlib.suppress(UnitError):
        assert 0 < factor(unit, "hectares") < float("inf")


def test_converted_numbers_say_what_they_were() -> None:
    converted = to_indicator_units(
        statements(
            ("area", 650, 600, 700.5, "acres"),
            ("harvest", np.nan, 1000, 2500, "kg"),
            ("price", 100, np.nan, np.nan, "USD/kg"),
        ),
        INDICATORS,
    )
    assert converted["value"].tolist()[0] == 263.045667456
    assert converted["high"].tolist()[:2] == [283.482292389, 2.5]
    assert np.isnan(converted["value"][1]) and np.isnan(converted["low"][2])
    assert converted["unit"].tolist() == ["hectares", "tons", "USD/kg"]
    assert converted["converted_from"].tolist() == ["650 acres", "1000 to 2500 kg", ""]
    assert str(converted["converted_from"].dtype) == str(converted["unit"].dtype) == "str"


@given(st.lists(st.floats(0, 1e12), min_size=1, max_size=20))
def test_numbers_in_the_right_unit_keep_every_bit(values: list[float]) -> None:
    given_table = statements(
        *(("area", value, value, value, "hectares") for value in values), ("area", 1, 1, 1, "acres")
    )
    before = given_table.copy()
    converted = to_indicator_units(given_table, INDICATORS)
    assert converted["value"].tolist()[:-1] == values
    assert (converted["converted_from"][:-1] == "").all()
    assert given_table.equals(before)


def test_no_statements_are_no_trouble() -> None:
    assert list(to_indicator_units(statements(), INDICATORS)["converted_from"]) == []


def test_pint_is_not_loaded_when_nothing_converts() -> None:
    script = (
        "import sys, pandas as pd, etl.method.conversion as units\n"
        "table = pd.DataFrame({'indicator': ['a'], 'unit': ['tons'], 'value': [1.0], 'low': [1.0], 'high': [1.0]})\n"
        "units.to_indicator_units(table, pd.DataFrame({'indicator': ['a'], 'unit': ['tons']}))\n"
        "sys.exit('pint' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 0
