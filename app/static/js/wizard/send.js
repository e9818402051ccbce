/**
 * Sending, with the truth about what became of it. The form is sealed and put into the phone's outbox, which sends it; where
 * the phone cannot do that (no HTTPS, no store, no room) the form goes as a plain one, and only with a network.
 */
import { canSeal, finish } from "../outbox/finish.js";
import { applies, applying, inputs } from "./answers.js";
import { problem } from "./checks.js";
import { outgoing } from "./outgoing.js";
import { isPractice } from "./path.js";
import { ready } from "./photos.js";
import { practised } from "./practice.js";

const BASE_MS = 60000;
const BYTES_A_MS = 4;
let isSending = false;

/**
 * Seal the form for its way, or post it.
 * @param {HTMLFormElement} form
 * @param {string} id the draft's, or nothing where none could be kept
 * @returns {Promise<{go: function}|{errors: Map<string, string>}|{problem: string}|null>} what to do once the draft is gone;
 *   or what the server could not take, by question id; or which sentence tells why nothing was sent; or null while one is under way
 */
export async function send(form, id) {
  if (isSending) return null;
  if (isPractice) return { go: practised };
  const wrong = troubles(form);
  if (wrong.size) return { errors: wrong };
  isSending = true;
  try {
    await ready();
    const item = id && canSeal(form) && (await finish(form, id).catch((error) => console.info("outbox: not kept", error.name)));
    if (item) return { go: () => outgoing(item) };
    if (navigator.onLine === false) return { problem: "offline" };
    return await outcome(await post(form));
  } catch (_) {
    return { problem: navigator.onLine === false ? "offline" : "failed" };
  } finally {
    isSending = false;
  }
}

/** What the phone itself sees is wrong: once it is sealed, nobody could ask again. */
function troubles(form) {
  const messages = JSON.parse(form.dataset.messages);
  return new Map(applying(form).map((one) => [one.dataset.question, problem(one, messages)]).filter(([, text]) => text));
}

async function post(form) {
  const body = new FormData(form);
  form.querySelectorAll(".question").forEach((one) => {
    const gone = one.classList.contains("question--more") || !applies(one);
    if (gone) [...inputs(one).map((field) => field.name), `${one.dataset.question}.later`].forEach((name) => body.delete(name));
  });
  body.set("step", "send");
  let bytes = 0;
  body.forEach((value) => { bytes += typeof value === "string" ? value.length : value.size; });
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), BASE_MS + bytes / BYTES_A_MS);
  try {
    return await fetch(form.action, { method: "POST", body, signal: stop.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function outcome(answer) {
  if (answer.ok && answer.redirected) return { go: () => location.assign(answer.url) };
  if (answer.status === 422) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const wrong = [...page.querySelectorAll(".question--wrong")];
    return { errors: new Map(wrong.map((one) => [one.dataset.question, one.querySelector(".question__error").textContent.trim()])) };
  }
  return { problem: answer.status === 413 ? "large" : "failed" };
}
