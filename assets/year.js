/* All values of a year. Where a chart has several lines, the pointer or the keyboard on a point of one shows what all of
 * them have in its year, the highest first, and that line is strong meanwhile and the others pale.
 *
 * Such traces say so: they have no label of their own (`hoverinfo` is "none").
 */
(function () {
  "use strict";

  const MOST_IN_ONE_COLUMN = 12; // beyond which there are more columns
  const WIDTH_BESIDE = 450; // pixels of a chart for each column of a box that has room on either side of any point
  const WIDTH_FOR_TWO = 340; // pixels of a narrow chart, which two columns fill
  const ASIDE = 14; // pixels from a point to its box

  const axesOf = ({ xaxis = "x", yaxis = "y" }) => xaxis + yaxis;

  /* The lines of a label of plotly, as they are read. */
  function linesOf(label) {
    const { body } = new DOMParser().parseFromString(label.replaceAll("<br>", "\n"), "text/html");
    return body.textContent.split("\n");
  }

  /* What every line has in the year of a point, the highest first. */
  function valuesBeside({ data }, { curve, point }) {
    const reached = data[curve];
    const found = [];
    for (const [place, trace] of data.entries()) {
      if (trace.hoverinfo !== "none" || axesOf(trace) !== axesOf(reached)) continue;
      const at = place === curve ? point : trace.x.findIndex((x, index) => x === reached.x[point] && trace.customdata[index]);
      if (at < 0) continue;
      const [said] = linesOf(trace.text[at]);
      found.push({ name: linesOf(trace.name)[0], said: said.split(": ").at(-1), value: trace.y[at], isReached: place === curve });
    }
    return found.sort((one, other) => (other.value ?? -Infinity) - (one.value ?? -Infinity));
  }

  function element(tag, text, className = "") {
    return Object.assign(document.createElement(tag), { textContent: text, className });
  }

  function boxOf(graph, stop) {
    const { x, text } = graph.data[stop.curve];
    const values = valuesBeside(graph, stop);
    const room = Math.max(Math.floor(graph.clientWidth / WIDTH_BESIDE), graph.clientWidth >= WIDTH_FOR_TWO ? 2 : 1);
    const columns = Math.min(room, Math.ceil(values.length / MOST_IN_ONE_COLUMN));
    const rows = document.createElement("ol");
    rows.style.columnCount = String(columns);
    for (const { name, said, isReached } of values) {
      const row = element("li", "", isReached ? "is-reached" : "");
      row.append(element("span", name), element("span", said, "number"));
      rows.append(row);
    }
    const box = element("div", "", "year-box");
    box.style.setProperty("--columns", String(columns));
    box.setAttribute("aria-hidden", "true"); // it is spoken where the keyboard reaches a point
    box.append(element("strong", String(x[stop.point])), rows);
    box.append(...linesOf(text[stop.point]).slice(1).map((line) => element("p", line)));
    return box;
  }

  /* Beside the point, on the side that has room, and within the chart; where that is too low for it, within the window. */
  function put(graph, box, { curve, point }) {
    const { x, y, xaxis = "x", yaxis = "y" } = graph.data[curve];
    const [across, up] = [xaxis.replace("x", "xaxis"), yaxis.replace("y", "yaxis")].map((axis) => graph._fullLayout[axis]);
    const [right, down] = [across._offset + across.d2p(x[point]), up._offset + up.d2p(y[point])];
    graph.append(box);
    const { offsetWidth: width, offsetHeight: height } = box;
    const left = right + ASIDE + width <= graph.clientWidth ? right + ASIDE : right - ASIDE - width;
    box.style.left = `${Math.max(0, left)}px`;
    const above = graph.getBoundingClientRect().top;
    const [from, to] = height <= graph.clientHeight ? [0, graph.clientHeight] : [-above, window.innerHeight - above];
    box.style.top = `${Math.max(from, Math.min(down - height / 2, to - height))}px`;
  }

  function hide(graph) {
    graph.querySelector(":scope > .year-box")?.remove();
    graph.classList.remove("has-reached");
    for (const trace of graph.querySelectorAll(".trace.is-reached")) trace.classList.remove("is-reached");
  }

  /* Whether the values of the year of a point are shown now: not where a trace has a label of its own. */
  function show(graph, stop) {
    hide(graph);
    const { hoverinfo, legendgroup } = graph.data[stop.curve];
    if (hoverinfo !== "none") return false;
    put(graph, boxOf(graph, stop), stop);
    graph.classList.add("has-reached");
    for (const trace of graph._fullData) {
      if (trace.legendgroup === legendgroup) graph.querySelector(`.scatterlayer .trace${trace.uid}`)?.classList.add("is-reached");
    }
    return true;
  }

  function listen(graph) {
    graph.on("plotly_hover", ({ points: [{ curveNumber, pointNumber }] }) => {
      show(graph, { curve: curveNumber, point: pointNumber });
    });
    graph.on("plotly_unhover", () => hide(graph));
    graph.on("plotly_afterplot", () => hide(graph));
  }

  window.dashboardYear = { show, hide, listen };
})();
