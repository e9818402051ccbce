/** The desk's list by keys: j and k or the arrows go from row to row, Enter opens one (it is a link), / goes to the field above. */
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** @param {HTMLElement} root holds the list, which htmx replaces from time to time: the row keeps the focus */
export default function rows(root) {
  const field = document.getElementById("code");
  let last = "";
  const links = () => [...root.querySelectorAll(".table__code")];
  root.addEventListener("focusin", ({ target }) => { last = target.matches(".table__code") ? target.href : ""; });
  document.addEventListener("htmx:after:swap", () => {
    const again = last && document.activeElement === document.body && links().find((one) => one.href === last);
    if (again) again.focus();
  });
  addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input, select, textarea");
    if (event.ctrlKey || event.altKey || event.metaKey || (isTyping && event.key !== "ArrowDown")) return;
    if (event.key === "/") {
      event.preventDefault();
      field.select();
      field.focus();
      return;
    }
    const all = links();
    if (!STEPS[event.key] || !all.length) return;
    event.preventDefault();
    const place = all.indexOf(document.activeElement);
    const next = all[place < 0 ? 0 : place + STEPS[event.key]];
    (next || (STEPS[event.key] < 0 ? field : all[all.length - 1])).focus();
  });
}
