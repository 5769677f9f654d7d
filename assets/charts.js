/* Charts: when they are drawn, where, and by whom.
 *
 * The document brings the figures of its charts with it. Each is drawn as soon as the chart library is there, in the
 * place of its picture; Dash starts after that, and its component takes the drawn chart over. From then on a figure
 * comes with a callback, whose answer is drawn at once, before Dash has seen to the other outputs.
 *
 * For other scripts:
 *   dashboardCharts.plotly()          a promise of the chart library
 *   dashboardCharts.whenDrawn(then)   call back when every chart that the document brought is drawn
 *   dashboardCharts.takeOver()        move these charts to where their components are
 *   dashboardCharts.asks, .answered   hooks of Dash, called with each request and its answer
 *   dashboardCharts.keepControls()    called before Dash starts
 */
(function () {
  "use strict";

  const root = document.documentElement;
  const PATIENCE = 5000; // milliseconds
  const PAPER = "680px";
  const CONFIG = { displayModeBar: false, doubleClick: false, scrollZoom: false };

  let loading = null;

  function plotly() {
    if (window.Plotly) return Promise.resolve(window.Plotly);
    loading ??= new Promise((resolve, reject) => {
      let script = document.querySelector("script[data-chart-library]");
      if (!script) {
        script = document.createElement("script");
        script.src = root.dataset.plotly;
        document.head.append(script);
      }
      script.addEventListener("load", () => resolve(window.Plotly));
      script.addEventListener("error", () => reject(new Error("The chart library could not be loaded.")));
    });
    return loading;
  }

  class Chart {
    constructor(place) {
      this.graph = document.createElement("div");
      this.graph.className = "chart-graph";
      this.figure = null;
      this.isDrawn = false;
      this.resized = new ResizeObserver(() => this.fit());
      this.moveTo(place);
    }

    moveTo(place) {
      place.append(this.graph);
      this.place = place;
      if (this.isDrawn) this.stretch(this.layout);
    }

    /* As high as the layout says, or else as the frame around it; the place in the document has a height already. */
    stretch({ height }) {
      if (height) this.place.style.height = `${height}px`;
      else if (!this.place.dataset.figureOf) this.place.style.height = "100%";
    }

    show(figure) {
      if (this.figure === figure) return;
      this.figure = figure;
      window.dashboardOutlines.load(figure);
      if (window.Plotly) {
        this.draw();
        return;
      }
      if (!this.place.style.height) this.stretch(figure.layout);
      const drawLatest = () => this.figure === figure && this.draw();
      plotly().then(drawLatest, () => {}); // without the library the picture stays
    }

    draw() {
      if (!this.graph.isConnected) return;
      const { figure } = this;
      const outlines = window.dashboardOutlines.load(figure);
      if (outlines) {
        outlines.then(() => this.figure === figure && this.draw());
        return;
      }
      this.data = window.dashboardOutlines.filled(figure);
      this.width = this.graph.clientWidth;
      const { clientHeight: height } = this.graph;
      this.layout = window.dashboardLayout.layoutFor(this.figure, { width: this.width, height, isOnPaper: this.isOnPaper });
      this.stretch(this.layout);
      this.graph.toggleAttribute("data-names-in-key", Boolean(this.layout.meta?.namesInKey)); // for assets/chart.css
      this.graph.toggleAttribute("data-filled", isFilled(this.layout));
      this.place.querySelector(":scope > .still")?.remove();
      this.react();
      // A legend of more rows than the server thought makes the chart higher, not the plot lower.
      const more = Math.round(this.graph._fullLayout._size.b - this.layout.margin.b);
      if (more > 2 && this.layout.height && this.layout.showlegend) {
        this.layout.height += more;
        this.layout.margin.b += more;
        this.stretch(this.layout);
        this.react();
      }
      if (!this.isDrawn) this.begin();
    }

    react() {
      const height = this.layout.height ?? this.graph.clientHeight;
      const layout = { ...this.layout, width: this.width, height };
      const { _fullLayout: drawn } = this.graph;
      // The chart library would place the legend by the room that there was before, which it keeps.
      if (drawn && drawn.width !== this.width) [drawn._size, drawn._pushmargin] = [];
      window.Plotly.react(this.graph, this.data, layout, CONFIG);
      this.drawnHeight = height;
    }

    /* What is done once, after the first drawing. */
    begin() {
      this.isDrawn = true;
      this.graph.on("plotly_afterplot", () => mendLinks(this.graph));
      mendLinks(this.graph);
      window.dashboardPoints.listen(this.graph);
      this.resized.observe(this.graph);
      window.performance.mark("chart-drawn");
    }

    fit() {
      const { clientWidth: width, clientHeight: height } = this.graph;
      if (width === 0) return; // not on the page at the moment
      if (width !== this.width || height !== this.drawnHeight) this.draw();
    }

    /* Paper does not tell its size to scripts: before printing, a chart is drawn as wide as a page of A4 or Letter. */
    setWidth(width) {
      this.place.style.width = width;
      this.isOnPaper = width !== "";
      if (this.isDrawn) this.draw();
    }

    end() {
      this.resized.disconnect();
      if (this.isDrawn) window.Plotly.purge(this.graph);
      this.graph.remove();
    }
  }

  /* Whether a chart is a map whose areas have the colours of classes. */
  const isFilled = ({ images, yaxis }) => Boolean(yaxis?.scaleanchor && !images);

  /* Plotly encodes addresses a second time, which breaks links that open at a number (#:~:text=263%2C000). It also makes
   * a link of every line of a text and of the ground behind it: the keyboard stops at one of them for each address, and
   * not at the many events, which are a list below the chart of the page, by name.
   */
  function mendLinks(graph) {
    for (const label of graph.querySelectorAll(".annotation")) {
      const isListed = graph.layout.annotations[label.dataset.index]?.name?.startsWith("event ");
      const lines = new Map(); // the links of each address
      for (const link of label.querySelectorAll("a")) {
        const address = (link.getAttribute("xlink:href") ?? "").replace(/%25(?=[0-9A-F]{2})/g, "%");
        link.setAttribute("xlink:href", address);
        if (isListed || !link.textContent) hide(link);
        else lines.set(address, [...(lines.get(address) ?? []), link]);
      }
      for (const [first, ...others] of lines.values()) {
        if (others.length === 0) continue;
        first.setAttribute("aria-label", [first, ...others].map((link) => link.textContent).join(" "));
        others.forEach(hide);
      }
    }
  }

  /* From the keyboard and from those who hear, not from the pointer. */
  function hide(link) {
    link.setAttribute("tabindex", "-1");
    link.setAttribute("aria-hidden", "true");
  }

  const charts = new Map(); // those that are shown, by the id of their component
  const brought = new Map(); // those of the document that no component has taken over, with the text of their figure

  for (const place of document.querySelectorAll("#first-paint [data-figure-of]")) {
    const id = place.dataset.figureOf;
    const figure = JSON.parse(place.querySelector("script").textContent);
    const chart = new Chart(place);
    charts.set(id, chart);
    brought.set(id, { chart, text: JSON.stringify(figure) });
    chart.show(figure);
  }

  window.addEventListener("beforeprint", () => charts.forEach((chart) => chart.setWidth(PAPER)));
  window.addEventListener("afterprint", () => charts.forEach((chart) => chart.setWidth("")));

  async function whenDrawn(then) {
    // The rest of the page does not wait for ever, and not at all where the chart library cannot be had.
    const enough = new Promise((resolve) => window.setTimeout(resolve, PATIENCE));
    await Promise.race([plotly().catch(() => null), enough]);
    then();
  }

  function takeOver() {
    for (const [id, { chart }] of brought) {
      const place = document.getElementById(id);
      if (place) chart.moveTo(place);
      else {
        chart.end();
        charts.delete(id);
      }
    }
    brought.clear();
  }

  /* The component's figure for a chart that the document brought, which is nearly always the very same. */
  function isBrought(id, figure) {
    const known = brought.get(id);
    if (!known) return false;
    if (JSON.stringify(figure) === known.text) known.chart.figure = figure;
    else known.chart.show(figure);
    return true;
  }

  /* A chart. Its graph is put into the box by hand, so that it can be drawn before there is a box. */
  function ChartComponent({ id, figure }) {
    const { createElement, useLayoutEffect, useRef } = window.React;
    const box = useRef(null);
    useLayoutEffect(() => {
      const frame = box.current.closest("[data-chart]");
      const ended = new AbortController();
      window.dashboardPoints.walk(frame, () => charts.get(id).graph, ended.signal);
      if (!brought.has(id)) charts.set(id, new Chart(box.current));
      return () => {
        ended.abort();
        charts.get(id)?.end();
        charts.delete(id);
      };
    }, [id]);
    useLayoutEffect(() => {
      if (!isBrought(id, figure)) charts.get(id).show(figure);
      if (figure === latest?.figure) used.clear();
    }, [id, figure]);
    return createElement("div", { id, className: "chart", ref: box });
  }

  const StoreComponent = () => null;

  /* Elements that are only read. They come as Dash describes components, but Dash has none of them to look at whenever
   * anything changes.
   */
  function PlainComponent({ id, className, tag, content }) {
    const { createElement, Fragment } = window.React;
    return tag ? createElement(tag, { id, className }, ...elementsOf(content)) : createElement(Fragment, null, ...elementsOf(content));
  }

  /* Whether an element has room for nothing but a text, or keeps it on one line. */
  const isOneText = ({ type, props }) => ["Textarea", "Option"].includes(type) || props.className?.split(" ").includes("number");

  function elementsOf(content) {
    const { createElement } = window.React;
    const { CLASS, parts } = window.dashboardUnbroken;
    return [content].flat(Infinity).flatMap((part) => {
      if (typeof part === "string") return parts(part, (text) => createElement("span", { className: CLASS }, text));
      if (typeof part?.type !== "string") return [part];
      const { children, ...attributes } = part.props;
      if (part.type === "Textarea") attributes.key = children; // the text of a field is that of its first drawing
      const held = typeof children === "string" && isOneText(part) ? [children] : elementsOf(children);
      return [createElement(part.type.toLowerCase(), attributes, ...held)];
    });
  }

  /* Dash tells the controls that an answer for them is under way, and Mantine's draw themselves anew when that begins
   * and when it ends, although ours look the same meanwhile. The answer, and so the chart, would wait for that.
   */
  function keepControls() {
    const components = window.dash_component_api;
    const context = components.useDashContext;
    if (!context) return;
    const useLoading = () => false;
    components.useDashContext = () => ({ ...context(), useLoading });
  }

  let latest = null; // the last request for the chart, and the figure that it was answered with
  const used = new Set(); // the controls that a reader has used since the answer that is shown, the last one last

  /* An answer that is overtaken by another request is thrown away as a whole: that request tells of all choices since
   * the last answer that was not.
   */
  function asks(request) {
    if (!request.output.startsWith("..chart.figure")) return;
    for (const control of request.changedPropIds) {
      used.delete(control);
      used.add(control);
    }
    request.changedPropIds = [...used];
    latest = { request, figure: null };
  }

  /* An answer that has been overtaken by another request is not drawn. */
  function answered(request, answer) {
    const figure = answer?.chart?.figure;
    if (!figure || request !== latest?.request) return;
    latest.figure = figure;
    charts.get("chart")?.show(figure);
  }

  window.addEventListener("dashboard:arrived", () => used.clear());

  /* The view that has been drawn becomes the address, as a step that Back undoes. */
  function remember(view) {
    if (!view) return window.dash_clientside.no_update;
    if (view.query !== window.dashboardAddress.current().query) window.dashboardAddress.push(view.query);
    document.title = `${view.title} – ${document.title.split(" – ").pop()}`;
    return window.dash_clientside.no_update;
  }

  window.dashboard_components = { Chart: ChartComponent, Plain: PlainComponent, Store: StoreComponent };
  window.dashboardCharts = { plotly, whenDrawn, takeOver, asks, answered, keepControls };
  window.dash_clientside = Object.assign({}, window.dash_clientside, { dashboardExplore: { remember } });
})();
