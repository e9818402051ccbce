/** One dossier on its way, told as it is: on this phone, sending, received; and what can be done about it. */
import { start } from "../app.js";
import { drop, dropFiles, files, find, heard, update } from "./items.js";
import { TIRED } from "./rules.js";
import { send } from "./sender.js";

/**
 * Show an item in a place, and go on showing what becomes of it.
 * @param {HTMLElement} place emptied first
 * @param {string} id
 * @param {function} arrived called once with the item when the server holds all of it
 */
export async function panel(place, id, arrived = () => undefined) {
  place.textContent = "";
  place.append(document.importNode(document.getElementById("outgoing").content, true));
  const root = place.lastElementChild;
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const acts = { now: () => send(true), show, easier, file, without, drop: () => ask(true), keep: () => ask(false), dropped };
  let item = null;
  let code = null;
  let isDone = false;
  let secret = ""; // once all is with the server it lies with the receipts alone, and there only on a phone of one's own

  async function draw() {
    item = (await find(id)) || item;
    if (!item) return;
    secret = item.secret || secret;
    const stage = item.receipt && item.state !== "receipted" && item.state !== "attention" ? "files" : item.state;
    root.querySelectorAll("[data-state]").forEach((one) => { one.hidden = one.dataset.state !== stage; });
    root.querySelectorAll("[data-for]").forEach((one) => { one.hidden = !one.dataset.for.split(" ").includes(item.state); });
    const isTired = item.tries >= TIRED.tries || Date.now() - item.made > TIRED.ms;
    const why = item.state === "sending" || item.state === "receipted" ? "" : isTired && item.state === "waiting" ? "tired" : item.why;
    root.querySelectorAll("[data-why]").forEach((one) => { one.hidden = one.dataset.why !== why; });
    part("retake").hidden = item.why !== "photo" || item.state !== "attention";
    part("ask").textContent = item.photo || "";
    part("name").textContent = item.name;
    part("office").textContent = item.officeName;
    part("photos").hidden = !item.files;
    part("photos").textContent = part("photos").dataset.words.replace("{held}", (item.held || []).length).replace("{all}", item.files);
    part("calling").hidden = !item.hotline;
    part("call").href = item.hotline || "#";
    receipt();
    if (!item.blob && code) stopShowing();
    if (!item.blob) root.querySelector("[data-act=show]").closest(".big__row").hidden = true;
  }

  function receipt() {
    if (!item.receipt) return;
    const { code: ticket } = item.receipt;
    part("ticket").hidden = false;
    part("ticket").textContent = `${ticket.slice(0, 4)}-${ticket.slice(4)}`;
    part("receipt").href = `${place.dataset.home || ""}/d/${ticket}${secret && `#${secret}`}`;
    if (item.state !== "receipted" || isDone) return;
    isDone = true;
    arrived(item, part("receipt").href);
  }

  async function show() {
    const { showing } = await import("./showing.js");
    part("code").hidden = false;
    code = await showing(part("qr"), item.blob, (text) => { part("series").textContent = text; part("series").hidden = !text; });
    part("compare").textContent = code.compare;
    root.querySelector("[data-act=easier]").hidden = code.isSeries;
    part("code").scrollIntoView({ block: "center" });
  }

  async function easier() {
    root.querySelector("[data-act=easier]").hidden = true;
    await code.easier();
  }

  function stopShowing() {
    code.stop();
    code = null;
    part("code").hidden = true;
  }

  async function file() {
    const { save } = await import("./rescue.js");
    await save(item, await files(id));
  }

  const bad = async () => (await files(id)).find(({ ask: words }) => words === item.photo);

  async function without() {
    const photo = await bad();
    if (photo) await dropFiles(id, [photo.number]);
    await update(id, () => ({ state: "waiting", why: "", photo: "", next: 0 }));
    await send(true);
  }

  async function retake({ target }) {
    const [picture] = target.files;
    const photo = await bad();
    if (!picture || !photo) return;
    const { again } = await import("./rescue.js");
    await again(item, photo, picture);
    await send(true);
  }

  function ask(isAsked) {
    part("dropping").hidden = !isAsked;
    if (isAsked) part("dropping").querySelector("input").focus();
  }

  /** What this wants is not on the phone yet: a form that was opened a moment before the network went. */
  function tellFailed(isFailed) {
    part("failed").hidden = !isFailed;
  }

  /** The word is typed without its mark, so that any keyboard can. */
  async function dropped() {
    const field = part("dropping").querySelector("input");
    if (field.value.trim().toUpperCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "") !== "XOA") return field.focus();
    await drop(id);
    return location.assign(place.dataset.home || "/");
  }

  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-act]");
    if (button) Promise.resolve(acts[button.dataset.act]()).then(() => tellFailed(false), () => tellFailed(true));
  });
  root.querySelector("[type=file]").addEventListener("change", retake);
  const deaf = heard(() => (root.isConnected ? draw() : deaf()));
  await draw();
  start(place);
  root.focus({ preventScroll: true });
}
