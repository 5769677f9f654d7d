/* Runs in the head, before anything is painted, so that the page never flashes in the wrong colours. */
(function () {
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  // Mantine reads the same key, so its controls and our style sheet always agree.
  var KEY = "mantine-color-scheme-value";

  function choice() {
    // A page in a frame has the colours that its address asks for.
    if (root.dataset.theme) return root.dataset.theme;
    try {
      var kept = window.localStorage.getItem(KEY);
      return kept === "light" || kept === "dark" ? kept : "auto";
    } catch (error) {
      return "auto";
    }
  }

  function apply() {
    var chosen = choice();
    var scheme = chosen === "auto" ? (system.matches ? "dark" : "light") : chosen;
    root.setAttribute("data-mantine-color-scheme", scheme);
    root.setAttribute("data-theme-choice", chosen);
    window.dispatchEvent(new CustomEvent("dashboard:theme", { detail: { choice: chosen, scheme: scheme } }));
  }

  window.dashboardTheme = {
    choice: choice,
    choose: function (chosen) {
      try {
        window.localStorage.setItem(KEY, chosen);
      } catch (error) {
        /* Without storage the choice lasts as long as the page. */
      }
      apply();
    },
  };
  system.addEventListener("change", apply);
  apply();
})();
