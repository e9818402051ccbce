/**
 * Where one is stands in the browser's history, so that Back gives the screen before: `ask-<id>`, `read-<id>`, `all`, `consent`, `send`.
 * Not in the address: Chromium asks for the page's icon again whenever that changes. It is written after the screen was
 * painted, since writing costs an old phone 15 ms; a Back that comes before that is put right in `returned`.
 */

const PLACE = /^(ask|read|all|consent|send)(?:-(.*))?$/;
const HURRY_MS = 500;
const written = () => (history.state && history.state.depth) || 0;
const walked = [];
let depth = written();
let walkedAt = -HURRY_MS;
let turn = 0;

/** @returns {{stage: string, id: string}} what a place such as `ask-con_ho_ten` means; the first question where it means none */
export function meaning(to) {
  const [, stage, id] = PLACE.exec(to) || ["", "ask", ""];
  return { stage, id: id || "" };
}

/** Whether this page is for trying only: nothing is kept, nothing is sent. */
export const isPractice = location.hash === "#try";

/** @returns {string} the place that the history names */
export const here = () => (history.state && history.state.place) || "";

/** Note that the person went to a place; `replace` leaves no way back to the present one. */
export function walk(place, replace) {
  if (!replace) depth += 1;
  walked[depth] = place;
  walked.length = depth + 1;
  walkedAt = performance.now();
  const [mine, at] = [turn, depth];
  afterPaint(() => {
    if (mine !== turn) return;
    if (replace) history.replaceState({ place, depth: at }, "");
    else history.pushState({ place, depth: at }, "");
  });
}

/** @returns {string} the place to show after Back or Forward: never further back than the screen before the present one, in a hurry */
export function returned() {
  const isHurried = performance.now() - walkedAt < HURRY_MS && written() < depth - 1 && depth - 1 in walked;
  turn += 1;
  if (isHurried) {
    depth -= 1;
    for (let at = written() + 1; at <= depth; at += 1) history.pushState({ place: walked[at], depth: at }, "");
  } else {
    depth = written();
  }
  return here();
}

/** @returns {boolean} true once the person has moved: then there is something to lose */
export const hasMoved = () => depth > 0;

/** Do something once the screen has been painted: what the eye does not wait for. */
export function afterPaint(work) {
  requestAnimationFrame(() => setTimeout(work));
}
