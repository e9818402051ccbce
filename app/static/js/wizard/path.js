/**
 * Where one is stands in the browser's history, so that Back gives the screen before: `ask-<id>`, `read-<id>`, `all`, `consent`, `send`.
 * Not in the address: Chromium asks for the page's icon again whenever that changes.
 */

const PLACE = /^(ask|read|all|consent|send)(?:-(.*))?$/;
const depth = () => (history.state && history.state.depth) || 0;

/** @returns {{stage: string, id: string}} what a place such as `ask-con_ho_ten` means; the first question where it means none */
export function meaning(to) {
  const [, stage, id] = PLACE.exec(to) || ["", "ask", ""];
  return { stage, id: id || "" };
}

/** @returns {string} the place that the history names */
export const here = () => (history.state && history.state.place) || "";

/** Write a place into the history; `replace` leaves no way back to the present one. */
export function write(place, replace) {
  if (replace) history.replaceState({ place, depth: depth() }, "");
  else history.pushState({ place, depth: depth() + 1 }, "");
}

/** @returns {boolean} true once the person has moved: then there is something to lose */
export const hasMoved = () => depth() > 0;

/** Do something once the screen has been painted: what the eye does not wait for. */
export function afterPaint(work) {
  requestAnimationFrame(() => setTimeout(work));
}
