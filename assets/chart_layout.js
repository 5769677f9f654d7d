/* Charts on narrow screens. The server sends the layout for wide ones, with labels at the line ends, which need room;
 * a narrow screen has them in the key below instead, callouts over the plot, and small multiples in two columns.
 */
(function () {
  "use strict";

  const [WIDE, MOST_GROWN] = [1280, 1.5]; // pixels of a chart from which on it grows, and how many times at most
  const FULL_SCREEN_REST = 240; // pixels of a full screen that the title, the year and the key take
  const LOWEST_MAP = 320; // pixels; else a map is no higher than the window
  const [LOW_SCREEN, LOWEST, OF_LOW_SCREEN] = [496, 260, 0.8]; // pixels, as in assets/chart.css, and the part that a chart may take
  const NARROW = 640; // pixels of the chart, as in assets/still.css
  const [TOP, RIGHT, BOTTOM, LEFT] = [30, 12, 44, 58]; // pixels around a narrow plot, without callouts
  const [AROUND, DIGIT] = [8, 7.2]; // pixels around the label of a value, and of each of its characters
  const [MILLION, LEFT_OF_MILLIONS] = [1e6, 72]; // the labels of values so large need more room
  const [FLATTEST, MAP_SHAPE, MERIDIAN] = [0.5, 1.1, 60]; // height to width of a map; pixels between its meridians
  const [ENTRY, SYMBOL] = [20, 52]; // pixels of the height of an entry of a legend, and beside its name
  const REACHES = [14, 30, 48, 70, 96, 126, 160]; // pixels between a circle of a map and a name with a leader
  const ANGLES = [0, 180, 30, 150, -30, -150, 60, 120, -60, -120, 90, -90]; // degrees in which it may lie
  const LEADER = "#8a94a0";
  const YEAR = 42; // pixels that the label of a year takes
  const ROW = 26; // pixels that the label of a value takes
  const TICK = 75; // pixels between the labels of values along the head of a ranking
  const SMALLEST = { width: 240, height: 200 }; // pixels of a plot that has room for callouts
  const FLAG_CHARACTER = 6; // pixels of a letter of the name of an event, as in dashboard/charts/events.py
  const [DOT, NUMBER] = [20, 12]; // pixels of the type of events: of a dot, and of a number
  const HIGHEST_ON_PAPER = 560; // pixels of a sheet (A4 or Letter) that a chart may take below three lines of title and a year
  const [PANEL, LOWEST_PANEL, PANEL_HEAD, BELOW_PANELS] = [170, 68, 26, 74]; // pixels of the height of a panel
  const [BOLD, SMALL_BOLD, SMALL] = [7.4, 6.1, 11]; // pixels of a letter of its name, of one in small type, and that type
  const [OF_SERVER, OWN_PANEL] = [1000, 230]; // pixels from which on what the server placed stays, and of a panel with its own axis
  const COUNT_GAP = 1; // pixels between two counts of areas
  const NAME = 18; // pixels of a line of a name at the end of a line
  const [CHARACTER, LINE, PADDING] = [6.6, 17, 8]; // pixels of the text of a callout and around it

  /* The layout of a figure in a box of that many pixels; a copy, which plotly may change. */
  function layoutFor(figure, { width, height, isOnPaper }) {
    const layout = structuredClone(figure.layout);
    if (layout.height) layout.height = heightOn(layout, width);
    const highest = isOnPaper ? Infinity : highestOn(layout);
    if (layout.height) layout.height = Math.min(layout.height, highest);
    if (layout.meta?.panels && hasOwnAxes(layout) && width < OF_SERVER) {
      panelsInColumns(layout, width, Math.max(2, Math.floor(width / OWN_PANEL)), PANEL);
    }
    if (isOnPaper && layout.height > HIGHEST_ON_PAPER) onOneSheet(layout, width);
    if (layout.height && layout.yaxis?.scaleanchor) layout.height = Math.min(layout.height, Math.max(LOWEST_MAP, window.innerHeight));
    if (width < NARROW) makeNarrow(layout, figure.data, width, height, highest);
    else {
      if (layout.images || (isMap(layout) && width < OF_SERVER)) placeNames(layout, figure.data, width, layout.height ?? height);
      flagsThatFit(layout, width);
      if (!layout.height) inLowFrame(layout, figure.data, width, height);
      else if (width < OF_SERVER) namesThatFit(layout, figure.data, width, layout.height);
    }
    countsThatFit(layout, width, layout.height ?? height);
    levelYears(layout, width - layout.margin.l - layout.margin.r);
    yearsThatFit(layout, width, layout.height ?? height);
    for (const image of layout.images ?? []) image.source = landAddress();
    keepInside(layout, width, layout.height ?? height);
    // A space at the end of each line, without which its last word and the next are heard and copied as one.
    for (const label of layout.annotations ?? []) label.text = label.text?.replaceAll("<br>", " <br>");
    return layout;
  }

  /* On a wide screen a chart is higher too; alone on the screen, it takes what the title and the key leave. */
  function heightOn({ height }, width) {
    if (document.fullscreenElement) return Math.max(height, window.innerHeight - FULL_SCREEN_REST);
    return Math.round(height * Math.min(MOST_GROWN, Math.max(1, width / WIDE)));
  }

  /* On a low screen a chart is lower, so that all of it is seen at once; rows of bars and panels are as high as elsewhere. */
  function highestOn({ annotations, meta }) {
    const isOfRows = meta?.panels || annotations?.some(({ name }) => name === "bar-value");
    if (isOfRows || window.innerHeight > LOW_SCREEN || document.fullscreenElement) return Infinity;
    return Math.max(LOWEST, Math.round(OF_LOW_SCREEN * window.innerHeight));
  }

  /* The image of the world's land, which the server leaves to whoever draws the map. */
  const landAddress = () => document.documentElement.dataset.land;

  const HELD = { left: 0, center: 0.5, right: 1 }; // the part of a label that lies left of where it is held

  function makeNarrow(layout, data, width, height, highest) {
    const has = (name) => layout.annotations?.some((label) => label.name === name);
    if (isMap(layout)) narrowMap(layout, data, width, height, highest);
    if (has("path-year")) layout.xaxis.nticks = ticksOn(layout, width);
    if (has("bar-value")) layout.xaxis.nticks = ticksOn(layout, width);
    if (layout.meta?.panels) {
      panelsInColumns(layout, width, layout.meta.columns ?? 2, PANEL);
      return;
    }
    if (!has("unit")) return;
    linesWithoutNames(layout, width, height);
  }

  const isMap = (layout) => Boolean(layout.yaxis?.scaleanchor);
  const ticksOn = ({ margin }, width) => Math.max(2, Math.floor((width - margin.l - margin.r) / TICK));

  /* Of how many areas columns are, as far as these words have room: beside each other they stand upright. */
  function countsThatFit(layout, width, height) {
    const { annotations, margin, xaxis, yaxis } = layout;
    const taken = [];
    layout.annotations = annotations?.filter((label) => {
      if (label.name !== "count") return true;
      const isUpright = label.textangle !== 0;
      const [long, thick] = [label.text.length * CHARACTER, label.font.size + COUNT_GAP];
      const down = isUpright ? long : thick;
      const foot = (height - margin.t - margin.b) * (1 - part(label.y, yaxis.range)) - label.yshift;
      const box = {
        x: (width - margin.l - margin.r) * part(label.x, xaxis.range),
        y: label.yanchor === "bottom" ? foot - down / 2 : foot + down / 2,
        width: isUpright ? thick : long,
        height: down,
      };
      const isFree = box.x >= box.width / 2 && !taken.some((other) => meet(box, other)); // beside the axis stand its values
      if (isFree) taken.push(box);
      return isFree;
    });
  }

  /* The names and years of the paths of a scatter that have room, in their order; the key has every colour. */
  function yearsThatFit(layout, width, height) {
    const { annotations = [], margin, xaxis, yaxis } = layout;
    const taken = [];
    layout.annotations = annotations.filter((label) => {
      if (label.name !== "path-year" && label.name !== "path-name") return true;
      const text = label.text.length * CHARACTER;
      const across = width - margin.l - margin.r;
      const [right, down] = label.showarrow ? [label.ax, label.ay] : [label.xshift, -label.yshift];
      const x = across * part(label.x, xaxis.range) + right + (0.5 - HELD[label.xanchor]) * text;
      const y = (height - margin.t - margin.b) * (1 - part(label.y, yaxis.range)) + down;
      const box = { x, y, width: text, height: LINE };
      const isInside = x - text / 2 > 0 && x + text / 2 < across + margin.r;
      const isKept = isInside && !taken.some((other) => meet(box, other));
      if (isKept) taken.push(box);
      return isKept;
    });
  }

  /* A frame of another site may be lower than the plot that names and callouts were placed for. */
  function inLowFrame(layout, data, width, height) {
    const room = height - layout.margin.t - layout.margin.b;
    if (room < SMALLEST.height && layout.annotations?.some(isCallout)) withoutCallouts(layout);
    namesThatFit(layout, data, width, height);
  }

  const isCallout = ({ name }) => name?.startsWith("callout");
  const isName = ({ name }) => name?.startsWith("end-label");
  const isLeader = ({ name }) => name === "leader";

  /* Names beside the plot are moved apart with their leaders; where there is no room for all names, the key has them. */
  function namesThatFit(layout, data, width, height) {
    const { annotations = [], margin, shapes = [], xaxis, yaxis } = layout;
    const [across, down] = [width - margin.l - margin.r, height - margin.t - margin.b];
    const names = annotations.filter(isName);
    const isBeside = ({ x }) => x === xaxis.range[1];
    const beside = names.filter(isBeside).sort((one, other) => other.y - one.y);
    const wanted = beside.map(({ y }) => (1 - y) * down);
    moveApart(wanted, beside.map(heightOf), down).forEach((place, index) => {
      const label = beside[index];
      const leader = shapes.find((shape) => isLeader(shape) && Math.abs(shape.y1 - label.y) < 1e-9);
      label.y = 1 - place / down;
      if (leader) leader.y1 = label.y;
    });
    const boxes = names.map((label) => {
      const text = Math.max(...label.text.split("<br>").map((line) => line.length)) * CHARACTER;
      const x = across * part(label.x, xaxis.range) + label.xshift + text / 2;
      return { x, y: (1 - label.y) * down, width: text, height: heightOf(label) - 1 };
    });
    const logarithm = yaxis.type === "log" ? Math.log10 : (value) => value;
    const points = data.flatMap(({ mode, x, y }) => {
      if (!mode?.includes("markers") || names.every(isBeside)) return [];
      return x.map((year, place) => boxAround(across * part(year, xaxis.range), down * (1 - part(logarithm(y[place]), yaxis.range)), 1));
    });
    const isCovered = boxes.some((box, place) => [...boxes.slice(place + 1), ...points].some((other) => meet(box, other)));
    const isOutside = boxes.some((box) => box.y - box.height / 2 < -NAME || box.y + box.height / 2 > down + NAME);
    if (!isCovered && !isOutside) return;
    withoutNames(layout);
    margin.r = RIGHT;
  }

  const heightOf = ({ text }) => text.split("<br>").length * NAME;

  /* Places from above to below, each so far from the next that none of these heights covers another. */
  function moveApart(wanted, heights, room) {
    const apart = (place) => (heights[place] + heights[place - 1]) / 2;
    const places = [...wanted];
    for (let place = 1; place < places.length; place += 1) places[place] = Math.max(places[place], places[place - 1] + apart(place));
    let lowest = room;
    for (let place = places.length - 1; place >= 0 && places[place] > lowest; place -= 1) {
      places[place] = lowest;
      if (place) lowest -= apart(place);
    }
    return places;
  }

  function withoutNames(layout) {
    layout.annotations = layout.annotations.filter((label) => !isName(label));
    layout.shapes = layout.shapes?.filter((shape) => !isLeader(shape));
    layout.meta = { ...layout.meta, namesInKey: true };
  }

  /* No callout reaches beyond the box; the server placed them for the plot of a page. */
  function keepInside({ annotations, margin, xaxis, yaxis }, width, height) {
    for (const label of annotations ?? []) {
      if (!isCallout(label)) continue;
      const lines = label.text.split("<br>").map((line) => line.replace(/<[^>]*>/g, ""));
      const halfWidth = (Math.max(...lines.map((line) => line.length)) * CHARACTER) / 2 + PADDING;
      const halfHeight = (lines.length * LINE) / 2 + PADDING;
      const x = margin.l + (width - margin.l - margin.r) * part(label.x, xaxis.range);
      const y = margin.t + (height - margin.t - margin.b) * (1 - part(label.y, yaxis.range));
      label.ax = Math.max(halfWidth, Math.min(x + label.ax, width - halfWidth)) - x;
      label.ay = Math.max(halfHeight, Math.min(y + label.ay, height - halfHeight)) - y;
    }
  }

  const part = (value, [from, to]) => (value - from) / (to - from);

  function leftOf({ type, range: [, top] }) {
    const largest = type === "log" ? 10 ** Math.ceil(top) : top; // room for a callout may reach to the next power
    if (largest < MILLION) return LEFT;
    return Math.max(LEFT_OF_MILLIONS, AROUND + Math.round(largest).toLocaleString("en").length * DIGIT);
  }

  function moveUnit(layout, left) {
    for (const label of layout.annotations) if (label.name === "unit") label.xshift += layout.margin.l - left;
    layout.margin.l = left;
  }

  /* Labels of years no nearer to each other than they are wide, so that none is turned. */
  function levelYears(layout, across) {
    for (const [name, axis] of Object.entries(layout)) {
      if (!name.startsWith("xaxis") || !axis.dtick) continue;
      const [from, to] = axis.domain ?? [0, 1];
      fewerYears(axis, (to - from) * across);
    }
  }

  function fewerYears(axis, across) {
    const [first, last] = axis.range;
    while (((last - first) / axis.dtick) * YEAR > across) axis.dtick = axis.dtick < 5 ? 5 : axis.dtick * 2;
  }

  /* The names at the ends of lines have no room; the key below the chart has them. */
  function linesWithoutNames(layout, width, boxHeight) {
    const { margin } = layout;
    const plotHeight = layout.height && layout.height - margin.t - margin.b;
    withoutNames(layout);
    const left = leftOf(layout.yaxis);
    moveUnit(layout, left);
    const plotWidth = width - left - RIGHT;
    Object.assign(margin, { t: TOP, r: RIGHT, b: BOTTOM });
    if (plotHeight) layout.height = plotHeight + margin.t + margin.b;
    numbersOfEvents(layout, plotWidth);
    const callouts = layout.annotations.filter(isCallout);
    const height = plotHeight ?? boxHeight - margin.t - margin.b;
    if (!layout.yaxis.dtick) layout.yaxis.nticks = Math.max(2, Math.min(layout.yaxis.nticks, Math.floor(height / ROW)));
    if (plotWidth < SMALLEST.width || height < SMALLEST.height) withoutCallouts(layout);
    else if (callouts.length > 0 && !placeCallouts(layout, callouts, plotWidth, height)) withoutCallouts(layout);
  }

  /* A narrow map is smaller but its letters and circles are not. */
  function narrowMap(layout, data, width, boxHeight, highest) {
    const { margin, xaxis, yaxis } = layout;
    const box = layout.meta?.outlines?.box ?? layout.meta?.bounds;
    if (box) [xaxis.range, yaxis.range] = [box.slice(0, 2), box.slice(2)];
    const room = width - margin.l - margin.r;
    const [across, down] = [xaxis, yaxis].map(({ range: [from, to] }) => to - from);
    const shape = Math.max(FLATTEST, Math.min(MAP_SHAPE, (down * yaxis.scaleratio) / across));
    margin.b = Math.max(margin.b, legendHeight(layout, data, room));
    if (layout.height) layout.height = Math.min(highest, Math.round(room * shape) + margin.t + margin.b);
    if (xaxis.tickvals) {
      const high = (layout.height ?? boxHeight) - margin.t - margin.b;
      const degree = Math.min(room / across, high / down / yaxis.scaleratio);
      const every = Math.ceil(MERIDIAN / (degree * (xaxis.tickvals[1] - xaxis.tickvals[0])));
      for (const key of ["tickvals", "ticktext"]) xaxis[key] = xaxis[key].filter((_, place) => place % every === 0);
    }
    placeNames(layout, data, width, layout.height ?? boxHeight);
  }

  /* What the legend takes, whose entries are as wide as the widest. */
  function legendHeight({ showlegend }, data, room) {
    const names = showlegend ? data.filter((trace) => trace.showlegend !== false).map(({ name }) => name.length) : [];
    const columns = Math.max(1, Math.floor(room / (SYMBOL + Math.max(...names) * CHARACTER)));
    return Math.ceil(names.length / columns) * ENTRY + ENTRY;
  }

  /* The names on a map, placed for the room that it has, as far as they fit in; those of circles with leaders too. */
  function placeNames(layout, data, width, boxHeight) {
    const { margin, xaxis, yaxis, annotations = [] } = layout;
    const [room, high] = [width - margin.l - margin.r, boxHeight - margin.t - margin.b];
    const [across, down] = [xaxis, yaxis].map(({ range: [from, to] }) => to - from);
    const degree = Math.min(room / across, high / down / yaxis.scaleratio);
    const isOfCircles = Boolean(layout.images);
    const placeOf = (x, y) => [
      room / 2 + (x - xaxis.range[0] - across / 2) * degree,
      high / 2 - (y - yaxis.range[0] - down / 2) * degree * yaxis.scaleratio,
    ];
    const sizeOf = ({ marker }, point) => (Array.isArray(marker.size) ? marker.size[point] : marker.size);
    const taken = data
      .filter((trace) => trace.mode === "markers" && (isOfCircles || (trace.customdata && trace.marker.opacity !== 0)))
      .flatMap((trace) => trace.x.map((x, point) => boxAround(...placeOf(x, trace.y[point]), sizeOf(trace, point))));
    layout.annotations = annotations.filter((label) => {
      if (label.name !== "place") return true;
      const [x, y] = placeOf(label.x, label.y);
      const circle = taken.find((box) => Math.hypot(box.x - x, box.y - y) < 1) ?? boxAround(x, y, 0);
      const text = label.text.replace(/<[^>]*>/g, "").length * CHARACTER;
      const beside = placeBeside(circle, text, taken, room);
      const place = beside ?? (isOfCircles ? placeApart(circle, text, taken, room, high) : undefined);
      if (!place) return false;
      taken.push(...place.boxes);
      const { anchor: xanchor, right, down } = place;
      const held = beside ? { xshift: right, yshift: -down } : { ax: right, ay: down };
      const leader = { arrowhead: 0, arrowwidth: 1, arrowcolor: LEADER, standoff: circle.width / 2 };
      for (const name of ["xshift", "yshift", "ax", "ay"]) delete label[name];
      Object.assign(label, { xanchor, showarrow: !beside, ...held }, beside ? {} : leader);
      return true;
    });
  }

  /* The free place of a name beside its circle. */
  function placeBeside({ x, y, width }, text, taken, room) {
    const radius = width / 2;
    const level = Math.max(text / 2, Math.min(x, room - text / 2)) - x;
    for (const [anchor, right, down] of [
      ["left", radius + 5, 0],
      ["right", -radius - 5, 0],
      ["center", level, -radius - LINE / 2],
      ["center", level, radius + LINE / 2],
    ]) {
      const box = { x: x + right + text * (0.5 - HELD[anchor]), y: y + down, width: text, height: LINE };
      const isInside = box.x >= text / 2 && box.x <= room - text / 2;
      if (isInside && !taken.some((other) => meet(box, other))) return { anchor, right, down, boxes: [box] };
    }
  }

  /* The nearest free place that a leader joins to its circle, as in dashboard/charts/geometry.py. */
  function placeApart(circle, text, taken, room, high) {
    const others = taken.filter((other) => !meet(other, circle));
    let crossing;
    for (const reach of REACHES)
      for (const degrees of ANGLES) {
        const [across, up] = [Math.cos, Math.sin].map((part) => part((degrees * Math.PI) / 180));
        const far = circle.width / 2 + reach;
        const anchor = across > 0.1 ? "left" : across < -0.1 ? "right" : "center";
        const [right, down] = [across * far, -up * far];
        const box = { x: circle.x + right + text * (0.5 - HELD[anchor]), y: circle.y + down, width: text, height: LINE };
        const isInside = box.x >= text / 2 && box.x <= room - text / 2 && box.y >= LINE / 2 && box.y <= high - LINE / 2;
        if (!isInside || taken.some((other) => meet(box, other))) continue;
        const leader = [];
        for (let step = circle.width / 2 + 4; step < far; step += 9)
          leader.push(boxAround(circle.x + (right * step) / far, circle.y + (down * step) / far, 4));
        const place = { anchor, right, down, boxes: [box, ...leader] };
        if (!leader.some((spot) => others.some((other) => meet(spot, other)))) return place;
        crossing ??= place;
      }
    return crossing;
  }

  const isEvent = ({ name }) => name?.startsWith("event ");
  const isFlag = (label) => isEvent(label) && label.xanchor !== "center";
  const lineOf = ({ shapes }, { name }) => shapes.find((shape) => shape.name === name);
  const linked = ({ text }, words) => text.replace(/>[^<]*</, `>${words}<`);

  /* The server found room for the flags of events on a wide chart; on a smaller one some become dots. */
  function flagsThatFit(layout, width) {
    const { annotations, margin, xaxis } = layout;
    const taken = [];
    for (const label of annotations.filter(isFlag)) {
      const x = margin.l + (width - margin.l - margin.r) * part(label.x, xaxis.range);
      const text = label.text.replace(/<[^>]*>/g, "").length * FLAG_CHARACTER;
      const flag = { x: x + label.xshift + text / 2, y: -label.yshift, width: text, height: LINE };
      const stem = { x, y: -label.yshift / 2, width: 2, height: label.yshift };
      const isFree = flag.x > text / 2 && flag.x < width - text / 2 && !taken.some((box) => meet(flag, box) || meet(stem, box));
      if (isFree) taken.push(flag, stem);
      else makeDot(layout, label);
    }
  }

  function makeDot(layout, label) {
    Object.assign(label, { text: linked(label, "•"), xanchor: "center", xshift: 0, yanchor: "middle", yshift: 0 });
    label.font.size = DOT;
    makeShort(lineOf(layout, label));
  }

  function makeShort(line) {
    Object.assign(line, { y0: 0.96, y1: 1 });
    line.line.dash = "solid";
  }

  /* On a narrow chart, the numbers that events have in the list below it, as far as they have room. */
  function numbersOfEvents(layout, plotWidth) {
    const taken = [];
    const unit = layout.annotations.find((label) => label.name === "unit");
    if (unit) taken.push({ x: unit.xshift + (unit.text.length * CHARACTER) / 2, y: 0, width: unit.text.length * CHARACTER, height: LINE });
    layout.annotations = layout.annotations.filter((label) => {
      if (!isEvent(label)) return true;
      const number = label.name.split(" ")[1];
      const box = { x: plotWidth * part(label.x, layout.xaxis.range), y: 0, width: number.length * CHARACTER + PADDING, height: LINE };
      if (taken.some((other) => meet(box, other))) {
        makeShort(lineOf(layout, label));
        return false;
      }
      taken.push(box);
      Object.assign(label, { text: linked(label, number), xanchor: "center", xshift: 0, yanchor: "bottom", yshift: 2 });
      label.font.size = NUMBER;
      const line = lineOf(layout, label);
      Object.assign(line, { y0: 0, y1: 1 });
      line.line.dash = "dot";
      return true;
    });
  }

  const boxAround = (x, y, size) => ({ x, y, width: size, height: size });
  const meet = (one, other) =>
    Math.abs(one.x - other.x) < (one.width + other.width) / 2 && Math.abs(one.y - other.y) < (one.height + other.height) / 2;

  /* Room above the data, where the server has made none, with the callouts in it, in the middle; whether they fit there. */
  function placeCallouts({ meta, shapes, xaxis, yaxis }, callouts, across, down) {
    const [bottom, top] = yaxis.range;
    const marks = shapes?.some(isEvent) ? DOT : 0; // pixels at the head of the plot that the marks of events take
    const head = 1.32 + marks / down;
    yaxis.range = [bottom, bottom + (top - bottom) * Math.max(1, head * (1 - (meta?.head ?? 0)))];
    return callouts.every((label) => {
      const depth = down * (1 - part(label.y, yaxis.range));
      label.ax = across * (0.45 - part(label.x, xaxis.range));
      label.ay = Math.min(-50, 34 + marks - depth);
      return depth + label.ay > ROW; // else it covers the unit, which stands over the plot
    });
  }

  /* A callout would cover most of so small a plot; the red mark stays, and leads to the number too. */
  function withoutCallouts(layout) {
    const [bottom, top] = layout.yaxis.range;
    layout.annotations = layout.annotations.filter((label) => !isCallout(label));
    layout.yaxis.range = [bottom, bottom + (top - bottom) * (1 - (layout.meta?.head ?? 0))];
  }

  /* Whether the second panel has numbers of its own beside it. */
  const hasOwnAxes = (layout) => Boolean(layout.yaxis2?.showticklabels);

  function panelsInColumns(layout, width, most, panelHeight) {
    const { panels } = layout.meta;
    const columns = Math.min(most, panels);
    const rows = Math.ceil(panels / columns);
    const head = PANEL_HEAD / panelHeight;
    if (layout.height) layout.height = rows * panelHeight + BELOW_PANELS;
    moveUnit(layout, leftOf(layout.yaxis));
    layout.margin.r = 8;
    const plot = width - layout.margin.l - layout.margin.r;
    const isOwn = hasOwnAxes(layout) && columns > 1;
    const beside = isOwn ? (layout.margin.l - AROUND) / plot : 0.05;
    const across = (1 - (columns - 1) * beside) / columns; // all columns are as wide
    for (let panel = 0; panel < panels; panel += 1) {
      const name = panel === 0 ? "" : panel + 1;
      const [column, row] = [panel % columns, Math.floor(panel / columns)];
      const years = layout[`xaxis${name}`];
      const left = column * (across + beside);
      fewerYears(years, across * plot);
      Object.assign(years, {
        domain: [left, left + across],
        showticklabels: panel + columns >= panels, // the lowest of its column
      });
      Object.assign(layout[`yaxis${name}`], {
        domain: [1 - (row + 0.94) / rows, 1 - (row + head) / rows],
        showticklabels: column === 0 || isOwn,
      });
      const label = layout.annotations.find(({ xref }) => xref === `x${name} domain`);
      if (label) nameThatFits(label, across * plot - AROUND);
    }
  }

  /* The name of a panel in so many pixels: without the numbers of its sources, in small type, or at last cut. */
  function nameThatFits(label, room) {
    const [, name, cited] = /^<b>(.*)<\/b>(.*)$/.exec(label.text) ?? [];
    if (!name || (name.length + cited.length) * BOLD <= room) return;
    label.text = `<b>${name}</b>`;
    if (name.length * BOLD <= room) return;
    label.font.size = SMALL;
    const most = Math.floor(room / SMALL_BOLD);
    if (name.length > most && !name.includes("&")) label.text = `<b>${name.slice(0, most - 1).trimEnd()}…</b>`;
  }

  /* A chart that is higher than a sheet would be split: its rows are lower there, and small multiples stand in more columns. */
  function onOneSheet(layout, width) {
    if (!layout.meta?.panels) {
      layout.height = HIGHEST_ON_PAPER;
      return;
    }
    const rows = Math.floor((HIGHEST_ON_PAPER - BELOW_PANELS) / LOWEST_PANEL);
    const columns = Math.max(4, Math.ceil(layout.meta.panels / rows));
    const down = (HIGHEST_ON_PAPER - BELOW_PANELS) / Math.ceil(layout.meta.panels / columns);
    panelsInColumns(layout, width, columns, Math.min(PANEL, down));
  }

  window.dashboardLayout = { NARROW, layoutFor };
})();
