/** The page /offices/<id>/pack: what saving costs, the button, real progress, and "complete" only when every byte was checked. */
import { isFull } from "../keeping.js";
import * as files from "../kept/files.js";
import { Stopped } from "../kept/asking.js";
import { missing, offer, save } from "../kept/saving.js";
import * as sounds from "../kept/sounds.js";
import { look } from "../kept/updating.js";

const MINUTE = 60;
const AGAIN_MS = 15000;

export default async function pack(root) {
  if (!("caches" in window) || !navigator.serviceWorker) return;
  const words = JSON.parse(root.dataset.words);
  const form = root.querySelector("form");
  const bar = root.querySelector("progress");
  const locale = document.getElementById("line").dataset.locale;
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const say = (name, values = {}) => {
    part("said").textContent = name && filled(words[name], values);
  };
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1e6).toLocaleString(locale, { maximumFractionDigits: 1 })} MB`);
  let told;
  let clips = {};

  async function price() {
    told = await offer(root.dataset.list);
    if ((await files.packs())[told.name]) await look(told.name, true);
    const rest = await missing(told);
    for (const choice of ["most_used", "all"]) clips[choice] = await sounds.missing(told.sounds[choice].address);
    cost("text", rest);
    ["most_used", "all"].forEach((choice) => cost(choice, rest + sounds.size(clips[choice]), told.sounds[choice].count));
    if (form.hidden) say("");
    form.hidden = false;
    await standing(rest);
  }

  function cost(choice, bytes, count = 1) {
    const line = root.querySelector(`[data-cost="${choice}"]`);
    const seconds = Math.max(1, Math.round(bytes / told.second_bytes));
    const time = seconds < 2 * MINUTE ? filled(words.seconds, { n: seconds }) : filled(words.minutes, { n: Math.round(seconds / MINUTE) });
    const dong = Math.max(1, Math.round((bytes * told.megabyte_dong) / 1e6)).toLocaleString(locale);
    line.textContent = !count ? words.none : bytes ? filled(words.cost, { size: size(bytes), time, dong }) : words.free;
    root.querySelector(`[name=choice][value=${choice}]`).disabled = !count;
  }

  /** What is on the phone now: whole, begun, or nothing. */
  async function standing(rest) {
    const mine = (await files.packs())[told.name];
    part("go").textContent = rest && rest < told.bytes ? words.more : words.go;
    part("done").hidden = !mine || rest > 0;
    if (mine && rest) say("has", { date: new Date(mine.checked).toLocaleDateString(locale) });
    else if (rest && rest < told.bytes) say("begun", { done: size(told.bytes - rest), all: size(told.bytes) });
    else if (await isFull()) say("tight");
    else if (mine) say((await isPromised()) ? "promised" : "unpromised");
  }

  /** No network: still, what is there is told. */
  async function standingAlone(why) {
    const mine = Object.values(await files.packs()).find(isHere);
    const half = Object.values(await files.begun()).find(isHere);
    part("done").hidden = !mine || !(await files.isWhole(mine));
    if (mine || !half) return say(why);
    const there = await Promise.all(half.bundles.map(({ address }) => files.bundle(address)));
    say("begun", { done: size(there.reduce((sum, one) => sum + (one ? one.length : 0), 0)), all: size(half.bytes) });
  }

  const isHere = ({ office, language }) => root.dataset.list.includes(`/${office}/`) && root.dataset.language === language;
  const isPromised = async () => Boolean(navigator.storage && navigator.storage.persisted && (await navigator.storage.persisted()));

  async function opened() {
    try {
      await price();
    } catch (error) {
      if (error.message !== "waiting") return standingAlone("offline");
      say("waiting");
      setTimeout(opened, AGAIN_MS);
    }
  }

  /** The server makes its pack anew: go on by itself once there is another one, unless the button was pressed meanwhile. */
  function goOn(old) {
    setTimeout(async () => {
      if (form.querySelector("button").disabled || told !== old) return;
      const now = await offer(root.dataset.list).catch(() => old);
      if (now.frame === old.frame && now.root === old.root) goOn(old);
      else await price().then(() => submitted(), () => standingAlone("offline"));
    }, AGAIN_MS);
  }

  async function submitted(event) {
    if (event) event.preventDefault();
    const choice = form.elements.choice.value;
    form.querySelector("button").disabled = true;
    part("done").hidden = true;
    bar.hidden = false;
    try {
      await everything(choice);
      await kept();
    } catch (error) {
      part("go").textContent = words.more;
      say(error instanceof Stopped ? error.message : "wrong");
      if (error.message === "gone") await price().catch(() => undefined);
      if (error.message === "waiting") goOn(told);
    }
    bar.hidden = true;
    form.querySelector("button").disabled = false;
  }

  async function everything(choice) {
    const rows = choice === "text" ? [] : clips[choice];
    const heard = sounds.size(rows);
    const all = told.bytes + heard;
    const show = (done) => {
      bar.value = (100 * done) / all;
      say(done < all ? "doing" : "checking", { done: size(done), all: size(all) });
    };
    await save(told, (done) => show(done));
    await sounds.save(rows, (done) => show(told.bytes + done));
  }

  /** Only now is it said: everything was checked and written. The browser's promise to keep it is asked for, and told. */
  async function kept() {
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
    await price().catch(() => standingAlone("offline"));
    part("done").scrollIntoView({ block: "center" });
    document.dispatchEvent(new CustomEvent("gocua:useful"));
  }

  form.addEventListener("submit", submitted);
  await opened();
}
