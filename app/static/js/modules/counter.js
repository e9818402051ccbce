/**
 * The form at the counter: rows that do not apply are hidden, a card fills in its person, Enter goes to the next field (a scanner
 * types it), what was typed is kept on the server after each pause.
 */
import { applies, copy, inputs, isGiven, isLater, question } from "../wizard/answers.js";
import { cardOf, fill } from "../wizard/filling.js";
import { readCard } from "../scan/card.js";
import { look, snap } from "../scan/look.js";
import { placeOf } from "../scan/places.js";

const PAUSE_MS = 700;
const ENDS = ["BUTTON", "TEXTAREA", "A", "SUMMARY"];

/** @param {HTMLFormElement} form templates/desk/new_form.html */
export default function counter(form) {
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const messages = JSON.parse(form.dataset.messages);
  const rows = [...form.querySelectorAll("[data-question]")];
  const cards = [...form.querySelectorAll('[data-part="card"]')];
  const isAnswered = (one) => isGiven(one) || isLater(one) || "held" in one.dataset || Boolean(one.querySelector('[name$=".seen"]:checked'));
  const say = (text, isWrong) => {
    part("said").textContent = text;
    part("said").classList.toggle("desk__problem", Boolean(isWrong));
  };

  function paint() {
    rows.forEach((one) => { one.hidden = !applies(one); });
    cards.forEach((one) => { one.hidden = !applies(question(one.querySelector("[data-for]").dataset.for)); });
    form.querySelectorAll("[data-list]").forEach((one) => { one.hidden = !applies(question(one.dataset.list)); });
    const left = rows.filter((one) => "required" in one.dataset && !one.hidden && one.dataset.type !== "people" && !one.dataset.person && !isAnswered(one));
    part("left").textContent = left.length ? `${left.length} ${form.dataset.left}` : "";
    form.elements.carded.value = rows.filter((one) => "filled" in one.dataset).map((one) => one.dataset.question).join(" ");
  }

  let timer = 0;
  let going = Promise.resolve();
  let isSent = false;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { going = going.then(keep); }, PAUSE_MS);
  };
  async function keep() {
    if (isSent) return;
    const body = new FormData(form);
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body, redirect: "manual" });
      const isKept = answer.status === 204;
      say(isKept ? form.dataset.kept : answer.status === 422 ? messages.photo.unreadable : form.dataset.unkept, !isKept);
      if (isKept) form.querySelectorAll("[type=file]").forEach((file) => held(file, body.get(file.name)));
    } catch (_) {
      say(form.dataset.unkept, true); // no network: it stays on the screen
    }
  }
  /** A photo that lies on the server need not be sent again. */
  function held(file, was) {
    if (!was || !was.size || !file.files.length || file.files[0].size !== was.size) return;
    file.closest("[data-question]").dataset.held = "";
    file.value = "";
  }

  async function take(text, field) {
    const card = readCard(text);
    const one = question(field.dataset.for);
    field.value = "";
    if (!card || !(card.number || card.name)) return say(form.dataset.strange, true);
    const person = cardOf(form, one);
    card.place = person.address && card.address ? await placeOf(card.address, card.issued) : null;
    fill(person, card, messages);
    paint();
    changed();
    const next = rows.slice(rows.indexOf(one)).find((row) => !row.hidden && !isAnswered(row)) || one;
    inputs(next)[0].focus();
    return undefined;
  }

  /** "The same as the mother": one small button for each. */
  function same(one) {
    one.dataset.same.split("|").forEach((pair) => {
      const [from, label] = pair.split("=");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "desk__small";
      button.textContent = label;
      button.addEventListener("click", () => {
        copy(question(from), one);
        paint();
        changed();
      });
      one.querySelector(".ask__inputs").append(button);
    });
  }

  function next(field) {
    const all = [...form.querySelectorAll("input:not(.later__input), select, textarea, .desk__button")].filter((one) => one.tabIndex >= 0 && one.offsetParent);
    const after = all.slice(all.indexOf(field) + 1).find((one) => one.type !== "radio" || one.name !== field.name);
    if (after) after.focus();
  }

  rows.filter((one) => one.dataset.same).forEach(same);
  part("keys").hidden = false;
  form.classList.add("counter--on");
  form.querySelectorAll("[data-snap]").forEach((one) => { one.hidden = !navigator.mediaDevices; });
  form.addEventListener("input", ({ target, isTrusted }) => {
    const one = target.closest("[data-question]");
    if (one && isTrusted) delete one.dataset.filled;
  });
  form.addEventListener("change", ({ target }) => {
    paint();
    if (!target.dataset.for) changed();
  });
  form.addEventListener("input", ({ target }) => !target.dataset.for && changed());
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || (ENDS.includes(event.target.tagName) && !event.ctrlKey)) return;
    event.preventDefault();
    if (event.ctrlKey) form.requestSubmit(form.querySelector("[value=send]"));
    else if (event.target.dataset.for && event.target.value.trim()) take(event.target.value, event.target);
    else next(event.target);
  });
  /** The camera's photo goes into the field as a file would. */
  async function photograph(field) {
    const photo = await snap();
    if (!photo) return;
    const files = new DataTransfer();
    files.items.add(new File([photo], "photo.jpg", { type: photo.type }));
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  form.addEventListener("click", ({ target }) => {
    if (target.dataset.snap) photograph(form.elements[target.dataset.snap]);
    if (!target.dataset.look) return;
    const field = document.getElementById(target.dataset.look);
    look(form.dataset.worker, (texts) => {
      const card = texts.find((text) => readCard(text));
      if (card) take(card, field);
      return Boolean(card);
    });
  });
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => { isSent = false; });
  paint();
  const first = form.querySelector(".ask--wrong") || (rows.some(isAnswered) ? rows.find((one) => !one.hidden && !isAnswered(one)) : cards[0]) || rows[0];
  first.querySelector("input, select, textarea").focus();
}
