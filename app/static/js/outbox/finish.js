/** A filled-in form becomes an item of the outbox: sealed once, put down, read back. */
import { whose } from "../phone.js";
import { compact, photosOf } from "../sealing/answers.js";
import { keysOf, sealing } from "../sealing/keys.js";
import { sealFile, sealItem } from "../sealing/seal.js";
import { add } from "./items.js";

/** @returns {boolean} whether this browser and this page can seal at all: HTTPS, and an office with a key */
export const canSeal = (form) => Boolean(window.crypto && crypto.subtle && form.dataset.keys && form.dataset.office);

/**
 * Seal a form and put it into the outbox.
 * @param {HTMLFormElement} form
 * @param {string} id the draft's, which names it for life
 * @returns {Promise<object>} the item. Rejects, with nothing lost, where the phone cannot keep it.
 */
export async function finish(form, id) {
  const { code, form: slug, number, version, office, officeName, hotline, root, language } = form.dataset;
  const keys = await keysOf(form);
  const filler = form.querySelector("[name=filled_by]:checked");
  const answers = compact(form, { code, language, filledBy: filler ? filler.value : "self" });
  const key = sealing(keys);
  const sealed = await sealItem(key, id, { number: Number(number), version: Number(version) }, answers);
  const photos = photosOf(form);
  const files = [];
  for (const { question, file } of photos) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const ask = document.getElementById(`ask-${question}`).textContent.trim();
    files.push({ number: files.length, question, ask, ...(await sealFile(key, id, files.length, bytes, sealed.secret)) });
  }
  const name = document.querySelector(".wizard__title").textContent;
  const item = { id, state: "waiting", office, officeName, hotline, root, keys, code, name, slug, ...sealed, made: Date.now(), files: files.length, held: [], tries: 0, next: 0, why: "" };
  await add(item, files);
  if (await isTold()) navigator.storage.persist().catch(() => false);
  return item;
}

const isTold = async () => Boolean(navigator.storage && navigator.storage.persist) && (await whose()) === "own";
