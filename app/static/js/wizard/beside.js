/** Screens beside the questions: whose phone this is, going on or beginning anew. One stands at a time, in the form's place. */
import { start } from "../app.js";
import { belongs } from "../phone.js";

const at = (id) => document.getElementById(`wizard-${id}`);
const form = () => document.getElementById("wizard");

/** The ones that most people never see, or once, lie in a template until then: old phones count elements. */
function bring() {
  const rare = at("rare");
  if (!rare) return;
  form().before(document.importNode(rare.content, true));
  rare.remove();
  ["whose", "tried"].forEach((one) => start(at(one)));
}

/** Show one of them, or none of them and the form. */
export function beside(name) {
  if (name && !at(name)) bring();
  ["whose", "again", "card", "found", "which", "outgoing", "tried"].filter(at).forEach((one) => { at(one).hidden = one !== name; });
  form().hidden = Boolean(name);
  if (!name) return;
  scrollTo(0, 0);
  const head = at(name).querySelector(".question__ask");
  if (!head) return;
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
}

/** @returns {boolean} whether one of them stands there */
export const isBeside = () => form().hidden;

/** Ask whose phone this is; `then` gets the answer, or nothing where it was put off. */
export function askWhose(then) {
  beside("whose");
  at("whose").querySelectorAll("button").forEach((button) => {
    button.onclick = (event) => {
      if (event.detail > 1) return;
      const to = button.value;
      if (to) belongs(to).catch(() => undefined);
      beside("");
      then(to);
    };
  });
}

/** Say in one line, above the question, what the person must know now. */
export function note(text, stop = false) {
  const line = at("note");
  if (line.hidden && !text) return;
  line.textContent = text;
  line.hidden = !text;
  line.classList.toggle("wizard__status--stop", stop);
}
