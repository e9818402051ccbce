/** What is on the screen: one question, its one-tap answers, its error. */
import { inputs, isGiven } from "./answers.js";
import * as choices from "./choices.js";
import * as shortcuts from "./shortcuts.js";

/** Hide a question and what was built for it. */
export function hide(one) {
  one.hidden = true;
  if (one.querySelector("select + .choices")) choices.clear(one);
  if (one.querySelector(".taps, .fields[hidden], .fields__label[hidden]")) shortcuts.clear(one);
}

/** Build what a question offers on the screen: pages of answers, one-tap answers. */
export function showInputs(form, one, words, next) {
  const select = one.dataset.type === "choice" && one.querySelector("select");
  if (select) choices.pages(one, words, shortcuts.sameAs(form, one), next);
  else if (one.dataset.type !== "photo") shortcuts.draw(form, one, words, next);
  if (one.dataset.type === "place") shortcuts.offerCommunes(form, one);
}

/** Show a question and let a screen reader begin with its words. */
export function show(one) {
  one.hidden = false;
  const ask = one.querySelector(".question__ask");
  ask.tabIndex = -1;
  ask.focus({ preventScroll: true });
}

/** Let the bar stay in sight, unless it would cover an answer. */
export function fit(bar, one) {
  bar.classList.remove("wizard__bar--free");
  const answers = [...one.querySelectorAll(".choice, .tap, .field")].filter((answer) => answer.offsetParent !== null);
  const last = answers[answers.length - 1];
  if (last && scrollY === 0 && last.getBoundingClientRect().bottom > bar.getBoundingClientRect().top) bar.classList.add("wizard__bar--free");
}

/** Say at the question what to do now. */
export function showError(one, text) {
  clearError(one);
  const error = choices.element("p", "question__error", text);
  error.id = `error-${one.dataset.question}`;
  error.setAttribute("role", "alert");
  const heads = one.querySelectorAll(".question__ask, .question__about, .question__help, .question__ask + .say");
  heads[heads.length - 1].after(error);
  one.classList.add("question--wrong");
  inputs(one).forEach((field) => {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", error.id);
  });
  const field = inputs(one).find((input) => input.offsetParent !== null && input.type !== "radio" && input.type !== "file");
  if (field && !isGiven(one)) field.focus({ preventScroll: true });
  error.scrollIntoView({ block: "nearest" });
}

/** Take the error away. */
export function clearError(one) {
  one.classList.remove("question--wrong");
  one.querySelectorAll(".question__error").forEach((old) => old.remove());
  inputs(one).forEach((field) => field.removeAttribute("aria-invalid"));
}

/** Say how the sending stands; `stop` where it did not work. */
export function status(line, text, stop = false) {
  line.textContent = text;
  line.classList.toggle("wizard__status--stop", stop);
}
