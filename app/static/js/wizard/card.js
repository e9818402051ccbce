/** A citizen card fills in one person's questions. Camera, or a photo; read, shown to be confirmed, and then forgotten. */
import { start } from "../app.js";
import { camera, close } from "../scan/camera.js";
import { readCard } from "../scan/card.js";
import { meaning } from "../scan/meaning.js";
import { placeOf } from "../scan/places.js";
import { reader } from "../scan/reader.js";
import { beside } from "./beside.js";
import { row } from "./choices.js";
import { cardOf, fill, said } from "./filling.js";

const LOOK_EVERY_MS = 120;
const CLOSER_AFTER_MS = 10000;
const PHOTO_SIDES = [2400, 1280, 900];
const MOST_CHOICES = 4;
const WORKER = new URL("../scan-worker.js", import.meta.url);
const at = (id) => document.getElementById(`wizard-${id}`);
let reading = null;

/**
 * Scan a card for the person whom a question is about.
 * @param {HTMLElement} one the question on the screen
 * @param {Object} messages of the checks: what the card answers wrongly is asked after all
 * @param {function} then called once the answers lie in the form; not where the person went back
 */
export function scanCard(form, one, messages, then) {
  if (!at("card")) form.before(document.importNode(at("card-screens").content, true));
  start(document);
  const root = at("card");
  const photo = root.querySelector("[type=file]");
  const got = (texts) => take(texts, (card) => confirm(form, one, card, messages, then, () => scanCard(form, one, messages, then)));
  photo.value = "";
  photo.onchange = () => photo.files.length && fromPhoto(photo.files[0], got);
  root.querySelector("[value=leave]").onclick = () => beside("");
  note("");
  beside("card");
  watch(root, got);
}

function note(name) {
  at("card").querySelectorAll("[data-note]").forEach((one) => { one.hidden = one.dataset.note !== name; });
}

/** Look through the camera until a card was read or the screen is left; then its light goes out. */
async function watch(root, got) {
  if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
  const video = root.querySelector("video");
  const view = root.querySelector("[data-part=view]");
  const isHere = () => !root.hidden && !document.hidden;
  note("opening");
  try {
    await camera(video);
    view.hidden = false;
    reading = reading || reader(WORKER);
    const read = await reading;
    note("");
    const until = Date.now() + CLOSER_AFTER_MS;
    while (isHere() && !got(await read(video))) {
      if (Date.now() > until && !root.querySelector("[data-note]:not([hidden])")) note("closer");
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } catch (error) {
    console.info("card: no camera", error.name);
    reading = null;
    if (!root.hidden) note("refused");
  }
  view.hidden = true;
  close(video);
}

/** Read a photo on the phone; it goes nowhere. */
async function fromPhoto(file, got) {
  const image = new Image();
  note("reading");
  try {
    image.src = URL.createObjectURL(file);
    await image.decode();
    reading = reading || reader(WORKER);
    const read = await reading;
    for (const side of PHOTO_SIDES) {
      const texts = await read(image, side);
      if (texts.length) return void got(texts);
    }
    note("unclear");
  } catch (error) {
    console.info("card: no photo", error.name);
    reading = null;
    note("unclear");
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** @returns {boolean} whether it was a card; else the screen says what it was. */
function take(texts, found) {
  if (at("card").hidden || !texts.length) return false;
  const cards = texts.map(readCard).filter((card) => card && (card.number || card.name));
  if (cards.length) {
    if (navigator.vibrate) navigator.vibrate(100);
    found(cards[0]);
    return true;
  }
  const { note: strange, kind } = meaning(texts[0], location.host);
  note(strange === "card" ? "unclear" : strange || kind);
  return false;
}

async function confirm(form, one, card, messages, then, again) {
  const person = cardOf(form, one);
  card.place = person.address && card.address ? await placeOf(card.address, card.issued) : null;
  const root = at("found");
  root.querySelectorAll("[data-part]").forEach((line) => {
    const text = line.dataset.part === "name" || person[line.dataset.part] ? said(form, card, line.dataset.part) : "";
    line.hidden = !text;
    line.querySelector("dd").textContent = text;
  });
  const press = (name, act) => { root.querySelector(`[value=${name}]`).onclick = (event) => event.detail < 2 && act(); };
  press("wrong", again);
  press("right", () => which(form, card, () => {
    beside("");
    fill(person, card, messages);
    then();
  }));
  beside("found");
  import("./voicing.js").then(({ tell }) => tell(root, "dd"), () => undefined);
}

/** Where the old name may mean more than one commune of today, the person says which. */
function which(form, card, then) {
  const { communes = [] } = card.place || {};
  if (communes.length < 2 || communes.length > MOST_CHOICES) return then();
  const root = at("which");
  const rows = root.querySelector(".choices");
  root.querySelector(".question__answer").textContent = card.address;
  rows.textContent = "";
  communes.forEach((one) => rows.append(row(form, { text: one.name }, null, () => {
    card.place.communes = [one];
    then();
  })));
  root.querySelector("[value=unknown]").onclick = then;
  return beside("which");
}
