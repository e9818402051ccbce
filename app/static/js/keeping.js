/** Registers the service worker once the page is useful, and says in one line what it finds out: no network, something newer. */

const FORMS = "gocua-form";
let leave = () => undefined; // what nothing points to is collected, and the lock with it
const MOST_USED_SHARE = 0.8;
const LEAST_FREE_BYTES = 20e6;

/** @param {HTMLElement} line where it is said; its sentences stand in data attributes */
export default async function keeping(line) {
  const { serviceWorker } = navigator;
  if (!serviceWorker || !line) return;
  const say = (name, date = "") => tell(line, name, date);
  serviceWorker.addEventListener("message", (event) => heard(event.data, say));
  holdForm();
  const isFirstVisit = !serviceWorker.controller;
  const registration = await serviceWorker.register("/sw.js", { updateViaCache: "none" });
  if (!isFirstVisit) import("./kept/changing.js").then(({ changeWhenFree }) => changeWhenFree(registration, FORMS, () => renew("newer")), () => undefined);
  const { active } = await serviceWorker.ready;
  const prefix = line.dataset.home;
  const keep = [location.href, prefix, `${prefix.replace(/\/$/, "")}/offline`];
  active.postMessage(isFirstVisit ? { keep, used: scriptsHere() } : { keep, ask: true, more: true });
  if (await isFull()) say("full");
}

/** @returns {string[]} the scripts that this page loaded before there was a worker: they lie in the browser's own cache and cost nothing */
function scriptsHere() {
  const found = performance.getEntriesByType("resource").map(({ name }) => /\/static\/\w+\/(.+\.js)$/.exec(name));
  return found.filter(Boolean).map(([, name]) => name);
}

/** What the worker tells about the page that is shown: `{how, date, pack}`; pack: name, and for a page out of it its unit and digest. */
async function heard({ how, date, pack, isFull: hasNoRoom }, say) {
  if (hasNoRoom) say("full");
  if (["offline", "changed", "newer"].includes(how)) say(how, date);
  if (!pack || how === "offline") return;
  const { hasChanged, look } = await import("./kept/updating.js");
  const [name, unit, digest] = pack.split(" ");
  const found = await look(name, how === "kept");
  if (how !== "kept") return;
  if (found === "offline") say("offline", date);
  else if (found === "newer") renew("changed");
  else if (await hasChanged(name, unit, digest)) say("changed");
}

/** Let the worker fetch this page anew; when that is done, it tells `how`. */
function renew(how) {
  navigator.serviceWorker.controller.postMessage({ renew: { url: location.href, how } });
}

function tell(line, name, date) {
  const day = date && new Date(date).toLocaleDateString(line.dataset.locale);
  line.textContent = line.dataset[name].replace("{date}", day);
  line.dataset.said = name;
  if (name === "changed" || name === "newer") line.append(" ", again(line.dataset.again));
  line.hidden = false;
}

function again(text) {
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = text;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
  return link;
}

/** A page with a form holds a lock, so that no new version comes in while somebody fills one in. */
function holdForm() {
  if (!navigator.locks || !document.querySelector(".wizard")) return;
  navigator.locks.request(FORMS, { mode: "shared" }, () => new Promise((left) => (leave = left)));
  addEventListener("pagehide", () => leave());
  addEventListener("pageshow", ({ persisted }) => persisted && holdForm(), { once: true });
}

/** @returns {Promise<boolean>} whether the phone is almost full, as the browser sees it */
export async function isFull() {
  if (!navigator.storage || !navigator.storage.estimate) return false;
  const { usage, quota } = await navigator.storage.estimate();
  return usage > MOST_USED_SHARE * quota || quota - usage < LEAST_FREE_BYTES;
}
