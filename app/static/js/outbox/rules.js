/** What an answer of the server means for an item, and how long to wait. Pure. */

const MOST_WAIT_MS = 15 * 60000;
const LEASE_MORE_MS = 10000;
export const TIRED = { tries: 10, ms: 48 * 3600000 };

/** @returns {number} how long a sending may take: a minute, and a second for each 4 kB */
export const patience = (bytes) => 60000 + Math.ceil(bytes / 4096) * 1000;

/** @returns {number} how long another sender leaves the item alone */
export const lease = (bytes) => patience(bytes) + LEASE_MORE_MS;

/** @returns {number} milliseconds until the next try, anything up to twice as long as before, at most a quarter of an hour */
export function pause(tries, chance, retryAfter) {
  const most = Math.min(MOST_WAIT_MS, 2000 * 2 ** Math.min(tries, 12));
  return Math.max(chance * most, (Number(retryAfter) || 0) * 1000);
}

/**
 * True while an item may be tried now. A clock that was set back lets nobody wait longer than the longest pause.
 * @param {boolean} isAlone whether a lock says that nobody else sends: what is "sending" then was left behind by a page that died
 */
export function isDue({ state, next = 0, lease: until = 0 }, now, isAlone) {
  if (state === "sending") return isAlone || until <= now || until - now > MOST_WAIT_MS;
  return state !== "attention" && (next <= now || next - now > MOST_WAIT_MS);
}

/**
 * What to do after an answer that is no receipt.
 * @param {number} status 0 where there was no answer
 * @param {{error: string, why: string}} told
 * @returns {{state: "waiting"|"attention", why: string}}
 */
export function verdict(status, { error, why } = {}) {
  if (status === 0) return { state: "waiting", why: "line" };
  if (status >= 200 && status < 300) return { state: "waiting", why: "login" };
  if (status === 401 || status === 403) return { state: "waiting", why: "refused" };
  if (status === 409 || status === 408 || status === 425 || status === 429 || status >= 500) return { state: "waiting", why: "busy" };
  if (status === 413) return { state: "attention", why: "large" };
  if (status === 422 && error === "key_reuse") return { state: "attention", why: "reuse" };
  if (status === 422 && why === "photo") return { state: "attention", why: "photo" };
  return { state: "attention", why: "invalid" };
}
