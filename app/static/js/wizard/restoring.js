/** A kept draft back into the form, also into a newer version of it: answers go to the questions that still have their ids. */
import { start } from "../app.js";
import { photos } from "../drawer.js";
import { question } from "./answers.js";
import { grow } from "./people.js";
import { take } from "./photos.js";
import { lightChoice } from "./screen.js";

/** Put a draft's answers and photos in. `words` are the wizard's. */
export async function restore(form, draft, words) {
  form.reset();
  Object.entries(draft.answers).forEach(([name, value]) => answer(form, name, value));
  (draft.carded || []).map(question).filter(Boolean).forEach((one) => { one.dataset.filled = ""; });
  start(form);
  if (typeof DataTransfer === "function") (await photos(draft.id)).forEach((photo) => show(photo, words));
  form.querySelectorAll(".question").forEach(lightChoice);
}

function answer(form, name, value) {
  const [, list, number] = /^(.+)\.(\d+)\.[^.]+$/.exec(name) || [];
  const before = !form.elements[name] && list && question(`${list}.${number - 1}.more`);
  if (before) grow(before);
  const field = form.elements[name];
  if (!field) return;
  if (field.type === "radio") field.checked = field.value === value;
  else field.value = value;
  if (field.tagName === "SELECT" && field.value !== value) field.value = "";
}

function show({ question: id, file }, words) {
  const one = question(id);
  const input = one && one.querySelector("[type=file]");
  if (!input) return;
  const box = new DataTransfer();
  box.items.add(file);
  input.files = box.files;
  take(one, words.again, () => {});
}
