/** On every page while something waits: a line that says so, and the sender, which tries now, on news of a network, and each minute. */
import { moment } from "../naming.js";
import { get } from "../store.js";
import { heard, unsent } from "./items.js";
import { send } from "./sender.js";

const EVERY_MS = 60000;
let line = null;

/** @param {HTMLElement} after the line of the page under which this one stands; its words are in its data */
export default function waiting(after) {
  const { unsent: words, sent: ever, outbox } = after.dataset;

  async function draw() {
    const [rows, last] = await Promise.all([unsent(), get("settings", "sent")]);
    if (line) line.remove();
    line = null;
    if (!rows.length) return;
    line = document.createElement("p");
    line.className = "line line--unsent";
    const link = document.createElement("a");
    link.href = outbox;
    link.textContent = words.replace("{count}", rows.length);
    line.append(link, last ? ` ${ever.replace("{time}", moment(last))}` : "");
    after.after(line);
  }

  heard(draw);
  draw().then(tryAgain, () => undefined);
}

/** Send now, when the network is back, when the page is looked at again, and each minute. */
export function tryAgain() {
  const go = () => send().catch(() => undefined);
  addEventListener("online", () => send(true).catch(() => undefined));
  document.addEventListener("visibilitychange", () => document.hidden || go());
  setInterval(go, EVERY_MS);
  return go();
}
