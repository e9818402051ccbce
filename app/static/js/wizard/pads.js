/** Own keys for numbers and dates, so that nobody needs the phone's keyboard. The inputs stay: other keys write into them too. */
import { inputs, isGiven } from "./answers.js";
import { element } from "./choices.js";
import { settleView } from "./screen.js";

const KEYS = ["1", "2", "3", "back", "4", "5", "6", "0", "7", "8", "9", "hear"];
const DECADES_FROM = 1930;
const PARTS = ["day", "month", "year"];
const voicing = () => import("./voicing.js");
const typed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

/** Put the keys under the inputs of a question that is on the screen; `next` is called when a date is whole. */
export function pad(form, one, words, next) {
  if (one.hidden || one.querySelector(".pad")) return;
  const fields = inputs(one);
  fields.forEach((field) => { field.inputMode = "none"; });
  if (one.dataset.type === "date") dates(form, one, words, next);
  else if (one.dataset.kind === "year") years(form, one, words, next);
  else digits(form, one, words);
  one.classList.add("question--open");
  settleView(one);
}

/** @returns {HTMLElement} an empty board of keys; a tap on one leaves the focus in the input */
function board(one, name) {
  const keys = element("div", `pad pad--${name}`);
  keys.setAttribute("role", "group");
  keys.setAttribute("aria-labelledby", one.querySelector(".question__ask").id);
  keys.addEventListener("mousedown", (event) => event.preventDefault());
  (one.querySelector(".fields") || inputs(one)[0]).after(keys);
  return keys;
}

function key(text, press, css = "") {
  const button = element("button", `pad__key${css}`, text);
  button.type = "button";
  button.addEventListener("click", () => press(button));
  return button;
}

function digits(form, one, words) {
  const [field] = inputs(one);
  const write = (text) => { field.value = text; typed(field); };
  const press = (digit) => (button) => {
    if (field.value.length < field.maxLength) write(field.value + digit);
    voicing().then(({ sayDigit }) => sayDigit(form, button, digit), () => undefined);
  };
  const special = { back: () => key("⌫", () => write(field.value.trimEnd().slice(0, -1)), " pad__key--back"), hear: () => heard(field) };
  board(one, "digits").append(...KEYS.map((name) => (special[name] ? special[name]() : key(name, press(name)))));
  one.querySelector(".pad__key--back").setAttribute("aria-label", words.erase);
}

/** What was typed so far, said again; the key is there once something can speak. */
function heard(field) {
  const place = element("span", "pad__hear");
  const ready = () => voicing().then(async ({ hearable }) => {
    place.textContent = "";
    await hearable(place, field.value.replace(/\s/g, ""));
  }, () => undefined);
  field.addEventListener("input", ready);
  if (field.value) setTimeout(ready);
  return place;
}

/** Day, month, year: one tap each, or two for a year long ago. */
function dates(form, one, words, next) {
  const fields = inputs(one);
  const keys = board(one, "day");
  const shown = (part) => {
    keys.textContent = "";
    keys.className = `pad pad--taps pad--${part}`;
    fields.forEach((field, number) => field.classList.toggle("field--now", PARTS[number] === part));
  };
  const chosen = (number, value) => {
    fields[number].value = value;
    typed(fields[number]);
    if (number === 2) return next();
    document.getElementById("wizard-next").hidden = !fields[2].value;
    return steps[PARTS[number + 1]]();
  };
  const steps = {
    day() {
      shown("day");
      for (let day = 1; day <= 31; day += 1) keys.append(key(`${day}`, () => chosen(0, day)));
      keys.append(key(words.noday, () => chosen(0, ""), " pad__key--wide"));
    },
    month() {
      shown("month");
      for (let month = 1; month <= 12; month += 1) keys.append(key(`${month}`, () => chosen(1, month)));
      keys.append(key(words.nomonth, () => { fields[0].value = ""; chosen(1, ""); }, " pad__key--wide"));
    },
    year() {
      shown("year");
      yearKeys(one, keys, (year) => chosen(2, year));
    },
  };
  fields.forEach((field, number) => field.addEventListener("focus", () => keys.isConnected && steps[PARTS[number]]()));
  steps[PARTS[Math.max(0, fields.findIndex((field) => !field.value))]]();
  byTap(one);
}

/** Where a tap goes on by itself, "next" waits for an answer. */
function byTap(one) {
  document.getElementById("wizard-next").hidden = !isGiven(one);
}

function years(form, one, words, next) {
  const [field] = inputs(one);
  yearKeys(one, board(one, "taps pad--year"), (year) => {
    field.value = year;
    typed(field);
    next();
  });
  byTap(one);
}

/** The last years at once, the others by their ten years. */
function yearKeys(one, keys, chosen) {
  const now = new Date().getFullYear();
  const last = [0, 1].map((back) => ("future" in one.dataset ? now + back : now - back));
  const year = (value) => key(`${value}`, () => chosen(value));
  const tens = (from) => key(`${from} – ${from + 9}`, () => {
    keys.textContent = "";
    for (let value = from; value < from + 10 && (value <= now || "future" in one.dataset); value += 1) keys.append(year(value));
    keys.querySelector("button").focus({ preventScroll: true });
  }, " pad__key--tens");
  keys.append(...last.map(year));
  for (let from = Math.floor(now / 10) * 10; from >= DECADES_FROM; from -= 10) keys.append(tens(from));
}
