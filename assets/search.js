/* The search box in the head: answers while typing, "/" or Ctrl-K goes there, arrow keys walk through what is found.
 *
 * What it shows is the page of the same search, of which it keeps the first few of every kind.
 */
(function () {
  "use strict";

  const PAUSE = 120; // milliseconds without a letter before the server is asked
  const SHOWN_OF_A_KIND = 4;

  const form = document.querySelector(".site-search");
  if (!form) return;
  const input = form.querySelector("input");
  const panel = document.createElement("div");
  panel.className = "search-panel";
  panel.id = "search-panel";
  panel.hidden = true;
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-label", "Search results");
  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("aria-live", "polite");
  form.append(panel, told);
  input.setAttribute("aria-controls", panel.id);

  let waiting = 0;
  let asking = null;

  function address(text) {
    return `${form.action}?${new URLSearchParams({ q: text })}`;
  }

  function open(isOpen) {
    panel.hidden = !isOpen;
    if (!isOpen) told.textContent = "";
  }

  function show(text, markup) {
    const found = new DOMParser().parseFromString(markup, "text/html").querySelector("#first-paint .search-page");
    if (!found) return;
    const said = found.querySelector(".search-said");
    const groups = found.querySelector(".search-found");
    for (const list of groups.querySelectorAll("ul")) {
      while (list.children.length > SHOWN_OF_A_KIND) list.lastElementChild.remove();
    }
    const all = document.createElement("a");
    all.href = address(text);
    all.textContent = "All results";
    all.className = "search-all";
    panel.replaceChildren(...(said?.textContent ? [said] : []), groups, ...(groups.children.length ? [all] : []));
    said?.removeAttribute("role");
    open(true);
    const count = groups.querySelectorAll("li").length;
    told.textContent = count
      ? `${count} ${count === 1 ? "result" : "results"}; arrow down goes to the first`
      : "Nothing was found";
  }

  async function ask() {
    const text = input.value.trim();
    asking?.abort();
    if (!text) return open(false);
    asking = new AbortController();
    try {
      const answer = await fetch(address(text), { signal: asking.signal });
      if (answer.ok) show(text, await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") open(false); // Enter still leads to the page, which tells what is wrong
    }
  }

  function later() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, PAUSE);
  }

  function step(by) {
    const links = [input, ...panel.querySelectorAll("li > a:first-child, .search-all")];
    const next = links[Math.min(Math.max(links.indexOf(document.activeElement) + by, 0), links.length - 1)];
    next.focus();
  }

  input.addEventListener("input", later);
  input.addEventListener("focus", () => input.value.trim() && panel.hidden && later());
  form.addEventListener("submit", (event) => {
    if (!input.value.trim()) event.preventDefault();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      input.focus();
      open(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !panel.hidden) {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) {
      window.clearTimeout(waiting);
      open(false);
    }
  });
  // A press on what takes no focus, such as the scroll bar of the list, must not close the list.
  panel.addEventListener("mousedown", (event) => {
    if (!event.target.closest("a")) event.preventDefault();
  });
  let at = window.location.href;

  window.addEventListener("dashboard:arrived", () => {
    if (window.location.href === at) return; // what was typed while the page came stays
    at = window.location.href;
    open(false);
    const here = window.dashboardAddress.current();
    input.value = here.path === window.dashboardUrls.inside(new URL(form.action)) ? new URLSearchParams(here.query).get("q") ?? "" : "";
    if (form.contains(document.activeElement)) input.blur();
  });
  document.addEventListener("keydown", (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
    if (isCommand && !event.defaultPrevented) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
})();
