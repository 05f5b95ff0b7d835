// Why a link would work stands below the picture while one points at it or has moved to it; a line's form opens where an
// address names it. The page works without: each link leads to its words.
(() => {
  const said = document.querySelector(".map-said");
  const tell = (event) => { const link = event.target.closest("[data-said]"); if (link) said.textContent = link.dataset.said; };
  const rest = (event) => { if (event.target.closest("[data-said]")) said.textContent = said.dataset.rest; };
  for (const name of ["pointerover", "focusin"]) document.addEventListener(name, tell);
  for (const name of ["pointerout", "focusout"]) document.addEventListener(name, rest);
  document.querySelector("[data-print]")?.addEventListener("click", () => print());
  const open = () => { const part = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (part?.tagName === "DETAILS") { part.open = true; part.scrollIntoView(); } };
  addEventListener("hashchange", open);
  open();
})();
