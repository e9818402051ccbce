/** A photo is made small on the phone before it is sent, and shown big. */
import { element } from "./choices.js";

const MOST_SIDE = 1600;
const MOST_BYTES = 300000;
const QUALITIES = [0.82, 0.7, 0.58, 0.45];
const pending = new Set();

/** Wait until no photo is being made small any more. */
export const ready = () => Promise.all([...pending]);

/**
 * Show and shrink what was chosen. Without the means for it the photo goes as it is; the server shrinks it too.
 * @param {HTMLElement} one the question
 * @param {string} again what the button says once there is a picture
 * @param {function} unreadable called where the phone itself cannot open the picture
 */
export function take(one, again, unreadable) {
  const input = one.querySelector("[type=file]");
  one.querySelectorAll(".photo__shown").forEach((old) => old.remove());
  if (!input.files.length) return;
  one.querySelector(".photo__take span").textContent = again;
  const work = show(one, input.files[0])
    .then((image) => shrink(image, input))
    .catch(() => unreadable())
    .then(() => pending.delete(work));
  pending.add(work);
}

function show(one, file) {
  const image = element("img", "photo__shown");
  image.alt = one.querySelector(".question__ask").textContent;
  return new Promise((resolve, reject) => {
    image.onload = () => resolve(image);
    image.onerror = () => (image.remove(), reject(new Error("no picture")));
    image.src = URL.createObjectURL(file);
    one.querySelector(".photo__take").before(image);
  });
}

async function shrink(image, input) {
  const file = input.files[0];
  const scale = Math.min(1, MOST_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
  if (scale === 1 && file.size <= MOST_BYTES && file.type === "image/jpeg") return;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  for (const quality of QUALITIES) {
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    if (!blob || typeof DataTransfer !== "function") return;
    if (blob.size > MOST_BYTES && quality !== QUALITIES[QUALITIES.length - 1]) continue;
    const box = new DataTransfer();
    box.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
    if (input.files[0] === file) input.files = box.files;
    return;
  }
}
