/** The page /my-phone: what is kept here, how much room it takes, and one tap with one confirmation to wipe all or part. */
import { drop as dropDrafts } from "../drafts.js";
import { list as drafts, sweep } from "../drawer.js";
import * as kept from "../kept.js";
import { moment, named, size } from "../naming.js";
import { belongs, whose } from "../phone.js";
import { drop as dropReceipts, list as receipts } from "../receipts.js";
import { remove } from "../store.js";

const NEARLY_FULL = 0.8;
const LITTLE_BYTES = 20e6;
const sum = (things) => things.reduce((total, { bytes }) => total + bytes, 0);

export default function myPhone(root) {
  const words = JSON.parse(root.dataset.words);
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  let things = [];
  let isNew = true;

  /** Everything on the phone as rows: `{list, name, more, href, isUnsent, isPersonal, wipe}`. A store that fails hides nothing else. */
  async function found() {
    await sweep().catch(() => undefined);
    const [mine, slips, saved] = await Promise.all([drafts().catch(() => []), receipts().catch(() => []), kept.list().catch(() => null)]);
    return [
      ...mine.map((one) => ({
        list: "drafts", name: one.name, more: `${named(one)}, ${size(one.bytes)}`, href: `${one.path}#${one.id}`,
        isUnsent: true, isPersonal: true, wipe: () => dropDrafts(one.id),
      })),
      ...slips.map((one) => ({
        list: "receipts", name: one.name, more: `${one.ticket.slice(0, 4)}-${one.ticket.slice(4)}, ${one.office}, ${day(one.received)}`,
        href: `/d/${one.ticket}${one.secret && `#${one.secret}`}`, isPersonal: true, wipe: () => dropReceipts(one.ticket),
      })),
      ...(saved ? savedRows(saved) : []),
    ];
  }

  function savedRows({ pages, packs, sounds }) {
    const rows = packs.map((one) => ({
      name: `${one.name}, ${spoken(one.language)}`, more: [size(one.bytes), one.at && moment(one.at), one.complete ? "" : words.half].filter(Boolean).join(", "),
      wipe: () => kept.wipe({ packs: true }),
    }));
    const last = Math.max(0, ...pages.map(({ at }) => at));
    if (pages.length) rows.push({ name: `${words.pages}: ${pages.length}`, more: [size(sum(pages)), last && moment(last)].filter(Boolean).join(", "), wipe: () => kept.wipe({ pages: true }) });
    if (sounds.count) rows.push({ name: `${words.sounds}: ${sounds.count}`, more: size(sounds.bytes), wipe: () => kept.wipe({ sounds: true }) });
    return rows.map((row) => ({ list: "saved", ...row }));
  }

  async function draw() {
    things = await found();
    ["drafts", "receipts", "saved"].forEach(fill);
    const to = (await whose().catch(() => "")) || "borrowed";
    part("own").hidden = to !== "own";
    part("borrowed").hidden = to === "own";
    part("done").hidden = to === "own" || !things.some(({ isPersonal }) => isPersonal);
    part("nothing").hidden = things.some(({ isPersonal }) => isPersonal);
    part("all").hidden = things.length === 0;
    part("plain").hidden = true;
    part("confirm").hidden = true;
    part("kept").hidden = false;
    await weigh();
    root.dataset.shown = "yes";
    if (isNew && location.hash === "#done" && things.some(({ isPersonal }) => isPersonal)) done();
    isNew = false;
  }

  function fill(list) {
    const section = root.querySelector(`[data-list=${list}]`);
    const rows = section.querySelector("ul");
    rows.querySelectorAll("li:not([hidden])").forEach((old) => old.remove());
    const mine = things.filter((one) => one.list === list);
    section.hidden = !mine.length;
    mine.forEach((one) => rows.append(row(rows.querySelector("li"), one)));
  }

  function row(like, one) {
    const made = like.cloneNode(true);
    made.hidden = false;
    made.querySelector("[data-part=name]").textContent = one.name;
    made.querySelector("[data-part=more]").textContent = one.more;
    if (one.href) made.querySelector("a").href = one.href;
    const button = made.querySelector("button");
    button.setAttribute("aria-label", `${words.wipe}: ${one.name}`);
    button.onclick = () => confirm([one]);
    return made;
  }

  /** Room, as far as the browser tells: used, left, and whether it promised to keep what is there. */
  async function weigh() {
    const { storage } = navigator;
    if (!storage || !storage.estimate) return;
    const [{ usage = 0, quota = 0 }, isPromised] = await Promise.all([storage.estimate(), storage.persisted ? storage.persisted() : false]);
    part("room").textContent = `${words.used} ${size(usage)}, ${words.free} ${size(quota - usage)}`;
    part("space").hidden = !quota;
    part("full").hidden = !quota || (usage < NEARLY_FULL * quota && quota - usage >= LITTLE_BYTES);
    part("promised").hidden = !isPromised;
    part("unpromised").hidden = isPromised;
  }

  /** Name what goes, what was never sent first; one tap more and it is gone. */
  function confirm(going, more = async () => undefined) {
    const rows = [...going].sort((one, other) => Boolean(other.isUnsent) - Boolean(one.isUnsent));
    part("named").textContent = "";
    rows.forEach(({ name, more: detail }) => part("named").append(line(`${name}, ${detail}`)));
    part("unsent").hidden = !going.some(({ isUnsent }) => isUnsent);
    part("kept").hidden = true;
    part("confirm").hidden = false;
    part("status").textContent = "";
    part("confirm").querySelector("h2").focus();
    part("confirm").querySelector("[value=no]").onclick = draw;
    part("confirm").querySelector("[value=yes]").onclick = async () => {
      const wiped = await Promise.all([...going.map(({ wipe }) => wipe()), more()]).then(() => true, () => false);
      await draw();
      part("status").textContent = wiped ? words.gone : words.failed;
    };
  }

  function line(text) {
    const item = document.createElement("li");
    item.className = "fact";
    item.textContent = text;
    return item;
  }

  const forgetMe = () => Promise.all([remove("keys", "drafts"), remove("settings", "whose")]);
  const done = () => confirm(things.filter(({ isPersonal }) => isPersonal), forgetMe);
  part("done").querySelector("button").onclick = done;
  part("all").querySelector("button").onclick = () => confirm(things, forgetMe);
  ["own", "borrowed"].forEach((name) => {
    part(name).querySelector("button").onclick = ({ currentTarget }) => belongs(currentTarget.value).then(draw);
  });
  draw();
}

/** A language by its name in the language of this page, where the browser knows it. */
function spoken(tag) {
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(tag);
  } catch (_) {
    return tag;
  }
}

const day = (iso) => iso.split("-").reverse().map(Number).join("/");
