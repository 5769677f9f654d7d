/* What stays on one line in a text: days, spans of years, and numbers with their units, as dashboard/words/unbroken.py
 * says.
 *
 * For other scripts:
 *   dashboardUnbroken.parts(text, wrap)   the text in parts; of those that stay on one line what `wrap` makes of them
 */
(function () {
  "use strict";

  const PATTERN = new RegExp(`(${document.documentElement.dataset.unbroken})`, "u");

  function parts(text, wrap) {
    if (!PATTERN.test(text)) return [text];
    return text.split(PATTERN).map((part, place) => (place % 2 ? wrap(part) : part));
  }

  window.dashboardUnbroken = { CLASS: "unbroken", parts };
})();
