/* A click, a tap or Enter on a number opens its sources beside it, where the page has a panel for them: on a point of a
 * chart, and on a number in a table or a sentence. Arrow keys walk from point to point of a chart.
 */
(function () {
  "use strict";

  const root = document.documentElement;
  const NUMBER = /^\/(number|computed)\//;

  function select(address) {
    if (typeof address !== "string" || !NUMBER.test(address)) return;
    if ("bare" in root.dataset) window.open(root.dataset.prefix + address, "_blank", "noopener");
    // A chart stands before Dash does; until there is a panel, its page tells the same of a number.
    else if (!document.getElementById("page")) window.location.assign(root.dataset.prefix + address);
    else window.dash_clientside.set_props("selected", { data: { address, at: Date.now() } });
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

  /* The keys of the frame around a chart, until the signal ends it; `graph` gives the chart that is in it now. */
  function walk(frame, graph, signal) {
    let place = null;
    const press = (event) => {
      if (event.target !== frame || event.ctrlKey || event.metaKey || event.altKey) return;
      if (KEYS.has(event.key)) {
        place = moved(graph(), place, event.key);
        if (place) show(graph(), place);
        event.preventDefault();
      } else if (event.key === "Enter" && place) {
        select(graph().data[place.curve].customdata[place.point]);
        event.preventDefault();
      }
    };
    const leave = () => {
      if (place && window.Plotly) window.Plotly.Fx.unhover(graph());
      place = null;
    };
    frame.addEventListener("keydown", press, { signal });
    frame.addEventListener("blur", leave, { signal });
  }

  /* Listen to a chart that has just been drawn for the first time. */
  function listen(graph) {
    const take = (address) => {
      // A shape cannot have the focus; its frame has it, so that it is there when the panel is closed.
      graph.closest("[data-chart]")?.focus({ preventScroll: true });
      select(address);
    };
    graph.on("plotly_click", (event) => {
      const point = event.points[0];
      // A filled shape of a map has no points of its own; its trace says what it stands for.
      take(typeof point?.customdata === "string" ? point.customdata : point?.data.meta?.address);
    });
    graph.on("plotly_clickannotation", (event) => {
      if (event.event.target.closest?.("a")) return;
      take(event.annotation.name?.split(" ")[1]);
    });
  }

  /* The address of the number that a plain click asks for; in the panel itself, links lead to pages. */
  function askedFor(event) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
    const link = event.target.closest?.("a");
    if (!link || link.closest("#panel-content, .button") || !link.closest(".explore")) return null;
    // Links inside a drawn chart are SVG elements, whose href is an object.
    const url = new URL(link.getAttribute("href") ?? link.href.baseVal, window.location.href);
    const path = url.pathname.slice(root.dataset.prefix.length);
    return url.origin === window.location.origin && NUMBER.test(path) ? path + url.search : null;
  }

  // Before others see it, so that the page does not follow the link.
  document.addEventListener(
    "click",
    (event) => {
      const address = askedFor(event);
      if (!address || !document.getElementById("page")) return;
      event.preventDefault();
      select(address);
    },
    { capture: true },
  );

  window.dashboardPoints = { listen, walk };
})();
