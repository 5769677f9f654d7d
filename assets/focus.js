/* A name in the key of a chart, or at the end of its line, keeps that line strong among the others, or no longer. */
(function () {
  "use strict";

  const CONTROL = "view-focus";

  function toggle(area) {
    const { value, data } = window.dash_component_api?.getLayout(CONTROL)?.props ?? {};
    const isOffered = data?.some((option) => option.value === area);
    if (!isOffered || document.getElementById(`${CONTROL}-box`)?.hidden) return;
    const chosen = value ?? [];
    const next = chosen.includes(area) ? chosen.filter((other) => other !== area) : [...chosen, area];
    window.dash_clientside.set_props(CONTROL, { value: next });
  }

  /* In the key that is drawn anew, a name stands elsewhere: the keyboard stays on the name, not on the place. The list of
   * more areas stays open, since who chooses one often chooses another.
   */
  function stayOn(area) {
    const key = document.getElementById("view-key");
    const wasOpen = key.querySelector("details")?.open;
    const isHere = () => document.activeElement === document.body || key.contains(document.activeElement);
    const redrawn = new MutationObserver(() => {
      redrawn.disconnect();
      const more = key.querySelector("details");
      if (more && wasOpen) more.open = true;
      if (isHere()) key.querySelector(`[data-focus="${CSS.escape(area)}"]`)?.focus({ preventScroll: true });
    });
    redrawn.observe(key, { attributes: true, childList: true, subtree: true });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-focus]");
    if (!button) return;
    toggle(button.dataset.focus);
    if (button.closest("#view-key")) stayOn(button.dataset.focus);
  });

  /* The search of a long key. */
  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("[data-key-search]");
    if (!box) return;
    const wanted = box.value.trim().toLocaleLowerCase();
    for (const item of box.closest("details").querySelectorAll("li")) {
      item.hidden = !item.textContent.toLocaleLowerCase().includes(wanted);
    }
  });

  window.dashboardFocus = { toggle };
})();
