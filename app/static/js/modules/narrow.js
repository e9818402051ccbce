/** A list that grows shorter while one types; Enter opens its first row, the arrows walk through it. */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

/** @param {HTMLFormElement} form its text field narrows `[data-part=rows]` of the page */
export default function narrow(form) {
  const field = form.querySelector("input");
  const rows = [...document.querySelectorAll("[data-part=rows] > li")];
  const open = () => rows.filter((row) => !row.hidden).map((row) => row.querySelector("a"));

  field.addEventListener("input", () => rows.forEach((row) => { row.hidden = !fold(row.textContent).includes(fold(field.value.trim())); }));
  form.addEventListener("submit", (event) => {
    if (form.elements.o) return;
    event.preventDefault();
    if (open().length) location.assign(open()[0].href);
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = open();
    if (!step || !links.length || event.target.tagName === "SELECT") return;
    event.preventDefault();
    const next = links.indexOf(document.activeElement) + step;
    (links[next] || (step < 0 ? field : links[links.length - 1])).focus();
  });
}
