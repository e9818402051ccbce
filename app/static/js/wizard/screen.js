/** What is on the screen: one question, its one-tap answers, its error. */
import { inputs, isGiven } from "./answers.js";
import * as choices from "./choices.js";
import { afterPaint } from "./path.js";

const at = (id) => document.getElementById(`wizard-${id}`);
let shortcuts = null; // comes with the first question that has one-tap answers
let people = null; // with the first list of people that grows

/** Once a worker has all of the wizard: bring what only some questions want, so that no tap asks for anything. */
function prepare() {
  const { serviceWorker } = navigator;
  const bring = () => Promise.all(["shortcuts", "pads", "voicing", "people"].map((name) => import(`./${name}.js`))).then((found) => { [shortcuts, , , people] = found; }, () => undefined);
  try {
    new CompressionStream("deflate-raw");
  } catch (_) {
    import("../../vendor/fflate.js").catch(() => undefined); // Chrome before 103 presses with it when it seals, maybe without a network
  }
  if (serviceWorker && serviceWorker.controller) afterPaint(bring);
  else if (serviceWorker) serviceWorker.addEventListener("controllerchange", bring, { once: true });
}

/** Make room for one more person where "one more?" was answered with yes, then go on. */
export function room(form, more, then = () => undefined, failed = () => undefined) {
  const make = (found) => (found.makeRoom(form, more), then());
  if (people) make(people);
  else import("./people.js").then(make, failed);
}

/** Another province has other communes. */
export const offerCommunes = (form, one) => shortcuts && shortcuts.offerCommunes(form, one);

/** Write a commune's name out in full. */
export const spellCommune = (form, one) => shortcuts && shortcuts.spellCommune(form, one);

/** Everything around the question: which bar stands there, and the count at the top. */
export function frame(walk, words, count) {
  const { stage } = walk;
  status("");
  at("ask-bar").hidden = stage !== "ask";
  at("scan").parentElement.hidden = stage !== "ask" || !walk.now.dataset.card;
  at("read-bar").hidden = stage !== "read" && stage !== "all";
  at("fix").parentElement.hidden = at("all").hidden = stage === "all";
  at("end").hidden = at("ready").hidden = stage !== "send";
  at("count").textContent = { ask: count, read: `${words.read} ${count}` }[stage] || "";
  bars(walk, words);
}

/** At the end: what can be done with the draft that is kept here, where one is. */
export function keptHere(id, owner) {
  at("more").hidden = !id;
  at("carry").hash = `from-${id}`;
  at("done").hidden = owner === "own";
}

/** What depends on the answer as it stands: "next", "later", and what a refusal means. */
export function bars(walk, words) {
  if (walk.stage === "consent") at("refused").hidden = walk.form.elements.consent.value !== "no";
  if (walk.stage === "ask") askBar(walk.now, words);
}

/** At the start: every question hidden, its answer lit; `refuse` gets what the server could not take. */
export function tidy(form, refuse) {
  form.querySelectorAll(".question").forEach((one) => {
    const error = one.querySelector(".question__error");
    if (error && one.id !== "q-consent") refuse(one, error.textContent.trim());
    lightChoice(one);
    hide(one);
  });
  prepare();
}

/** Hide a question and what was built for it. */
export function hide(one) {
  one.hidden = true;
  if (one.querySelector("select + .choices")) choices.clear(one);
  if (one.querySelector(".pad")) one.querySelector(".pad").remove(), one.classList.remove("question--open");
  if (one.querySelector(".taps, .fields[hidden], .fields__label[hidden]")) shortcuts.clear(one);
}

/** Build what a question offers on the screen: pages of answers, one-tap answers. */
export function showInputs(form, one, words, next) {
  const select = one.dataset.type === "choice" && one.querySelector("select");
  const draw = () => {
    if (select) choices.pages(one, words, shortcuts ? shortcuts.sameAs(form, one) : [], next);
    else if (shortcuts) shortcuts.draw(form, one, words, next);
  };
  draw();
  if (!shortcuts && (one.dataset.same || one.dataset.type === "place")) {
    import("./shortcuts.js").then((found) => {
      shortcuts = found;
      if (!one.hidden) draw(), settleView(one);
    }, () => undefined);
  }
  if (!/^(date|citizen_id|phone|number)$/.test(one.dataset.type)) return;
  afterPaint(() => import("./pads.js").then(({ pad }) => pad(form, one, words, next), () => undefined));
}

/** Let a screen reader begin with the words of the screen, unless the person is already busy in it. */
export function focus(one) {
  const head = one ? one.querySelector(".question__ask") : at("ready");
  const busy = document.activeElement;
  if (one && busy && busy.offsetParent !== null && busy !== document.body && one.contains(busy)) return;
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
}

/** Fill the answer's colours in: white on green is the one that was chosen. */
export function lightChoice(one) {
  one.querySelectorAll(".choice").forEach((row) => {
    const input = row.querySelector("input");
    if (input) row.classList.toggle("choice--chosen", input.checked);
  });
}

/** "Next" stands where a tap on an answer does not go on by itself; "later" or "skip" wherever that is allowed. */
function askBar(one, words) {
  const byTap = one.querySelector(".choice__input, select + .choices, .fields[hidden], .pad--taps");
  const may = "waits" in one.dataset ? words.later : "required" in one.dataset ? "" : words.skip;
  at("next").hidden = Boolean(byTap) && !isGiven(one);
  at("later").hidden = !may || (may === words.skip && isGiven(one) && !one.classList.contains("question--wrong"));
  at("later").textContent = may;
}

/** The new screen begins at its top, with the bar in sight, unless it would cover an answer. Reads the layout once. */
export function settleView(one) {
  const bar = at("ask-bar");
  const answers = one ? [...one.querySelectorAll(".choice, .field, .pad, .pager, .photo__take")] : [];
  const ends = answers.map((answer) => answer.getBoundingClientRect().bottom);
  const covered = Math.max(0, ...ends) + scrollY > bar.getBoundingClientRect().top;
  if (scrollY > 0) scrollTo(0, 0);
  bar.classList.toggle("wizard__bar--free", covered);
}

/** Say at the question what to do now. */
export function showError(one, text) {
  if (!text) return;
  clearError(one);
  const error = choices.element("p", "question__error", text);
  error.id = `error-${one.dataset.question}`;
  error.setAttribute("role", "alert");
  const heads = one.querySelectorAll(".question__ask, .question__about, .question__help, .question__ask + .say");
  heads[heads.length - 1].after(error);
  one.classList.add("question--wrong");
  choices.hear(error);
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
export function status(text, stop = false) {
  const line = at("status");
  line.textContent = text;
  line.classList.toggle("wizard__status--stop", stop);
}
