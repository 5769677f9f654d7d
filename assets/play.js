/* The year of a ranking or a map: a step to the one before or after it of which there are figures, or all in turn. */
(function () {
  "use strict";

  const SLIDER = "view-year";
  const PAUSE = 1200; // milliseconds that a year stays

  let playing = 0; // the timer, while the years are played

  /* The years that can be shown, as the marks of the slider, and the one that is. */
  function current() {
    const { marks, value } = window.dash_component_api?.getLayout(SLIDER)?.props ?? {};
    return { years: (marks ?? []).map((mark) => mark.value), year: value };
  }

  function show(year) {
    window.dash_clientside.set_props(SLIDER, { value: year });
  }

  function step(by) {
    const { years, year } = current();
    const next = by < 0 ? years.filter((other) => other < year).at(-1) : years.find((other) => other > year);
    if (next !== undefined) show(next);
    return next !== undefined;
  }

  function label(button, isPlaying) {
    button.textContent = isPlaying ? "❚❚" : "▶";
    button.setAttribute("aria-label", isPlaying ? "Stop" : "Play the years");
  }

  function stop() {
    window.clearInterval(playing);
    playing = 0;
    for (const button of document.querySelectorAll('[data-year-step="play"]')) label(button, false);
  }

  function play(button) {
    const { years, year } = current();
    if (years.length === 0) return;
    if (year >= years.at(-1)) show(years[0]);
    label(button, true);
    playing = window.setInterval(() => (!button.isConnected || !step(1)) && stop(), PAUSE);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-year-step]");
    if (!button) return;
    const { yearStep } = button.dataset;
    const wasPlaying = playing !== 0;
    stop();
    if (yearStep !== "play") step(Number(yearStep));
    else if (!wasPlaying) play(button);
  });
})();
