/** The form as it stands: which questions apply, what is answered, how an answer reads. Changes nothing but `putOff`, `empty`. */

/** @returns {HTMLElement|null} the question with this id */
export const question = (id) => document.getElementById(`q-${id}`);

/** The inputs that make up the answer, without "later". */
export function inputs(one) {
  return [...one.querySelectorAll("input, select, textarea")].filter((field) => field.name && !field.name.endsWith(".later"));
}

/** @returns {string} what stands under `name`; of several radio buttons the pressed one */
export function value(form, name) {
  const field = form.elements[name];
  return field ? (field.value || "").trim() : "";
}

/** True while its condition holds, and that of the question it hangs on, and its list of people was not put off. */
export function applies(form, one) {
  if (one.dataset.person && isLater(question(one.dataset.question.split(".")[0]))) return false;
  if (!one.dataset.if) return true;
  const cut = one.dataset.if.indexOf("=");
  const name = one.dataset.if.slice(0, cut);
  return value(form, name) === one.dataset.if.slice(cut + 1) && applies(form, question(name));
}

/** @returns {HTMLElement[]} the questions that are to be asked now, in order, without the consent */
export function applying(form) {
  return [...form.querySelectorAll(".question:not(.question--consent)")].filter((one) => applies(form, one));
}

/** True if anything was answered. A place needs more than its province, which is chosen beforehand. */
export function isGiven(one) {
  if (one.dataset.type === "photo") return one.querySelector("[type=file]").files.length > 0;
  return inputs(one).some((field) => {
    if (field.type === "radio") return field.checked;
    return !field.name.endsWith(".province") && field.value.trim() !== "";
  });
}

const later = (one) => one.querySelector(".later__input");

export const isLater = (one) => Boolean(one && later(one) && later(one).checked);

/** Put a question off, or take that back. */
export function putOff(one, is) {
  if (later(one)) later(one).checked = is;
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
    default:
  }
  if (fields[0].type === "radio") return fields.find((field) => field.checked).closest("label").textContent.trim();
  return fields[0].tagName === "SELECT" ? chosen(fields[0]) : fields[0].value.trim();
}
