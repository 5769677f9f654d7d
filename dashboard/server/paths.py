"""The files of the dashboard that are not code."""

from etl.figures.paths import bundled

ASSETS = bundled("dashboard", "assets")
LAND = ASSETS / "land" / "land.svg"
COUNTRIES = ASSETS / "countries"
PICTURE_FONT = ASSETS / "fonts" / "IBMPlexSansVar-Roman.ttf"  # for programs that know no fonts of the web
PLOTLY = ASSETS / "plotly" / "plotly.min.js"
