/* The address bar: follows links without a new document, and keeps Back, focus and scroll position working.
 *
 * For other scripts:
 *   dashboardAddress.current()        {path, query} of the page that is shown
 *   dashboardAddress.replace(query)   change the query in the address bar, nothing else
 *   dashboardAddress.push(query)      the same, as a step that Back undoes
 * When Back or Forward changes only the query, the event `dashboard:address` is sent to the window first; a script
 * that can show the query itself calls preventDefault(), and the page is not brought anew.
 */
(function () {
  "use strict";

  const root = document.documentElement;
  const product = document.title.split(" – ").pop();
  // A page that has not come by then never will; a new document tells the reader why.
  const PATIENCE = 15000;

  let shown = here();
  let waiting = null;
  let scrollOnArrival = null;
  let focusOnArrival = false;

  window.history.scrollRestoration = "manual";

  function partsOf(url) {
    return { path: window.dashboardUrls.inside(url), query: url.search.slice(1) };
  }

  function here() {
    return partsOf(window.location);
  }

  function same(first, second) {
    return first.path === second.path && first.query === second.query;
  }

  function decoded(path) {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  }

  function rememberScroll() {
    window.history.replaceState({ ...window.history.state, scroll: window.scrollY }, "");
  }

  function bring(address) {
    shown = address;
    root.dataset.arriving = "";
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => window.location.reload(), PATIENCE);
    window.dash_clientside.set_props("address", { data: address });
  }

  function visit(address) {
    rememberScroll();
    window.history.pushState({}, "", address);
    scrollOnArrival = 0;
    focusOnArrival = true;
    bring(here());
  }

  function write(query, method) {
    const address = window.location.pathname + (query ? "?" + query.replace(/^\?/, "") : "");
    window.history[method](method === "pushState" ? {} : window.history.state, "", address);
    shown = here();
  }

  /* The link that a click follows, when it is one that we follow without a new document. */
  function ownLink(event) {
    if (event.defaultPrevented || event.button !== 0) return null;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
    const link = event.target.closest?.("a");
    const url = link && window.dashboardUrls.of(link);
    if (!url) return null;
    if ("bare" in root.dataset) {
      // In a frame of another site, links open beside that site.
      window.open(url, "_blank", "noopener");
      event.preventDefault();
      return null;
    }
    if (link.hasAttribute("download") || (link.getAttribute("target") ?? "_self") !== "_self") return null;
    if (!window.dashboardUrls.isPage(url)) return null;
    if (url.hash && same(partsOf(url), here())) return null;
    return url;
  }

  document.addEventListener("click", (event) => {
    if (!window.dash_clientside?.set_props || !document.getElementById("page")) return;
    const url = ownLink(event);
    if (!url) return;
    event.preventDefault();
    visit(url.pathname + url.search + url.hash);
  });

  window.addEventListener("popstate", (event) => {
    const address = here();
    if (same(address, shown)) return;
    if (document.getElementById("first-paint")) {
      window.location.reload(); // nothing here can bring a page yet
      return;
    }
    if (address.path === shown.path) {
      const offer = new CustomEvent("dashboard:address", { detail: address, cancelable: true });
      if (!window.dispatchEvent(offer)) {
        shown = address;
        return;
      }
    }
    scrollOnArrival = event.state?.scroll ?? 0;
    focusOnArrival = true;
    bring(address);
  });

  window.addEventListener("pagehide", rememberScroll);

  function describe(arrived) {
    document.title = `${arrived.title} – ${product}`;
    document.querySelector('meta[name="description"]').content = arrived.description;
    const canonical = document.querySelector('link[rel="canonical"]');
    if (canonical) canonical.href = window.location.pathname + window.location.search;
    for (const fact of document.querySelectorAll("[data-about]")) fact.textContent = arrived[fact.dataset.about] || "–";
    for (const link of document.querySelectorAll(".site-navigation a")) {
      if (window.dashboardUrls.belongs(arrived.path, window.dashboardUrls.of(link))) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    revealCurrent();
  }

  /* Tables and charts grow after the page has come; keep trying until the page is long enough, or the reader moves. */
  function scrollTo(position) {
    window.scrollTo(0, position);
    if (Math.abs(window.scrollY - position) < 1) return;
    const growing = new ResizeObserver(() => {
      window.scrollTo(0, position);
      if (Math.abs(window.scrollY - position) < 1) growing.disconnect();
    });
    growing.observe(document.getElementById("main"));
    for (const moved of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      window.addEventListener(moved, () => growing.disconnect(), { once: true, passive: true });
    }
    window.setTimeout(() => growing.disconnect(), 3000);
  }

  /* On a narrow screen the navigation is wider than the screen; show the part that the reader is in. */
  function revealCurrent() {
    const navigation = document.querySelector(".site-navigation");
    const current = navigation?.querySelector('[aria-current="page"]');
    if (current) navigation.scrollLeft = current.offsetLeft - (navigation.clientWidth - current.offsetWidth) / 2;
  }

  function settle() {
    window.dashboardCharts.takeOver();
    document.getElementById("first-paint")?.remove();
    delete root.dataset.arriving;
    const heading = document.querySelector("#page h1");
    if (heading && focusOnArrival) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    const fragment = window.location.hash && document.getElementById(decoded(window.location.hash.slice(1)));
    if (fragment && !scrollOnArrival) fragment.scrollIntoView();
    else if (scrollOnArrival !== null) scrollTo(scrollOnArrival);
    focusOnArrival = false;
    scrollOnArrival = null;
    window.dispatchEvent(new CustomEvent("dashboard:arrived", { detail: shown }));
  }

  /* Called by Dash when a page is there, the first one included. */
  function arrive(arrived) {
    const address = here();
    if (!arrived || arrived.path !== address.path || arrived.query !== address.query) {
      // Drawn for another address, or for none: the browser hid the referrer, or the reader was faster.
      if (!same(address, shown) || waiting === null) bring(address);
      return;
    }
    window.clearTimeout(waiting);
    waiting = 0;
    describe(arrived);
    const isFirst = document.getElementById("first-paint") !== null;
    if (isFirst && arrived.charts) window.dashboardCharts.whenDrawn(() => window.requestAnimationFrame(settle));
    else window.requestAnimationFrame(settle);
  }

  // After a reload the browser would restore the position before the page has its height.
  const kept = window.history.state?.scroll;
  if (kept) scrollOnArrival = kept;

  revealCurrent();

  window.dashboardAddress = {
    current: () => ({ ...shown }),
    replace: (query) => write(query, "replaceState"),
    push: (query) => write(query, "pushState"),
  };
  window.dash_clientside = Object.assign({}, window.dash_clientside, { dashboardShell: { arrive } });
})();
