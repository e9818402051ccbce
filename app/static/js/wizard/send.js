/** Sending: once, with the truth about what became of it. Nothing says "sent" before the server has answered. */
import { applies, inputs } from "./answers.js";
import { ready } from "./photos.js";

const BASE_MS = 60000;
const BYTES_A_MS = 4;
let isSending = false;

/**
 * Post the form.
 * @returns {Promise<{to: string}|{errors: Map<string, string>}|{problem: string}|null>} where the receipt is; or what the
 *   server could not take, by question id; or which sentence tells why nothing was sent; or null while one is under way
 */
export async function send(form) {
  if (isSending) return null;
  if (navigator.onLine === false) return { problem: "offline" };
  isSending = true;
  try {
    await ready();
    return await outcome(await post(form));
  } catch (_) {
    return { problem: navigator.onLine === false ? "offline" : "failed" };
  } finally {
    isSending = false;
  }
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
  if (answer.ok && answer.redirected) return { to: answer.url };
  if (answer.status === 422) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const wrong = [...page.querySelectorAll(".question--wrong")];
    return { errors: new Map(wrong.map((one) => [one.dataset.question, one.querySelector(".question__error").textContent.trim()])) };
  }
  return { problem: answer.status === 413 ? "large" : "failed" };
}
