/** Where one is stands in the address: `#ask-<id>`, `#read-<id>`, `#all`, `#consent`, `#send`. So Back gives the screen before. */

const PLACE = /^(ask|read|all|consent|send)(?:-(.*))?$/;
const depth = () => (history.state && history.state.depth) || 0;

/** @returns {{stage: string, id: string}} what a place such as `ask-con_ho_ten` means; the first question where it means none */
export function meaning(to) {
  const [, stage, id] = PLACE.exec(to) || ["", "ask", ""];
  return { stage, id: id || "" };
}

/** @returns {string} the place that the address names */
export const here = () => decodeURIComponent(location.hash.slice(1));

/** Write a place into the address; `replace` leaves no way back to the present one. */
export function write(to, replace) {
  if (replace) history.replaceState({ depth: depth() }, "", `#${to}`);
  else history.pushState({ depth: depth() + 1 }, "", `#${to}`);
}

/** @returns {boolean} true once the person has moved: then there is something to lose */
export const hasMoved = () => depth() > 0;

/** Do something once the screen has been painted: what the eye does not wait for. */
export function afterPaint(work) {
  requestAnimationFrame(() => setTimeout(work));
}
