// A column is dragged onto the field that it holds; the choice below each field stays for keyboards and for small screens.
(() => {
  const columns = document.querySelector(".mapping-columns");
  if (!columns) return;
  for (const chip of columns.querySelectorAll("[data-column]")) {
    chip.draggable = true;
    chip.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/plain", chip.dataset.column);
      event.dataTransfer.effectAllowed = "copy";
    });
  }
  const mark = () => {
    const open = document.querySelector(".mapping-fields[open]");
    const chosen = new Set([...(open || document).querySelectorAll("[data-field] select")].map((one) => one.value));
    for (const chip of columns.querySelectorAll("[data-column]")) {
      chip.classList.toggle("mapping-used", chosen.has(chip.dataset.column));
    }
  };
  for (const row of document.querySelectorAll("[data-field]")) {
    const choice = row.querySelector("select");
    row.addEventListener("dragover", (event) => {
      event.preventDefault();
      row.classList.add("mapping-onto");
    });
    row.addEventListener("dragleave", () => row.classList.remove("mapping-onto"));
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      row.classList.remove("mapping-onto");
      choice.value = event.dataTransfer.getData("text/plain");
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    });
    choice.addEventListener("change", mark);
  }
  for (const part of document.querySelectorAll(".mapping-fields")) part.addEventListener("toggle", mark);
  const kind = document.querySelector("[name=kind]");
  kind?.addEventListener("change", () => {
    for (const part of document.querySelectorAll(".mapping-fields")) part.open = part.dataset.kind === kind.value;
  });
  mark();
})();
