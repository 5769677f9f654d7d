#!/bin/sh
# Update the vendored bundles: sh assets/update.sh [plotly version] [font version] [font for pictures version] [regenerator version]
# Fetches the named packages with npm, as npm is configured, and copies the few files that the dashboard serves.
set -eu

plotly="plotly.js-basic-dist-min@${1:-4.1.1}"
font="@fontsource-variable/ibm-plex-sans@${2:-5.3.0}"
picture_font="@ibm/plex-sans-variable@${3:-0.2.0}"
regenerator="regenerator-runtime@${4:-0.14.1}"

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

mkdir -p "$assets/plotly" "$assets/fonts" "$assets/regenerator"
cp plotly/plotly-basic.min.js plotly/LICENSE "$assets/plotly/"
cp font/files/ibm-plex-sans-latin-wght-normal.woff2 font/files/ibm-plex-sans-latin-ext-wght-normal.woff2 "$assets/fonts/"
cp font/LICENSE "$assets/fonts/LICENSE"
# The signs (≥ ≤ → ✓) and the face for pictures come from the designers' own package; a browser gets the signs only where a page has one.
cp "picture-font/fonts/split/woff2/IBM Plex Sans Var-Roman-Pi.woff2" "$assets/fonts/ibm-plex-sans-signs.woff2"
cp "picture-font/fonts/complete/ttf/IBM Plex Sans Var-Roman.ttf" "$assets/fonts/IBMPlexSansVar-Roman.ttf"

# The one thing that the components of Dash need of its polyfill, which is eleven times as large.
cp regenerator/runtime.js regenerator/LICENSE "$assets/regenerator/"

printf '%s\n' "$plotly" "$font" "$picture_font" "$regenerator" > "$assets/VENDORED"
cat "$assets/VENDORED"
