/** The office's keys: out of the form, or a newer list that the phone keeps; each list signed by the root that the form names. */
import { get, put } from "../store.js";
import { verifies } from "./seal.js";

const WAIT_MS = 15000;

/** @returns {Promise<object>} the list, when it is signed by the root and for this office; else rejects */
async function checked(list, office, root) {
  const rows = list.keys.map(({ id, use, point, since, until }) => `${id} ${use} ${point} ${since} ${until}`);
  const isOurs = list.office === office && (await verifies(root, list.signature, ["keys/1", office, ...rows].join("\n")));
  if (!isOurs) throw new Error("keys that nobody vouches for");
  return list;
}

const newest = (list) => list.keys.map(({ since }) => since).sort().pop() || "";

/** The keys of a form's office, the newer of what the form carries and what was fetched. Rejects where there are none. */
export async function keysOf(form) {
  const { office, root, keys } = form.dataset;
  const own = await checked(JSON.parse(keys), office, root);
  const kept = await get("settings", `keys/${office}`).catch(() => null);
  const later = kept && kept.root === root && newest(kept.list) > newest(own) ? await checked(kept.list, office, root).catch(() => null) : null;
  return later || own;
}

/** @returns {object} the key to seal with: the newest; the phone's clock is not asked */
export const sealing = (list) => list.keys.filter(({ use }) => use === "seal").sort((one, other) => (one.since < other.since ? 1 : -1))[0];

/** Fetch the list anew, since somebody signed with a key that is not on it. */
export async function refreshed(office, root) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), WAIT_MS);
  try {
    const answer = await fetch(`/offices/${office}/keys.json`, { cache: "no-store", signal: stop.signal });
    const list = await checked(await answer.json(), office, root);
    await put("settings", `keys/${office}`, { root, list });
    return list;
  } finally {
    clearTimeout(timer);
  }
}
