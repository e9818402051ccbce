import { start } from "../app.js";
import { stop } from "../player.js";
import { applies, applying, empty, isGiven, isLater, putOff, question } from "../wizard/answers.js";
import { problem } from "../wizard/checks.js";
import { element } from "../wizard/choices.js";
import { grow } from "../wizard/people.js";
import { take } from "../wizard/photos.js";
import { answered, close, list, open } from "../wizard/readback.js";
import { clearError, fit, hide, showError, showInputs, show, status } from "../wizard/screen.js";
import { send } from "../wizard/send.js";
import { offerCommunes } from "../wizard/shortcuts.js";

/**
 * The wizard, one question a screen. Where one is stands in the address: `#ask-<id>`, `#read-<id>`, `#all`, `#consent`, `#send`;
 * so the phone's own Back gives the screen before. Without this module the form is one long page that still sends.
 */
export default function wizard(form) {
  const words = JSON.parse(form.dataset.words);
  const messages = JSON.parse(form.dataset.messages);
  const at = (id) => document.getElementById(`wizard-${id}`);
  const wrong = new Map();
  const consent = question("consent");
  let stage = "";
  let now = null;
  let backTo = "";
  let isSent = false;

  const trouble = (one) => wrong.get(one) || problem(one, messages);
  const firstTrouble = () => applying(form).find(trouble);

  function go(place, replace = false) {
    const depth = (history.state && history.state.depth) || 0;
    if (replace) history.replaceState({ depth }, "", `#${place}`);
    else history.pushState({ depth: depth + 1 }, "", `#${place}`);
    draw();
  }

  function draw() {
    const [, name, id] = /^#(ask|read|all|consent|send)(?:-(.*))?$/.exec(decodeURIComponent(location.hash)) || ["", "ask", ""];
    const steps = name === "read" ? answered(form) : applying(form);
    let one = name === "consent" ? consent : question(id);
    if ((name === "ask" || name === "read") && !steps.includes(one)) [one] = steps;
    stop();
    if (now) {
      hide(now);
      close(now);
    }
    stage = name;
    now = name === "all" || name === "send" ? null : one;
    status(at("status"), "");
    at("ask-bar").hidden = name !== "ask";
    at("read-bar").hidden = name !== "read" && name !== "all";
    at("fix").parentElement.hidden = at("all").hidden = name === "all";
    at("end").hidden = name !== "send";
    at("count").textContent = now && now !== consent ? `${steps.indexOf(now) + 1} / ${steps.length}` : "";
    form.querySelectorAll(".wizard > .reread").forEach((old) => old.remove());
    if (name === "all") at("read-bar").before(list(form, words, fix));
    if (name === "ask") showInputs(form, now, words, next);
    if (name === "read") open(now, words);
    if (now) show(now, words);
    if (name === "ask" && wrong.has(now)) showError(now, wrong.get(now));
    bars();
    scrollTo(0, 0);
  }

  function bars() {
    if (stage === "consent") at("refused").hidden = form.elements.consent.value !== "no";
    if (stage !== "ask") return;
    const byTap = now.querySelector(".choice__input, select + .choices, .fields[hidden]");
    const may = "waits" in now.dataset ? words.later : "required" in now.dataset ? "" : words.skip;
    at("next").hidden = Boolean(byTap) && !isGiven(now);
    at("later").hidden = !may || (may === words.skip && isGiven(now));
    at("later").textContent = may;
    fit(at("ask-bar"), now);
  }

  function next() {
    const found = trouble(now);
    if (found) return showError(now, found);
    if (isGiven(now)) putOff(now, false);
    return onward();
  }

  function onward() {
    const steps = applying(form);
    const after = steps[steps.indexOf(now) + 1];
    if (!backTo && after) return go(`ask-${after.dataset.question}`);
    const open = firstTrouble();
    backTo = backTo || "read-";
    if (open) return go(`ask-${open.dataset.question}`);
    const place = backTo === "read-" ? `read-${answered(form)[0].dataset.question}` : backTo;
    return go(place);
  }

  function later() {
    if ("waits" in now.dataset) putOff(now, true);
    else if (problem(now, messages)) empty(now);
    wrong.delete(now);
    clearError(now);
    onward();
  }

  function right() {
    const rest = answered(form);
    const after = stage === "read" && rest[rest.indexOf(now) + 1];
    go(after ? `read-${after.dataset.question}` : "consent");
  }

  function fix(one) {
    backTo = stage === "all" ? "all" : `read-${one.dataset.question}`;
    go(`ask-${one.dataset.question}`);
  }

  function chosen(one) {
    one.querySelectorAll(".choice").forEach((row) => {
      const input = row.querySelector("input");
      if (input) row.classList.toggle("choice--chosen", input.checked);
    });
    if (one.classList.contains("question--more") && form.elements[one.dataset.question].value === "yes") {
      grow(one);
      start(form);
    }
  }

  async function post() {
    status(at("status"), words.sending);
    at("send").disabled = true;
    const result = await send(form);
    if (!result) return;
    at("send").disabled = false;
    if (result.to) {
      isSent = true;
      location.assign(result.to);
      return;
    }
    if (result.problem) status(at("status"), `${words[result.problem]} ${words.kept}`, true);
    else refuse(result.errors);
  }

  function refuse(errors) {
    errors.forEach((text, id) => id !== "consent" && question(id) && wrong.set(question(id), text));
    backTo = "read-";
    const open = firstTrouble();
    if (open || errors.has("consent")) go(open ? `ask-${open.dataset.question}` : "consent");
    else status(at("status"), `${words.failed} ${words.kept}`, true);
  }

  function tapped(event) {
    const input = event.target.closest(".choice__input");
    if (!input || event.detail === 0) return;
    if (event.detail > 1) {
      event.preventDefault();
      return;
    }
    chosen(now);
    if (stage === "ask") next();
    else if (input.value === "yes") go("send");
    else bars();
  }

  function changed(event) {
    const one = event.target.closest(".question");
    if (!one) return;
    wrong.delete(one);
    clearError(one);
    chosen(one);
    if (event.target.name && event.target.name.endsWith(".province")) offerCommunes(form, one);
    if (event.type === "change" && event.target.type === "file") take(one, () => { wrong.set(one, words.unreadable); showError(one, words.unreadable); });
    bars();
  }

  function submitted(event) {
    event.preventDefault();
    if (stage === "ask") next();
    else if (stage === "read" || stage === "all") right();
    else if (stage === "send") post();
  }

  function goBack(event) {
    const steps = applying(form);
    const before = stage === "ask" && steps[steps.indexOf(now) - 1];
    if (!(history.state && history.state.depth > 0) && !before) return;
    event.preventDefault();
    if (history.state && history.state.depth > 0) history.back();
    else go(`ask-${before.dataset.question}`, true);
  }

  const press = (id, act) => at(id).addEventListener("click", (event) => event.detail < 2 && act());
  press("next", next);
  press("later", later);
  press("right", right);
  press("fix", () => fix(now));
  press("all", () => go("all"));
  at("back").addEventListener("click", goBack);
  form.addEventListener("click", tapped);
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", submitted);
  addEventListener("popstate", draw);
  addEventListener("beforeunload", (event) => {
    if (isSent || !history.state || !history.state.depth) return;
    event.preventDefault();
    event.returnValue = "";
  });
  begin();

  /** The first screen: what the server could not take, else where the address says, as far as all before is answered. */
  function begin() {
    form.querySelectorAll(".question").forEach((one) => {
      const error = one.querySelector(".question__error");
      if (error && one !== consent) wrong.set(one, error.textContent.trim());
      chosen(one);
      hide(one);
    });
    form.classList.add("wizard--on");
    if ("sentBack" in form.dataset) backTo = "read-";
    const open = firstTrouble();
    const wanted = /^#ask-(.*)$/.exec(decodeURIComponent(location.hash));
    const steps = applying(form);
    const reached = open ? steps.indexOf(open) : steps.length - 1;
    const to = wanted ? Math.min(Math.max(0, steps.indexOf(question(wanted[1]))), reached) : 0;
    if (backTo) go(open ? `ask-${open.dataset.question}` : "consent", true);
    else go(`ask-${steps[to].dataset.question}`, true);
  }
}
