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

  /* Plotly's drawing with its fonts, and with title, description and provenance. */
  async function finished(svg, texts) {
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

  /* A chunk of a PNG file: length, kind, content and checksum. */
  function chunk(keyword, text) {
    const content = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
    const bytes = new Uint8Array(content.length + 8);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, content.length - 4);
    bytes.set(content, 4);
    view.setUint32(content.length + 4, checksum(content));
    return bytes;
  }

  function withTexts(png, texts) {
    const chunks = Object.entries(texts).map(([keyword, text]) => chunk(keyword, text));
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

  async function download(query, form) {
    const picture = await answer(window.dashboardUrls.figure(query));
    const svg = await drawing(picture);
    if (form === "svg") save([svg], "image/svg+xml", `${picture.name}.svg`);
    else save(withTexts(await raster(svg, picture), picture.texts), "image/png", `${picture.name}.png`);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-picture]");
    if (!button) return;
    const state = button.closest(".take-away").querySelector(".picture-state");
    button.disabled = true;
    state.textContent = "Drawing the picture …";
    try {
      await download(button.dataset.picture, button.dataset.form);
      state.textContent = "The picture is downloaded.";
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
