import { play, speaking, stop } from "../player.js";

/** The button at the bottom that plays the whole screen: each sentence in turn, its part lit. */
export default function listen(button) {
  const visible = () => [...document.querySelectorAll("main .say")].filter((one) => one.offsetParent !== null);
  if (document.querySelector("main .say")) button.hidden = false;
  let turn = 0;
  button.addEventListener("click", async () => {
    const mine = ++turn;
    if (speaking()) return stop();
    for (const loudspeaker of visible()) {
      if (mine !== turn) return;
      loudspeaker.scrollIntoView({ block: "nearest" });
      if (!(await play(loudspeaker))) return;
    }
  });
}
