/** Sounds for what nobody recorded in advance: the phone's own Vietnamese voice, or digits one by one. Nothing without a sound. */
import { start } from "../app.js";
import { clip, play } from "../player.js";
import { element } from "./choices.js";

const PATIENCE_MS = 1500;
const ENOUGH = 14;
let looking = null;

/** @returns {Promise<SpeechSynthesisVoice|null>} the phone's voice for Vietnamese, where it has one */
export function ownVoice() {
  const synthesis = window.speechSynthesis;
  const find = () => synthesis.getVoices().find(({ lang }) => /^vi\b/i.test(lang)) || null;
  looking = looking || new Promise((resolve) => {
    if (!synthesis || find()) return resolve(synthesis ? find() : null);
    const give = () => resolve(find());
    synthesis.addEventListener("voiceschanged", give, { once: true });
    return setTimeout(give, PATIENCE_MS);
  });
  return looking;
}

/**
 * Put a loudspeaker behind a sentence or an answer, if it can be heard at all.
 * @param {HTMLElement} part whose text is said
 * @returns {Promise<HTMLElement|null>}
 */
export async function hearable(part, text = part.textContent.trim()) {
  const form = document.getElementById("wizard");
  const voice = await source(form, text);
  if (!voice || !text || !part.isConnected || part.querySelector(".say")) return null;
  const loudspeaker = element("a", "say");
  loudspeaker.href = "#";
  loudspeaker.voice = voice;
  loudspeaker.dataset.module = "say";
  loudspeaker.setAttribute("role", "button");
  loudspeaker.setAttribute("aria-label", `${JSON.parse(form.dataset.words).hear}: ${text}`);
  part.classList.add("said");
  part.append(loudspeaker);
  start(part);
  document.querySelector("[data-module=listen]").hidden = false;
  return loudspeaker;
}

/** Make the parts of a screen hearable, and say the whole screen, its own loudspeaker first. */
export async function tell(root, parts) {
  const wanted = [...root.querySelectorAll(parts)].filter((part) => part.offsetParent !== null);
  const added = await Promise.all(wanted.map((part) => hearable(part)));
  const head = root.querySelector(".question__ask + .say");
  for (const loudspeaker of [head, ...added].filter(Boolean)) {
    if (root.hidden || !(await play(loudspeaker))) return;
  }
}

/** Say a digit that was tapped; its key lights up. */
export function sayDigit(form, key, digit) {
  source(form, digit).then((voice) => voice && key.isConnected && play({ voice, parentElement: key }));
}

/** @returns a maker of something like an Audio, from the best source that there is; null where there is none */
async function source(form, text) {
  const sounds = soundsOf(form);
  const clip = sounds[text] || ofAnswer(form, text);
  if (clip) return () => new Row([clip]);
  const parts = spelt(text);
  if (parts.length && parts.length <= ENOUGH && parts.every((part) => sounds[part])) return () => new Row(parts.map((part) => sounds[part]));
  const own = await ownVoice();
  return own ? () => new Spoken(text, own) : null;
}

const known = new WeakMap();
function soundsOf(form) {
  if (!known.has(form)) known.set(form, JSON.parse(form.dataset.sounds));
  return known.get(form);
}

/** The clip of an answer that stands in the form with its own loudspeaker. */
function ofAnswer(form, text) {
  const label = [...form.querySelectorAll(".choice__label")].find((one) => one.textContent.trim() === text);
  const say = label && label.parentElement.querySelector('.say[href$=".mp3"]');
  return say ? say.href : null;
}

/** Numbers of cards and telephones digit by digit, a date as day, month and the year's digits; else nothing. */
function spelt(text) {
  const date = /^(?:(?:(\d{1,2})\/)?(\d{1,2})\/)?(\d{4})$/.exec(text);
  if (date) {
    const [day, month, year] = [date[1], date[2], date[3]];
    return [...(day ? ["Ngày", `${Number(day)}`] : []), ...(month ? ["Tháng", `${Number(month)}`] : []), "Năm", ...year];
  }
  return /^[\d ]+$/.test(text) ? [...text.replace(/ /g, "")] : [];
}

/** Clips one after the other, as one sound. */
class Row {
  constructor(clips) {
    this.left = [...clips];
    this.audio = null;
  }

  play() {
    this.audio = clip(this.left.shift());
    this.audio.onended = () => (this.left.length ? this.play().catch(() => this.onerror && this.onerror()) : this.onended && this.onended());
    this.audio.onerror = () => this.onerror && this.onerror();
    return this.audio.play();
  }

  pause() {
    this.left = [];
    if (this.audio) this.audio.pause();
    setTimeout(() => this.onpause && this.onpause()); // as an Audio does: later
  }
}

/** A text in the phone's own voice. */
class Spoken {
  constructor(text, voice) {
    this.words = new SpeechSynthesisUtterance(text);
    this.words.voice = voice;
    this.words.lang = voice.lang;
    this.words.onend = () => this.onended && this.onended();
    this.words.onerror = () => this.onerror && this.onerror();
  }

  play() {
    speechSynthesis.speak(this.words);
    return Promise.resolve();
  }

  pause() {
    speechSynthesis.cancel();
    setTimeout(() => this.onpause && this.onpause()); // as an Audio does: later
  }
}
