/** Before sending: every answer shown again, one by one or all at once, each to be kept or changed. */
import { applying, isGiven, isLater, shown } from "./answers.js";
import { element, hear } from "./choices.js";

/** @returns {HTMLElement[]} the questions that have something to read back */
export function answered(form) {
  return applying(form).filter((one) => !one.classList.contains("question--more") && (isGiven(one) || isLater(one)));
}

/** Show a question's answer in the place of its inputs. */
export function open(one, words) {
  close(one);
  one.classList.add("question--read");
  const answer = element("p", "question__answer", shown(one, words));
  one.querySelector(".question__ask").parentElement.append(answer);
  hear(answer);
}

/** Show its inputs again. */
export function close(one) {
  one.classList.remove("question--read");
  one.querySelectorAll(".question__answer").forEach((old) => old.remove());
}

/** @returns {HTMLElement} all answers as one list; `fix` gets the question whose button was pressed */
export function list(form, words, fix) {
  const rows = element("ol", "reread");
  answered(form).forEach((one) => {
    const row = element("li", "reread__one");
    const text = element("div", "reread__words");
    const ask = one.querySelector(".question__ask").textContent.trim();
    const button = element("button", "reread__fix", words.fix);
    button.type = "button";
    button.setAttribute("aria-label", `${words.fix}: ${ask}`);
    button.addEventListener("click", () => fix(one));
    text.append(element("p", "reread__ask", ask), element("p", "reread__answer", shown(one, words)));
    hear(text.lastChild);
    row.append(text, button);
    rows.append(row);
  });
  return rows;
}
