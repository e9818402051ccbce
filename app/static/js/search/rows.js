/** Rows of results as the server draws them, each kept on the phone under `/p/<code>/row`. */

const PATIENCE_MS = 5000;
const drawn = new Map();

/**
 * The rows of these procedures, in this order; those that the phone cannot get are left out.
 * @param {string} prefix the page's language, such as `/en`, or nothing
 * @param {string[]} codes
 * @returns {Promise<{code: string, row: HTMLElement}[]>}
 */
export async function rowsOf(prefix, codes) {
  const rows = await Promise.all(codes.map((code) => row(`${prefix}/p/${code}/row`)));
  return codes.map((code, place) => ({ code, row: rows[place] })).filter((one) => one.row);
}

/** A row that answers a question: the answer in front, the procedure's name below it. */
export function asAnswer(row, answer) {
  const words = row.querySelector(".row__link > span");
  const more = document.createElement("span");
  more.className = "row__more";
  more.append(...words.childNodes);
  words.append(answer, more);
  return row;
}

async function row(address) {
  if (!drawn.has(address)) {
    const found = parsed(await fetched(address));
    if (!found) return null;
    drawn.set(address, found);
  }
  return document.importNode(drawn.get(address), true);
}

const parsed = (html) => new DOMParser().parseFromString(html, "text/html").querySelector(".row");

async function fetched(address) {
  try {
    const kept = await caches.match(address, { ignoreVary: true });
    if (kept) return await kept.text();
    const patience = new AbortController();
    setTimeout(() => patience.abort(), PATIENCE_MS);
    const answer = await fetch(address, { signal: patience.signal });
    return answer.ok ? await answer.text() : "";
  } catch (error) {
    return "";
  }
}
