/** A photo at the desk: a click rings the place that is meant; it can be turned and shown large. The ring goes with the form. */
const SCALE = 1000;
const STEP = 50;

export default function ring(root) {
  const photo = root.querySelector("img");
  const mark = root.querySelector("svg");
  const [x, y] = root.querySelectorAll("input");
  let turned = 0;

  function draw() {
    mark.toggleAttribute("hidden", !x.value);
    if (!x.value) return;
    mark.firstElementChild.setAttribute("cx", x.value);
    mark.firstElementChild.setAttribute("cy", y.value);
  }

  function put(toX, toY) {
    const inside = (value) => String(Math.max(0, Math.min(SCALE, Math.round(value))));
    [x.value, y.value] = [inside(toX), inside(toY)];
    draw();
  }

  const acts = {
    turn() {
      turned = (turned + 90) % 360;
      root.dataset.turned = turned;
    },
    zoom: () => root.classList.toggle("ring--large"),
    clear() {
      x.value = y.value = "";
      draw();
    },
  };

  // offsetX and offsetY are told in the photo's own frame, however it is turned
  photo.addEventListener("click", ({ offsetX, offsetY }) => put((offsetX / photo.offsetWidth) * SCALE, (offsetY / photo.offsetHeight) * SCALE));
  photo.tabIndex = 0;
  photo.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP], Enter: [0, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    put(Number(x.value || SCALE / 2) + step[0], Number(y.value || SCALE / 2) + step[1]);
  });
  root.querySelector(".ring__tools").hidden = false;
  root.addEventListener("click", ({ target }) => target.dataset.act && acts[target.dataset.act]());
  draw();
}
