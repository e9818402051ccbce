/** How the wizard opens on a phone that kept drafts: with the one of this tab, with one that the person chooses, or anew. */
import { start } from "../app.js";
import { list, sweep } from "../drawer.js";
import { named } from "../naming.js";
import { applying, question } from "./answers.js";
import { beside, note } from "./beside.js";
import * as path from "./path.js";
import { first, firstTrouble, trouble } from "./steps.js";

const LOOK_MS = 1500;
const at = (id) => document.getElementById(`wizard-${id}`);

/** `{form, walk, words, kept, go, begin}` as the wizard has them. An address may name a draft behind its `#`. */
export async function beginning(wizard) {
  const { form, begin } = wizard;
  const wanted = location.hash.slice(1);
  if (wanted) history.replaceState(history.state, "", location.pathname + location.search);
  const [entry] = performance.getEntriesByType("navigation");
  const isSame = path.here() || (entry && entry.type !== "navigate");
  const mine = isSame && sessionStorage.getItem(`draft:${form.dataset.code}`);
  const found = await drafts(form.dataset.code);
  const same = found.find((draft) => draft.id === (wanted || mine));
  if (same) return resume(wizard, same);
  if (mine) form.reset();
  if (!found.length) return begin(path.here());
  return offer(found, (draft) => (draft ? resume(wizard, draft) : (form.reset(), begin(""))));
}

/** All drafts of this form; a store that does not answer keeps nobody waiting. */
function drafts(code) {
  const looking = sweep().then(list).then((all) => all.filter((one) => one.code === code));
  return Promise.race([looking.catch(() => []), new Promise((resolve) => setTimeout(resolve, LOOK_MS, []))]);
}

/** Offer the last drafts, and a new one: `then` gets the draft, or nothing. */
function offer(drafts, then) {
  document.getElementById("wizard").before(document.importNode(at("offer").content, true));
  const row = at("again").querySelector(".choice");
  drafts.slice(0, 3).reverse().forEach((draft) => {
    const one = row.cloneNode(true);
    const button = one.querySelector("button");
    one.querySelectorAll(".say").forEach((loudspeaker) => loudspeaker.removeAttribute("data-started"));
    one.hidden = false;
    one.querySelector(".row__more").textContent = named(draft);
    button.onclick = () => (beside(""), then(draft));
    row.after(one);
  });
  at("again").querySelector("[value=new]").onclick = () => (beside(""), then(null));
  start(at("again"));
  beside("again");
}

async function resume({ form, walk, words, kept, go }, draft) {
  const older = await asBegun(form, draft);
  if (older) return location.replace(older);
  const { restore } = await import("./restoring.js");
  await restore(form, draft, words);
  kept.take(draft);
  const open = openBefore(walk, path.meaning(draft.place).id);
  go(placeOf(walk, draft.place), true);
  if (draft.version !== form.dataset.version) note([words.changed, ...open.map(asked)].join(" "));
}

/** Where the form lies with which a draft was begun, if this is a newer one and that can be had; else its answers go on here. */
async function asBegun(form, draft) {
  const [, start, number] = /^(.*\/start)(\/\d+)?$/.exec(location.pathname) || [];
  if (!start || number || draft.version === form.dataset.version) return "";
  const address = `${start}/${draft.version}${location.search}`;
  const answer = await Promise.race([fetch(address, { redirect: "manual" }).catch(() => null), new Promise((resolve) => setTimeout(resolve, LOOK_MS))]);
  return answer && answer.ok ? `${address}#${draft.id}` : "";
}

const asked = (one) => one.querySelector(".question__ask").textContent.trim();

/** What cannot stay as it is among the questions before the one with this id. */
function openBefore(walk, id) {
  const rows = applying(walk.form);
  const reached = rows.indexOf(question(id));
  return rows.slice(0, reached < 0 ? rows.length : reached).filter((one) => trouble(walk, one));
}

/** Where a draft goes on that was left at `place`; the consent is always asked again. */
function placeOf(walk, place) {
  const { stage, id } = path.meaning(place);
  const open = firstTrouble(walk);
  if (stage === "ask") return first(walk, id, false);
  walk.backTo = "reading";
  if (open) return `ask-${open.dataset.question}`;
  return stage === "send" ? "consent" : place;
}
