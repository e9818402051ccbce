/** A saved pack is looked after in the background: a few bytes of news, and then only the units that changed. */
import { checked, fetched, keeping, Stopped } from "./asking.js";
import * as files from "./files.js";

const EVERY_MS = 10 * 60 * 1000;
const MOST_UNITS = 40;
const LOOKED = "packs:looked";

/**
 * Ask whether a pack is still right. isShown: a page of it is on the screen; else it is asked at most every ten minutes.
 * @returns {Promise<string>} `same`, `changed` (and fetched), `newer` (too much for the background), `offline`, `later`, `busy`
 */
export async function look(name, isShown, now = Date.now()) {
  if (!isShown && Math.abs(now - (Number(sessionStorage.getItem(LOOKED)) || 0)) < EVERY_MS) return "later";
  try {
    const found = await files.alone(() => update(name));
    sessionStorage.setItem(LOOKED, String(now));
    return found;
  } catch (error) {
    if (error instanceof Stopped) return error.message === "network" ? "offline" : "newer";
    throw error;
  }
}

/** @returns {Promise<boolean>} whether a unit of a pack is another one by now */
export async function hasChanged(name, unit, digest) {
  const pack = (await files.packs())[name];
  return !pack || pack.units[unit] !== digest;
}

async function update(name) {
  const pack = (await files.packs())[name];
  if (!pack) return "same";
  const { body: news, date: told } = await fetched(`/kept/${name}/news.json`, "json");
  if (news.frame !== pack.frame) return "newer";
  if (news.root === pack.root) {
    if (new Date(told).toDateString() !== new Date(pack.checked).toDateString()) await keeping(files.list(name, { ...pack, checked: told }));
    return "same";
  }
  let units = merged(pack.units, news.recent);
  if ((await files.root(units)) !== news.root) units = (await fetched(`/kept/${name}/units.json`, "json")).body;
  const wanted = Object.keys(units).filter((unit) => pack.units[unit] !== units[unit]);
  if (wanted.length > MOST_UNITS) return "newer";
  const words = { ...pack.words };
  for (const unit of wanted) {
    const body = await checked(`/kept/${name}/units/${units[unit]}.txt`, "text", async (text) => (await files.digest(text)) === units[unit]);
    words[unit] = files.wordsOf(body);
    await keeping(files.put(name, unit, units[unit], body));
  }
  await keeping(files.list(name, { ...pack, units, words, root: await files.root(units), made: news.made, checked: told }));
  await files.tidy();
  return "changed";
}

function merged(units, recent) {
  const all = { ...units };
  recent.forEach(([unit, digest]) => {
    if (digest) all[unit] = digest;
    else delete all[unit];
  });
  return all;
}
