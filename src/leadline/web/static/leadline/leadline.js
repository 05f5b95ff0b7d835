// Small comforts; every page works without them. Menus close on Escape or a click elsewhere, rows with one link can
// be clicked as a whole, selects that say so submit, a slider says where it stands, a failed htmx request says so.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.person[open]")) { open.open = false; open.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.person[open]")) if (!open.contains(event.target)) open.open = false;
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest("a, button, input, label, select, summary") && !getSelection().toString()) location.href = row.dataset.href;
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});
document.addEventListener("input", (event) => {
  const says = event.target.matches("input[type=range]") && event.target.form?.querySelector(`output[for="${event.target.id}"]`);
  if (says) says.textContent = `${event.target.value > 0 ? "+" : ""}${event.target.value}\u202f%`.replace("-", "\u2212");
});
for (const failure of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(failure, () => {
  const told = document.querySelector("#main > .notice.failed") || document.createElement("p");
  told.className = "notice error failed"; told.setAttribute("role", "alert");
  told.textContent = document.body.dataset.failed;
  document.getElementById("main").prepend(told);
});
document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
