// The editor's comforts; it works without them. Line numbers stand beside the text and show where the lint remarks,
// a click on a remark jumps to its line, Enter keeps the indent, and what was typed last is kept when one leaves.
(() => {
  const text = document.getElementById("text"), gutter = document.querySelector(".gutter"), form = document.getElementById("editor");
  const LINE = 20, TOP = 12, MOST = 5000;
  let numbered = 0, unkept = false;

  function number() {
    const lines = text.value.split("\n").length;
    if (lines === numbered) return;
    numbered = lines;
    gutter.replaceChildren(...Array.from({ length: Math.min(lines, MOST) }, (_, i) => {
      const line = document.createElement("span");
      line.textContent = `${i + 1}\n`;
      return line;
    }));
    mark();
  }

  function mark() {
    for (const line of gutter.children) line.className = "";
    for (const severity of ["note", "warning", "error"])
      for (const remark of document.querySelectorAll(`#checked [data-severity="${severity}"]`))
        gutter.children[remark.dataset.line - 1]?.classList.add(severity);
  }

  function jump(line) {
    const lines = text.value.split("\n"), start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1] || "").length);
    text.scrollTop = Math.max(0, (line - 1) * LINE + TOP - text.clientHeight / 3);
    text.scrollLeft = 0;
  }

  function told(words) {
    const notice = document.querySelector("#main > .notice.failed") || document.createElement("p");
    notice.className = "notice error failed"; notice.setAttribute("role", "alert"); notice.textContent = words;
    document.getElementById("main").prepend(notice);
  }

  text.addEventListener("input", () => { unkept = true; number(); });
  text.addEventListener("scroll", () => { gutter.scrollTop = text.scrollTop; });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.shiftKey) return;
    const before = text.value.slice(0, text.selectionStart).split("\n").pop();
    const indent = before.match(/^ */)[0];
    if (!indent) return;
    event.preventDefault();
    document.execCommand("insertText", false, `\n${indent}`);
  });
  document.addEventListener("click", (event) => {
    const remark = event.target.closest("[data-line]");
    if (remark) jump(Number(remark.dataset.line));
  });

  document.addEventListener("jump-to-line", (event) => jump(event.detail));

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "checked") return;
    unkept = false;
    document.querySelector("#main > .notice.failed")?.remove();
    mark();
  });
  for (const failure of ["htmx:responseError", "htmx:sendError"])
    document.addEventListener(failure, (event) => told(event.detail.xhr?.status === 403 ? text.dataset.signedOut : text.dataset.notKept));
  form.addEventListener("submit", () => { unkept = false; });

  // The last half second: sent as one leaves, and put back where the same person comes again before it has arrived,
  // by a reload or by way of signing in.
  const KEY = `strategy draft ${text.dataset.writer}`;
  addEventListener("pagehide", () => {
    if (!unkept) return;
    try { sessionStorage.setItem(KEY, text.value); } catch { /* it is on its way all the same */ }
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).catch(() => {});
  });
  function putBack() {
    let left = null;
    try { left = sessionStorage.getItem(KEY); sessionStorage.removeItem(KEY); } catch { return; }
    const cameAgain = performance.getEntriesByType("navigation")[0]?.type !== "navigate" || document.referrer.includes("/sign-in/");
    if (left === null || left === text.value || !cameAgain) return;
    text.value = left;
    addEventListener("load", () => text.dispatchEvent(new CustomEvent("put-back", { bubbles: true })));
  }

  putBack();
  number();
  const asked = location.hash.match(/^#L(\d+)$/);
  if (asked) jump(Number(asked[1]));
})();
