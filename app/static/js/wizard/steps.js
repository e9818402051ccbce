/** What comes next. A walk is `{form, messages, wrong, stage, now, backTo}`: the form, the sentences of the checks, what the
 *  server could not take by question, the stage, the question on the screen, and the place to come back to after a change. */
import { applying, isGiven, putOff, question } from "./answers.js";
import { problem } from "./checks.js";
import { answered } from "./readback.js";

const ask = (one) => `ask-${one.dataset.question}`;
const read = (one) => `read-${one.dataset.question}`;

/** @returns {string} what is wrong with an answer, or nothing */
export const trouble = (walk, one) => walk.wrong.get(one) || problem(one, walk.messages);

/** @returns {HTMLElement|undefined} the first question that cannot stay as it is */
export const firstTrouble = (walk) => applying(walk.form).find((one) => trouble(walk, one));

/** The place after a question was answered or put off. */
export function afterAsking(walk) {
  if (isGiven(walk.now) && !trouble(walk, walk.now)) putOff(walk.now, false);
  const steps = applying(walk.form);
  const after = steps.slice(steps.indexOf(walk.now) + 1).find((one) => !("filled" in one.dataset)); // a card answered the others
  if (!walk.backTo && after) return ask(after);
  const open = firstTrouble(walk);
  if (open) {
    walk.backTo = walk.backTo || "reading";
    return ask(open);
  }
  const back = walk.backTo;
  walk.backTo = "reading";
  return back && back !== "reading" ? back : read(answered(walk.form)[0]);
}

/** The place after an answer was read back and is right. */
export function afterReading(walk) {
  const rest = answered(walk.form);
  const after = walk.stage === "read" && rest[rest.indexOf(walk.now) + 1];
  return after ? read(after) : "consent";
}

/** The question to change, and where to go on after that. */
export function toFix(walk, one) {
  walk.backTo = walk.stage === "all" ? "all" : read(one);
  return ask(one);
}

/** The question before the one on the screen, or nothing. */
export function before(walk) {
  const steps = applying(walk.form);
  const one = walk.stage === "ask" && steps[steps.indexOf(walk.now) - 1];
  return one ? ask(one) : "";
}

/** The first screen: what the server could not take, else where the address says, as far as all before it is answered. */
export function first(walk, wanted, isSentBack) {
  const open = firstTrouble(walk);
  if (isSentBack) {
    walk.backTo = "reading";
    return open ? ask(open) : "consent";
  }
  const steps = applying(walk.form);
  const reached = open ? steps.indexOf(open) : steps.length - 1;
  return ask(steps[wanted ? Math.min(Math.max(0, steps.indexOf(question(wanted))), reached) : 0]);
}
