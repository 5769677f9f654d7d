/* Buttons that copy: `data-copy="#id"` copies the text of that element, and says so to those who see and who hear.
 *
 * For other scripts:
 *   dashboardSpeech.say(words)   tell those who hear, when they have heard what comes before
 *   dashboardCopy.copy(text)     to the clipboard; whether that went well
 *   dashboardCopy.answer(button, words)   say on a button for a moment what it did
 */
(function () {
  "use strict";

  const SHOWN_FOR = 2000;
  const announcer = document.createElement("div");
  announcer.className = "visually-hidden";
  announcer.setAttribute("aria-live", "polite");
  document.addEventListener("DOMContentLoaded", () => document.body.append(announcer));
  if (document.body) document.body.append(announcer);

  /* Where the clipboard is closed to scripts (no https, or refused), a selected field can still be copied. */
  function copyFromField(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyFromField(text);
    }
  }

  function say(words) {
    announcer.textContent = words;
  }

  function answer(button, words) {
    button.dataset.label ??= button.textContent;
    button.textContent = words;
    say(words);
    window.setTimeout(() => {
      button.textContent = button.dataset.label;
      say("");
    }, SHOWN_FOR);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    const source = button && document.querySelector(button.dataset.copy);
    if (!source) return;
    const copied = await copy(source.value ?? source.textContent);
    button.focus();
    answer(button, copied ? "Copied" : "Select the text and copy it");
  });

  window.dashboardSpeech = { say };
  window.dashboardCopy = { copy, answer };
})();
