/** How packs lie in the cache `gocua-packs`; the service worker reads them there (kept/scripts/3-packs.js). */

const LISTS = ["/kept-packs", "/kept-packs-next"];
const BEGUN = "/kept-begun/";
const LOCK = "gocua-packs";
const LITTLE_MS = 8000;
const INDEX = "/search/index.json";
const NAMES = "/search/names.json";
const CODE = /^\d\.\d{6}$/;
const JSON_TYPE = { headers: { "Content-Type": "application/json" } };
export const SEPARATOR = { file: "\x1c", unit: "\x1d", name: "\0" };

const cache = () => caches.open("gocua-packs");
const at = (name, digest) => `/kept-packs/${name}/${digest}`;
const digestsOf = (pack) => [pack.frame, ...Object.values(pack.units)];
const pathOf = (key) => new URL(key.url).pathname;

/** @returns {Promise<Object<string, object>>} the complete packs on this phone by name */
export async function packs() {
  const [newest] = await lists();
  return newest ? newest.packs : {};
}

/** The list as it is and the one before it, the newest first: `{serial, packs}` each. */
async function lists() {
  const here = await cache();
  const read = async (place) => ((await here.match(place)) || new Response("null")).json().catch(() => null);
  const found = await Promise.all(LISTS.map(read));
  return found.filter((one) => one && one.packs).sort((one, other) => other.serial - one.serial);
}

/**
 * Write down that a pack is whole (or, without `pack`, that it is gone): the one step that makes it count. A browser that is killed
 * while it replaces an entry leaves neither the old nor the new one, and some moments later still: so the two places take turns, and
 * `tidy` leaves what the list before needs. The first list of all stands in both.
 */
export async function list(name, pack) {
  const known = await lists();
  const [newest = { serial: 0, packs: {} }] = known;
  const all = { ...newest.packs, [name]: pack };
  if (!pack) delete all[name];
  const next = JSON.stringify({ serial: newest.serial + 1, packs: all });
  const here = await cache();
  const place = (newest.serial + 1) % 2;
  await here.put(LISTS[place], new Response(next));
  if (known.length < 2) await here.put(LISTS[1 - place], new Response(next));
  if (pack) await renamed(here, JSON.stringify(names(pack)));
  const { controller } = navigator.serviceWorker || {};
  if (controller) controller.postMessage({ forget: true });
}

/**
 * What a unit says to the search: nothing where the learned index knows all of it, "" where it must not be found any more, else the
 * names that it has now. @returns {string|undefined}
 */
export const wordsOf = (body) => body.split(SEPARATOR.file)[1];

async function renamed(here, written) {
  const old = await here.match(NAMES);
  if (!old || (await old.text()) !== written) await here.put(NAMES, new Response(written, JSON_TYPE));
}

/** What the search reads beside the index, as the server has it at /search/names.json. */
function names({ units, words = {} }) {
  const codes = Object.keys(units).filter((unit) => CODE.test(unit) && words[unit] !== "");
  return { codes: codes.join(" "), words };
}

/** @returns {Promise<boolean>} whether every text of a listed pack is there */
export async function isWhole(pack) {
  const there = new Set((await (await cache()).keys()).map(pathOf));
  return digestsOf(pack).every((digest) => there.has(at(pack.name, digest)));
}

/** @returns {Promise<Object<string, object>>} packs whose saving was begun, by name, as the server offered them */
export async function begun() {
  const here = await cache();
  const keys = (await here.keys()).filter((key) => pathOf(key).startsWith(BEGUN));
  const found = await Promise.all(keys.map(async (key) => (await here.match(key)).json()));
  return Object.fromEntries(found.map((told) => [told.name, told]));
}

/** Note what is to be fetched, so that nobody tidies away what is there of it. */
export async function begin(told) {
  await (await cache()).put(BEGUN + told.name, new Response(JSON.stringify(told)));
}

/**
 * Keep a text of a pack under its digest, the index also where pages look for it. What is there is not written again: a phone that dies
 * while it replaces an entry loses it, and it may belong to a pack that is complete.
 */
export async function put(name, unit, digest, body) {
  const here = await cache();
  const isThere = await here.match(at(name, digest));
  if (!isThere) await here.put(at(name, digest), new Response(body));
  if (unit === INDEX && !(isThere && (await here.match(INDEX)))) await here.put(INDEX, new Response(body, JSON_TYPE));
}

/** @returns {Promise<Uint8Array|undefined>} a bundle that was fetched before */
export async function bundle(address) {
  const found = await (await cache()).match(address);
  return found && new Uint8Array(await found.arrayBuffer());
}

/** Keep a bundle until the pack is whole. */
export async function putBundle(address, body) {
  await (await cache()).put(address, new Response(body));
}

/** Throw away what no complete pack names and no begun one waits for. done: the name of a pack that is begun no more */
export async function tidy(done) {
  const here = await cache();
  if (done) await here.delete(BEGUN + done);
  const wanted = new Set([...LISTS, INDEX, NAMES]);
  (await lists()).flatMap((one) => Object.values(one.packs)).forEach((pack) => digestsOf(pack).forEach((digest) => wanted.add(at(pack.name, digest))));
  Object.values(await begun()).forEach((told) => [BEGUN + told.name, ...told.bundles.map(({ address }) => address)].forEach((one) => wanted.add(one)));
  const keys = await here.keys();
  await Promise.all(keys.filter((key) => !wanted.has(pathOf(key))).map((key) => here.delete(key)));
}

/** @returns {Promise<string>} SHA-256 in hex */
export async function sha256(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @returns {Promise<string>} the digest that names a text: 16 hex digits */
export const digest = async (body) => (await sha256(new TextEncoder().encode(body))).slice(0, 16);

/** @returns {Promise<string>} one digest over all units, as kept/coding.py makes it */
export function root(units) {
  const named = Object.keys(units).sort((one, other) => (one < other ? -1 : 1));
  return digest(named.map((unit) => `${unit} ${units[unit]}`).join("\n"));
}

/** One page at a time saves or updates packs, in whatever tab. isPatient: wait a little. @returns {Promise} what `work` gives, or `busy` */
export async function alone(work, isPatient = false) {
  if (!navigator.locks) return work();
  const free = await freed(isPatient);
  return free ? work().finally(free) : "busy";
}

/** Take the lock; resolves to what gives it back, or to nothing. */
function freed(isPatient) {
  const stop = new AbortController();
  const options = isPatient ? { signal: stop.signal } : { ifAvailable: true };
  if (isPatient) setTimeout(() => stop.abort(), LITTLE_MS);
  return new Promise((taken) => {
    const hold = (lock) => lock ? new Promise((free) => taken(free)) : taken(null);
    navigator.locks.request(LOCK, options, hold).catch(() => taken(null));
  });
}
