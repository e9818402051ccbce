/** The only opener of the phone's own store (IndexedDB). What is written is on the disk before it is called written. */

const NAME = "gocua";
const VERSION = 1;
const STORES = ["drafts", "keys", "receipts", "settings", "outbox"];
let opening = null;

/** A page of an older release may meet a newer store: it opens what is there. */
function ask(version) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, version);
    request.onupgradeneeded = () => {
      const old = request.result.objectStoreNames;
      STORES.filter((name) => !old.contains(name)).forEach((name) => request.result.createObjectStore(name));
    };
    request.onblocked = () => reject(new Error("another page holds an older store open"));
    request.onerror = () => reject(request.error);
    request.onsuccess = () => resolve(request.result);
  });
}

async function open() {
  const db = await ask(VERSION).catch((error) => {
    if (error.name === "VersionError") return ask();
    throw error;
  });
  db.onversionchange = () => (db.close(), forget());
  db.onclose = forget;
  return db;
}

function forget() {
  opening = null;
}

function opened() {
  opening = opening || open();
  opening.catch(forget);
  return opening;
}

/** A connection that the browser closed meanwhile is opened again, once. */
async function begin(names, mode) {
  const begun = (db) => db.transaction(names, mode, { durability: "strict" });
  try {
    return begun(await opened());
  } catch (_) {
    forget();
    return begun(await opened());
  }
}

/**
 * One transaction. Compute everything first: it ends by itself at the first wait for anything else.
 * @param {string[]} names the stores
 * @param {function} work gets a function from a store's name to the store; may return a request
 * @param {"readwrite"|"readonly"} mode
 * @returns the result of that request, once all is written. Rejects with QuotaExceededError when the phone is full.
 */
export async function transact(names, work, mode = "readwrite") {
  const transaction = await begin(names, mode);
  return new Promise((resolve, reject) => {
    let request = null;
    transaction.oncomplete = () => resolve(request ? request.result : undefined);
    transaction.onabort = () => reject(transaction.error || new Error("the store gave up"));
    request = work((name) => transaction.objectStore(name));
  });
}

/** @returns what lies under a key, or undefined */
export const get = (store, key) => transact([store], (of) => of(store).get(key), "readonly");

/** @returns {Promise<Array>} everything in a store, or in a range of its keys */
export const all = (store, range) => transact([store], (of) => of(store).getAll(range), "readonly");

/** Write one thing. */
export const put = (store, key, value) => transact([store], (of) => of(store).put(value, key));

/** Delete what lies under some keys or ranges of keys. */
export const remove = (store, ...keys) => transact([store], (of) => keys.forEach((key) => of(store).delete(key)));
