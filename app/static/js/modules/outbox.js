/** On /my-phone: the dossiers on their way, and one of them large when it is chosen. */
import { heard, list, unsent } from "../outbox/items.js";
import { panel } from "../outbox/panel.js";
import { moment } from "../naming.js";

/** Fills `[data-part=rows]` by the hidden row in it; `#<id>` opens one in `[data-part=one]`. */
export default function outbox(root) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const like = part("rows").querySelector("li");
  const words = JSON.parse(root.dataset.words);

  async function draw() {
    const items = await unsent().catch(() => []);
    part("rows").querySelectorAll("li:not([hidden])").forEach((old) => old.remove());
    items.forEach((item) => part("rows").append(row(item)));
    root.hidden = !items.length && !part("one").childElementCount;
    root.dataset.shown = "yes";
  }

  function row(item) {
    const one = like.cloneNode(true);
    one.hidden = false;
    one.querySelector("[data-part=name]").textContent = item.name;
    one.querySelector("[data-part=more]").textContent = `${words[item.state] || words.waiting}, ${moment(item.made)}`;
    one.querySelector("a").href = `#${item.id}`;
    return one;
  }

  async function open() {
    const id = location.hash.slice(1);
    const item = (await list().catch(() => [])).find((one) => one.id === id);
    part("list").hidden = Boolean(item);
    if (item) await panel(part("one"), id);
    else part("one").textContent = "";
    await draw();
  }

  heard(draw);
  addEventListener("hashchange", open);
  open();
}
