/* The share panel lies over the page: a click beside it or Esc closes it. */
(function () {
  "use strict";

  const opened = () => document.querySelector(".share[open]");

  document.addEventListener("click", (event) => {
    const share = opened();
    if (share && !share.contains(event.target)) share.open = false;
  });

  document.addEventListener("keydown", (event) => {
    const share = opened();
    if (event.key !== "Escape" || !share) return;
    share.open = false;
    share.querySelector("summary").focus();
  });
})();
