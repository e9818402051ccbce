/** Saving the clips of a pack: one by one; what is there already is not fetched again. */
import { fetched, keeping } from "./asking.js";

const OPUS = 1;
const MP3 = 2;

const form = () => (document.createElement("audio").canPlayType('audio/ogg; codecs="opus"') ? OPUS : MP3);

/** @returns {Promise<{rows: Array, form: number}>} the clips of a choice that are still to be fetched */
export async function missing(address) {
  const rows = (await fetched(address, "json")).body;
  const cache = await caches.open("gocua-sounds");
  const there = new Set((await cache.keys()).map((key) => new URL(key.url).pathname));
  return rows.filter(([name]) => !there.has(`/voice/${name}.opus`) && !there.has(`/voice/${name}.mp3`));
}

/** @returns {number} bytes of clips in the form that this phone plays */
export const size = (rows) => rows.reduce((sum, row) => sum + row[form()], 0);

/** Fetch and keep clips. @param {function(number, number)} progress bytes done, bytes in all */
export async function save(rows, progress) {
  const cache = await caches.open("gocua-sounds");
  const all = size(rows);
  let done = 0;
  for (const row of rows) {
    const address = `/voice/${row[0]}.${form() === OPUS ? "opus" : "mp3"}`;
    const { body, type } = await fetched(address, "arrayBuffer");
    await keeping(cache.put(address, new Response(body, { headers: { "Content-Type": type } })));
    done += row[form()];
    progress(done, all);
  }
}
