/* The keyboard: "?" says which keys there are, "/" to the search, "a" to the areas, "c" to the chart, "t" to the table. */
(function () {
  "use strict";

  const KEYS = [
    ["?", "this list"],
    ["/, Ctrl K", "search everything"],
    ["a", "choose areas"],
    ["c", "go to the chart"],
    ["← →", "on the chart: the figure before or after"],
    ["↑ ↓", "on the chart: another line or panel; in a ranking or on a map as ← →"],
    ["Home, End", "on the chart: the first or last figure of the line, the ranking or the map"],
    ["Enter", "on the chart: the sources of the figure"],
    ["t", "go to the table"],
    ["Esc", "close the panel or this list"],
  ];

  function dialog() {
    const found = document.getElementById("shortcuts");
    if (found) return found;
    const made = document.createElement("dialog");
    made.id = "shortcuts";
    made.setAttribute("aria-labelledby", "shortcuts-title");
    const title = document.createElement("h2");
    title.id = "shortcuts-title";
    title.textContent = "Keyboard shortcuts";
    const list = document.createElement("dl");
    for (const [key, meaning] of KEYS) {
      const term = document.createElement("dt");
      term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
      list.append(term, Object.assign(document.createElement("dd"), { textContent: meaning }));
    }
    const form = Object.assign(document.createElement("form"), { method: "dialog" });
    form.append(Object.assign(document.createElement("button"), { className: "button", textContent: "Close" }));
    made.append(title, list, form);
    made.addEventListener("click", (event) => {
      if (event.target === made) made.close();
    });
    document.body.append(made);
    return made;
  }

  function focusOn(selector) {
    const target = document.querySelector(selector);
    if (!target) return false;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
    return true;
  }

  const ACTIONS = {
    "?": () => {
      dialog().showModal();
      return true;
    },
    "/": () => focusOn(".site-search input"),
    a: () => focusOn("#view-area"),
    c: () => focusOn("[data-chart]"),
    t: () => focusOn("[data-table] .table-scroll"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], dialog")) return;
    if (ACTIONS[event.key]?.()) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".shortcuts-button")) dialog().showModal();
  });
})();
