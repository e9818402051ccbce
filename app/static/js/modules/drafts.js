/** The page /drafts: gives a draft to another browser under a code, or takes one in. The code stays behind the `#`. */
import { give, readCode, receive } from "../carry.js";
import { keep, uuid7 } from "../drafts.js";
import { list, sweep } from "../drawer.js";
import { named } from "../naming.js";
import { draw } from "../qr.js";

const PROBLEMS = { 404: "gone", 413: "large", 429: "many" };

export default function drafts(root) {
  const { address, taken, words } = root.dataset;
  const say = JSON.parse(words);
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const field = root.querySelector("input");
  let isBusy = false;

  function show(...names) {
    ["plain", "choose", "give", "code", "take"].forEach((name) => { part(name).hidden = !names.includes(name); });
    part("status").textContent = "";
  }

  /** One thing at a time, and what became of it in words. */
  async function attempt(work) {
    if (isBusy) return;
    isBusy = true;
    part("status").textContent = say.wait;
    try {
      await work();
    } catch (error) {
      part("status").textContent = say[error.said || PROBLEMS[error.status] || "failed"];
    }
    isBusy = false;
  }

  async function open() {
    const said = location.hash.slice(1);
    const kept = await sweep().then(list).catch(() => []);
    const mine = kept.find((draft) => `from-${draft.id}` === said);
    if (mine) return offer(mine);
    show("take", kept.length && !said ? "choose" : "");
    if (readCode(said)) field.value = said;
    if (said) history.replaceState(null, "", location.pathname);
    const rows = part("choose").querySelector("ul");
    rows.querySelectorAll("li:not([hidden])").forEach((old) => old.remove());
    return kept.forEach((draft) => rows.append(row(rows.querySelector("li"), draft)));
  }

  function row(like, draft) {
    const one = like.cloneNode(true);
    one.hidden = false;
    one.querySelector("a").hash = `from-${draft.id}`;
    one.querySelector("[data-part=name]").textContent = draft.name;
    one.querySelector("[data-part=more]").textContent = named(draft);
    return one;
  }

  function offer(draft) {
    show("give");
    part("what").textContent = draft.name;
    part("get").onclick = () => attempt(async () => {
      const code = await give(address, draft);
      show("code");
      part("shown").textContent = `${code.slice(0, 5)}-${code.slice(5)}`;
      part("page").textContent = `${location.host}${address}`;
      await draw(part("qr"), `${location.origin}${address}#${code}`);
    });
  }

  part("take").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => {
      const code = readCode(field.value);
      if (!code) throw Object.assign(new Error("typo"), { said: "typo" });
      const draft = await receive(taken, code);
      const id = uuid7();
      await keep(id, draft).catch((error) => { throw Object.assign(error, { said: "unkept" }); });
      location.assign(`${draft.path}#${id}`);
    });
  });
  addEventListener("hashchange", open);
  open();
}
