import { hasKept } from "../drafts.js";
import { stop } from "../player.js";
import { applying, empty, isGiven, putOff, question } from "../wizard/answers.js";
import { askWhose, beside, isBeside, note } from "../wizard/beside.js";
import { problem } from "../wizard/checks.js";
import { keeper } from "../wizard/keeping.js";
import * as path from "../wizard/path.js";
import { answered, close, list, open } from "../wizard/readback.js";
import * as screen from "../wizard/screen.js";
import * as steps from "../wizard/steps.js";

/** The wizard, one question a screen. Without this module the form is one long page that still sends. */
export default function wizard(form) {
  const words = JSON.parse(form.dataset.words);
  const walk = { form, messages: JSON.parse(form.dataset.messages), wrong: new Map(), stage: "", now: null, backTo: "" };
  const at = (id) => document.getElementById(`wizard-${id}`);
  const consent = question("consent");
  const kept = keeper(form, (what) => note(words[what === "photo" ? "unkeptPhoto" : "unkept"], true));

  // Fetched when they come near. Without its script a photo goes as it is.
  const sending = () => import("../wizard/send.js");
  const photo = (one) => import("../wizard/photos.js").then(({ take }) => take(one, words.again, () => refuse(one, words.unreadable)), () => undefined);

  /** The screen first, the address after it: what the eye does not wait for must not slow it. */
  function go(to, replace = false) {
    draw(to);
    path.walk(to, replace);
    note("");
    kept.moved(to);
  }

  function draw(to) {
    const { stage, id } = path.meaning(to);
    const rows = stage === "read" ? answered(form) : applying(form);
    const named = rows.find((one) => one.dataset.question === id) || rows[0];
    stop();
    if (isBeside()) beside("");
    if (walk.now) screen.hide(walk.now), close(walk.now);
    walk.stage = stage;
    walk.now = { ask: named, read: named, consent }[stage] || null;
    if (stage === "ask") screen.showInputs(form, named, words, next);
    if (stage === "read") open(named, words);
    if (stage === "consent") sending().catch(() => undefined);
    form.querySelectorAll(".wizard > .reread").forEach((old) => old.remove());
    if (stage === "all") at("read-bar").before(list(form, words, (one) => go(steps.toFix(walk, one))));
    if (walk.now) walk.now.hidden = false;
    if (stage === "ask" && (isGiven(named) || walk.wrong.has(named))) screen.showError(named, steps.trouble(walk, named));
    if (stage === "send") screen.keptHere(kept.id(), kept.owner());
    screen.frame(walk, words, `${rows.indexOf(named) + 1} / ${rows.length}`);
    screen.settleView(walk.now);
    path.afterPaint(() => screen.focus(walk.now));
  }

  function next() {
    const found = steps.trouble(walk, walk.now);
    if (found) {
      screen.showError(walk.now, found);
      return screen.bars(walk, words);
    }
    if (walk.now.dataset.type === "place") screen.spellCommune(form, walk.now);
    return onward();
  }

  /** Once the first answer was given: whose phone is this? Put off, it counts as borrowed and is asked with the next draft. */
  function onward() {
    const to = steps.afterAsking(walk);
    if (!kept.asksWhose() || !isGiven(walk.now)) return go(to);
    stop();
    kept.moved(to);
    return askWhose((owner) => (kept.owner(owner || "borrowed"), go(to)));
  }

  function later() {
    if ("waits" in walk.now.dataset) putOff(walk.now, true);
    else if (problem(walk.now, walk.messages)) empty(walk.now);
    settle(walk.now);
    go(steps.afterAsking(walk));
  }

  function settle(one) {
    walk.wrong.delete(one);
    screen.clearError(one);
    screen.lightChoice(one);
  }

  function refuse(one, text) {
    walk.wrong.set(one, text);
    if (one === walk.now) screen.showError(one, text);
  }

  function changed(event) {
    const one = event.target.closest(".question");
    if (!one || event.target.classList.contains("later__input")) return;
    settle(one);
    if (one.dataset.list) screen.room(form, one);
    if (/\.province$/.test(event.target.name)) screen.offerCommunes(form, one);
    if (event.type === "change" && event.target.type === "file") photo(one);
    screen.bars(walk, words);
    kept.changed();
  }

  /** A tap on an answer goes on by itself; the second tap of a double one must not answer the next question too. */
  function tapped(event) {
    const input = event.target.closest(".choice__input");
    if (!input || event.detail === 0) return;
    if (event.detail > 1) return void event.preventDefault();
    settle(walk.now);
    if (walk.now.dataset.list) screen.room(form, walk.now, next, () => note(words.unloaded, true));
    else if (walk.stage === "ask") next();
    else if (input.value === "yes") go("send");
  }

  function submitted(event) {
    event.preventDefault();
    if (walk.stage === "ask") next();
    else if (walk.stage === "send") post();
    else if (walk.stage !== "consent") go(steps.afterReading(walk));
  }

  async function post() {
    screen.status(words.sending);
    at("send").disabled = true;
    const result = await sending().then(({ send }) => send(form, kept.id())).catch(() => ({ problem: "failed" }));
    if (!result) return;
    at("send").disabled = Boolean(result.go);
    if (result.go) return void kept.sent().then(result.go);
    if (result.errors) sentBack(result.errors);
    else screen.status(`${words[result.problem]} ${words.kept}`, true);
  }

  function sentBack(errors) {
    errors.forEach((text, id) => id !== "consent" && question(id) && refuse(question(id), text));
    go(steps.first(walk, "", true));
  }

  function goBack(event) {
    if (isBeside() && walk.now) return event.preventDefault(), beside("");
    const before = steps.before(walk);
    if (!path.hasMoved() && !before) return;
    event.preventDefault();
    if (path.hasMoved()) history.back();
    else go(before, true);
  }

  const press = (id, act) => at(id).addEventListener("click", (event) => event.detail < 2 && act());
  press("next", next);
  press("later", later);
  press("scan", () => import("../wizard/card.js").then((card) => card.scanCard(form, walk.now, walk.messages, () => "filled" in walk.now.dataset && next()), () => note(words.unread, true)));
  press("right", () => go(steps.afterReading(walk)));
  press("fix", () => go(steps.toFix(walk, walk.now)));
  press("all", () => go("all"));
  at("back").addEventListener("click", goBack);
  form.addEventListener("click", tapped);
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", submitted);
  addEventListener("popstate", () => draw(path.returned()));

  function begin(place) {
    const { stage, id } = path.meaning(place);
    go(steps.first(walk, stage === "ask" ? id : "", "sentBack" in form.dataset), true);
  }

  form.classList.add("wizard--on");
  screen.tidy(form, refuse);
  if (path.isPractice) import("../wizard/practice.js").then(({ practise }) => practise(form, begin));
  else if ("sentBack" in form.dataset || !hasKept()) begin(path.here());
  else import("../wizard/beginning.js").then(({ beginning }) => beginning({ form, walk, words, kept, go, begin })).catch(() => begin(""));
}
