// Light or dark, before the first paint: what the person chose, else what the system says (tokens.css does the rest).
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const wish = () => (system.matches ? "dark" : "light");
  const chosen = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const show = () => {
    root.dataset.bsTheme = chosen() || wish();
    for (const button of document.querySelectorAll("[data-theme-toggle]")) button.setAttribute("aria-pressed", root.dataset.bsTheme === "dark");
  };
  const choose = (theme) => {
    // Whoever chooses what the system wishes anyway follows the system again.
    try { if (theme === wish()) localStorage.removeItem("theme"); else localStorage.setItem("theme", theme); } catch { /* it lasts for this page */ }
    show();
    root.dataset.bsTheme = theme;
  };
  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-toggle]")) choose(root.dataset.bsTheme === "dark" ? "light" : "dark");
  });
})();
