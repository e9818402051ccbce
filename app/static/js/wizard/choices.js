/** A long list as pages of four big buttons: the usual answers first, then "other" and all the rest. */
import { start } from "../app.js";
import { afterPaint } from "./path.js";

const ON_A_PAGE = 4;
const voicing = () => import("./voicing.js");
let sounds = null;

/**
 * Build (again) the buttons of a question that has a `<select>`.
 * @param {HTMLElement} one the question
 * @param {Object} words
 * @param {{text: string, take: function}[]} taps answers of other questions, to stand first
 * @param {function} chosen called once an answer was tapped
 */
export function pages(one, words, taps, chosen) {
  const select = one.querySelector("select");
  const options = [...select.options].filter((option) => option.value);
  const take = (option) => ({ text: option.text, option, take: () => { select.value = option.value; } });
  const usual = options.slice(0, Number(select.dataset.usual) || 0).map(take);
  const first = usual.length ? [...taps, ...usual].slice(0, ON_A_PAGE - 1) : [];
  const rest = options.map(take).filter((answer) => !first.some((before) => before.option === answer.option));
  const screens = first.length ? [[...first, { text: words.other, turn: 1 }]] : [];
  for (let place = 0; place < rest.length; place += ON_A_PAGE) screens.push(rest.slice(place, place + ON_A_PAGE));
  select.hidden = true;

  function draw(number, focus) {
    clear(one);
    const list = element("div", "choices");
    list.setAttribute("role", "group");
    list.setAttribute("aria-labelledby", one.querySelector(".question__ask").id);
    screens[number].forEach((answer) => list.append(row(select.form, answer, select.value, () => (answer.turn ? draw(answer.turn, true) : pick(answer)))));
    select.after(list);
    if (screens.length > 1 && (number > 0 || !first.length)) list.after(pager(number));
    one.classList.toggle("question--open", number > 0);
    start(list);
    if (focus) list.querySelector("button").focus({ preventScroll: true });
  }

  function pick(answer) {
    answer.take();
    chosen();
  }

  function pager(number) {
    const nav = element("nav", "pager");
    const where = element("span", "", `${number + 1} / ${screens.length}`);
    nav.append(turn(words.before, number - 1), where, turn(words.after, number + 1));
    return nav;
  }

  function turn(text, number) {
    const button = element("button", "pager__go", text);
    button.type = "button";
    button.disabled = !screens[number];
    button.addEventListener("click", () => draw(number, true));
    return button;
  }

  const current = screens.findIndex((screen) => screen.some((answer) => answer.option && answer.option.value === select.value));
  draw(select.value && current > 0 ? current : 0, false);
}

/** Take the buttons away again: what is not on the screen costs nothing. */
export function clear(one) {
  one.querySelectorAll("select ~ .choices, select ~ .pager").forEach((old) => old.remove());
}

/** @returns {HTMLElement} one big button with its loudspeaker, as the answers in the page are */
export function row(form, answer, chosen, press) {
  const line = element("div", "choice");
  const button = element("button", "choice__label", answer.text);
  button.type = "button";
  button.addEventListener("click", (event) => event.detail < 2 && press());
  line.append(button);
  if (answer.option && answer.option.lang) button.lang = answer.option.lang;
  if (answer.option && answer.option.value === chosen) {
    line.classList.add("choice--chosen");
    button.setAttribute("aria-pressed", "true");
  }
  sounds = sounds || JSON.parse(form.dataset.sounds);
  if (sounds[answer.text]) line.append(loudspeaker(answer.text, sounds[answer.text], JSON.parse(form.dataset.words).hear));
  return line;
}

function loudspeaker(text, address, hear) {
  const link = element("a", "say");
  link.href = address;
  link.dataset.module = "say";
  link.setAttribute("aria-label", `${hear}: ${text}`);
  return link;
}

/** Give a sentence that the script wrote its loudspeaker, where it can be heard. */
export function hear(part) {
  afterPaint(() => voicing().then(({ hearable }) => hearable(part), () => undefined));
}

/** @returns {HTMLElement} a new element with a class and a text */
export function element(tag, css, text = "") {
  const made = document.createElement(tag);
  made.className = css;
  made.textContent = text;
  return made;
}
