/** What the phone keeps for use without a network, for people to see and to wipe: pages seen, packs, sounds. */
import * as files from "./kept/files.js";

const CACHES = { pages: "gocua-pages", packs: "gocua-packs", sounds: "gocua-sounds" };

async function entries(name) {
  if (!("caches" in window) || !(await caches.has(name))) return [];
  const cache = await caches.open(name);
  return Promise.all((await cache.keys()).map(async (request) => ({ request, answer: await cache.match(request) })));
}

const bytesOf = async (answer) => (await answer.clone().blob()).size;
const dateOf = (answer) => Date.parse(answer.headers.get("Date") || "") || 0;

async function page({ request, answer }) {
  const [, title = ""] = /<title>([^<]*)/.exec(await answer.clone().text()) || [];
  const { pathname, search } = new URL(request.url);
  return { address: pathname + search, title: title.split(" · ")[0], bytes: await bytesOf(answer), at: dateOf(answer) };
}

/** A pack that is complete, or one that was begun: then `complete` is false and only its bytes are known. */
async function savedPacks() {
  if (!("caches" in window)) return [];
  const whole = Object.values(await files.packs()).map((pack) => ({
    office: pack.office,
    language: pack.language,
    name: pack.officeName,
    complete: true,
    bytes: pack.bytes,
    at: Date.parse(pack.checked) || 0,
  }));
  const begun = (await entries(CACHES.packs)).filter(({ request }) => /\/kept\/[0-9a-f]+\.bin$/.test(request.url));
  const sizes = await Promise.all(begun.map(({ answer }) => bytesOf(answer)));
  const [told] = Object.values(await files.begun());
  const { office = "", language = "", office_name: name = "" } = told || {};
  if (begun.length) whole.push({ office, language, name, complete: false, bytes: sizes.reduce((sum, one) => sum + one, 0), at: 0 });
  return whole;
}

/** @returns {Promise<{pages: object[], packs: object[], sounds: {count: number, bytes: number}}>} */
export async function list() {
  const pages = await Promise.all((await entries(CACHES.pages)).map(page));
  const sounds = await Promise.all((await entries(CACHES.sounds)).map(({ answer }) => bytesOf(answer)));
  return { pages, packs: await savedPacks(), sounds: { count: sounds.length, bytes: sounds.reduce((sum, one) => sum + one, 0) } };
}

/** Delete what is named: `{pages: true, packs: true, sounds: true}`. */
export async function wipe(what) {
  const named = Object.keys(CACHES).filter((name) => what[name]);
  await Promise.all(named.map((name) => caches.delete(CACHES[name])));
  if (what.packs && navigator.serviceWorker && navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage({ forget: true });
}
