/**
 * Saving a pack: bundle by bundle, each checked by its hash and kept at once, so that a cut costs at most one. Only when the whole
 * was unpacked, checked and written, and the scripts are there too, does the pack count (`files.list`).
 */
import { checked, fetched, keeping, scripts, Stopped } from "./asking.js";
import * as files from "./files.js";

/** @returns {Promise<object>} what there is to save; throws Stopped */
export async function offer(address) {
  const { body, date } = await fetched(address, "json");
  return { ...body, date };
}

/** @returns {Promise<number>} bytes of an offer that are still to be fetched */
export async function missing(told) {
  const pack = (await files.packs())[told.name];
  if (pack && pack.root === told.root && pack.frame === told.frame && (await files.isWhole(pack))) return 0;
  const there = await Promise.all(told.bundles.map((one) => files.bundle(one.address)));
  return told.bundles.reduce((sum, one, place) => sum + (there[place] ? 0 : one.bytes), 0) || 1;
}

/**
 * Fetch, check, keep. @param {object} told from `offer`
 * @param {function(number, number)} progress called with bytes done and bytes in all
 */
export async function save(told, progress) {
  const result = await files.alone(async () => {
    if ((await missing(told)) > 0) await texts(told, progress);
    await files.tidy(told.name);
    return "done";
  }, true);
  if (result === "busy") throw new Stopped("busy");
}

async function texts(told, progress) {
  await keeping(files.begin(told));
  const parts = [];
  let done = 0;
  for (const one of told.bundles) {
    parts.push(await part(one));
    done += one.bytes;
    progress(done, told.bytes);
  }
  const whole = new Uint8Array(await new Blob(parts).arrayBuffer());
  if ((await files.sha256(whole)) !== told.sha256) throw new Stopped("wrong");
  const [frame, ...rest] = (await unpacked(whole)).split(files.SEPARATOR.file);
  const units = {};
  const words = {};
  for (const row of rest.join(files.SEPARATOR.file).split(files.SEPARATOR.unit)) {
    const end = row.indexOf(files.SEPARATOR.name);
    const [unit, body] = [row.slice(0, end), row.slice(end + 1)];
    units[unit] = await files.digest(body);
    words[unit] = files.wordsOf(body);
    await keeping(files.put(told.name, unit, units[unit], body));
  }
  if ((await files.root(units)) !== told.root || (await files.digest(frame)) !== told.frame) throw new Stopped("wrong");
  await keeping(files.put(told.name, "", told.frame, frame));
  const [, version = ""] = /\/static\/([0-9a-f]+)\//.exec(frame) || [];
  await scripts(version);
  const { name, office, office_name: officeName, language, made, root, bytes } = told;
  const pack = { name, office, officeName, language, made, frame: told.frame, root, bytes, units, words, version, checked: told.date };
  await keeping(files.list(name, pack));
}

/** A bundle from the phone, else from the network. */
async function part(one) {
  const isRight = async (bytes) => (await files.sha256(bytes)) === one.sha256;
  const there = await files.bundle(one.address);
  if (there && (await isRight(there))) return there;
  const body = new Uint8Array(await checked(one.address, "arrayBuffer", isRight));
  await keeping(files.putBundle(one.address, body));
  return body;
}

/** Unpacked away from the main thread: an old phone takes seconds. */
function unpacked(bytes) {
  return new Promise((done, failed) => {
    const worker = new Worker(new URL("../unpacker.js", import.meta.url));
    worker.onmessage = (event) => {
      worker.terminate();
      if (typeof event.data === "string") done(event.data);
      else failed(new Stopped("wrong"));
    };
    worker.onerror = () => failed(new Stopped("wrong"));
    worker.postMessage(bytes);
  });
}
