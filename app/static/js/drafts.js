/** Drafts: answers that stay on this phone until they are sent, sealed with AES-256-GCM under a key that cannot be read out. */
import { tick } from "./phone.js";
import { get, remove, transact } from "./store.js";

const IV_BYTES = 12;
const MARK = "gocua:drafts";
/** The keys of a draft's photos in the store. */
export const photosOf = (id) => IDBKeyRange.bound(`photo/${id}/`, `photo/${id}/\uffff`);
const bound = (place) => new TextEncoder().encode(place);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @returns {string} a UUIDv7 (RFC 9562): the item's name for life, on every way that it may travel */
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(Date.now() / 0x10000));
  new DataView(bytes.buffer).setUint16(4, Date.now() % 0x10000);
  bytes[6] = 0x70 | (bytes[6] & 15);
  bytes[8] = 0x80 | (bytes[8] & 63);
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The phone's key; of two tabs that make one at the same moment the first one's stays. */
async function ownKey() {
  const kept = await get("keys", "drafts");
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await transact(["keys"], (of) => {
    of("keys").get("drafts").onsuccess = ({ target }) => target.result || of("keys").put(made, "drafts");
  });
  return get("keys", "drafts");
}

/** Seal bytes for one place in the store. */
export async function seal(place, plain) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(place) }, await ownKey(), plain);
  return { iv, sealed };
}

/** The inverse of `seal`; rejects where anything was changed or moved, or the key is gone. */
export async function unseal(place, { iv, sealed }) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bound(place) }, await ownKey(), sealed);
}

/**
 * Keep a draft as it stands now.
 * @param {string} id
 * @param {object} contents `{code, name, form, version, office, language, path, place, answers, person, photos}`
 */
export async function keep(id, contents) {
  const sealed = await seal(id, new TextEncoder().encode(JSON.stringify(contents)));
  await transact(["drafts", "settings"], (of) => {
    tick(of("settings"), (touched) => of("drafts").put({ id, touched, day: Date.now(), ...sealed }, id));
  });
  localStorage.setItem(MARK, "1");
}

/** @returns {boolean} whether this phone ever kept a draft; asks no store, so that a first visit waits for none */
export function hasKept() {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch (_) {
    return true;
  }
}

/** Delete drafts with their photos. */
export const drop = (...ids) => remove("drafts", ...ids, ...ids.map(photosOf));
