/* The grid of coverage: arrow keys walk from figure to figure, so that nobody has to press Tab a thousand times. */
(function () {
  "use strict";

  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

  /* The nearest link in a direction; years and areas without a figure are passed over. */
  function next(cell, [down, right]) {
    const rows = cell.closest("tbody").rows;
    let row = cell.parentElement.sectionRowIndex;
    let column = cell.cellIndex;
    for (;;) {
      row += down;
      column += right;
      const target = rows[row]?.cells[column];
      if (!target) return null;
      const link = target.querySelector("a");
      if (link) return link;
    }
  }

  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    const cell = event.target.closest?.(".coverage tbody td");
    if (!cell) return;
    event.preventDefault();
    next(cell, step)?.focus();
  });
})();
