/* Maps of countries: their outlines are fetched once such a map is shown, and projected as
 * dashboard/charts/outlines.py does it. A figure says in `layout.meta.outlines` which file and which meridian, and its
 * traces which countries each fills.
 *
 * A trace fills many countries, so the pointer finds by itself which one it is in, and shows its label.
 */
(function () {
  "use strict";

  const RADIANS = Math.PI / 180;
  const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796]; // of the Equal Earth projection
  const M = Math.sqrt(3) / 2;
  const LONGEST_STEP = 90; // on the axes; more is a line around the back of the globe
  const NEAR = 8; // pixels from the middle of a dot

  const files = new Map(); // what was fetched, by name: the outlines, or the promise of them
  const drawn = new Map(); // the rings of each country, by file and meridian

  const wanted = (figure) => figure?.layout.meta?.outlines;

  /* A promise of the outlines of a figure; null where they are there, or it has none. */
  function load(figure) {
    const { file } = wanted(figure) ?? {};
    if (!file) return null;
    if (!files.has(file)) {
      const fetched = fetch(document.documentElement.dataset[file])
        .then((answer) => (answer.ok ? answer.json() : { outlines: {} }))
        .catch(() => ({ outlines: {} })) // a map without its countries still has its figures
        .then((outlines) => files.set(file, outlines));
      files.set(file, fetched);
    }
    return files.get(file) instanceof Promise ? files.get(file) : null;
  }

  function project(longitude, latitude, meridian) {
    let across = longitude - meridian;
    across += 360 * ((across < -180) - (across > 180));
    const angle = Math.asin(M * Math.sin(latitude * RADIANS));
    const square = angle * angle;
    const sixth = square ** 3;
    const stretch = M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square));
    return [(across * Math.cos(angle)) / stretch, (angle * (A1 + A2 * square + sixth * (A3 + A4 * square))) / RADIANS];
  }

  function ringOf(steps, unit, meridian) {
    const ring = [];
    let [x, y] = [0, 0];
    for (let place = 0; place < steps.length; place += 2) {
      [x, y] = [x + steps[place], y + steps[place + 1]];
      ring.push(project(x * unit, y * unit, meridian));
    }
    return ring;
  }

  const isAround = (ring) => ring.some(([x], place) => place && Math.abs(x - ring[place - 1][0]) > LONGEST_STEP);

  function ringsOf({ file, meridian }) {
    const key = `${file} ${meridian}`;
    if (!drawn.has(key)) {
      const { unit, outlines } = files.get(file);
      const projected = Object.entries(outlines).map(([area, rings]) => {
        const its = rings.map((steps) => ringOf(steps, unit, meridian));
        return [area, its.filter((ring) => !isAround(ring))];
      });
      drawn.set(key, new Map(projected));
    }
    return drawn.get(key);
  }

  /* The traces of a figure, with the corners of their countries. */
  function filled(figure) {
    const told = wanted(figure);
    if (!told) return figure.data;
    const rings = ringsOf(told);
    return figure.data.map((trace) => {
      if (trace.mode !== "lines" || !trace.meta?.areas) return trace;
      const corners = trace.meta.areas.flatMap((area) => rings.get(area) ?? []).flatMap((ring) => [...ring, [null, null]]);
      return { ...trace, x: corners.map(([x]) => x), y: corners.map(([, y]) => y) };
    });
  }

  /* Whether a line from the place to the east crosses the rings an odd number of times. */
  function isInside(x, y, rings) {
    let inside = false;
    for (const ring of rings) {
      for (let place = 1; place < ring.length; place += 1) {
        const [[x1, y1], [x2, y2]] = [ring[place - 1], ring[place]];
        if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
      }
    }
    return inside;
  }

  /* The point of the area that the pointer is on: a dot near it, else the country around it; null where there is none. */
  function stopAt(graph, event) {
    const { xaxis, yaxis } = graph._fullLayout;
    const box = graph.getBoundingClientRect();
    const [right, down] = [event.clientX - box.left - xaxis._offset, event.clientY - box.top - yaxis._offset];
    if (right < 0 || down < 0 || right > xaxis._length || down > yaxis._length) return null;
    const curve = graph.data.findIndex((trace) => trace.customdata && trace.meta?.areas);
    if (curve < 0) return null;
    const { meta, x, y } = graph.data[curve];
    const rings = ringsOf(graph.layout.meta.outlines);
    const far = (point) => Math.hypot(xaxis.d2p(x[point]) - right, yaxis.d2p(y[point]) - down);
    const dots = meta.areas.map((_, point) => point).filter((point) => far(point) < NEAR);
    const nearest = dots.sort((one, other) => far(one) - far(other))[0];
    if (nearest !== undefined) return { curve, point: nearest };
    const place = [xaxis.p2d(right), yaxis.p2d(down)];
    const point = meta.areas.findIndex((area) => isInside(...place, rings.get(area) ?? []));
    return point < 0 ? null : { curve, point };
  }

  /* Labels under the pointer and clicks on a map of countries; `take` is given the address of a figure. */
  function listen(graph, take) {
    const isMap = () => wanted(graph);
    let shown = null;
    const hover = (event) => {
      if (!isMap() || event.target.closest?.("a")) return;
      event.stopPropagation();
      const stop = stopAt(graph, event);
      if (stop?.point === shown?.point) return;
      shown = stop;
      const { customdata } = stop ? graph.data[stop.curve] : {};
      graph.classList.toggle("on-number", Boolean(customdata?.[stop?.point]));
      if (stop) window.Plotly.Fx.hover(graph, [{ curveNumber: stop.curve, pointNumber: stop.point }], "xy");
      else window.Plotly.Fx.unhover(graph);
    };
    const click = (event) => {
      if (!isMap() || event.target.closest?.("a")) return;
      const stop = stopAt(graph, event);
      if (stop) take(graph.data[stop.curve].customdata[stop.point]);
    };
    graph.addEventListener("mousemove", hover, { capture: true });
    graph.addEventListener("mouseout", (event) => {
      if (isMap() && !graph.contains(event.relatedTarget)) shown = null;
    });
    graph.addEventListener("click", click);
  }

  window.dashboardOutlines = { load, filled, listen };
})();
