/**
 * The QR code of a citizen card: `number|old number|name|ddmmyyyy|sex|address|ddmmyyyy`, parts may be empty, newer cards
 * add more behind. Nothing here is trusted: what is not as it should be is left out. Source: docs/sources.md, "Citizen card".
 */

const MOST = { all: 4000, name: 120, address: 300 };
const WESTERN = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"; // what Windows-1252 has in place of 0x80 to 0x9f

/** @returns {boolean} whether the text of a code is a citizen card's */
export const isCard = (text) => /^\s*\ufeff?\s*(\d{9}|\d{12})\s*\|[^]*\|/.test(text.slice(0, MOST.all));

/**
 * @param {string} text what a code said
 * @returns {{number, name, born, sex, address, issued}|null} texts, empty where the card does not say; `born` and `issued` are
 *   `{day, month, year}` or null. Null where it is no card.
 */
export function readCard(text) {
  if (!isCard(text)) return null;
  const parts = inUtf8(text.slice(0, MOST.all)).normalize("NFC").split("|").map(tidy);
  const [number, , name = "", born = "", sex = "", address = "", issued = ""] = parts;
  return {
    number: /^\d{12}$/.test(number) || /^\d{9}$/.test(number) ? number : "",
    name: /^[\p{L}\p{M} '’‘ʼ.-]+$/u.test(name) && name.length <= MOST.name ? name : "",
    born: dateIn(born),
    sex: { nam: "Nam", nu: "Nữ" }[bare(sex)] || "",
    address: /\p{L}/u.test(address) ? address.slice(0, MOST.address) : "",
    issued: dateIn(issued),
  };
}

const tidy = (part) => part.replace(/[\u0000-\u001f\u007f-\u009f\ufeff\u200b-\u200f\u202a-\u202e\ufffd]+/g, " ").replace(/\s+/g, " ").trim();
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Some readers take UTF-8 for Latin-1 or Windows-1252 (`Pháº¡m`): back to the bytes, and read again. */
function inUtf8(text) {
  const bytes = [];
  for (const letter of text) {
    const western = WESTERN.indexOf(letter);
    const byte = western < 0 ? letter.codePointAt(0) : western + 0x80;
    if (byte > 0xff) return text;
    bytes.push(byte);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
  } catch (_) {
    return text;
  }
}

/** `01021990`, `1/2/1990`, `00001990` where only the year is known; null for what no calendar has, or what lies ahead. */
function dateIn(text) {
  const [, day, month, year] = /^(\d\d)(\d\d)(\d{4})$/.exec(text) || /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) || /^()()(\d{4})$/.exec(text) || [];
  if (!year || year < 1900) return null;
  const [d, m, y] = [Number(day), Number(month), Number(year)];
  if (m > 12 || (d && (!m || d > new Date(y, m, 0).getDate()))) return null;
  if (new Date(y, m ? m - 1 : 0, d || 1) > new Date()) return null;
  return { day: d ? String(d) : "", month: m ? String(m) : "", year };
}
