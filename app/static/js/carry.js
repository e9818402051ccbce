/**
 * A draft to another browser. The code has 9 random characters of 32 and one that checks them: 45 bits. PBKDF2 (600,000
 * rounds of SHA-256) makes of it a name, which the server sees, and a key, which it does not. To try all codes against a
 * stolen row takes 4 * 10^19 hashes, more than a hundred years of one fast graphics card; the row lives a day.
 */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH = 10;
const ROUNDS = 600000;
const NAME_BYTES = 16;
const IV_BYTES = 12;
const MOST_BYTES = 100000;
const bytesOf = (text) => new TextEncoder().encode(text);

/** The Luhn mod 32 character of app/offices/rules.py. */
function check(body) {
  const total = [...body].reverse().reduce((sum, character, place) => {
    const value = ALPHABET.indexOf(character) * (place % 2 === 0 ? 2 : 1);
    return sum + Math.floor(value / 32) + (value % 32);
  }, 0);
  return ALPHABET[(32 - (total % 32)) % 32];
}

/** @returns {string} a new code */
export function newCode() {
  const body = [...crypto.getRandomValues(new Uint8Array(LENGTH - 1))].map((byte) => ALPHABET[byte % 32]).join("");
  return body + check(body);
}

/** @returns {string} the code that was typed, in any letter case, with or without spaces and dashes; nothing if it is none */
export function readCode(text) {
  const code = text.toUpperCase().replace(/[\s\u2010-\u2015-]/g, "");
  const isOne = code.length === LENGTH && [...code].every((one) => ALPHABET.includes(one)) && check(code.slice(0, -1)) === code.slice(-1);
  return isOne ? code : "";
}

async function made(code) {
  const raw = await crypto.subtle.importKey("raw", bytesOf(code), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(`gocua/carry/1/${location.host}`), iterations: ROUNDS };
  const stretched = await crypto.subtle.deriveBits(how, raw, 256);
  const base = await crypto.subtle.importKey("raw", stretched, "HKDF", false, ["deriveBits", "deriveKey"]);
  const as = (info) => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: bytesOf(info) });
  return {
    name: new Uint8Array(await crypto.subtle.deriveBits(as("name"), base, NAME_BYTES * 8)),
    key: await crypto.subtle.deriveKey(as("key"), base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
  };
}

async function post(address, body) {
  const headers = { "Content-Type": "application/octet-stream" };
  const answer = await fetch(address, { method: "POST", body, headers });
  if (!answer.ok) throw Object.assign(new Error("refused"), { status: answer.status });
  return answer;
}

/**
 * Leave a draft's answers with the server, sealed; photos stay behind.
 * @returns {Promise<string>} the code that opens them. Rejects with `status` where the server said no.
 */
export async function give(address, draft) {
  const { code, form, version, office, language, name, place, answers, path } = draft;
  const plain = bytesOf(JSON.stringify({ code, form, version, office, language, name, place, answers, path }));
  if (plain.length > MOST_BYTES - 100) throw Object.assign(new Error("too long"), { status: 413 });
  const secret = newCode();
  const { name: id, key } = await made(secret);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: id }, key, plain);
  await post(address, new Blob([id, iv, sealed]));
  return secret;
}

/** @returns {Promise<object>} the draft that was left under a code, once. Rejects with `status` 404 where there is none. */
export async function receive(address, code) {
  const { name: id, key } = await made(code);
  const bytes = new Uint8Array(await (await post(address, id)).arrayBuffer());
  const [iv, sealed] = [bytes.slice(0, IV_BYTES), bytes.slice(IV_BYTES)];
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: id }, key, sealed);
  const draft = JSON.parse(new TextDecoder().decode(plain));
  const isOurs = /^(\/[\w-]+)?\/p\/[\w.-]+\/start(\?o=\d+)?$/.test(draft.path) && draft.answers && typeof draft.answers === "object";
  if (!isOurs) throw Object.assign(new Error("not a draft"), { status: 404 });
  return { ...draft, photos: {} };
}
