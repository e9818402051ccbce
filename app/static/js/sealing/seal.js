/**
 * Seals to an office's key, as app/sync/envelope.py opens it: ECDH on P-256 with a key of its own for each seal, HKDF, AES-256-GCM
 * under a zero nonce. That is safe only because the own key is made here, used once, and never kept.
 */
import { fingerprint, fromBase64, fromHex, hex, joined } from "./bytes.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const text = (words) => new TextEncoder().encode(words);
const PURPOSE = { item: text("hoso/1"), file: text("hoso/1 file"), receipt: text("hoso/1 receipt") };

/** @returns {Uint8Array} the 26 bytes that anybody may read */
function header(key, id, number, version) {
  return joined(new Uint8Array([1, 1]), fromHex(key.id), fromHex(id), new Uint8Array([number >> 8, number & 255, version, 0]));
}

async function derived(shared, info, bits) {
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
  return crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info }, base, bits);
}

async function seal(key, head, plain, purpose) {
  const office = await crypto.subtle.importKey("raw", fromBase64(key.point), CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const bound = joined(head, new Uint8Array([2 + (point[64] & 1)]), point.slice(1, 33));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: office }, own.privateKey, 256);
  const aes = await crypto.subtle.importKey("raw", await derived(shared, joined(purpose, bound), 256), "AES-GCM", false, ["encrypt"]);
  const how = { name: "AES-GCM", iv: new Uint8Array(12), additionalData: bound };
  const blob = joined(bound, new Uint8Array(await crypto.subtle.encrypt(how, aes, plain)));
  return { blob, secret: hex(await derived(shared, joined(PURPOSE.receipt, bound), 128)) };
}

/** Raw deflate; where the browser has none (Chrome before 103) a library is fetched. */
async function deflated(plain) {
  try {
    const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (_) {
    const { deflateSync } = await import("../../vendor/fflate.js");
    return deflateSync(plain, { level: 9 });
  }
}

/**
 * Seal the answers.
 * @param {{id: string, point: string}} key the office's
 * @param {string} id the item's
 * @param {{number: number, version: number}} form
 * @param {Array} answers as ./answers.js writes them
 * @returns {Promise<{blob: Uint8Array, fingerprint: string, secret: string}>}
 */
export async function sealItem(key, id, { number, version }, answers) {
  const plain = await deflated(text(JSON.stringify(answers).normalize("NFC")));
  const sealed = await seal(key, header(key, id, number, version), plain, PURPOSE.item);
  return { ...sealed, fingerprint: await fingerprint(sealed.blob) };
}

/** Seal one photo of an item. `secret` is the item's; returns `{blob, fingerprint, proof}`. */
export async function sealFile(key, id, number, picture, secret) {
  const { blob } = await seal(key, header(key, id, number, 0), picture, PURPOSE.file);
  const mark = await fingerprint(blob);
  const hmac = await crypto.subtle.importKey("raw", fromHex(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return { blob, fingerprint: mark, proof: hex(await crypto.subtle.sign("HMAC", hmac, text(`${number}|${mark}`))) };
}

/** @returns {Promise<boolean>} whether a text was signed by a key (ECDSA, SHA-256, 64 bytes as base64url) */
export async function verifies(point, signature, words) {
  const how = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", fromBase64(point), how, false, ["verify"]);
  return crypto.subtle.verify(how, key, fromBase64(signature), text(words));
}
