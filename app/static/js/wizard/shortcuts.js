/** Answers in one tap instead of typing: the same as before, this commune, a day that nobody remembers. */
import { applies, copy, inputs, isGiven, question } from "./answers.js";
import { element } from "./choices.js";

/**
 * The answers of earlier questions that can be taken over: only those that apply and are answered.
 * @returns {{text: string, take: function}[]}
 */
export function sameAs(form, one) {
  const offers = (one.dataset.same || "").split("|").filter(Boolean);
  return offers
    .map((offer) => [question(offer.split("=")[0]), offer.slice(offer.indexOf("=") + 1)])
    .filter(([from]) => from && applies(form, from) && isGiven(from))
    .map(([from, text]) => ({ text, take: () => copy(from, one) }));
}

/** Put the one-tap answers of a question above its inputs; `next` is called when a tap answered it. */
export function draw(form, one, words, next) {
  clear(one);
  const { type } = one.dataset;
  const fields = one.querySelector(".fields");
  const taps = sameAs(form, one).map((tap) => button(tap.text, () => (tap.take(), next())));
  if (type === "place" && form.dataset.commune && !isGiven(one)) {
    taps.push(button(words.here, () => here(form, one)));
    taps.push(button(words.other, () => open(one, fields)));
    fields.hidden = true;
  }
  if (type === "date" && fields.children.length === 3 && !inputs(one)[0].value) taps.push(button(words.noday, () => noDay(one, fields)));
  if (!taps.length) return;
  const list = element("div", "taps");
  list.append(...taps);
  const before = fields || inputs(one)[0];
  if (type === "date") before.after(list);
  else before.before(list);
}

/** Take the buttons away and show the inputs. */
export function clear(one) {
  const fields = one.querySelector(".fields");
  one.querySelectorAll(".taps").forEach((old) => old.remove());
  if (fields) fields.hidden = false;
}

/** True while a question shows only one-tap answers, so that "next" has nothing to take. */
export const isFolded = (one) => Boolean(one.querySelector(".fields[hidden]"));

/** In another province the list of this one's communes would mislead. */
export function offerCommunes(form, one) {
  const [province, commune] = inputs(one);
  if (province.value === form.dataset.province) commune.setAttribute("list", "communes");
  else commune.removeAttribute("list");
}

function here(form, one) {
  const [province, commune, detail] = inputs(one);
  province.value = form.dataset.province;
  commune.value = form.dataset.commune;
  offerCommunes(form, one);
  clear(one);
  detail.focus();
  one.dispatchEvent(new Event("input", { bubbles: true }));
}

function open(one) {
  clear(one);
  inputs(one)[1].focus();
  one.dispatchEvent(new Event("input", { bubbles: true }));
}

function noDay(one, fields) {
  inputs(one)[0].value = "";
  fields.firstElementChild.hidden = true;
  one.querySelector(".taps").remove();
  inputs(one)[1].focus();
}

function button(text, press) {
  const made = element("button", "tap", text);
  made.type = "button";
  made.addEventListener("click", (event) => event.detail < 2 && press());
  return made;
}
