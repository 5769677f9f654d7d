/* Draws tables from data: sortable, accessible, fast with thousands of rows.
 *
 * Text is set as text, and a link only where it leads to a page of ours or to an http(s) address. Nothing here
 * turns a string into markup.
 */
(function () {
  "use strict";

  // More rows than a screen shows; the rest is drawn when it is asked for, printed or sorted into view.
  const FIRST_ROWS = 200;
  const SHORT_TABLE = 40;

  function safeAddress(address) {
    if (typeof address !== "string" || address === "") return null;
    try {
      const url = new URL(address, window.location.href);
      return url.protocol === "https:" || url.protocol === "http:" ? address : null;
    } catch {
      return null;
    }
  }

  function element(tag, properties, children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (value !== undefined && value !== null && value !== "") made.setAttribute(name, value);
    }
    made.append(...(children || []));
    return made;
  }

  /* A text, or pieces of text of which some lead somewhere. */
  function drawPieces(text) {
    if (!Array.isArray(text)) return [String(text ?? "")];
    return text.map((piece) => {
      const address = safeAddress(piece.href);
      return address ? element("a", { href: address, class: piece.class }, [piece.text]) : String(piece.text ?? "");
    });
  }

  function drawText(content, address, note) {
    // The note belongs to the number, and leads to where the number leads.
    const label = content.label;
    if (address) return [element("a", { href: address, title: content.title, "aria-label": label }, [content.text, note])];
    // A sign without a link says what it means.
    if (label) return [element("span", { role: "img", "aria-label": label }, [content.text])];
    return drawPieces(content.pieces ?? content.text);
  }

  function drawCell(cell, column, isHeading) {
    const content = typeof cell === "object" && cell !== null ? cell : { text: String(cell ?? "") };
    const address = safeAddress(content.href);
    const note = content.note?.length ? element("small", { class: "cell-note" }, drawPieces(content.note)) : "";
    const inner = drawText(content, address, note);
    const classes = [column.numeric ? "number" : "", content.class || ""].join(" ").trim();
    const made = element(isHeading ? "th" : "td", {
      class: classes,
      scope: isHeading ? "row" : null,
      title: address ? null : content.title,
    });
    made.append(...(content.badge ? [element("span", { class: content.badge }, inner)] : inner));
    const said = content.mark;
    if (said) made.append(element("span", { class: "cell-mark", role: "img", "aria-label": said, title: said }));
    if (!address) made.append(note);
    return made;
  }

  function drawRow(row, columns) {
    return element("tr", {}, columns.map((column, index) => drawCell(row[index], column, index === 0)));
  }

  function sortValue(cell, column) {
    if (typeof cell !== "object" || cell === null) return column.numeric ? asNumber(cell) : String(cell ?? "");
    if ("sort" in cell) return cell.sort;
    return column.numeric ? asNumber(cell.text) : cell.text;
  }

  function asNumber(text) {
    const value = Number.parseFloat(String(text).replaceAll(",", ""));
    return Number.isNaN(value) ? null : value;
  }

  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  // Cells without a value stay at the end, whichever way the column is sorted.
  function compare(first, second, direction) {
    const firstEmpty = first === null || first === undefined || first === "";
    const secondEmpty = second === null || second === undefined || second === "";
    if (firstEmpty || secondEmpty) return Number(firstEmpty) - Number(secondEmpty);
    const bothNumbers = typeof first === "number" && typeof second === "number";
    return direction * (bothNumbers ? first - second : collator.compare(String(first), String(second)));
  }

  class DataTable {
    constructor(container, data) {
      this.container = container;
      this.columns = data.columns;
      this.rows = data.rows;
      this.caption = data.caption;
      this.marked = data.marked;
      this.order = { column: null, direction: 1 };
      this.showAll = false;
    }

    sortedRows() {
      const { column, direction } = this.order;
      if (column === null) return this.rows;
      const values = new Map(this.rows.map((row) => [row, sortValue(row[column], this.columns[column])]));
      return [...this.rows].sort((first, second) => compare(values.get(first), values.get(second), direction));
    }

    drawHeading(column, index) {
      const label = [column.title];
      if (column.note) label.push(element("small", { class: "cell-note" }, [column.note]));
      const heading = element("th", { scope: "col", class: column.numeric ? "number" : null });
      if (!column.sortable) {
        heading.append(...label);
        return heading;
      }
      heading.setAttribute("aria-sort", "none");
      const button = element("button", { type: "button", class: "sort-button" }, label);
      button.addEventListener("click", () => this.sortBy(index));
      heading.append(button);
      return heading;
    }

    draw() {
      this.headings = this.columns.map((column, index) => this.drawHeading(column, index));
      this.body = element("tbody");
      const table = element("table", {}, [
        element("caption", {}, [this.caption]),
        element("thead", {}, [element("tr", {}, this.headings)]),
        this.body,
      ]);
      this.more = element("button", { type: "button", class: "button show-all" });
      this.more.addEventListener("click", () => this.drawAll());
      const size = this.rows.length > SHORT_TABLE ? "table-scroll table-long" : "table-scroll";
      const frame = element("div", { class: size, role: "region", tabindex: "0", "aria-label": this.caption });
      frame.append(table);
      this.container.replaceChildren(frame, this.more, ...this.drawMeaning());
      this.markOrder();
      this.drawBody();
    }

    /* What the marks in cells mean. */
    drawMeaning() {
      if (!this.marked) return [];
      return [element("p", { class: "note" }, [element("span", { class: "cell-mark" }), ` ${this.marked}`])];
    }

    drawBody() {
      const rows = this.sortedRows();
      const shown = this.showAll ? rows : rows.slice(0, FIRST_ROWS);
      this.body.replaceChildren(...shown.map((row) => drawRow(row, this.columns)));
      this.more.textContent = `Show all ${rows.length.toLocaleString("en")} rows`;
      this.more.hidden = shown.length === rows.length;
    }

    drawAll() {
      if (this.showAll) return;
      this.showAll = true;
      this.drawBody();
    }

    sortBy(index) {
      const again = this.order.column === index;
      // Numbers are read largest first, words from A to Z.
      const first = this.columns[index].numeric ? -1 : 1;
      this.order = { column: index, direction: again ? -this.order.direction : first };
      this.markOrder();
      this.drawBody();
    }

    markOrder() {
      const { column, direction } = this.order;
      const word = direction === 1 ? "ascending" : "descending";
      this.headings.forEach((heading, position) => {
        if (heading.hasAttribute("aria-sort")) heading.setAttribute("aria-sort", position === column ? word : "none");
      });
    }

    /* The order that a reader has chosen stays when the table is drawn anew, as long as its column is there. */
    keepOrder({ columns, order }) {
      const sorted = columns[order.column];
      const column = this.columns.findIndex(({ title, note }) => title === sorted?.title && note === sorted?.note);
      if (column >= 0) this.order = { column, direction: order.direction };
    }
  }

  const drawn = new WeakMap();

  window.addEventListener("beforeprint", () => {
    for (const container of document.querySelectorAll("[data-table]")) drawn.get(container)?.drawAll();
  });

  function draw(data) {
    if (!data) return window.dash_clientside.no_update;
    const container = document.querySelector(`[data-table="${CSS.escape(data.name)}"]`);
    if (!container) return window.dash_clientside.no_update;
    const table = new DataTable(container, data);
    if (drawn.has(container)) table.keepOrder(drawn.get(container));
    drawn.set(container, table);
    table.draw();
    return String(data.rows.length);
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { dashboardTable: { draw } });
})();
