/* A click, a tap or Enter on a number opens its sources beside it, where the page has a panel for them: on a point of a
 * chart, and on a number in a table or a sentence. Arrow keys walk from point to point of a chart.
 */
(function () {
  "use strict";

  const root = document.documentElement;

  const MOVES_ASIDE = 800; // milliseconds at most, until a page has moved aside for the panel
  let opener = null; // what the sources that are open were asked for from
  let openerTop = 0; // where that stood in the window

  function select(address, from) {
    if (!address?.startsWith("/") || !window.dashboardUrls.isNumber(new URL(address, window.location.href))) return;
    if ("bare" in root.dataset) window.open(address, "_blank", "noopener");
    // A chart stands before Dash does; until there is a panel, its page tells the same of a number.
    else if (!document.getElementById("page")) window.location.assign(address);
    else {
      opener = from;
      openerTop = from.getBoundingClientRect().top;
      window.dash_clientside.set_props("selected", { data: { address, at: Date.now() } });
    }
  }

  /* The page moves aside for the panel, and back, so its texts take other lines: what was asked from stays where it was. */
  function stayInPlace() {
    const moved = new ResizeObserver(() => {
      const by = opener?.isConnected ? opener.getBoundingClientRect().top - openerTop : 0;
      if (by) window.scrollBy({ top: by, behavior: "instant" });
    });
    moved.observe(document.querySelector("main"));
    setTimeout(() => moved.disconnect(), MOVES_ASIDE);
  }

  let openedAt = ""; // the address at which the panel was opened

  /* The panel gives the focus back to what it was last opened from, which its own component does not know of. Open, it
   * is a step of its own, which Back undoes.
   */
  function opened(isOpen) {
    const isStep = window.history.state?.panel === true;
    if (isOpen && !isStep) {
      openedAt = window.location.href;
      window.history.pushState({ ...window.history.state, panel: true }, "");
    }
    if (isOpen) stayInPlace();
    if (!isOpen) {
      openerTop = opener?.getBoundingClientRect().top ?? 0;
      stayInPlace();
      if (isStep && window.location.href === openedAt) window.history.back();
      if (opener?.isConnected) opener.focus({ preventScroll: true });
    }
    return window.dash_clientside.no_update;
  }

  window.addEventListener("popstate", (event) => {
    if (!event.state?.panel && document.getElementById("panel-content")?.isConnected) {
      window.dash_clientside.set_props("panel", { opened: false });
    }
  });

  const textOf = (graph, { curve, point }) => graph.data[curve].text[point];
  const isSame = (one, other) => one.curve === other?.curve && one.point === other.point;

  /* The points of a trace that stand for a number; the two ends of a range are one. */
  function stopsOf({ customdata, text }, curve) {
    const points = Array.from((customdata ?? []).keys());
    return points.filter((point) => customdata[point] && text[point] !== text[point - 1]).map((point) => ({ curve, point }));
  }

  /* The rows that the keyboard walks: on a chart over years one for each line, panel by panel, by year; in a ranking all
   * bars from the top, and on a map all places by name.
   */
  function rowsOf(graph) {
    const { data, layout } = graph;
    const stops = data.flatMap(stopsOf);
    if (stops.length === 0) return [];
    if (layout.yaxis.scaleanchor) return [stops.sort((one, other) => textOf(graph, one).localeCompare(textOf(graph, other)))];
    if (data[0].type === "bar") return [stops];
    const rows = new Map();
    for (const stop of stops) {
      // What is known of a line only as a range is a trace of its own.
      const line = data[stop.curve].legendgroup || stop.curve;
      rows.set(line, [...(rows.get(line) ?? []), stop]);
    }
    const panelOf = ([{ curve }]) => Number(data[curve].xaxis?.slice(1) || 1);
    const rankOf = ([{ curve }]) => data[curve].meta?.rank ?? 1000;
    const yearOf = ({ curve, point }) => data[curve].meta?.years?.[point] ?? data[curve].x[point]; // years of a scatter
    return [...rows.values()]
      .map((row) => row.sort((one, other) => yearOf(one) - yearOf(other)))
      .sort((one, other) => panelOf(one) - panelOf(other) || rankOf(one) - rankOf(other));
  }

  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1, Home: -1, End: 1 };

  /* Where a key leads from a stop; the first key leads to the end that it comes from. */
  function next(graph, stop, key) {
    const rows = rowsOf(graph);
    const position = rows.findIndex((row) => row.some((other) => isSame(other, stop)));
    const row = rows[Math.max(position, 0)];
    if (!row) return null;
    const step = STEPS[key];
    if (key === "Home" || key === "End") return row.at(step < 0 ? 0 : -1);
    if (position < 0) return row.at(step < 0 ? -1 : 0);
    const isAcross = key === "ArrowUp" || key === "ArrowDown";
    if (!isAcross || rows.length === 1) {
      const place = row.findIndex((other) => isSame(other, stop)) + step;
      return row[Math.min(Math.max(place, 0), row.length - 1)];
    }
    const yearsBetween = ({ curve, point }) => Math.abs(graph.data[curve].x[point] - graph.data[stop.curve].x[stop.point]);
    const nearest = (best, other) => (yearsBetween(other) < yearsBetween(best) ? other : best);
    return rows[(position + step + rows.length) % rows.length].reduce(nearest);
  }

  const AROUND = 90; // pixels of the window above and below a point that its label takes

  /* A chart can be higher than the window. */
  function bringIntoView(graph, { y, yaxis = "y" }, point) {
    const axis = graph._fullLayout[yaxis.replace("y", "yaxis")];
    const height = graph.getBoundingClientRect().top + axis._offset + axis.d2p(y[point]);
    const beyond = Math.max(0, height - (window.innerHeight - AROUND)) + Math.min(0, height - AROUND);
    if (beyond) window.scrollBy({ top: beyond, behavior: "instant" });
  }

  /* The text of a label as it is spoken. */
  function spoken(text) {
    return new DOMParser().parseFromString(text.replaceAll("<br>", ", "), "text/html").body.textContent;
  }

  function show(graph, stop) {
    const trace = graph.data[stop.curve];
    bringIntoView(graph, trace, stop.point);
    const subplot = (trace.xaxis ?? "x") + (trace.yaxis ?? "y");
    if (window.dashboardYear.show(graph, stop)) window.Plotly.Fx.unhover(graph);
    else window.Plotly.Fx.hover(graph, [{ curveNumber: stop.curve, pointNumber: stop.point }], subplot);
    window.dashboardSpeech.say(spoken(textOf(graph, stop)));
  }

  /* The keys of the frame around a chart, until the signal ends it; `graphOf` gives the chart that is in it now. */
  function walk(frame, graphOf, signal) {
    let [stop, reached] = [null, null]; // where the walk is, and the address of its number: in another chart it is another
    const addressOf = (graph, { curve, point }) => graph.data?.[curve]?.customdata?.[point];
    const current = () => (stop && addressOf(graphOf(), stop) === reached ? stop : null);
    const press = (event) => {
      const graph = graphOf();
      if (event.target !== frame || !graph.data || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key in STEPS) {
        stop = next(graph, current(), event.key);
        reached = stop && addressOf(graph, stop);
        if (stop) show(graph, stop);
        event.preventDefault();
      } else if (event.key === "Enter" && current()) {
        select(graph.data[stop.curve].customdata[stop.point], frame);
        event.preventDefault();
      }
    };
    // Who comes back, from the panel for example, goes on from there.
    const enter = () => {
      if (current() && frame.matches(":focus-visible")) show(graphOf(), stop);
    };
    const leave = () => {
      if (!current()) return;
      window.Plotly.Fx.unhover(graphOf());
      window.dashboardYear.hide(graphOf());
      window.dashboardSpeech.say("");
    };
    frame.addEventListener("keydown", press, { signal });
    frame.addEventListener("focus", enter, { signal });
    frame.addEventListener("blur", leave, { signal });
  }

  /* Listen to a chart that has just been drawn for the first time. */
  function listen(graph) {
    const take = (address) => {
      // A shape cannot have the focus; its frame has it, so that it is there when the panel is closed.
      const frame = graph.closest("[data-chart]");
      frame?.focus({ preventScroll: true });
      select(address, frame);
    };
    window.dashboardOutlines.listen(graph, take);
    window.dashboardYear.listen(graph);
    graph.on("plotly_click", (event) => {
      if (graph.layout.meta?.outlines) return; // a filled country is found by its outline
      const point = event.points[0];
      // A filled shape of a map has no points of its own; its trace says what it stands for.
      take(typeof point?.customdata === "string" ? point.customdata : point?.data.meta?.address);
    });
    graph.on("plotly_clickannotation", (event) => {
      if (event.event.target.closest?.("a")) return;
      const [kind, about] = event.annotation.name?.split(" ") ?? [];
      if (kind === "end-label") window.dashboardFocus.toggle(about);
      else take(about);
    });
  }

  /* The link to a number that a plain click asks for, and its address; in the panel itself, links lead to pages. */
  function askedFor(event) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
    const link = event.target.closest?.("a");
    if (!link || link.closest("#panel-content, .button") || !link.closest(".explore")) return null;
    const url = window.dashboardUrls.of(link);
    return url && window.dashboardUrls.isNumber(url) ? { link, address: url.pathname + url.search } : null;
  }

  // Before others see it, so that the page does not follow the link.
  document.addEventListener(
    "click",
    (event) => {
      const asked = askedFor(event);
      if (!asked || !document.getElementById("page")) return;
      event.preventDefault();
      select(asked.address, asked.link);
    },
    { capture: true },
  );

  window.dashboardPoints = { listen, walk };
  window.dash_clientside = Object.assign({}, window.dash_clientside, { dashboardPanel: { opened } });
})();
