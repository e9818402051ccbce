/** Asking the server, and the worker, for what is to be kept: with patience, and saying why it stopped. */

const PATIENCE_MS = 30000;

/**
 * Why saving stopped: `network`, `full`, `wrong` (a hash does not fit), `gone` (the server has a newer pack), `busy` (another
 * page saves), `waiting` (the server is still building it, or still has the one of the program before).
 */
export class Stopped extends Error {}

/**
 * @param {string} address
 * @param {string} form how the body is read: `json`, `text`, `arrayBuffer`
 * @param {string} cache `reload` goes past whatever the browser has in between
 * @returns {Promise<{body: *, date: string, type: string}>} a whole answer of the server; throws Stopped where there is none
 */
export async function fetched(address, form, cache = "default") {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(address, { cache, signal: stop.signal });
    if (answer.status === 404) throw new Stopped("gone");
    if (answer.status === 503) throw new Stopped("waiting");
    if (!answer.ok) throw new Stopped("network");
    return { body: await answer[form](), date: answer.headers.get("Date"), type: answer.headers.get("Content-Type") };
  } catch (error) {
    throw error instanceof Stopped ? error : new Stopped("network");
  } finally {
    clearTimeout(timer);
  }
}

/** The body at an address, once `isRight` says so of it; a damaged one in the browser's own cache is fetched anew. */
export async function checked(address, form, isRight) {
  for (const cache of ["default", "reload"]) {
    const { body } = await fetched(address, form, cache);
    if (await isRight(body)) return body;
  }
  throw new Stopped("wrong");
}

/** Writing on a full phone fails; say so, and keep what is there. */
export async function keeping(writing) {
  try {
    return await writing;
  } catch (error) {
    throw error instanceof Stopped ? error : new Stopped(error.name === "QuotaExceededError" ? "full" : "wrong");
  }
}

/** Have the worker keep every script of the version that saved pages name; throws Stopped. */
export async function scripts(version) {
  const registration = await soon(navigator.serviceWorker.ready);
  if (await given(registration, version)) return;
  const isAsked = await registration.update().then(() => true, () => false);
  const { installing } = registration;
  if (installing) await soon(new Promise((done) => installing.addEventListener("statechange", done, { once: true })));
  const found = await given(registration, version);
  if (!found) throw new Stopped(found === null && isAsked ? "waiting" : "network");
}

/** True, false for no network, nothing where no worker is of this version. */
async function given({ active, waiting }, version) {
  let found = null;
  for (const worker of [active, waiting].filter(Boolean)) {
    const { port1, port2 } = new MessageChannel();
    const told = new Promise((done) => (port1.onmessage = ({ data }) => done(data)));
    worker.postMessage({ scripts: version }, [port2]);
    const there = await soon(told);
    if (there) return true;
    if (there === false) found = false;
  }
  return found;
}

function soon(promise) {
  return Promise.race([promise, new Promise((_, failed) => setTimeout(() => failed(new Stopped("network")), PATIENCE_MS))]);
}
