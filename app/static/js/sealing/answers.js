/** The answers of a form as the short list that app/forms/compact.py reads: one entry for each question, in order. */
import { applies, inputs } from "../wizard/answers.js";

const CONSENT = ["consent", "filled_by"];
const isOwn = (one) => !one.dataset.person && !CONSENT.includes(one.dataset.question);

/** @returns {{question: string, file: File}[]} the photos, in the order of their numbers */
export function photosOf(form) {
  const asked = [...form.querySelectorAll("[data-type=photo]")].filter(applies);
  const chosen = asked.map((one) => ({ question: one.dataset.question, file: one.querySelector("[type=file]").files[0] }));
  return chosen.filter(({ file }) => file);
}

/** @returns {Array} `[about, answer, ...]`. about: `{code, language, filledBy, replaces}` */
export function compact(form, { code, language, filledBy, replaces }) {
  const photos = photosOf(form).map(({ question }) => question);
  const rows = [...form.querySelectorAll(".question")].filter(isOwn);
  return [[code, language, filledBy, photos.length, replaces || null], ...rows.map((one) => answer(form, one, photos))];
}

function answer(form, one, photos) {
  const { question, type } = one.dataset;
  const isAsked = applies(one);
  if (!isAsked) return null;
  if (photos.includes(question)) return photos.indexOf(question) + 1;
  const texts = (type === "people" ? peopleIn(form, question) : values(one)).map((value) => value.trim());
  while (texts.length && !texts[texts.length - 1]) texts.pop();
  const isEmptyPlace = type === "place" && texts.length < 2;
  if (!texts.length || isEmptyPlace) return form.elements[`${question}.later`] && form.elements[`${question}.later`].checked ? 0 : null;
  return isSingle(one) ? texts[0] : texts;
}

/** One text for each input name, in the order of the page. */
function values(one) {
  const found = new Map();
  inputs(one).filter((field) => field.type !== "file").forEach((field) => {
    const isTaken = field.type !== "radio" || field.checked;
    found.set(field.name, isTaken ? field.value : found.get(field.name) || "");
  });
  return [...found.values()];
}

/** Of a list of people: only of those that apply, but each in its place. */
function peopleIn(form, list) {
  const parts = [...form.querySelectorAll(`[data-person][data-question^="${list}."]:not(.question--more)`)];
  return parts.flatMap((part) => (applies(part) ? values(part) : values(part).map(() => "")));
}

const isSingle = (one) => one.dataset.type !== "people" && new Set(inputs(one).map(({ name }) => name)).size === 1;
