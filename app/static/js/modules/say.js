import { play, speaking, stop } from "../player.js";

/** A loudspeaker: press to hear its sentence, press again to stop. */
export default function say(loudspeaker) {
  loudspeaker.addEventListener("click", (event) => {
    event.preventDefault();
    const again = speaking() && loudspeaker.parentElement.classList.contains("is-speaking");
    if (again) stop();
    else play(loudspeaker);
  });
}
