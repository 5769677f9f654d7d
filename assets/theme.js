/* The three buttons in the head of the page: colours of the system, light, dark. */
(function () {
  "use strict";
  const buttons = document.querySelectorAll("button[data-theme-choice]");

  function mark() {
    const chosen = window.dashboardTheme.choice();
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
  }

  for (const button of buttons) {
    button.addEventListener("click", () => window.dashboardTheme.choose(button.dataset.themeChoice));
  }
  window.addEventListener("dashboard:theme", mark);
  mark();
})();
