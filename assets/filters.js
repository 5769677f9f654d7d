/* Pages with controls: what has been chosen becomes the address, without a step for every letter typed. */
(function () {
  "use strict";

  function remember(chosen) {
    if (!chosen) return window.dash_clientside.no_update;
    if (chosen.query !== window.dashboardAddress.current().query) window.dashboardAddress.replace(chosen.query);
    document.title = `${chosen.title} – ${document.title.split(" – ").pop()}`;
    return window.dash_clientside.no_update;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { dashboardFilters: { remember } });
})();
