/** The photos of a dossier: one at a time, larger, smaller and turned, by buttons or by the keys that stand on them. */
const MOST = 5;
const KEYS = { "+": "larger", "=": "larger", "-": "smaller", r: "turn", n: "next" };

/** @param {HTMLElement} root `.viewer__one` figures, each with a photo; without script all of them stand there */
export default function viewer(root) {
  const figures = [...root.querySelectorAll(".viewer__one")];
  let current = 0;
  const photo = () => figures[current].querySelector("img");
  const show = () => figures.forEach((one, place) => { one.hidden = place !== current; });
  const zoom = (by) => { photo().dataset.zoom = Math.max(1, Math.min(MOST, Number(photo().dataset.zoom || 1) + by)); };
  const acts = {
    larger: () => zoom(1),
    smaller: () => zoom(-1),
    turn: () => { photo().dataset.turned = (Number(photo().dataset.turned || 0) + 90) % 360; },
    next() {
      current = (current + 1) % figures.length;
      show();
    },
  };
  root.querySelector(".viewer__tools").hidden = false;
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-act]");
    if (button) acts[button.dataset.act]();
  });
  addEventListener("keydown", ({ key, target, ctrlKey, altKey, metaKey }) => {
    if (ctrlKey || altKey || metaKey || target.matches("input, select, textarea") || !acts[KEYS[key]]) return;
    acts[KEYS[key]]();
  });
  show();
}
