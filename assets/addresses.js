/* The addresses of the dashboard for scripts, the same as in dashboard/server/urls.py. The document tells where the
 * dashboard is. What the server sends leads there already, so that scripts put nothing before the address of a link.
 *
 * For other scripts; a URL may be the location too:
 *   dashboardUrls.of(link)           the URL that a link leads to; null where it has none
 *   dashboardUrls.inside(url)        the path of a URL inside the dashboard; null where it leads elsewhere
 *   dashboardUrls.isPage(url)        whether it is a page that scripts can bring: no file, no part of a page, no form
 *   dashboardUrls.isNumber(url)      whether it is the page of a number, which can open beside a chart
 *   dashboardUrls.isCallback(url)    whether a callback was sent there
 *   dashboardUrls.belongs(path, url) whether a path inside the dashboard belongs to a page of the navigation
 *   dashboardUrls.figure(query)      where the figure of a picture is fetched
 */
(function () {
  "use strict";

  const root = document.documentElement.dataset.prefix;
  const NOT_PAGES = /^\/(api|assets|embed|export|picture|robots|sitemap|mcp|healthz|readyz|_dash-|briefing\/[^\/]*\/[^\/]*\.)/;
  const FORMS = /^\/check(\/|$)/; // a document of its own, which no script draws
  const NUMBERS = /^\/(number|computed)\//;
  const INNER = { "/sources": "/source/", "/data": "/data/", "/place": "/place/", "/topic": "/topic/" };
  const CALLBACK = "/_dash-update-component";
  const FIGURE = "/export/figure";

  function inside(url) {
    const isOurs = url.origin === window.location.origin && `${url.pathname}/`.startsWith(`${root}/`);
    return isOurs ? url.pathname.slice(root.length) || "/" : null;
  }

  /* Links inside a drawn chart are SVG elements, whose addresses have another name. */
  function of(link) {
    const address = link.getAttribute("href") ?? link.getAttribute("xlink:href");
    return address === null ? null : new URL(address, window.location.href);
  }

  function isPage(url) {
    const path = inside(url);
    return path !== null && !NOT_PAGES.test(path) && !FORMS.test(path);
  }

  function belongs(path, url) {
    const [here, page] = [path.replace(/\/$/, "") || "/", inside(url)];
    return here === page || (page in INNER && here.startsWith(INNER[page]));
  }

  window.dashboardUrls = {
    of,
    inside,
    isPage,
    isNumber: (url) => NUMBERS.test(inside(url) ?? ""),
    isCallback: (url) => inside(url) === CALLBACK,
    belongs,
    figure: (query) => `${root}${FIGURE}?${query}`,
  };
})();
