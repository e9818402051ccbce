/** What a patrol found and the server has not yet: kept on the phone until the server says, by its key, that it has it. */

const NAME = "gocua:patrol";
const PATIENCE_MS = 20000;
let inMemory = []; // where the phone keeps nothing, the open page still does
let sending = null;

/** @returns {{to: string, key: string, fields: Object}[]} what waits, the oldest first */
export function unsent() {
  try {
    return JSON.parse(localStorage.getItem(NAME) || "[]");
  } catch (_) {
    return inMemory;
  }
}

function put(finds) {
  inMemory = finds;
  try {
    localStorage.setItem(NAME, JSON.stringify(finds));
  } catch (_) {
    /* the copy in memory stays */
  }
}

/** Keep a find before anything else is done with it. */
export function keep(find) {
  put([...unsent(), find]);
}

/**
 * Send all that waits, one after the other. What no answer names stays: a dead line, a locked screen, a busy server.
 * @param {function(Object, Object)} told gets a find and what the server said of it
 */
export function sendAll(told) {
  sending = sending || each(told).finally(() => (sending = null));
  return sending;
}

async function each(told) {
  const tried = new Set();
  const next = () => unsent().find((one) => !tried.has(one.key));
  for (let find = next(); find; find = next()) {
    tried.add(find.key); // one that the server does not take, of a colleague's walk say, holds up none of the others
    const answer = await sent(find);
    if (answer === "no line") return;
    if (!answer) continue;
    put(unsent().filter((one) => one.key !== find.key));
    told(find, answer);
  }
}

async function sent({ to, key, fields }) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const body = new URLSearchParams({ ...fields, key });
    const answer = await fetch(to, { method: "POST", body, headers: { Accept: "application/json" }, signal: patience.signal });
    const said = await answer.json().catch(() => ({}));
    return said.key === key ? said : null;
  } catch (_) {
    return "no line";
  } finally {
    clearTimeout(timer);
  }
}
