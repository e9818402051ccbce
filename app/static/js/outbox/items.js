/**
 * The outbox: finished dossiers, sealed, until the server has said that it holds them. States: waiting, sending, receipted,
 * attention. Nothing here deletes an item but a verified receipt, or a person who was asked twice.
 *
 * An item: `{id, state, office, officeName, hotline, root, code, name, blob, fingerprint, secret, made, files, held, tries, next, lease, why, receipt}`.
 * Its photos lie beside it, each a record of its own: `file/<id>/<number>`: `{number, question, ask, blob, fingerprint, proof, why}`.
 */
import { photosOf as photosOfDraft } from "../drafts.js";
import { all, get, transact } from "../store.js";

const MARK = "gocua:outbox";
const ITEMS = IDBKeyRange.upperBound("file/", true);
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("gocua-outbox") : null;
const listeners = new Set();
const key = (id, number) => `file/${id}/${String(number).padStart(2, "0")}`;
const photosOf = (id) => IDBKeyRange.bound(`file/${id}/`, `file/${id}/\uffff`);

/** Be told when anything changed, in this tab or another. @returns {function} to hear no more */
export function heard(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
if (channel) channel.onmessage = () => listeners.forEach((listener) => listener());

/** Tell everybody, and note how many wait, so that each page knows without opening the store. */
async function changed() {
  const waiting = (await unsent()).length;
  if (waiting) localStorage.setItem(MARK, String(waiting));
  else localStorage.removeItem(MARK);
  listeners.forEach((listener) => listener());
  if (channel) channel.postMessage("changed");
}

/** @returns {Promise<object[]>} all items, oldest first (the ids begin with their time); a receipted one for some minutes more */
export const list = () => all("outbox", ITEMS);

/** @returns {Promise<object[]>} what is not yet wholly with the server */
export const unsent = async () => (await list()).filter(({ state }) => state !== "receipted");

/** @returns {Promise<object|undefined>} one item */
export const find = (id) => get("outbox", id);

/** @returns {Promise<object[]>} the photos of an item that are still here, by number */
export const files = (id) => all("outbox", photosOf(id));

const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

/**
 * Put a sealed item and its photos down, in one transaction that is on the disk before this returns; read it back; only then
 * the draft goes. Rejects, with the draft still there, where the phone is full or what is read is not what was written.
 */
export async function add(item, photos) {
  await transact(["outbox"], (of) => {
    of("outbox").put(item, item.id);
    photos.forEach((photo) => of("outbox").put(photo, key(item.id, photo.number)));
  });
  const [kept, keptPhotos] = await Promise.all([find(item.id), files(item.id)]);
  const isWhole = kept && same(kept.blob, item.blob) && photos.every((photo, at) => keptPhotos[at] && same(keptPhotos[at].blob, photo.blob));
  if (!isWhole) throw new Error("what was kept is not what was written");
  await transact(["drafts"], (of) => {
    of("drafts").delete(item.id);
    of("drafts").delete(photosOfDraft(item.id));
  });
  await changed();
}

/** Change an item; `change` gets it inside the transaction and may return another one, or nothing where it is gone. */
export async function update(id, change) {
  await transact(["outbox"], (of) => {
    of("outbox").get(id).onsuccess = ({ target }) => target.result && of("outbox").put({ ...target.result, ...change(target.result) }, id);
  });
  await changed();
}

/** The server holds these photos: they go. */
export async function dropFiles(id, numbers) {
  await transact(["outbox"], (of) => numbers.forEach((number) => of("outbox").delete(key(id, number))));
  await changed();
}

/** Put a photo in the place of one that could not be opened. */
export async function replaceFile(id, photo) {
  await transact(["outbox"], (of) => of("outbox").put(photo, key(id, photo.number)));
  await changed();
}

/** An item goes with its photos: all of it is with the server, or a person said so twice. */
export async function drop(id) {
  await transact(["outbox"], (of) => {
    of("outbox").delete(id);
    of("outbox").delete(photosOf(id));
  });
  await changed();
}
