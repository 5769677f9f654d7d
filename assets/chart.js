/* Charts: a click, a tap or Enter on a point opens its sources; arrow keys walk from point to point. */
(function () {
  "use strict";

  const NARROW = 640;
  const NARROW_UNIT = 6 - 58; // pixels, with the margin of a narrow chart

  function select(address) {
    if (typeof address !== "string" || !/^\/(number|computed)\//.test(address)) return;
    if ("bare" in document.documentElement.dataset) {
      window.open(document.documentElement.dataset.prefix + address, "_blank", "noopener");
      return;
    }
    window.dash_clientside.set_props("selected", { data: { address, at: Date.now() } });
  }

  /* Points that stand for a number, in the order of their years. */
  function stops(graph, curve) {
    const trace = graph.data[curve];
    const addresses = trace?.customdata ?? [];
    return Array.from(addresses.keys()).filter((point) => addresses[point]);
  }

  function curves(graph) {
    return graph.data.map((_, curve) => curve).filter((curve) => stops(graph, curve).length > 0);
  }

  function show(graph, place) {
    window.Plotly.Fx.hover(graph, [{ curveNumber: place.curve, pointNumber: place.point }]);
  }

  function moved(graph, place, key) {
    const lines = curves(graph);
    if (lines.length === 0) return null;
    if (!place || !lines.includes(place.curve)) {
      const curve = lines[0];
      return { curve, point: stops(graph, curve).at(-1) };
    }
    const points = stops(graph, place.curve);
    const position = points.indexOf(place.point);
    if (key === "ArrowRight" || key === "ArrowLeft") {
      const next = position + (key === "ArrowRight" ? 1 : -1);
      return { curve: place.curve, point: points[Math.min(Math.max(next, 0), points.length - 1)] };
    }
    if (key === "Home") return { curve: place.curve, point: points[0] };
    if (key === "End") return { curve: place.curve, point: points.at(-1) };
    const line = lines[(lines.indexOf(place.curve) + (key === "ArrowDown" ? 1 : lines.length - 1)) % lines.length];
    const year = graph.data[place.curve].x[place.point];
    const nearest = (best, point) =>
      Math.abs(graph.data[line].x[point] - year) < Math.abs(graph.data[line].x[best] - year) ? point : best;
    return { curve: line, point: stops(graph, line).reduce(nearest) };
  }

  const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);

  function walk(frame, graph) {
    let place = null;
    frame.addEventListener("keydown", (event) => {
      if (event.target !== frame || event.ctrlKey || event.metaKey || event.altKey) return;
      if (KEYS.has(event.key)) {
        place = moved(graph(), place, event.key);
        if (place) show(graph(), place);
        event.preventDefault();
      } else if (event.key === "Enter" && place) {
        select(graph().data[place.curve].customdata[place.point]);
        event.preventDefault();
      }
    });
    frame.addEventListener("blur", () => {
      if (place && window.Plotly) window.Plotly.Fx.unhover(graph());
      place = null;
    });
  }

  /* Labels at the line ends need room; a narrow screen has a legend below instead, and callouts over the plot. */
  function fit(graph) {
    const narrow = graph.clientWidth < NARROW;
    const { layout } = graph;
    if (!layout.annotations || layout.annotations.some((label) => label.name === "bar-value")) return;
    // What the server sends is the wide layout; its unit stands further left than that of the narrow one.
    const isWide = layout.annotations.some((label) => label.name === "unit" && label.xshift < NARROW_UNIT);
    if (isWide) {
      graph.wide = structuredClone({
        annotations: layout.annotations,
        margin: layout.margin,
        height: layout.height,
        "yaxis.range": layout.yaxis.range,
      });
    }
    if (isWide !== narrow || !graph.wide) return;
    // Dash may draw the same layout again; more than a few times would be a circle.
    graph.fits = graph.fits?.view === layout.uirevision ? graph.fits : { view: layout.uirevision, count: 0 };
    graph.fits.count += 1;
    if (graph.fits.count > 6) return;
    if (!narrow) {
      window.Plotly.relayout(graph, { ...graph.wide, showlegend: false });
      return;
    }
    const panels = layout.meta?.panels;
    window.Plotly.relayout(graph, panels ? narrowPanels(graph, panels) : narrowLines(graph));
    if (panels) return;
    // Callouts stand over the plot, whose size is known only now.
    const { xaxis, yaxis } = graph._fullLayout;
    const annotations = structuredClone(layout.annotations);
    for (const label of annotations) {
      if (!label.name?.startsWith("callout")) continue;
      label.ax = xaxis._length * 0.45 - xaxis.d2p(label.x);
      label.ay = Math.min(-50, 34 - yaxis.l2p(label.y));
    }
    window.Plotly.relayout(graph, { annotations });
  }

  /* A legend instead of labels at the line ends, room for callouts above the data, and no labels of events. */
  function narrowLines(graph) {
    const { annotations: wide, margin, height } = graph.wide;
    const annotations = structuredClone(wide).filter((label) => !["end-label", "event"].includes(label.name));
    const head = wide.some((label) => label.name === "event") ? margin.t - 30 : 0;
    const changes = {
      annotations,
      height: height - head,
      showlegend: true,
      margin: { ...margin, l: 58, r: 12, t: margin.t - head },
    };
    for (const label of annotations) if (label.name === "unit") label.xshift = NARROW_UNIT;
    if (annotations.some((label) => label.name?.startsWith("callout"))) {
      const [bottom, top] = graph.wide["yaxis.range"];
      changes["yaxis.range"] = [bottom, top + (top - bottom) * 0.32];
    }
    stretch(graph, changes.height);
    return changes;
  }

  function stretch(graph, height) {
    for (const box of [graph, graph.closest(".dash-graph")]) if (box) box.style.height = `${height}px`;
  }

  /* Small multiples in two columns. */
  function narrowPanels(graph, panels) {
    const columns = Math.min(2, panels);
    const rows = Math.ceil(panels / columns);
    const head = 26 / 170;
    const changes = { height: rows * 170 + 74, margin: { ...graph.wide.margin, l: 58, r: 8 } };
    for (let panel = 0; panel < panels; panel += 1) {
      const name = panel === 0 ? "" : panel + 1;
      const column = panel % columns;
      const row = Math.floor(panel / columns);
      changes[`xaxis${name}.domain`] = [column / columns + (column ? 0.03 : 0), (column + 1) / columns - 0.02];
      changes[`yaxis${name}.domain`] = [1 - (row + 0.94) / rows, 1 - (row + head) / rows];
      changes[`xaxis${name}.showticklabels`] = panel + columns >= panels;
      changes[`yaxis${name}.showticklabels`] = column === 0;
    }
    changes.annotations = structuredClone(graph.wide.annotations);
    for (const label of changes.annotations) if (label.name === "unit") label.xshift = NARROW_UNIT;
    stretch(graph, changes.height);
    return changes;
  }

  /* Plotly encodes addresses a second time, which breaks links that open at a number (#:~:text=263%2C000). */
  function mendLinks(graph) {
    for (const link of graph.querySelectorAll(".annotation a")) {
      const address = link.getAttribute("xlink:href") ?? "";
      const mended = address.replace(/%25(?=[0-9A-F]{2})/g, "%");
      if (mended !== address) link.setAttribute("xlink:href", mended);
    }
  }

  const wired = new WeakSet();

  function wire() {
    // The head of the panel is not the head of the page, which its element would claim.
    for (const head of document.querySelectorAll("header.mantine-Drawer-header:not([role])")) {
      head.setAttribute("role", "presentation");
    }
    for (const frame of document.querySelectorAll("[data-chart]")) {
      const graph = () => frame.querySelector(".js-plotly-plot");
      if (!graph()?.on || wired.has(graph())) continue;
      wired.add(graph());
      graph().on("plotly_click", (event) => {
        const point = event.points[0];
        // A filled shape of a map has no points of its own; its trace says what it stands for.
        select(typeof point?.customdata === "string" ? point.customdata : point?.data.meta?.address);
      });
      graph().on("plotly_clickannotation", (event) => {
        if (event.event.target.closest?.("a")) return;
        select(event.annotation.name?.split(" ")[1]);
      });
      graph().on("plotly_afterplot", () => {
        mendLinks(graph());
        fit(graph());
      });
      mendLinks(graph());
      if (!wired.has(frame)) {
        wired.add(frame);
        walk(frame, graph);
      }
      fit(graph());
      window.performance.mark("chart-drawn");
    }
  }

  new MutationObserver(wire).observe(document.documentElement, { childList: true, subtree: true });

  /* The view that has been drawn becomes the address, as a step that Back undoes. */
  function remember(view) {
    if (!view) return window.dash_clientside.no_update;
    if (view.query !== window.dashboardAddress.current().query) window.dashboardAddress.push(view.query);
    document.title = `${view.title} – ${document.title.split(" – ").pop()}`;
    return window.dash_clientside.no_update;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { dashboardChart: { remember } });
})();
