/** What a citizen card says, put into the questions about one person. `data-card` names the person and the part. */
import { applies, inputs, isGiven, putOff } from "./answers.js";
import { problem } from "./checks.js";

/** @returns {Object<string, HTMLElement>} part of a card -> the question that it answers, of the same person as `one` */
export function cardOf(form, one) {
  const [person] = one.dataset.card.split(" ");
  const found = {};
  form.querySelectorAll(`[data-card^="${person} "]`).forEach((other) => {
    if (applies(other)) found[other.dataset.card.split(" ")[1]] = other;
  });
  return found;
}

const shownDate = ({ day, month, year }) => [day, month, year].filter(Boolean).join("/");

/** A part of a card as a person reads it; its address in today's names where they are sure. */
export function said(form, card, part) {
  const value = card[part];
  if (part === "number") return value.replace(/(\d{3})(?=\d)/g, "$1 ");
  if (part !== "address") return value && value.year ? shownDate(value) : value || "";
  const { communes = [], province } = card.place || {};
  return communes.length === 1 ? [communes[0].detail, communes[0].name, provinceNamed(form, province)].filter(Boolean).join(", ") : value;
}

function provinceNamed(form, code) {
  const option = form.querySelector(`select[name$=".province"] option[value="${code}"]`);
  return option ? option.text : "";
}

/** Put a card in. A question that is answered by it is not asked again, unless the answer cannot stay. */
export function fill(person, card, messages) {
  Object.entries(person).forEach(([part, one]) => {
    const value = part === "address" ? card.place : card[part];
    if (!value) return;
    put(one, part, value);
    putOff(one, false);
    inputs(one)[0].dispatchEvent(new Event("change", { bubbles: true }));
    if (isGiven(one) && !problem(one, messages)) one.dataset.filled = "";
    else delete one.dataset.filled;
  });
}

function put(one, part, value) {
  const fields = inputs(one);
  const write = (...texts) => fields.forEach((field, number) => { field.value = texts[number]; });
  if (part === "address") putPlace(fields, value);
  else if (fields[0].type === "radio") fields.forEach((field) => { field.checked = field.value === value; });
  else if (!value.year) write(value);
  else if (fields.length === 3) write(value.day, value.month, value.year);
  else write(value.year);
}

/** Where today's commune is not sure, only what is sure: the person says the rest. */
function putPlace([province, commune, detail], place) {
  const sure = place.communes.length === 1 ? place.communes[0] : null;
  if (place.province) province.value = place.province;
  commune.value = sure ? sure.name : "";
  detail.value = (sure || place).detail.slice(0, detail.maxLength);
}
