/* Says it where the server did not answer a choice, which Dash itself keeps to the console. */
(function () {
  "use strict";

  const NO_EDITION = 503;

  function words(status) {
    const kept = "The page still shows what it showed before.";
    if (status === NO_EDITION) return `No edition of the figures is published at the moment. ${kept}`;
    return `The server ${status ? "could not answer" : "cannot be reached"}. ${kept}`;
  }

  function say(status) {
    const trouble = document.getElementById("trouble") ?? document.createElement("div");
    trouble.id = "trouble";
    trouble.setAttribute("role", "alert");
    const again = Object.assign(document.createElement("button"), { type: "button", className: "button" });
    again.textContent = "Try again";
    again.addEventListener("click", () => window.location.reload());
    trouble.replaceChildren(words(status), again);
    document.body.append(trouble);
  }

  /* A browser that does not tell the status of an answer leaves it undefined. */
  new PerformanceObserver((list) => {
    for (const { name, responseStatus } of list.getEntries()) {
      if (!window.dashboardUrls.isCallback(new URL(name))) continue;
      if (responseStatus === 0 || responseStatus >= 400) say(responseStatus);
      else document.getElementById("trouble")?.remove();
    }
  }).observe({ type: "resource" });
})();
