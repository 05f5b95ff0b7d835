// Remarks where they stand: a wavy line under the words, the remark of the caret's line below the editor, and of the line
// under the pointer beside it. F8 and Shift+F8 lead from one to the next. The list beside the editor says the same.
(() => {
  const text = document.getElementById("text"), layer = document.querySelector(".marks"), said = document.querySelector(".said");
  const here = document.getElementById("here"), gutter = document.querySelector(".gutter"), editor = document.querySelector(".editor");
  const LINE = 20, TOP = 12, RANK = { error: 0, warning: 1, note: 2 };
  let remarks = [], before = text.value.split("\n"), shown = null;

  function read() {
    remarks = Array.from(document.querySelectorAll("#checked [data-at]"), (item) => ({
      line: Number(item.dataset.at), first: Number(item.dataset.first), last: Number(item.dataset.last),
      severity: item.className, item,
    }));
    before = text.value.split("\n");
    draw();
    tell();
  }

  // Until the next answer comes, what stands below the change moves with its line.
  function follow() {
    const now = text.value.split("\n"), moved = now.length - before.length;
    let same = 0;
    while (same < now.length && now[same] === before[same]) same++;
    if (moved) for (const one of remarks) if (one.line > same + 1 || (one.line === same + 1 && moved > 0 && before[same] === now[same + moved])) one.line += moved;
    before = now;
    draw();
  }

  function draw() {
    layer.replaceChildren(...remarks.map((one) => {
      const words = before[one.line - 1] ?? "", line = document.createElement("span"), mark = document.createElement("mark");
      line.style.top = `${TOP + (one.line - 1) * LINE}px`;
      mark.className = one.severity;
      mark.textContent = words.slice(one.first, Math.max(one.last, one.first + 1)) || " ";
      line.append(words.slice(0, one.first), mark);
      return line;
    }));
    scroll();
  }

  function scroll() {
    layer.style.transform = `translate(${-text.scrollLeft}px, ${-text.scrollTop}px)`;
    hide();
  }

  const caret = () => text.value.slice(0, text.selectionStart).split("\n").length;
  const on = (line) => remarks.filter((one) => one.line === line).sort((a, b) => RANK[a.severity] - RANK[b.severity]);

  function listed(found) {
    const list = document.createElement("ul");
    list.className = "remarks";
    list.append(...found.map((one) => { const copy = one.item.cloneNode(true); copy.removeAttribute("data-at"); return copy; }));
    return list;
  }

  function tell() {
    const found = on(caret()), key = found.map((one) => one.item.textContent).join();
    if (found.length && here.dataset.key === key) return;
    here.dataset.key = key;
    here.replaceChildren(found.length ? listed(found) : remarks.length ? here.dataset.none : here.dataset.clean);
  }

  function step(back) {
    const lines = [...new Set(remarks.map((one) => one.line))].sort((a, b) => a - b), at = caret();
    const next = back ? lines.filter((one) => one < at).pop() ?? lines.at(-1) : lines.find((one) => one > at) ?? lines[0];
    if (next) document.dispatchEvent(new CustomEvent("jump-to-line", { detail: next }));
    tell();
  }

  function hide() { said.hidden = true; shown = null; }

  function point(event) {
    if (event.target.closest?.(".said")) return;
    const place = text.getBoundingClientRect(), line = Math.floor((event.clientY - place.top - TOP + text.scrollTop) / LINE) + 1;
    const found = event.pointerType === "mouse" ? on(line) : [];
    if (!found.length) return hide();
    if (shown === line) return;
    shown = line;
    said.replaceChildren(listed(found));
    said.hidden = false;
    const around = editor.getBoundingClientRect(), below = place.top + TOP + line * LINE - text.scrollTop - around.top;
    const above = below - LINE - said.offsetHeight - 4;
    said.style.top = `${below + said.offsetHeight + 4 > around.height && above > 0 ? above : below + 4}px`;
  }

  text.addEventListener("input", follow);
  text.addEventListener("scroll", scroll);
  document.addEventListener("selectionchange", () => { if (document.activeElement === text) tell(); });
  text.addEventListener("keydown", (event) => {
    if (event.key === "F8") { event.preventDefault(); step(event.shiftKey); }
    if (event.key === "Escape") hide();
  });
  for (const part of [text, gutter]) part.addEventListener("pointermove", point);
  editor.addEventListener("pointerleave", hide);
  gutter.addEventListener("click", (event) => {
    const place = gutter.getBoundingClientRect(), line = Math.floor((event.clientY - place.top - TOP + gutter.scrollTop) / LINE) + 1;
    document.dispatchEvent(new CustomEvent("jump-to-line", { detail: line }));
    tell();
  });
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "checked") read(); });
  read();
})();
