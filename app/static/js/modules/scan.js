import { camera, close } from "../scan/camera.js";
import { meaning } from "../scan/meaning.js";
import { reader } from "../scan/reader.js";

const LOOK_EVERY_MS = 120;
const CLOSER_AFTER_MS = 10000;

/** The scanner. The camera opens after a tap; the photo and the typed code stay beside it whatever happens. */
export default function scan(root) {
  const { worker, host, to } = root.dataset;
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const video = root.querySelector("video");
  const photo = document.getElementById("scan-photo");
  let isOpen = false;

  photo.classList.add("snap--on");
  photo.addEventListener("change", () => photo.elements.photo.files.length && photo.submit());
  if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;

  const NOTES = ["opening", "looking", "closer", "foreign", "card", "refused"];
  const note = (name) => NOTES.forEach((one) => (part(one).hidden = one !== name));

  function shut(name) {
    isOpen = false;
    close(video);
    part("view").hidden = true;
    part("start").hidden = false;
    note(name);
  }

  async function open() {
    isOpen = true;
    part("start").hidden = true;
    note("opening");
    try {
      await camera(video);
      part("view").hidden = false;
      await look(await reader(worker));
    } catch (error) {
      console.info("scan: no camera", error.name || error);
      shut("refused");
    }
  }

  async function look(read) {
    const started = Date.now();
    note("looking");
    while (isOpen) {
      const found = (await read(video)).map((text) => meaning(text, host));
      const ours = found.find((one) => one.ask);
      if (ours) return go(ours);
      if (found.length) note(found[0].note);
      else if (Date.now() - started > CLOSER_AFTER_MS && !part("looking").hidden) note("closer");
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return undefined;
  }

  function go({ ask, secret }) {
    if (navigator.vibrate) navigator.vibrate(100);
    close(video);
    location.assign(`${to}?code=${encodeURIComponent(ask)}${secret && `#${secret}`}`);
  }

  part("start").querySelector("button").addEventListener("click", open);
  addEventListener("pagehide", () => shut(""));
  root.hidden = false;
}
