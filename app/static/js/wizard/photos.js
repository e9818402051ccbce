/** A photo is made small on the phone before it is sent, and shown big. */
import { element, hear } from "./choices.js";

const MOST_SIDE = 1600;
const MOST_BYTES = 300000;
const QUALITIES = [0.82, 0.7, 0.58, 0.45];
const SIDES = [1, 0.8, 0.64, 0.5]; // a page full of print
const LOOK_SIDE = 480;
const SHARP = 60;
const NAME = "photo.jpg";
const HEAD_BYTES = 65536;
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
  const words = JSON.parse(input.form.dataset.words);
  one.querySelectorAll(".photo__shown, .photo__blurry").forEach((old) => old.remove());
  if (!input.files.length) return;
  one.querySelector(".photo__take span").textContent = again;
  const work = show(one, input.files[0], words)
    .then((image) => shrink(image, input).then(() => isBlurry(image) && ask(one, words)))
    .catch(() => unreadable())
    .then(() => pending.delete(work));
  pending.add(work);
}

/** The picture over the button; a tap makes it as large as the screen is wide, and small again. */
function show(one, file, words) {
  const button = element("button", "photo__shown");
  const image = element("img", "photo__picture");
  button.type = "button";
  button.setAttribute("aria-label", words["large-photo"]);
  button.addEventListener("click", () => button.classList.toggle("photo__shown--large"));
  image.alt = one.querySelector(".question__ask").textContent;
  button.append(image);
  return new Promise((resolve, reject) => {
    image.onload = () => resolve(image);
    image.onerror = () => (button.remove(), reject(new Error("no picture")));
    image.src = URL.createObjectURL(file);
    one.querySelector(".photo__take").before(button);
  });
}

/** It may be a blank wall that is meant: a question, never a refusal. */
function ask(one, words) {
  const line = element("p", "photo__blurry", words.blurry);
  line.setAttribute("role", "status");
  one.querySelector(".photo__take").before(line);
  hear(line);
}

/** How much the greys of a small copy jump from dot to dot (variance of the Laplacian): letters jump, a shaken hand smears them. */
export function isBlurry(image) {
  const scale = LOOK_SIDE / Math.max(image.naturalWidth, image.naturalHeight);
  const [width, height] = [image.naturalWidth, image.naturalHeight].map((side) => Math.max(3, Math.round(side * Math.min(1, scale))));
  const { data } = drawn(image, width, height).getContext("2d").getImageData(0, 0, width, height);
  const grey = (at) => 0.3 * data[4 * at] + 0.59 * data[4 * at + 1] + 0.11 * data[4 * at + 2];
  let [sum, squares, count] = [0, 0, 0];
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1) {
      const jump = grey(at - 1) + grey(at + 1) + grey(at - width) + grey(at + width) - 4 * grey(at);
      sum += jump;
      squares += jump * jump;
      count += 1;
    }
  }
  return count > 0 && squares / count - (sum / count) ** 2 < SHARP;
}

/** Browsers turn a picture upright when they draw it (image-orientation: from-image), and a drawing has no metadata. */
function drawn(image, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d").drawImage(image, 0, 0, width, height);
  return canvas;
}

/** @returns {Promise<boolean>} whether a JPEG holds nothing beside the picture: then it is one that was drawn here */
async function isBare(file) {
  const bytes = new DataView(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (bytes.byteLength < 4 || bytes.getUint16(0) !== 0xffd8) return false;
  let at = 2;
  while (at + 4 <= bytes.byteLength) {
    const marker = bytes.getUint16(at);
    if (marker === 0xffda) return true;
    const isColours = marker === 0xffe2 && bytes.getUint32(at + 4) === 0x4943435f; // "ICC_"
    if ((marker > 0xffe0 && marker <= 0xffef && !isColours) || marker === 0xfffe || marker < 0xff00) return false;
    at += 2 + bytes.getUint16(at + 2);
  }
  return false;
}

async function shrink(image, input) {
  const file = input.files[0];
  if (typeof DataTransfer !== "function") return;
  const photo = await drawnSmall(image, file);
  if (photo !== file && input.files[0] === file) give(input, photo);
}

/** @returns {Promise<File>} a picture made small like those of the form; rejects where the phone cannot open it */
export async function small(file) {
  const image = new Image();
  await new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = () => reject(new Error("no picture"));
    image.src = URL.createObjectURL(file);
  });
  return drawnSmall(image, file).finally(() => URL.revokeObjectURL(image.src));
}

/** Drawn anew even where it is small: what a camera writes beside the picture (place, phone, day) stays behind. */
async function drawnSmall(image, file) {
  const scale = Math.min(1, MOST_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
  if (scale === 1 && file.size <= MOST_BYTES && (await isBare(file))) return file;
  for (const smaller of SIDES) {
    const [width, height] = [image.naturalWidth, image.naturalHeight].map((side) => Math.max(1, Math.round(side * scale * smaller)));
    const blob = await pressed(drawn(image, width, height));
    if (blob && blob.size > MOST_BYTES && smaller !== SIDES[SIDES.length - 1]) continue;
    return blob ? new File([blob], NAME, { type: "image/jpeg" }) : file;
  }
  return file;
}

/** The first quality that is small enough, else the last. */
async function pressed(canvas) {
  let blob = null;
  for (const quality of QUALITIES) {
    blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    if (!blob || blob.size <= MOST_BYTES) break;
  }
  return blob;
}

function give(input, photo) {
  const box = new DataTransfer();
  box.items.add(photo);
  input.files = box.files;
}
