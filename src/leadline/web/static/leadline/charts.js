// Draw every chart of the page with Vega's interpreter: no code is made from text and no style element is written, so
// the strict policy holds. Colours are the page's own variables: a drawing follows light and dark by itself.
(() => {
  const text = "Inter, system-ui, sans-serif";
  const config = {
    background: null, font: text, padding: 0, view: { stroke: null }, customFormatTypes: true,
    axis: { labelColor: "var(--muted)", titleColor: "var(--muted)", gridColor: "var(--line)", domainColor: "var(--line)", tickColor: "var(--line)", labelFontSize: 11, titleFontSize: 11, titleFontWeight: 400, labelPadding: 6 },
    axisY: { titleAngle: 0, titleAlign: "left", titleAnchor: "end", titleY: -10, titleX: 0, domain: false, ticks: false },
    axisX: { tickSize: 4 },
    legend: { labelColor: "var(--ink)", titleColor: "var(--muted)", labelFontSize: 12, symbolStrokeWidth: 2 },
    text: { color: "var(--ink)", font: text },
  };
  const draw = async (figure) => {
    const place = figure.querySelector(".drawing");
    place.dataset.drawn = "yes";
    const spec = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const options = { mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: { disableDefaultStyle: true }, config };
    try {
      await vegaEmbed(place, spec, options);
      place.querySelector("svg").setAttribute("aria-hidden", "true");
    } catch (error) {
      figure.querySelector("details").open = true; // the numbers are there all the same
      console.error(error);
    }
  };
  const all = (root) => { for (const figure of root.querySelectorAll("figure.chart")) if (!figure.querySelector("[data-drawn]")) draw(figure); };
  document.addEventListener("DOMContentLoaded", () => all(document));
  document.addEventListener("htmx:load", (event) => all(event.detail.elt));
})();
