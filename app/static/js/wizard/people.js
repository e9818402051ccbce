/** One more person in a list: a copy of the first person's questions, empty, under the next number. */
import { start } from "../app.js";
import { chosenIn, empty, putOff } from "./answers.js";

/** Make room for one more person where "one more?" was answered with yes. */
export function makeRoom(form, more) {
  if (!more.dataset.list || chosenIn(more) !== "yes") return;
  grow(more);
  start(form);
}

/** Make room for the person after the one whose "one more?" was answered, unless it is there or the list is full. */
export function grow(more) {
  const list = more.dataset.list;
  const number = Number(more.dataset.person);
  const next = number + 1;
  if (next > Number(more.dataset.most) || document.getElementById(`q-${list}.${next}.more`)) return;
  const isLast = next === Number(more.dataset.most);
  const rows = [...document.querySelectorAll(`[id^="q-${list}.2."]`)].filter((row) => !(isLast && row.dataset.list));
  const copies = rows.map((row) => renumbered(row, `${list}.2.`, `${list}.${next}.`, next));
  copies.forEach((copy) => {
    copy.dataset.person = next;
    copy.dataset.if = `${list}.${number}.more=yes`;
    copy.hidden = true;
    empty(copy);
    putOff(copy, false);
  });
  more.after(...copies);
}

function renumbered(row, from, to, number) {
  const copy = row.cloneNode(true);
  [copy, ...copy.querySelectorAll("*")].forEach((part) => {
    [...part.attributes].forEach((attribute) => {
      if (attribute.value.includes(from)) part.setAttribute(attribute.name, attribute.value.split(from).join(to));
    });
    part.removeAttribute("data-started");
  });
  copy.querySelectorAll(".question__about").forEach((about) => {
    about.textContent = about.textContent.replace(/\d+/, number);
  });
  return copy;
}
