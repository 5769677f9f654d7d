/* The chart of a view alone on the whole screen, with its title, its key and its year; Escape leads back. */
(function () {
  "use strict";

  document.addEventListener("click", (event) => {
    const stage = event.target.closest?.("[data-full-screen]")?.closest(".stage");
    if (stage) stage.requestFullscreen?.().catch(() => {}); // a browser may refuse
  });
})();
