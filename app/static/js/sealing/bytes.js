/** Bytes as text and back. */

const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** @returns {string} hex digits */
export const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** @returns {Uint8Array} the bytes of hex digits; dashes are passed over */
export function fromHex(text) {
  const digits = text.replace(/-/g, "");
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) => parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}

/** @returns {Uint8Array} the bytes of base64url */
export const fromBase64 = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

/** @returns {Uint8Array} one after the other */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  parts.forEach((part) => {
    whole.set(part, at);
    at += part.length;
  });
  return whole;
}

/** @returns {string} Base45 (RFC 9285): what a QR code holds most of */
export function base45(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const isPair = at + 1 < bytes.length;
    let value = isPair ? bytes[at] * 256 + bytes[at + 1] : bytes[at];
    for (let count = isPair ? 3 : 2; count > 0; count -= 1) {
      text += BASE45[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return text;
}

/** @returns {string} 8 characters of its SHA-256, that both people compare */
export async function shortCode(blob) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", blob)).slice(0, 5);
  const bits = Array.from(sum, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.match(/.{5}/g).map((five) => BASE32[parseInt(five, 2)]).join("");
}

/** @returns {string} hex SHA-256 of the bytes as they travel */
export const fingerprint = async (blob) => hex(await crypto.subtle.digest("SHA-256", blob));
