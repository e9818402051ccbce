import { offer } from "../communes.js";

/** On a form that stands there as a whole: a commune is typed against the province that is chosen. */
export default function communes(own) {
  ["change", "focusin"].forEach((event) => document.addEventListener(event, ({ target }) => {
    const [, question] = /^(.+)\.(?:province|commune)$/.exec(target.name || "") || [];
    if (question) offer(own, ...["province", "commune"].map((part) => target.form.elements[`${question}.${part}`]));
  }));
}
