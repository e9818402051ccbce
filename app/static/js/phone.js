/** Whose phone this is, and what time it is there. */
import { get, put } from "./store.js";

/** @returns {Promise<string>} `own`, `borrowed`, or nothing where nobody said it: then it counts as borrowed */
export const whose = async () => (await get("settings", "whose")) || "";

/** Note the answer. On an own phone the browser is asked to promise that it will not clear the store. */
export async function belongs(to) {
  if (to === "own" && navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => false);
  await put("settings", "whose", to);
}

/**
 * The phone's time, inside a transaction on `settings`: it never runs backwards. A clock that was set back counts on from
 * where it was, so that a year of going back neither keeps a draft for a year nor ends it.
 * @param {IDBObjectStore} settings
 * @param {function} use gets the time in milliseconds
 */
export function tick(settings, use) {
  settings.get("clock").onsuccess = ({ target }) => {
    const wall = Date.now();
    const seen = target.result || { wall, now: wall };
    const now = seen.now + Math.max(0, wall - seen.wall);
    settings.put({ wall, now }, "clock");
    use(now);
  };
}
