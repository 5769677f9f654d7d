#!/bin/sh
# Update the vendored bundles: sh assets/update.sh [plotly version] [font version] [font for pictures version] [regenerator version] [atlas version] [topojson version] [projection version]
# Fetches the named packages with npm, as npm is configured, and copies the few files that the dashboard serves.
set -eu

plotly="plotly.js-basic-dist-min@${1:-4.1.1}"
font="@fontsource-variable/ibm-plex-sans@${2:-5.3.0}"
picture_font="@ibm/plex-sans-variable@${3:-0.2.0}"
regenerator="regenerator-runtime@${4:-0.14.1}"
atlas="world-atlas@${5:-2.0.2}"
topojson="topojson-client@${6:-3.1.0}"
projection="d3-geo@${7:-3.1.1}"

assets=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# unpack <npm package> <folder>
unpack() {
    mkdir "$2"
    tar -xzf "$(npm pack --silent "$1")" -C "$2" --strip-components=1
}
unpack "$plotly" plotly
unpack "$font" font
unpack "$picture_font" picture-font
unpack "$regenerator" regenerator
npm install --silent --no-save "$atlas" "$topojson" "$projection"

mkdir -p "$assets/plotly" "$assets/fonts" "$assets/regenerator" "$assets/land"
cp plotly/plotly-basic.min.js plotly/LICENSE "$assets/plotly/"
cp font/files/ibm-plex-sans-latin-wght-normal.woff2 font/files/ibm-plex-sans-latin-ext-wght-normal.woff2 "$assets/fonts/"
cp font/LICENSE "$assets/fonts/LICENSE"
# The signs (≥ ≤ → ✓) and the face for pictures come from the designers' own package; a browser gets the signs only where a page has one.
cp "picture-font/fonts/split/woff2/IBM Plex Sans Var-Roman-Pi.woff2" "$assets/fonts/ibm-plex-sans-signs.woff2"
cp "picture-font/fonts/complete/ttf/IBM Plex Sans Var-Roman.ttf" "$assets/fonts/IBMPlexSansVar-Roman.ttf"

# The one thing that the components of Dash need of its polyfill, which is eleven times as large.
cp regenerator/runtime.js regenerator/LICENSE "$assets/regenerator/"

# The coasts of the world, without any boundary: a pixel is a degree, and a tenth of a degree is enough.
node --input-type=module -e '
import { readFileSync } from "node:fs";
import { geoEquirectangular, geoPath } from "d3-geo";
import { feature } from "topojson-client";
const atlas = JSON.parse(readFileSync("node_modules/world-atlas/land-110m.json"));
const degrees = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0);
const path = geoPath(degrees).digits(1)(feature(atlas, atlas.objects.land));
console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -90 360 180" width="3600" height="1800" preserveAspectRatio="none"><path fill="#8a94a0" fill-opacity=".25" d="${path}"/></svg>`);
' > "$assets/land/land.svg"
cp node_modules/world-atlas/LICENSE "$assets/land/LICENSE"

printf '%s\n' "$plotly" "$font" "$picture_font" "$regenerator" "$atlas" "$topojson" "$projection" > "$assets/VENDORED"
cat "$assets/VENDORED"
