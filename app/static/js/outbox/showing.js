/** A sealed dossier on the screen, for the officer's camera: one code up to version 20, else a series of small ones in a loop. */
import { draw } from "../qr.js";
import { base45, shortCode } from "../sealing/bytes.js";

const MOST_MODULES = 97;
const MOST_BYTES = 644; // version 20 at level M
const PART_BYTES = 200;
const EACH_MS = 500;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} blob
 * @param {function} told gets `2 / 4` as a series goes on, nothing for one code
 * @returns {Promise<{compare: string, isSeries: boolean, easier: function, stop: function}>}
 */
export async function showing(canvas, blob, told) {
  const mark = await shortCode(blob);
  let timer = 0;
  let lock = null;
  if (navigator.wakeLock) lock = await navigator.wakeLock.request("screen").catch(() => null);

  async function series() {
    const texts = parts(blob, mark);
    let at = 0;
    const turn = async () => {
      if (!canvas.isConnected) return stop();
      await draw(canvas, texts[at]);
      told(`${at + 1} / ${texts.length}`);
      at = (at + 1) % texts.length;
      timer = setTimeout(turn, EACH_MS);
      return undefined;
    };
    clearTimeout(timer);
    await turn();
  }

  function stop() {
    clearTimeout(timer);
    if (lock) lock.release().catch(() => undefined);
  }

  const isSeries = blob.length > MOST_BYTES || (await draw(canvas, `HS1:${base45(blob)}`)) > MOST_MODULES;
  if (isSeries) await series();
  else told("");
  return { compare: `${mark.slice(0, 4)}-${mark.slice(4)}`, isSeries, easier: series, stop };
}

/** @returns {string[]} small codes, evenly filled */
export function parts(blob, mark) {
  const count = Math.ceil(blob.length / PART_BYTES);
  const bound = (place) => Math.floor((blob.length * place) / count);
  return Array.from({ length: count }, (_, at) => `HS1P:${mark}:${at + 1}:${count}:${base45(blob.slice(bound(at), bound(at + 1)))}`);
}
