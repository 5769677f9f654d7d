/* The choices that few need stand behind a button. */
(function () {
  "use strict";

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-more]");
    if (!button) return;
    const isOpen = button.closest("form").classList.toggle("with-more");
    button.setAttribute("aria-expanded", String(isOpen));
  });
})();
