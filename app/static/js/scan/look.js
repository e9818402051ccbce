/** The camera at the desk (templates/desk/look.html): it stays open until something was taken, or somebody closes it. */
import { camera, close } from "./camera.js";
import { reader } from "./reader.js";

const LOOK_EVERY_MS = 120;
const JPEG = ["image/jpeg", 0.9];
let reading = null;

/**
 * Look for codes.
 * @param {string} worker the reader's address
 * @param {function(string[], function(string)): boolean} take gets the texts in the picture and a way to show how far it is;
 *   true ends it
 * @returns {Promise<void>} once it is closed; the focus is back where it was
 */
export const look = (worker, take) =>
  opened(async (root, video, isOpen) => {
    reading = reading || reader(worker);
    const read = await reading;
    note(root, "looking");
    const count = root.querySelector("[data-part=count]");
    while (isOpen()) {
      const texts = await read(video);
      const told = (far) => {
        count.textContent = far;
        note(root, far ? "looking" : "foreign");
      };
      if (texts.length && take(texts, told)) return;
      if (texts.length && !count.textContent) note(root, "foreign");
      await pause();
    }
  });

/** Take a photo of a paper. @returns {Promise<Blob|null>} null where the camera was closed without one */
export async function snap() {
  let photo = null;
  await opened(async (root, video, isOpen) => {
    const button = root.querySelector("[data-act=snap]");
    note(root, "paper");
    button.hidden = false;
    button.focus();
    let isPressed = false;
    button.onclick = () => { isPressed = true; };
    while (isOpen() && !isPressed) await pause();
    button.hidden = true;
    if (isPressed) photo = await taken(video);
  });
  return photo;
}

/** Open the camera, do the work, and let go of it whatever happens. */
async function opened(work) {
  const root = document.getElementById("look");
  const video = root.querySelector("video");
  const back = document.activeElement;
  let isOpen = true;
  const shut = () => { isOpen = false; };
  const escape = (event) => event.key === "Escape" && shut();
  root.querySelector("[data-act=close]").onclick = shut;
  addEventListener("keydown", escape);
  addEventListener("pagehide", shut);
  root.querySelector("[data-part=count]").textContent = "";
  root.hidden = false;
  root.querySelector("[data-act=close]").focus();
  note(root, "opening");
  try {
    await camera(video);
    await work(root, video, () => isOpen);
  } catch (error) {
    console.info("desk: no camera", error.name || error);
    reading = null;
    note(root, "refused");
    while (isOpen) await pause();
  }
  close(video);
  removeEventListener("keydown", escape);
  removeEventListener("pagehide", shut);
  root.hidden = true;
  if (back) back.focus();
}

function taken(video) {
  const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((resolve) => { canvas.toBlob(resolve, ...JPEG); });
}

const note = (root, name) => root.querySelectorAll("[data-note]").forEach((one) => { one.hidden = one.dataset.note !== name; });
const pause = () => new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS); });
