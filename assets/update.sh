#!/bin/sh
# Update the vendored bundles: sh assets/update.sh [plotly version] [font version] [font for pictures version] [regenerator version] [atlas version] [topojson version] [projection version] [simplifier version] [country codes version] [font of paper version] [Arabic font version] [Chinese font version] [bundler version]
# Fetches the named packages with npm, as npm is configured, and copies the few files that the dashboard serves.
set -eu

plotly="plotly.js@${1:-4.1.1}"
font="@fontsource-variable/ibm-plex-sans@${2:-5.3.0}"
picture_font="@ibm/plex-sans-variable@${3:-0.2.0}"
static_font="@fontsource/ibm-plex-sans@${10:-5.3.0}"
arabic_font="@fontsource/ibm-plex-sans-arabic@${11:-5.3.0}"
chinese_font="@fontsource/noto-sans-sc@${12:-5.3.0}"
regenerator="regenerator-runtime@${4:-0.14.1}"
atlas="world-atlas@${5:-2.0.2}"
topojson="topojson-client@${6:-3.1.0}"
projection="d3-geo@${7:-3.1.1}"
simplifier="topojson-simplify@${8:-3.0.3}"
codes="i18n-iso-countries@${9:-7.14.0}"
bundler="esbuild@${13:-0.28.1}"

assets=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# unpack <npm package> <folder>
unpack() {
    mkdir "$2"
    tar -xzf "$(npm pack --silent "$1")" -C "$2" --strip-components=1
}
unpack "$font" font
unpack "$picture_font" picture-font
unpack "$static_font" static-font
unpack "$arabic_font" arabic-font
unpack "$chinese_font" chinese-font
unpack "$regenerator" regenerator
npm install --silent --no-save "$plotly" "$bundler" "$atlas" "$topojson" "$projection" "$simplifier" "$codes"

mkdir -p "$assets/plotly" "$assets/fonts" "$assets/regenerator" "$assets/land" "$assets/countries"
cp font/files/ibm-plex-sans-latin-wght-normal.woff2 font/files/ibm-plex-sans-latin-ext-wght-normal.woff2 "$assets/fonts/"
cp font/files/ibm-plex-sans-cyrillic-wght-normal.woff2 "$assets/fonts/"
cp font/LICENSE "$assets/fonts/LICENSE"
mkdir -p "$assets/fonts/arabic" "$assets/fonts/chinese"
cp arabic-font/files/ibm-plex-sans-arabic-arabic-[46]00-normal.woff2 arabic-font/LICENSE "$assets/fonts/arabic/"
cp chinese-font/files/noto-sans-sc-chinese-simplified-400-normal.woff2 chinese-font/LICENSE "$assets/fonts/chinese/"
for face in latin-400 latin-600 latin-ext-400 latin-ext-600 cyrillic-400 cyrillic-600; do
    cp "static-font/files/ibm-plex-sans-$face-normal.woff2" "$assets/fonts/"
done
# The signs (≥ ≤ → ✓) and the face for pictures come from the designers' own package; a browser gets the signs only where a page has one.
cp "picture-font/fonts/split/woff2/IBM Plex Sans Var-Roman-Pi.woff2" "$assets/fonts/ibm-plex-sans-signs.woff2"
cp "picture-font/fonts/complete/ttf/IBM Plex Sans Var-Roman.ttf" "$assets/fonts/IBMPlexSansVar-Roman.ttf"

# Of plotly what charts here have: lines, points and bars, and no sliders, menus or scenes. Its descriptions of attributes
# are for its documentation. Each part keeps its licence.
PLOTLY="$assets/plotly" node --input-type=module -e '
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
const BUNDLE = `${process.env.PLOTLY}/plotly.min.js`;
const LEFT_OUT = /components.(annotations3d|rangeselector|rangeslider|sliders|updatemenus).index[.]js$/;
const TEXT = /(?:\x27(?:[^\x27\\]|\\.)*\x27|"(?:[^"\\]|\\.)*")/;
const DESCRIPTION = new RegExp(`^ *description: (?:${TEXT.source}|\\[[^]*?\\][.]join[(][^)]*[)]),?$`, "gm");
const { version } = JSON.parse(readFileSync("node_modules/plotly.js/package.json"));
const asUsed = {
  name: "as-used",
  setup({ onLoad }) {
    onLoad({ filter: /plotly[.]js.src.*[.]js$/ }, ({ path }) => {
      const [, name] = LEFT_OUT.exec(path) ?? [];
      const code = readFileSync(path, "utf8").replace(DESCRIPTION, "");
      return { contents: name ? `module.exports = { moduleType: "component", name: "${name}" };` : code };
    });
  },
};
const { metafile } = await build({
  stdin: {
    contents: `module.exports = require("plotly.js/lib/core"); module.exports.register(require("plotly.js/lib/bar"));`,
    resolveDir: ".",
  },
  loader: { ".css": "empty" },
  define: { global: "window", "define.amd": "false" },
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plotly",
  target: "es2016",
  banner: { js: `/* plotly.js ${version}, the parts that are used; licences: LICENSE beside this file */` },
  outfile: BUNDLE,
  metafile: true,
  plugins: [asUsed],
});
const [{ inputs }] = Object.values(metafile.outputs);
const inside = Object.keys(inputs).filter((file) => file.endsWith("js") && inputs[file].bytesInOutput);
const folders = inside.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
const licences = [...new Set(folders.filter(Boolean))].sort().map((folder) => {
  const { name, license } = JSON.parse(readFileSync(`${folder}/package.json`));
  const files = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  return [`${name}: ${license}`, ...files.map((file) => readFileSync(`${folder}/${file}`, "utf8").trim())].join("\n\n");
});
writeFileSync(`${process.env.PLOTLY}/LICENSE`, `${licences.join("\n\n\n")}\n`);
'

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

# The outlines of countries, by their code in areas.csv: coarse ones for the world and finer ones for its regions.
# A ring is a list of steps east and north from corner to corner, the first from 0 degrees, in `unit` degrees.
# Borders stay shared, since what is simplified is the lines between countries and not each country by itself. What
# crosses the meridian of 180 degrees is cut there.
COUNTRIES="$assets/countries" node --input-type=module -e '
import { readFileSync, writeFileSync } from "node:fs";
import { geoEquirectangular, geoStream } from "d3-geo";
import { merge } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";
const read = (name) => JSON.parse(readFileSync(`node_modules/${name}`));
const atlas = read("world-atlas/countries-50m.json");
const codes = Object.fromEntries(read("i18n-iso-countries/codes.json").map(([, letters, number]) => [number, letters]));
const DRAWN_AS = { Kosovo: "XKX", "N. Cyprus": "CYP", Somaliland: "SOM" }; // what the atlas has without a code
const LEFT_OUT = "ATA";
const FILES = [
  { name: "world", unit: 0.1, least: 1.5e-5, smallest: 0.05 }, // steradians of a corner, square degrees of a ring
  { name: "regions", unit: 0.02, least: 1e-6, smallest: 0.005 },
];
const weighed = presimplify({ ...atlas, objects: { countries: atlas.objects.countries } }, sphericalTriangleArea);
const degrees = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0);
function ringsOf(shape) {
  const rings = [];
  const nothing = () => {};
  const lineStart = () => rings.push([]);
  const point = (x, y) => rings.at(-1).push([x, -y]);
  const lineEnd = () => rings.at(-1).push(rings.at(-1)[0]);
  const sink = { point, lineStart, lineEnd, polygonStart: nothing, polygonEnd: nothing, sphere: nothing };
  geoStream(shape, degrees.stream(sink));
  return rings;
}
const areaOf = (ring) =>
  Math.abs(ring.slice(1).reduce((sum, [x, y], place) => sum + ring[place][0] * y - x * ring[place][1], 0)) / 2;
const isMove = ([x, y], place, ring) => place === 0 || x !== ring[place - 1][0] || y !== ring[place - 1][1];
for (const { name, unit, least, smallest } of FILES) {
  const simple = simplify(weighed, least);
  const parts = {};
  for (const geometry of simple.objects.countries.geometries) {
    const area = codes[geometry.id] ?? DRAWN_AS[geometry.properties.name];
    if (area && area !== LEFT_OUT) (parts[area] ??= []).push(geometry);
  }
  const outlines = {};
  for (const area of Object.keys(parts).sort()) {
    const rings = ringsOf(merge(simple, parts[area])).filter((ring) => areaOf(ring) >= smallest);
    const corners = rings.map((ring) => ring.map((corner) => corner.map((degrees) => Math.round(degrees / unit))));
    const steps = corners.map((ring) =>
      ring.filter(isMove).flatMap(([x, y], place, all) => (place ? [x - all[place - 1][0], y - all[place - 1][1]] : [x, y])),
    );
    const drawn = steps.filter(({ length }) => length >= 8);
    if (drawn.length) outlines[area] = drawn;
  }
  writeFileSync(`${process.env.COUNTRIES}/${name}.json`, `${JSON.stringify({ unit, outlines })}\n`);
}
'
cat node_modules/world-atlas/LICENSE node_modules/i18n-iso-countries/LICENSE > "$assets/countries/LICENSE"

printf '%s\n' "$plotly" "$font" "$static_font" "$arabic_font" "$chinese_font" "$picture_font" "$regenerator" "$atlas" "$topojson" "$projection" "$simplifier" "$codes" "$bundler" > "$assets/VENDORED"
cat "$assets/VENDORED"
