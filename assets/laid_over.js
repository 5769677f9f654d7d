/* The share panel and the meaning of an indicator lie over the page: a click beside them or Esc closes them. */
(function () {
  "use strict";

  const opened = () => [...document.querySelectorAll(".share[open], .definition[open]")];
  // On small screens the meaning stands in the page, and closing it would move what was clicked.
  const liesOver = (details) => getComputedStyle(details.lastElementChild).position !== "static";

  document.addEventListener("click", (event) => {
    for (const details of opened()) {
      if (!details.contains(event.target) && liesOver(details)) details.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const [details] = opened();
    if (event.key !== "Escape" || !details) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
})();
