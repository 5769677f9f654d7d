/* The options of a control with what there is of each beside it. */
(function () {
  "use strict";

  function withCounts({ option }) {
    const { createElement } = window.React;
    const known = createElement("span", { className: "option-known" }, option.known);
    return createElement("span", { className: "option-with-counts" }, option.label, " ", known);
  }

  window.dashMantineFunctions = Object.assign({}, window.dashMantineFunctions, { withCounts });
})();
