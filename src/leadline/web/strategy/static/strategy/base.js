// What the editor began with moves on with each text that was kept: the next is compared with it, and not with an older
// one. Where two windows changed the same element it stays, until somebody has chosen.
(() => {
  const base = document.getElementById("base");
  if (!base) return;
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful, requestConfig, xhr } = event.detail;
    if (elt.id !== "text" || !successful || xhr.responseText.includes('id="kept-not"')) return;
    if (!xhr.responseText.includes('id="both"')) base.value = requestConfig.parameters.text;
  });
})();
