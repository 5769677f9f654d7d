"""The tables of large databases are read as they are, or stop where a row is no figure of a year."""

from pathlib import Path

import pytest
from importing import POPPY, numbers, of_text

WORLD_BANK = '"Data Source","Indicators",\n\n"Country Name","Country Code","Indicator Name","Indicator Code",'
DATABANK = "Country Name,Country Code,Series Name,Series Code,2019 [YR2019],2020 [YR2020]\n"
POPPY_AREA = '"Opium poppy cultivation (ha)","AG"'
FAOSTAT = (
    "Domain Code,Domain,Area Code (M49),Area,Element Code,Element,Item Code (CPC),Item,Year Code,Year,Unit,Value,"
    "Flag,Flag Description\n"
)
AREA_HARVESTED = "5312,Area harvested,01,Opium poppy,2020,2020,ha"
EUROSTAT = "freq,unit,geo\\TIME_PERIOD\t2019 \t2020 \n"
SDMX = "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,SEX,UNIT_MEASURE,UNIT_MULT,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
LABELLED = "REF_AREA: Area,SEX: Sex,TIME_PERIOD: Time,OBS_VALUE: Observation\n"
BY_DAY = "Entity,Code,Day,Opium poppy cultivation\n"
LAYOUTS = {
    "Our World in Data": [
        "Entity,Code,Year,Opium poppy cultivation\nAfghanistan,AFG,2020,224000\nAsia,,2020,250000\n",
        "entity,code,year,opium_poppy_cultivation\nAfghanistan,AFG,2020,224000\n",
        "Entity,Code,Year,Opium poppy cultivation\nWorld,OWID_WRL,2020,300000\nAfghanistan,AFG,2020,224000\n",
        "Entity,Code,Year,Opium poppy cultivation,Annotations\nAfghanistan,AFG,2020,224000,revised\n",
        "Entity;Code;Year;Opium poppy cultivation\nAfghanistan;AFG;2020;224000\nHigh-income countries;HIC;2020;5\n",
        "Entity,Code,Year,Opium poppy cultivation (ha),Opium production (t)\nAfghanistan,AFG,2020,224000,6300\n",
        "Entity,Code,Day,Opium poppy cultivation\nAfghanistan,AFG,2020-12-31,224000\n",
    ],
    "World Bank": [
        f'{WORLD_BANK}"2020",\n"Afghanistan","AFG",{POPPY_AREA},"224000",\n"Arab World","ARB",,,"5",\n',
        f'\ufeff{WORLD_BANK}"2019","2020",\n"Afghanistan","AFG",{POPPY_AREA},"","224000",\n',
        f'{WORLD_BANK}"2020",\n"Africa Eastern and Southern","AFE",{POPPY_AREA},"7",\n"Afghanistan","AFG",{POPPY_AREA},'
        f'"224000",\n"Low income","LIC",{POPPY_AREA},"8",\n',
        f'{WORLD_BANK}"2020",\n"Afghanistan","AFG","Population, total","SP.POP.TOTL","38000000",\n"Afghanistan","AFG",'
        f'{POPPY_AREA},"224000",\n',
        f"{DATABANK}Afghanistan,AFG,Opium poppy cultivation (ha),AG,..,224000\n\nLast Updated: 01/01/2026\n",
        f"{DATABANK}Europe & Central Asia,ECS,Opium poppy (ha),AG,5,6\nAfghanistan,AFG,Opium poppy (ha),AG,..,224000\n",
    ],
    "FAOSTAT": [
        f"{FAOSTAT}QCL,Crops,'004,Afghanistan,{AREA_HARVESTED},224000,A,x\n"
        "QCL,Crops,'004,Afghanistan,5510,Production,01,Opium poppy,2020,2020,t,6300,A,x\n",
        f"{FAOSTAT}QCL,Crops,'004,Afghanistan,{AREA_HARVESTED},224000,A,x\nQCL,Crops,'142,Asia,{AREA_HARVESTED},5,A,x\n",
        "Area,Item,Element,Unit,Year,Value,Flag,Note\nAfghanistan,Opium poppy,Area harvested,ha,2020,224000,A,\n"
        "Afghanistan,Opium poppy,Yield,kg/ha,2020,28,A,\n",
        "Area Code,Area,Item Code,Item,Element Code,Element,Unit,Y2019,Y2020\n"
        "2,Afghanistan,1,Opium poppy,5312,Area harvested,ha,,224000\n",
        "Area Code,Area,Item Code,Item,Element Code,Element,Unit,Y2019,Y2019F,Y2020,Y2020F\n"
        "2,Afghanistan,1,Opium poppy,5312,Area harvested,ha,,,224000,A\n",
    ],
    "Eurostat": [
        f"{EUROSTAT}A,HA,AF\t: \t224000 b\n",
        f"{EUROSTAT}A,HA,AF\t: c\t224000 p\n",
        f"{EUROSTAT}A,HA,EU27_2020\t: \t300000 \nA,HA,AF\t: z\t224000 \n",
        "freq,unit,geo\\time\t2020\t2019\nA,HA,AF\t224000 ep\t:\n",
        "DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\nESTAT:X,01/01/26,A,HA,AF,2020,224000,p\n",
    ],
    "SDMX": [
        f"{SDMX}dataflow,X,I,A,AFG,_T,HA,0,2020,224000,A\n",
        f"{SDMX}dataflow,X,I,A,AF,_T,HA,,2020,224000.0,E\n",
        "DATAFLOW,FREQ,REF_AREA,MEASURE,TIME_PERIOD,OBS_VALUE\nOECD:X(1.0),A,AFG,POPPY,2020,224000\n",
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,Reference area,UNIT_MEASURE,Unit of measure,TIME_PERIOD,OBS_VALUE\n"
        "DATAFLOW,X,I,AFG,Afghanistan,HA,Hectares,2020,224000\n",
        "REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT,Unit multiplier\nAFG,2020,224000,0,Units\nAFG,2021,,0,Units\n",
        "REF_AREA: Area,SEX: Sex,UNIT_MEASURE: Unit,TIME_PERIOD: Time,OBS_VALUE: Observation\n"
        "AFG: Afghanistan,_T: Total,HA: Hectares,2020: 2020,224000\n",
        "DATAFLOW:Flow,REF_AREA:Area,UNIT_MULT:Multiplier,TIME_PERIOD,OBS_VALUE\nX:Y,AFG:Afghanistan,0:Units,2020,224000\n",
    ],
}


@pytest.mark.parametrize(("layout", "table"), [(layout, each) for layout, tables in LAYOUTS.items() for each in tables])
def test_the_tables_of_large_databases_are_read_as_they_are(tmp_path: Path, layout: str, table: str) -> None:
    output = of_text(tmp_path, table, **POPPY)
    [number] = numbers(output)
    assert number.endswith("AFG 2020 224,000 hectares") and "no errors" in output, layout


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (f"{SDMX}dataflow,X,I,A,AFG,_T,HA,3,2020,224,A\n", '"UNIT_MULT" says that numbers are to be multiplied ("3")'),
        ("Country,Year,Value,Unit multiplier\nPeru,2020,2,Thousands\n", 'are to be multiplied ("Thousands")'),
        ("Country,PowerCode,2020\nPeru,Units,2\nMexico,Millions,3\n", 'the unit there is "Millions"'),
        (f"{SDMX}dataflow,X,I,A,AFG,F,HA,0,2020,1,A\ndataflow,X,I,A,AFG,M,HA,0,2020,2,A\n", '"SEX" says what each row'),
        (f"{SDMX}dataflow,X,I,M,AFG,_T,HA,0,2020-05,1,A\n", '"2020-05" is no year'),
        (f"{LABELLED}AFG: Afghanistan,F: Female,2020,1\nAFG: Afghanistan,M: Male,2020,2\n", '("Female", "Male")'),
        (f"{LABELLED}AFG: Afghanistan,_T: Total,2020-05-01T10:00,1\n", '"2020-05-01T10:00" is no year'),
        ("Entity,Code,Month,Value\nPeru,PER,2020-11,2\n", '"2020-11" is no year'),
        (
            f"{BY_DAY}Peru,PER,2020-12-31,2\nPeru,PER,2020-12-30,2\n",
            '"Day" has "2020-12-31" and "2020-12-30" of one year',
        ),
        ("date,country,value\n2020-12-31,Peru,2\n2020-12-30,Peru,3\n", "keep one row for each year in a copy"),
    ],
)
def test_what_would_make_another_number_of_a_row_of_a_large_database_stops_it(
    tmp_path: Path, table: str, told: str
) -> None:
    output = of_text(tmp_path, table, **POPPY)
    assert told in output and not numbers(output)


@pytest.mark.parametrize(("code", "area"), [("EL", "GRC"), ("UK", "GBR"), ("GR", "GRC"), ("GB", "GBR")])
def test_the_codes_of_the_european_union_are_those_of_countries(tmp_path: Path, code: str, area: str) -> None:
    assert numbers(of_text(tmp_path, f"{EUROSTAT}A,HA,{code}\t: \t5 e\n", **POPPY)) == [f"C2 {area} 2020 5 hectares"]


def test_measures_beside_each_other_are_told_apart_by_their_names(tmp_path: Path) -> None:
    text = "Entity,Code,Year,Opium poppy cultivation (ha),Opium production (t)\nMyanmar,MMR,2022,40100,795\n"
    assert numbers(of_text(tmp_path, text)) == ["D2 MMR 2022 40,100 hectares", "E2 MMR 2022 795 tons"]
