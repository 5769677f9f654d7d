/* Charts on narrow screens. The server sends the layout for wide ones, with labels at the line ends, which need room;
 * a narrow screen has a legend below instead, callouts over the plot, and small multiples in two columns.
 */
(function () {
  "use strict";

  const NARROW = 640; // pixels of the chart, as in assets/still.css
  const [TOP, RIGHT, BOTTOM, LEFT] = [30, 12, 44, 58]; // pixels around a narrow plot, without callouts and legend
  const YEAR = 42; // pixels that the label of a year takes

  /* The layout of a figure in a box of that many pixels; a copy, which plotly may change. */
  function layoutFor(figure, { width, height }) {
    const layout = structuredClone(figure.layout);
    const has = (name) => layout.annotations?.some((label) => label.name === name);
    if (width >= NARROW || !has("unit") || has("bar-value")) return layout;
    if (layout.meta?.panels) return panelsInColumns(layout);
    const names = figure.data.filter((trace) => trace.name && trace.showlegend !== false).map((trace) => trace.name);
    return linesWithLegend(layout, names, width, height);
  }

  function moveUnit(layout, left) {
    for (const label of layout.annotations) if (label.name === "unit") label.xshift += layout.margin.l - left;
    layout.margin.l = left;
  }

  function linesWithLegend(layout, names, width, boxHeight) {
    const { margin, xaxis } = layout;
    const plotHeight = layout.height && layout.height - margin.t - margin.b;
    layout.annotations = layout.annotations.filter((label) => !["end-label", "event"].includes(label.name));
    moveUnit(layout, LEFT);
    const plotWidth = width - LEFT - RIGHT;
    Object.assign(margin, { t: TOP, r: RIGHT, b: BOTTOM + legendHeight(names, plotWidth) });
    if (plotHeight) layout.height = plotHeight + margin.t + margin.b;
    layout.showlegend = true;
    const [first, last] = xaxis.range;
    while (((last - first) / xaxis.dtick) * YEAR > plotWidth) xaxis.dtick = xaxis.dtick < 5 ? 5 : xaxis.dtick * 2;
    const callouts = layout.annotations.filter((label) => label.name?.startsWith("callout"));
    const height = plotHeight ?? boxHeight - margin.t - margin.b;
    if (callouts.length > 0) placeCallouts(layout, callouts, plotWidth, height);
    return layout;
  }

  /* As in dashboard/charts/geometry.py, where the numbers are from. */
  function legendHeight(names, room) {
    let [rows, left] = [1, room];
    for (const name of names) {
      const entry = 40 + name.length * 7;
      if (entry > left) [rows, left] = [rows + 1, room];
      left -= entry;
    }
    return 22 + rows * 30;
  }

  /* Room above the data, with the callouts in it, in the middle. */
  function placeCallouts({ xaxis, yaxis }, callouts, across, down) {
    const [bottom, top] = yaxis.range;
    yaxis.range = [bottom, top + (top - bottom) * 0.32];
    const part = (value, [from, to]) => (value - from) / (to - from);
    for (const label of callouts) {
      label.ax = across * (0.45 - part(label.x, xaxis.range));
      label.ay = Math.min(-50, 34 - down * (1 - part(label.y, yaxis.range)));
    }
  }

  function panelsInColumns(layout) {
    const { panels } = layout.meta;
    const columns = Math.min(2, panels);
    const rows = Math.ceil(panels / columns);
    const head = 26 / 170;
    if (layout.height) layout.height = rows * 170 + 74;
    moveUnit(layout, LEFT);
    layout.margin.r = 8;
    for (let panel = 0; panel < panels; panel += 1) {
      const name = panel === 0 ? "" : panel + 1;
      const [column, row] = [panel % columns, Math.floor(panel / columns)];
      Object.assign(layout[`xaxis${name}`], {
        domain: [column / columns + (column ? 0.03 : 0), (column + 1) / columns - 0.02],
        showticklabels: panel + columns >= panels,
      });
      Object.assign(layout[`yaxis${name}`], {
        domain: [1 - (row + 0.94) / rows, 1 - (row + head) / rows],
        showticklabels: column === 0,
      });
    }
    return layout;
  }

  window.dashboardLayout = { NARROW, layoutFor };
})();
