/** The form as it stands: which questions apply, what is answered, how an answer reads. Changes nothing but `putOff`, `empty`. */

/** @returns {HTMLElement|null} the question with this id */
export const question = (id) => document.getElementById(`q-${id}`);

/** The inputs that make up the answer, without "later". */
export function inputs(one) {
  return [...one.querySelectorAll("input, select, textarea")].filter((field) => field.name && !field.name.endsWith(".later"));
}

/** What never changes about a question, looked up once: old phones are slow, and every tap asks all questions. */
const facts = new WeakMap();

function factsOf(one) {
  let found = facts.get(one);
  if (!found) {
    const [, name, value] = /^(.*?)=(.*)$/.exec(one.dataset.if || "") || [];
    found = {
      choices: [...one.querySelectorAll("input[type=radio]:not(.later__input), select")],
      later: one.querySelector(".later__input"),
      list: one.dataset.person ? question(one.dataset.question.split(".")[0]) : null,
      parent: name ? question(name) : null,
      value,
    };
    facts.set(one, found);
  }
  return found;
}

/** @returns {string} the choice that was made in a question: of its radio buttons or its list */
export function chosenIn(one) {
  const field = factsOf(one).choices.find((choice) => choice.checked || choice.tagName === "SELECT");
  return field ? field.value : "";
}

/** True while its condition holds, and that of the question it hangs on, and its list of people was not put off. */
export function applies(one) {
  const { list, parent, value } = factsOf(one);
  if (list && isLater(list)) return false;
  return !parent || (chosenIn(parent) === value && applies(parent));
}

/** @returns {HTMLElement[]} the questions that are to be asked now, in order, without the consent */
export function applying(form) {
  return [...form.getElementsByClassName("question")].filter((one) => one.id !== "q-consent" && applies(one));
}

/** True if anything was answered. A place needs more than its province, which is chosen beforehand. */
export function isGiven(one) {
  if (one.dataset.type === "photo") return one.querySelector("[type=file]").files.length > 0;
  return inputs(one).some((field) => {
    if (field.type === "radio") return field.checked;
    return !field.name.endsWith(".province") && field.value.trim() !== "";
  });
}

/** True while a question is put off. */
export const isLater = (one) => Boolean(factsOf(one).later && factsOf(one).later.checked);

/** Put a question off, or take that back. */
export function putOff(one, is) {
  const { later } = factsOf(one);
  if (later) later.checked = is;
}

/** Take the answer out again. */
export function empty(one) {
  inputs(one).forEach((field) => {
    if (field.type === "radio") field.checked = false;
    else if (!field.name.endsWith(".province")) field.value = "";
  });
}

/** Copy the answer of one question to another of the same type. */
export function copy(from, to) {
  const start = from.dataset.question.length;
  inputs(from).forEach((source) => {
    const name = to.dataset.question + source.name.slice(start);
    const target = inputs(to).find((field) => field.name === name && (field.type !== "radio" || field.value === source.value));
    if (target && target.type === "radio") target.checked = source.checked;
    else if (target) target.value = source.value;
  });
}

const chosen = (select) => (select.value ? select.options[select.selectedIndex].text : "");
const dotted = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ".");

/** @returns {string} the answer as a person reads it */
export function shown(one, words) {
  const fields = inputs(one);
  if (!isGiven(one)) return isLater(one) ? words.later : "";
  switch (one.dataset.type) {
    case "photo":
      return words.taken;
    case "date":
      return fields.map((field) => field.value.trim()).filter(Boolean).join("/");
    case "place":
      return [fields[2].value.trim(), fields[1].value.trim(), chosen(fields[0])].filter(Boolean).join(", ");
    case "number": {
      const digits = fields[0].value.replace(/\D/g, "");
      return one.dataset.kind === "money" ? `${dotted(digits)} ${words.dong}` : digits;
    }
    case "citizen_id":
      return fields[0].value.replace(/\D/g, "").replace(/(\d{3})(?=\d)/g, "$1 ");
    default:
  }
  if (fields[0].type === "radio") return fields.find((field) => field.checked).closest("label").textContent.trim();
  return fields[0].tagName === "SELECT" ? chosen(fields[0]) : fields[0].value.trim();
}
