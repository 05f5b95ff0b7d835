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
  // A span that was drawn is an address: the page of these days, which can be shared and left again.
  const follow = (view, place, address) => {
    let span;
    const day = (instant) => new Date(instant).toISOString().slice(0, 10);
    view.addSignalListener("span", (_, value) => { span = value.day; });
    const done = () => { if (span && span[1] > span[0]) location.assign(address.replace("{first}", day(span[0])).replace("{last}", day(span[1] - 1))); };
    place.addEventListener("pointerdown", () => { span = undefined; addEventListener("pointerup", () => setTimeout(done), { once: true }); });
  };
  // The drawing as a picture: colours are made plain first, since a picture knows no page.
  const offerPicture = (figure) => {
    const button = figure.querySelector("[data-picture]");
    button.hidden = false;
    button.addEventListener("click", () => {
      const svg = figure.querySelector(".drawing svg"), probe = figure.appendChild(document.createElement("i"));
      const plain = (text) => text.replace(/var\(--[\w-]+\)/g, (name) => { probe.style.color = name; return getComputedStyle(probe).color; });
      const source = plain(new XMLSerializer().serializeToString(svg)), image = new Image();
      image.onload = () => {
        const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
        canvas.width = 2 * svg.clientWidth; canvas.height = 2 * svg.clientHeight;
        pen.fillStyle = plain("var(--paper)"); pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.drawImage(image, 0, 0, canvas.width, canvas.height);
        probe.remove();
        const link = document.createElement("a");
        link.download = `${figure.dataset.chart}.png`; link.href = canvas.toDataURL("image/png"); link.click();
      };
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
    });
  };
  const draw = async (figure) => {
    const place = figure.querySelector(".drawing");
    place.dataset.drawn = "yes";
    const spec = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const options = { mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: { disableDefaultStyle: true }, config };
    try {
      const { view } = await vegaEmbed(place, spec, options);
      place.querySelector("svg").setAttribute("aria-hidden", "true");
      if (figure.dataset.span) follow(view, place, figure.dataset.span);
      offerPicture(figure);
    } catch (error) {
      figure.querySelector("details").open = true; // the numbers are there all the same
      console.error(error);
    }
  };
  const all = (root) => { for (const figure of root.querySelectorAll("figure.chart")) if (!figure.querySelector("[data-drawn]")) draw(figure); };
  document.addEventListener("DOMContentLoaded", () => all(document));
  document.addEventListener("htmx:load", (event) => all(event.detail.elt));
})();
