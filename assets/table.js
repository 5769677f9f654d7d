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
  const PAPER = 680; // pixels across a sheet of A4
  const LONG_NOTE = 16; // characters
  const [FEWEST_WITH_TOOLS, MOST_TURNED] = [10, 120]; // rows of a table that has tools, and of one that can be turned

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

  const drawWords = (text) =>
    window.dashboardUnbroken.parts(String(text ?? ""), (part) => element("span", { class: window.dashboardUnbroken.CLASS }, [part]));

  /* A text, or pieces of text of which some lead somewhere. */
  function drawPieces(text) {
    if (!Array.isArray(text)) return drawWords(text);
    return text.flatMap((piece) => {
      const address = safeAddress(piece.href);
      const words = drawWords(piece.text);
      return address ? [element("a", { href: address, class: piece.class }, words)] : words;
    });
  }

  function drawNote(note) {
    const made = element("small", { class: "cell-note" }, drawPieces(note));
    made.classList.toggle("is-long", made.textContent.length > LONG_NOTE);
    return made;
  }

  function drawText(content, address, note, isNumber) {
    const words = isNumber ? [String(content.text ?? "")] : drawWords(content.text); // a number stays on its line by its class
    // The note belongs to the number, and leads to where the number leads.
    const label = content.label;
    if (address) {
      const about = { title: content.title, "aria-label": label, "data-address": content.address };
      return [element("a", { href: address, ...about }, [...words, note])];
    }
    // A sign without a link says what it means.
    if (label) return [element("span", { role: "img", "aria-label": label }, [content.text])];
    return content.pieces ? drawPieces(content.pieces) : words;
  }

  function drawCell(cell, column, isHeading) {
    const content = typeof cell === "object" && cell !== null ? cell : { text: String(cell ?? "") };
    const address = safeAddress(content.href);
    const note = content.note?.length ? drawNote(content.note) : "";
    const inner = drawText(content, address, note, column.numeric);
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

  const textOf = (cell) => (typeof cell === "object" && cell !== null ? String(cell.text ?? "") : String(cell ?? ""));

  /* A cell as a spreadsheet reads it: a number exactly, and a text that is no formula. */
  function plainCell(cell) {
    const text = textOf(cell).replaceAll(/[\t\r\n]+/g, " ");
    if (typeof cell?.sort === "number" && /\d/.test(text)) return String(cell.sort);
    return /^[=+\-@]/.test(text) ? `'${text}` : text;
  }

  const headOf = ({ title, note }) => (note ? `${title} (${note})` : title);

  /* A table on its side: its columns are rows, and its rows columns. */
  function turned(columns, rows) {
    const [first, ...others] = columns;
    return {
      columns: [{ title: first.title }, ...rows.map(([heading]) => ({ title: textOf(heading), numeric: true }))],
      rows: others.map((column, index) => [headOf(column), ...rows.map((row) => row[index + 1])]),
    };
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
      this.filter = "";
      this.isTurned = false;
    }

    /* The rows that have the words of the filter, in the order that is chosen. */
    sortedRows() {
      const { column, direction } = this.order;
      const wanted = this.filter.trim().toLocaleLowerCase();
      const rows = this.rows.filter((row) => row.some((cell) => textOf(cell).toLocaleLowerCase().includes(wanted)));
      if (column === null) return rows;
      const values = new Map(rows.map((row) => [row, sortValue(row[column], this.columns[column])]));
      return rows.sort((first, second) => compare(values.get(first), values.get(second), direction));
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

    /* What is shown: columns and rows, on their side where that is chosen. */
    shown() {
      const rows = this.sortedRows();
      return this.isTurned ? turned(this.columns, rows) : { columns: this.columns, rows };
    }

    drawTools() {
      if (this.rows.length < FEWEST_WITH_TOOLS) return [];
      const label = "Filter rows";
      const filter = element("input", { type: "search", placeholder: label, "aria-label": `${label}: ${this.caption}` });
      filter.value = this.filter;
      filter.addEventListener("input", () => {
        this.filter = filter.value;
        this.showAll = false;
        if (this.isTurned) this.drawTable();
        else this.drawBody();
      });
      const turn = element("button", { type: "button", class: "button", "aria-pressed": String(this.isTurned) }, ["Swap rows and columns"]);
      turn.hidden = this.rows.length > MOST_TURNED;
      turn.addEventListener("click", () => {
        this.isTurned = !this.isTurned;
        turn.setAttribute("aria-pressed", String(this.isTurned));
        this.drawTable();
      });
      const copy = element("button", { type: "button", class: "button" }, ["Copy for a spreadsheet"]);
      copy.addEventListener("click", async () => {
        const copied = await window.dashboardCopy.copy(this.asText());
        window.dashboardCopy.answer(copy, copied ? "Copied" : "The browser did not allow it");
      });
      return [element("div", { class: "table-tools" }, [filter, turn, copy])];
    }

    /* Everything that is shown, with tabs between cells, which a spreadsheet parts. */
    asText() {
      const { columns, rows } = this.shown();
      return [columns.map((column) => plainCell(headOf(column))), ...rows.map((row) => row.map(plainCell))]
        .map((cells) => cells.join("\t"))
        .join("\n");
    }

    draw() {
      this.frame = element("div", { role: "region", tabindex: "0", "aria-label": this.caption });
      this.more = element("button", { type: "button", class: "button show-all" });
      this.more.addEventListener("click", () => this.drawAll());
      this.container.replaceChildren(...this.drawTools(), this.frame, this.more, ...this.drawMeaning());
      this.drawTable();
    }

    drawTable() {
      const { columns } = this.shown();
      this.headings = columns.map((column, index) => this.drawHeading(column, index));
      this.body = element("tbody");
      const table = element("table", {}, [
        element("caption", {}, [this.caption]),
        element("thead", {}, [element("tr", {}, this.headings)]),
        this.body,
      ]);
      const size = this.rows.length > SHORT_TABLE ? "table-scroll table-long" : "table-scroll";
      this.frame.className = size;
      this.frame.replaceChildren(table);
      this.markOrder();
      this.drawBody();
    }

    /* What the marks in cells mean. */
    drawMeaning() {
      if (!this.marked) return [];
      return [element("p", { class: "note" }, [element("span", { class: "cell-mark" }), ` ${this.marked}`])];
    }

    drawBody() {
      const { columns, rows } = this.shown();
      const shown = this.showAll ? rows : rows.slice(0, FIRST_ROWS);
      this.body.replaceChildren(...shown.map((row) => drawRow(row, columns)));
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
      if (this.isTurned) return;
      const { column, direction } = this.order;
      const word = direction === 1 ? "ascending" : "descending";
      this.headings.forEach((heading, position) => {
        if (heading.hasAttribute("aria-sort")) heading.setAttribute("aria-sort", position === column ? word : "none");
      });
    }

    /* The order that a reader has chosen stays when the table is drawn anew, as long as its column is there. */
    keepOrder({ columns, order, filter, isTurned }) {
      [this.filter, this.isTurned] = [filter, isTurned && this.rows.length >= FEWEST_WITH_TOOLS];
      const sorted = columns[order.column];
      const column = this.columns.findIndex(({ title, note }) => title === sorted?.title && note === sorted?.note);
      if (column >= 0) this.order = { column, direction: order.direction };
    }
  }

  const drawn = new WeakMap();

  /* On paper nothing can be scrolled: a table that is wider than a sheet has each row as a block, in which every
   * figure has the title of its column. */
  function fitPaper(frame) {
    const table = frame.querySelector("table");
    frame.classList.remove("in-blocks");
    if (!table) return;
    table.style.width = `${PAPER}px`;
    const isWide = table.scrollWidth > PAPER + 1;
    table.style.width = "";
    if (!isWide) return;
    const titles = [...table.tHead.rows[0].cells].map(({ innerText }) => innerText.trim().replace(/\s*\n+\s*/g, ", "));
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, place) => cell.setAttribute("data-title", titles[place]));
    }
    frame.classList.add("in-blocks");
  }

  window.addEventListener("beforeprint", () => {
    for (const container of document.querySelectorAll("[data-table]")) {
      const table = drawn.get(container);
      table?.drawAll();
      if (table) fitPaper(table.frame);
    }
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
