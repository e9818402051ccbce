/** Sends what waits: one sender at a time on the phone, oldest first, one that is refused never in the way of the others. */
import { keysOf, refreshed } from "../sealing/keys.js";
import { verifies } from "../sealing/seal.js";
import { keep as keepReceipt } from "../receipts.js";
import { put } from "../store.js";
import { drop, dropFiles, files, find, list, unsent, update } from "./items.js";
import { isDue, lease, patience, pause, verdict } from "./rules.js";

const LOCK = "outbox";
const SHOWN_MS = 5 * 60000;
let isRunning = false;

/**
 * Try everything that is due; with `isPressed` also what would still wait. Returns when nothing more can be done now.
 * @returns {Promise<boolean>} false where another page is at it
 */
export async function send(isPressed = false) {
  await sweep();
  if (isPressed) await Promise.all((await unsent()).map(({ id }) => update(id, again)));
  if (navigator.locks) return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => Boolean(lock) && all(true));
  if (isRunning) return false;
  isRunning = true;
  return all(false).finally(() => { isRunning = false; });
}

/** Pressed: whatever waits is due, and what was refused is tried again, but for a photo that the server could not open. */
const again = ({ state, isUseless }) => ({ next: 0, tries: 0, state: state === "attention" && !isUseless ? "waiting" : state });

/** What the server holds whole is shown for some minutes more, then it goes; its receipt stays where receipts lie. */
async function sweep() {
  const over = (await list()).filter(({ state, done }) => state === "receipted" && Math.abs(Date.now() - done) > SHOWN_MS);
  await Promise.all(over.map(({ id }) => drop(id)));
}

async function all(isAlone) {
  for (const { id } of await unsent()) {
    const item = await find(id);
    if (item && isDue(item, Date.now(), isAlone)) await one(item).catch((error) => console.info("outbox:", error.name));
  }
  return true;
}

async function one(item) {
  const bytes = item.blob ? item.blob.length : 0;
  await update(item.id, ({ tries = 0 }) => ({ state: "sending", tries: tries + 1, lease: Date.now() + lease(bytes), since: item.since || Date.now() }));
  if (!item.receipt && !(await sendAnswers(item))) return;
  await settle(await find(item.id));
  if (await sendFiles(item.id)) await update(item.id, () => ({ state: "receipted", why: "", secret: "", done: Date.now() }));
}

/** The receipt is on the disk: its stub goes to the receipts, and only then the answers go. */
async function settle({ id, blob, receipt, secret, code, name, officeName }) {
  if (!blob) return;
  await keepReceipt({ ticket: receipt.code, secret, code, name, office: officeName, received: receipt.received_at.slice(0, 10) });
  await put("settings", "sent", Date.now());
  await update(id, () => ({ blob: null }));
}

async function sendAnswers(item) {
  const headers = { "Idempotency-Key": `"${item.id}"`, "X-Fingerprint": item.fingerprint };
  const answer = await ask("/api/items", "POST", item.blob, headers);
  const receipt = await receiptIn(answer, item);
  if (!receipt) return wait(item, answer);
  await update(item.id, () => ({ receipt, held: receipt.held || [], why: "" }));
  const kept = await find(item.id);
  if (!kept.receipt || kept.receipt.sig !== receipt.sig) throw new Error("the receipt was not kept");
  return true;
}

/** Photo after photo; one that the server cannot open waits for a person, and lets the others go. */
async function sendFiles(id) {
  const held = ((await find(id)) || {}).held || [];
  await dropFiles(id, held);
  for (const photo of await files(id)) {
    const item = await find(id);
    await update(id, () => ({ lease: Date.now() + lease(photo.blob.length) }));
    const headers = { "X-Fingerprint": photo.fingerprint, "X-Proof": photo.proof };
    const answer = await ask(`/api/items/${id}/files/${photo.number}`, "PUT", photo.blob, headers);
    const receipt = await receiptIn(answer, item);
    if (receipt && (receipt.held || []).includes(photo.number)) {
      await update(id, () => ({ held: receipt.held }));
      await dropFiles(id, [photo.number]);
    } else {
      const said = await wait(item, answer, photo);
      if (said !== "photo") return false;
    }
  }
  return (await files(id)).length === 0;
}

/** No receipt: what to do about it, kept with the item. Returns why. */
async function wait(item, answer, photo) {
  const { state, why: said } = verdict(answer.status, answer.told);
  const why = photo && said === "large" ? "photo" : said; // either way it is this photo that a person takes again, or leaves out
  await update(item.id, ({ tries }) => ({ state, why, photo: photo ? photo.ask : "", isUseless: why === "photo" && answer.status === 422, lease: 0, next: Date.now() + pause(tries, Math.random(), answer.after) }));
  return photo ? why : false;
}

/** `{status, told, after}`; status 0 where nobody answered in time. */
async function ask(address, method, body, headers) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience(body.length));
  try {
    const how = { method, body, signal: stop.signal, cache: "no-store", redirect: "error", headers: { ...headers, "Content-Type": "application/octet-stream" } };
    const answer = await fetch(address, how);
    return { status: answer.status, after: answer.headers.get("Retry-After"), told: await answer.json().catch(() => ({})) };
  } catch (_) {
    return { status: 0, told: {} };
  } finally {
    clearTimeout(timer);
  }
}

/** The receipt in an answer: of this item, for these bytes, signed by a key that is on the office's list; else nothing. */
async function receiptIn({ status, told }, item) {
  if (status < 200 || status > 201 || !told || told.id !== item.id || told.fingerprint !== item.fingerprint) return null;
  const words = ["receipt/1", told.id, told.fingerprint, told.code, told.received_at].join("|");
  const signer = (keys) => keys.keys.find(({ id, use }) => use === "receipt" && id === told.kid);
  const dataset = { office: item.office, root: item.root, keys: JSON.stringify(item.keys) };
  let key = await keysOf({ dataset }).then(signer, () => null);
  key = key || (await refreshed(item.office, item.root).then(signer, () => null));
  return key && (await verifies(key.point, told.sig, words)) ? told : null;
}
