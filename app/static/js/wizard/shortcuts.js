/** Answers in one tap instead of typing: the same as before, this commune. */
import { start } from "../app.js";
import { applies, copy, inputs, isGiven, question } from "./answers.js";
import { communeNamed } from "./checks.js";
import { element, row } from "./choices.js";

/**
 * The answers of earlier questions that can be taken over: only those that apply and are answered.
 * @returns {{text: string, take: function}[]}
 */
export function sameAs(form, one) {
  const offers = (one.dataset.same || "").split("|").filter(Boolean);
  return offers
    .map((offer) => [question(offer.split("=")[0]), offer.slice(offer.indexOf("=") + 1)])
    .filter(([from]) => from && applies(from) && isGiven(from))
    .map(([from, text]) => ({ text, take: () => copy(from, one) }));
}

/** Put the one-tap answers of a question by its inputs; `next` is called when a tap answered it. */
export function draw(form, one, words, next) {
  clear(one);
  if (one.dataset.type === "place") offerCommunes(form, one);
  const button = (text, press) => row(form, { text }, null, press);
  const taps = sameAs(form, one).map((tap) => button(tap.text, () => (tap.take(), next())));
  if (one.dataset.type === "place") taps.push(...placeTaps(form, one, words, button));
  if (!taps.length) return;
  const list = element("div", "taps choices");
  list.append(...taps);
  start(list);
  (one.querySelector(".fields") || inputs(one)[0]).before(list);
}

/** Take the buttons away and show all inputs. */
export function clear(one) {
  one.querySelectorAll(".taps").forEach((old) => old.remove());
  one.querySelectorAll(".fields, .fields__label").forEach((part) => { part.hidden = false; });
  one.classList.toggle("question--open", one.dataset.type === "place");
}

/** Type against the communes of the province that is chosen. */
export function offerCommunes(form, one) {
  const [province, commune] = inputs(one);
  commune.setAttribute("list", "communes");
  if (province.value === form.dataset.province) return;
  commune.removeAttribute("list"); // of this province it would mislead
  import("../communes.js").then(({ offer }) => offer(document.getElementById("communes"), province, commune), () => undefined);
}

/** Write the commune's name out in full, where the list has it. */
export function spellCommune(form, one) {
  const [province, commune] = inputs(one);
  commune.value = communeNamed(form, province.value, commune.value) || commune.value;
}

/** While a place is not answered: this commune, or another one. Only then do the fields come. */
function placeTaps(form, one, words, button) {
  if (!form.dataset.commune || inputs(one)[1].value) return [];
  one.querySelector(".fields").hidden = true;
  one.classList.remove("question--open");
  return [button(form.dataset.commune, () => here(form, one, words, button)), button(words.elsewhere, () => elsewhere(one))];
}

/** Of this commune only the hamlet and the house are still to be said. */
function here(form, one, words, button) {
  const [province, commune, detail] = inputs(one);
  province.value = form.dataset.province;
  commune.value = form.dataset.commune;
  clear(one);
  [province, commune].forEach((field) => { field.closest("label").hidden = true; });
  const list = element("div", "taps choices");
  list.append(button(words.elsewhere, () => elsewhere(one)));
  one.querySelector(".fields").after(list);
  opened(one, detail);
}

function elsewhere(one) {
  clear(one);
  opened(one, inputs(one)[1]);
}

function opened(one, field) {
  field.focus();
  one.dispatchEvent(new Event("input", { bubbles: true }));
}
