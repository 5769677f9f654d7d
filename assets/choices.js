/* What a reader chooses from a list is told at once, the list stays where it is, and everybody hears that it is one.
 *
 * The controls themselves tell of a choice a moment later. An answer to the choice before, which comes in that moment
 * with other options for the same list, would put back what was chosen before.
 */
(function () {
  "use strict";

  let chosen = null; // the control and its new value, from before its component has seen the click until after

  const propsOf = (id) => window.dash_component_api?.getLayout(id)?.props;

  /* What a click on an option makes of a value. */
  function after(props, option) {
    const value = option.getAttribute("value");
    const before = props.value ?? null;
    if (!Array.isArray(before)) return before === value && props.allowDeselect !== false ? null : value;
    return before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  }

  function read(event) {
    chosen = null;
    const option = event.target.closest?.("[role=option]:not([data-combobox-disabled])");
    const list = option?.closest("[role=listbox]");
    const control = list && document.querySelector(`.view-controls [aria-controls="${list.id}"]`)?.id;
    const props = control && propsOf(control);
    if (props) chosen = { control, value: after(props, option) };
  }

  function tell() {
    if (chosen) window.dash_clientside.set_props(chosen.control, { value: chosen.value });
    chosen = null;
  }

  /* The options of a control are made when a reader comes to it: to make those of all of them takes a fifth of the time in
   * which a page is there.
   */
  function makeOptions({ target }) {
    if (!target.matches("input[aria-haspopup=listbox]")) return;
    const id = target.id.startsWith("{") ? JSON.parse(target.id) : target.id;
    const { comboboxProps } = propsOf(id) ?? {};
    if (comboboxProps?.keepMounted !== false) return;
    window.dash_clientside.set_props(id, { comboboxProps: { ...comboboxProps, keepMounted: true } });
  }

  document.addEventListener("focusin", makeOptions);
  document.addEventListener("click", read, { capture: true });
  document.addEventListener("click", tell);

  /* Where the title above an open list becomes longer or shorter, the window moves and not the list. */
  function keepPlace(heading) {
    let height = heading.offsetHeight;
    new ResizeObserver(() => {
      const grown = heading.offsetHeight - height;
      height += grown;
      if (grown && document.querySelector(".view-controls [data-expanded]")) window.scrollBy({ top: grown, behavior: "instant" });
    }).observe(heading);
  }

  /* Assistive technology is told that a field with a list is a combobox, and whether its list is open. */
  const tellOpen = (field) => field.setAttribute("aria-expanded", String(field.hasAttribute("data-expanded")));
  const opened = new MutationObserver((changes) => changes.forEach(({ target }) => tellOpen(target)));

  function tellRole(field) {
    field.setAttribute("role", "combobox");
    tellOpen(field);
    opened.observe(field, { attributeFilter: ["data-expanded"] });
  }

  window.addEventListener("dashboard:arrived", () => {
    document.querySelectorAll("input[aria-haspopup=listbox]").forEach(tellRole);
    const heading = document.getElementById("view-heading");
    if (heading) keepPlace(heading);
  });
})();
