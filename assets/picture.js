/* "Download picture": the server describes the picture, plotly draws it here, and it keeps its fonts and sources.
 *
 * Plotly's own pictures know nothing of web fonts. So it is asked for SVG, which gets the fonts as data, is drawn on a
 * canvas, and becomes a PNG file with the texts of the picture inside (iTXt chunks, UTF-8), as
 * `python -m dashboard export` makes it.
 */
(function () {
  "use strict";

  const FAMILY = "IBM Plex Sans";
  const HEADER_ENDS = 33; // signature and IHDR of a PNG file

  function escaped(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  async function answer(address) {
    const response = await fetch(address, { headers: { accept: "application/json" } });
    const said = await response.json().catch(() => null);
    if (!response.ok) throw new Error(said?.error?.message ?? "The server could not describe the picture.");
    return said;
  }

  /* The faces of our font in the style sheet: the letters that each has, and the address of its file. */
  function faces() {
    const found = [];
    for (const sheet of document.styleSheets) {
      if (!sheet.href || new URL(sheet.href).origin !== window.location.origin) continue;
      for (const rule of sheet.cssRules) {
        if (!(rule instanceof CSSFontFaceRule)) continue;
        const family = rule.style.getPropertyValue("font-family").replace(/["']/g, "");
        const file = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue("src"));
        const letters = rule.style.getPropertyValue("unicode-range");
        if (family === FAMILY && file) found.push({ address: new URL(file[1], sheet.href).href, letters });
      }
    }
    return found;
  }

  function has(letters, text) {
    const ranges = letters.split(",").map((range) => {
      const [first, last] = range.trim().replace(/^U\+/i, "").split("-");
      return [parseInt(first, 16), parseInt(last ?? first, 16)];
    });
    return Array.from(text).some((letter) => {
      const code = letter.codePointAt(0);
      return ranges.some(([first, last]) => first <= code && code <= last);
    });
  }

  function dataAddress(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.replace(/^data:[^,]*/, "data:font/woff2;base64"));
      reader.onerror = () => reject(new Error("The font could not be read."));
      reader.readAsDataURL(blob);
    });
  }

  async function fontRules(text) {
    const needed = faces().filter((face) => has(face.letters, text));
    const rules = needed.map(async (face) => {
      const response = await fetch(face.address);
      if (!response.ok) throw new Error("The font could not be loaded.");
      const source = await dataAddress(await response.blob());
      return (
        `@font-face{font-family:"${FAMILY}";font-weight:100 700;` +
        `src:url(${source}) format("woff2");unicode-range:${face.letters}}`
      );
    });
    return (await Promise.all(rules)).join("");
  }

  const SVG = "http://www.w3.org/2000/svg";
  const XLINK = "http://www.w3.org/1999/xlink";
  const ELSEWHERE = /[^\0-\u058f\u1e00-\u2bff]/; // letters of scripts that our font has not
  const BEFORE = { start: 0, middle: 0.5, end: 1 }; // what part of a line stands before its place
  const measuring = document.createElement("canvas").getContext("2d");

  const lastOf = (style, pattern) => [...style.matchAll(pattern)].at(-1)?.[1];

  function widthOf(run) {
    const weight = lastOf(run.style, /font-weight:\s*(bold|[0-9]+)/g) ?? 400;
    measuring.font = `${weight} ${lastOf(run.style, /font-size:\s*([0-9.]+px)/g)} "${FAMILY}"`;
    return measuring.measureText(run.text).width;
  }

  /* The runs of letters of one kind in a part of a text, each with its style and where it leads. */
  function runsOf(part, style, address) {
    return Array.from(part.childNodes).flatMap((node) => {
      if (node.nodeType === Node.TEXT_NODE) return [{ text: node.data, style, address }];
      const own = node.getAttribute("style");
      const styled = own ? `${style.replace(/[; ]+$/, "")}; ${own.replace(/[; ]+$/, "")}` : style;
      return runsOf(node, styled, node.getAttributeNS(XLINK, "href") ?? address);
    }).filter((run) => run.text);
  }

  function drawnRun(run, x, y, anchor, name) {
    const text = document.createElementNS(SVG, "text");
    const length = ELSEWHERE.test(run.text) ? {} : { textLength: widthOf(run), lengthAdjust: "spacingAndGlyphs" };
    const about = { ...(name && { class: name }), x, y, "text-anchor": anchor, style: run.style, ...length };
    for (const [key, value] of Object.entries(about)) text.setAttribute(key, value);
    text.textContent = run.text;
    if (!run.address) return text;
    const link = document.createElementNS(SVG, "a");
    link.setAttributeNS(XLINK, "xlink:href", run.address);
    link.setAttribute("target", "_blank");
    link.append(text);
    return link;
  }

  /* A text as a group of its runs, each with a place and a length of its own, moved or turned as the text was. */
  function placedText(text) {
    const group = document.createElementNS(SVG, "g");
    if (text.hasAttribute("transform")) group.setAttribute("transform", text.getAttribute("transform"));
    const style = text.getAttribute("style");
    const anchor = text.getAttribute("text-anchor") ?? "start";
    const lines = text.querySelectorAll(":scope > .line");
    for (const line of lines.length ? lines : [text]) {
      const size = parseFloat(lastOf(style, /font-size:\s*([0-9.]+)px/g));
      const y = Number(line.getAttribute("y")) + (parseFloat(line.getAttribute("dy")) || 0) * size;
      const runs = runsOf(line, style.replace(/[; ]+$/, ""), "");
      let x = Number(line.getAttribute("x"));
      if (runs.length > 1) x -= BEFORE[anchor] * runs.reduce((sum, run) => sum + widthOf(run), 0);
      for (const run of runs) {
        const isOne = runs.length === 1;
        const bare = isOne ? run : { ...run, text: run.text.trim() };
        const start = isOne ? x : x + widthOf(run) - widthOf({ ...run, text: run.text.trimStart() });
        if (bare.text) group.append(drawnRun(bare, start, y, isOne ? anchor : "start", text.getAttribute("class")));
        x += widthOf(run);
      }
    }
    return group;
  }

  /* The drawing as other programs draw it too: see dashboard/exports/svg_texts.py. */
  function forEveryProgram(svg) {
    const drawing = new DOMParser().parseFromString(svg, "image/svg+xml");
    for (const box of drawing.querySelectorAll("rect.bg")) {
      box.setAttribute("style", box.getAttribute("style").replace(/((?:fill|stroke)-opacity):\s*0?\.[0-9]+/g, "$1: 1"));
    }
    for (const ground of drawing.querySelectorAll("pattern > rect")) {
      const seen = Number(ground.getAttribute("fill-opacity") ?? 1);
      if (seen <= 0 || seen >= 1) continue;
      const mixed = ground.getAttribute("fill").match(/\d+/g).map((part) => Math.round(part * seen + 255 * (1 - seen)));
      ground.setAttribute("fill", `rgb(${mixed.join(", ")})`);
      ground.setAttribute("fill-opacity", "1");
    }
    const grounds = new Map(
      [...drawing.querySelectorAll("pattern > rect")]
        .filter((ground) => Number(ground.getAttribute("fill-opacity") ?? 1) === 1)
        .map((ground) => [ground.parentNode.id, ground.getAttribute("fill")]),
    );
    const PATTERN = /(fill:\s*)url\(['"]?#([^'")]+)['"]?\)/;
    for (const filled of drawing.querySelectorAll("path, rect")) {
      const style = filled.getAttribute("style") ?? "";
      const ground = grounds.get(PATTERN.exec(style)?.[2]);
      if (!ground) continue;
      const below = filled.cloneNode(true);
      below.setAttribute("style", style.replace(PATTERN, `$1${ground}`));
      filled.before(below);
    }
    for (const text of drawing.querySelectorAll("text")) {
      if (/font-size:\s*[0-9.]+px/.test(text.getAttribute("style")) && text.textContent.trim()) {
        text.replaceWith(placedText(text));
      }
    }
    return new XMLSerializer().serializeToString(drawing);
  }

  /* Plotly's drawing with its fonts, and with title, description and provenance. */
  async function finished(drawn, texts) {
    const letters = drawn.replace(/<[^>]*>/g, "");
    await Promise.all([400, 600, 700].map((weight) => document.fonts.load(`${weight} 16px "${FAMILY}"`, letters)));
    const svg = forEveryProgram(drawn);
    const start = /<svg\b[^>]*>/.exec(svg);
    // Plotly encodes addresses a second time, which breaks links that open at a number.
    const body = svg
      .slice(start.index + start[0].length)
      .replace(/xlink:href="[^"]*"/g, (link) => link.replace(/%25(?=[0-9A-F]{2})/g, "%"));
    return (
      svg.slice(0, start.index) + start[0] +
      `<title>${escaped(texts.Title)}</title><desc>${escaped(texts.Description)}</desc>` +
      `<metadata id="provenance">${escaped(texts.Provenance)}</metadata>` +
      `<style>${await fontRules(body)}</style>` + body
    );
  }

  async function drawing(picture) {
    const [library] = await Promise.all([
      window.dashboardCharts.plotly(),
      ...[400, 600, 700].map((weight) => document.fonts.load(`${weight} 16px "${FAMILY}"`)),
    ]);
    const options = { format: "svg", imageDataOnly: true, ...picture.canvas };
    return finished(await library.toImage(picture.figure, options), picture.texts);
  }

  async function raster(svg, picture) {
    const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml;charset=utf-8" }));
    try {
      const image = new Image(picture.width, picture.height);
      image.src = address;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = picture.width;
      canvas.height = picture.height;
      const context = canvas.getContext("2d");
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, picture.width, picture.height);
      context.drawImage(image, 0, 0, picture.width, picture.height);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
      if (!blob) throw new Error("This browser could not make a PNG file; try SVG.");
      return new Uint8Array(await blob.arrayBuffer());
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  const CHECKS = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value >>> 0;
  });

  function checksum(bytes) {
    let value = 0xffffffff;
    for (const byte of bytes) value = CHECKS[(value ^ byte) & 0xff] ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
  }

  /* A chunk of a PNG file, of its kind and content: with length before and checksum behind them. */
  function chunk(content) {
    const bytes = new Uint8Array(content.length + 8);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, content.length - 4);
    bytes.set(content, 4);
    view.setUint32(content.length + 4, checksum(content));
    return bytes;
  }

  /* How large the picture is meant to be, in pixels of a metre, across and down. */
  function sizeOf(dpi) {
    const content = new Uint8Array([...new TextEncoder().encode("pHYs"), ...new Array(8).fill(0), 1]);
    for (const place of [4, 8]) new DataView(content.buffer).setUint32(place, Math.round(dpi / 0.0254));
    return content;
  }

  function withTexts(png, { texts, dpi }) {
    const write = ([keyword, text]) => new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
    const chunks = [sizeOf(dpi), ...Object.entries(texts).map(write)].map(chunk);
    return [png.slice(0, HEADER_ENDS), ...chunks, png.slice(HEADER_ENDS)];
  }

  function save(parts, type, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(parts, { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function pngOf(query) {
    const picture = await answer(window.dashboardUrls.figure(query));
    return new Blob(withTexts(await raster(await drawing(picture), picture), picture), { type: "image/png" });
  }

  /* Some browsers let a page write to the clipboard only at once: they are given the promise of a picture. */
  async function copy(query) {
    if (!navigator.clipboard?.write) throw new Error("This browser does not let a page copy pictures; download it.");
    await navigator.clipboard.write([new ClipboardItem({ "image/png": pngOf(query) })]);
  }

  async function download(query, form) {
    const picture = await answer(window.dashboardUrls.figure(query));
    const svg = await drawing(picture);
    if (form === "svg") save([svg], "image/svg+xml", `${picture.name}.svg`);
    else save(withTexts(await raster(svg, picture), picture), "image/png", `${picture.name}.png`);
  }

  /* The title and the subtitle that the reader has written beside these buttons. */
  const ownWords = (group) =>
    Array.from(group.querySelectorAll("[data-own]"), (field) => [field.dataset.own, field.value.trim()]);

  function withOwnWords(query, group) {
    const given = new URLSearchParams(ownWords(group).filter(([, text]) => text)).toString();
    return given ? `${query}&${given}` : query;
  }

  function giveOwnWords(link, group) {
    const address = new URL(link.href);
    for (const [name, text] of ownWords(group)) {
      if (text) address.searchParams.set(name, text);
      else address.searchParams.delete(name);
    }
    if (address.href !== link.href) link.href = address.href;
  }

  document.addEventListener("input", (event) => {
    const group = event.target.closest?.("[data-own]")?.closest(".take-away");
    for (const link of group?.querySelectorAll("a[data-titled]") ?? []) giveOwnWords(link, group);
  });

  /* Another view has come into the page since then: its files have the words that still stand there. */
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a[data-titled]");
      if (link) giveOwnWords(link, link.closest(".take-away"));
    },
    true,
  );

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-picture]");
    if (!button) return;
    const group = button.closest(".take-away");
    const state = group.querySelector(".picture-state");
    button.disabled = true;
    state.textContent = "Drawing the picture …";
    try {
      const { form } = button.dataset;
      const picture = withOwnWords(button.dataset.picture, group);
      await (form === "clipboard" ? copy(picture) : download(picture, form));
      state.textContent = `The picture is ${form === "clipboard" ? "copied" : "downloaded"}.`;
      button.closest("details").open = false;
    } catch (error) {
      state.textContent = `The picture could not be made. ${error.message}`;
    } finally {
      button.disabled = false;
    }
  });

  /* A menu closes when the reader turns to something else. */
  document.addEventListener("pointerdown", (event) => {
    for (const menu of document.querySelectorAll(".picture-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.(".picture-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
