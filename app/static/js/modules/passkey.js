/** A passkey: makes a new one (`data-kind="create"`) or signs in with one (`get`), where the browser can. */
import { fromBase64 } from "../sealing/bytes.js";

const written = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const FROM_BYTES = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

/** What the server asks for, as the browser wants it. */
function read(options) {
  const keys = (list) => (list || []).map((key) => ({ ...key, id: fromBase64(key.id) }));
  const asked = { ...options, challenge: fromBase64(options.challenge) };
  if (options.user) asked.user = { ...options.user, id: fromBase64(options.user.id) };
  if (options.excludeCredentials) asked.excludeCredentials = keys(options.excludeCredentials);
  if (options.allowCredentials) asked.allowCredentials = keys(options.allowCredentials);
  return asked;
}

/** What the browser made, as the server wants it. */
function told({ id, rawId, type, response }) {
  const parts = FROM_BYTES.filter((name) => response[name]).map((name) => [name, written(response[name])]);
  return { id, rawId: written(rawId), type, response: Object.fromEntries(parts), clientExtensionResults: {} };
}

async function sent(address, body) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`refused: ${answer.status}`);
  return answer.json();
}

/** @param {HTMLElement} root `data-ask` and `data-answer` are addresses; a button; `[data-part=no]` for when it fails */
export default function passkey(root) {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const { kind, ask, answer } = root.dataset;
  const no = root.querySelector("[data-part=no]");
  const button = root.querySelector("button");
  root.hidden = false;
  button.onclick = async () => {
    no.hidden = true;
    button.disabled = true;
    try {
      const made = await navigator.credentials[kind]({ publicKey: read(await sent(ask, {})) });
      location.assign((await sent(answer, told(made))).next);
    } catch (error) {
      console.info("passkey:", error.name);
      no.hidden = false;
      button.disabled = false;
    }
  };
}
