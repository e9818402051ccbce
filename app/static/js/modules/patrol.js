import { keep, sendAll, unsent } from "../patrol/queue.js";
import { tone, wake } from "../patrol/tone.js";
import { uuid7 } from "../drafts.js";
import { camera, close } from "../scan/camera.js";
import { meaning } from "../scan/meaning.js";
import { reader } from "../scan/reader.js";

const LOOK_EVERY_MS = 120;
const SURE_AFTER = 4; // looks in a row at the same foreign code: one that passes by is a shop's
const AGAIN_MS = 5000;
const GOOD = ["here", "reprint", "unplaced"];

/**
 * A patrol at one place: a code is scanned, photographed or typed, and its answer stands there at once, with a sound.
 * What was found is kept on the phone first and sent then; without a network the page says so, and what it can tell by itself.
 *
 * @param {HTMLElement} root `data-worker`, `data-host`, `data-to`; `[data-answer]` panels; `[data-poster]` rows; parts by `data-part`
 */
export default function patrol(root) {
  const { worker, host, to } = root.dataset;
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const rows = [...root.querySelectorAll("[data-poster]")];
  const video = root.querySelector("video");
  let isOpen = false;
  let timer = 0;

  function show(result, told = {}) {
    root.querySelectorAll("[data-answer]").forEach((one) => (one.hidden = one.dataset.answer !== result));
    const panel = root.querySelector(`[data-answer="${result}"]`);
    const say = (name, text) => panel.querySelectorAll(`[data-say="${name}"]`).forEach((one) => (one.textContent = text));
    say("what", [told.name, told.poster].filter(Boolean).join(" · "));
    say("place", told.place || "");
    say("said", told.said || "");
    panel.querySelectorAll("a[data-more]").forEach((link) => {
      link.hidden = !told.id;
      link.href = `${to}?find=${told.id}`;
    });
    panel.scrollIntoView({ block: "nearest" });
    if (result !== "missing") tone(GOOD.includes(result) ? "good" : "bad");
  }

  function tick(poster, result) {
    const row = rows.find((one) => one.dataset.poster === poster);
    if (!row) return;
    row.dataset.result = result;
    row.querySelectorAll("[data-when]").forEach((one) => (one.hidden = one.dataset.when !== result));
    part("done").textContent = rows.filter((one) => one.dataset.result).length;
  }

  function told(find, answer) {
    if (find.to !== to) return;
    show(answer.result, answer);
    if (answer.poster) tick(answer.poster, answer.result);
  }

  async function send() {
    clearTimeout(timer);
    await sendAll(told);
    const left = unsent().length;
    part("unsent").hidden = !left;
    part("count").textContent = left;
    if (left) timer = setTimeout(send, AGAIN_MS);
  }

  async function found(fields, guess) {
    const key = uuid7();
    keep({ to, key, fields });
    if (guess === "foreign") show(guess, { said: fields.code });
    await send();
    if (guess === "here" && unsent().some((one) => one.key === key)) show(guess);
  }

  /** What the phone can tell by itself, before or without the server. */
  function scanned(text) {
    const { note, kind, ask = "" } = meaning(text, host);
    if (note === "card" || kind === "receipt" || /^HS1P?:/.test(text)) return show("no-poster");
    const id = ask.toUpperCase().split("/").pop().replace("-", "");
    return found({ code: text }, note || (rows.some((one) => one.dataset.poster === id) ? "here" : ""));
  }

  function shut() {
    isOpen = false;
    close(video);
    part("view").hidden = true;
    part("scan").hidden = false;
  }

  async function look() {
    wake();
    isOpen = true;
    part("scan").hidden = true;
    try {
      await camera(video);
      part("view").hidden = false;
      const read = await reader(worker);
      for (let last = "", times = 0; isOpen; ) {
        const texts = await read(video);
        const ours = texts.find((text) => !meaning(text, host).note);
        const text = ours || texts[0] || "";
        times = text && text === last ? times + 1 : 1;
        last = text;
        if (isOpen && (ours || (text && times >= SURE_AFTER))) {
          shut();
          await scanned(text);
        } else await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    } catch (error) {
      console.info("patrol: no camera", error.name || error);
      shut();
      show("no-camera");
    }
  }

  async function photographed(form) {
    wake();
    const picture = new Image();
    try {
      picture.src = URL.createObjectURL(form.elements.photo.files[0]);
      await picture.decode();
      const texts = await (await reader(worker))(picture);
      if (texts.length) await scanned(texts.find((text) => !meaning(text, host).note) || texts[0]);
      else show("unread");
    } catch (error) {
      console.info("patrol: the photo goes to the server", error.name || error);
      form.submit();
      return;
    }
    form.reset();
  }

  part("scan").querySelector("button").addEventListener("click", look);
  part("stop").addEventListener("click", shut);
  part("photo").classList.add("snap--on");
  part("photo").addEventListener("change", (event) => photographed(event.currentTarget));
  root.addEventListener("submit", (event) => {
    const form = event.target;
    const name = form.dataset.sends;
    if (!name) return;
    event.preventDefault();
    wake();
    found({ [name]: form.elements[name].value });
    if (name === "typed") form.reset();
  });
  addEventListener("pagehide", shut);
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  part("scan").hidden = !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia;
  send();
}
