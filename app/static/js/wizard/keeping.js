/** Keeps what was answered on the phone: after each screen, while somebody writes, and when the page is left. */
import * as drafts from "../drafts.js";
import { whose } from "../phone.js";
import { get } from "../store.js";
import { applying, isGiven } from "./answers.js";
import { afterPaint, hasMoved, isPractice } from "./path.js";

const TYPING_MS = 300;
const idle = (work) => (window.requestIdleCallback ? requestIdleCallback(work, { timeout: 500 }) : setTimeout(work));

/**
 * The keeper of one form. `form.dataset.kept` names the draft while all is kept.
 * @param {HTMLFormElement} form
 * @param {function} told gets `all` or `photo` once each, when that could not be kept
 */
export function keeper(form, told) {
  const { code, version, office, language } = form.dataset;
  const pictures = new Map();
  let [id, place, owner, photos, failed, said] = ["", "", "", {}, "", ""];
  let [busy, timer, isAgain, isOver, canKeep] = [null, 0, false, isPractice, false];
  const remember = (what) => sessionStorage.setItem(`draft:${code}`, what);

  /** Learn whose phone this is, and that the store works, before the first answer. */
  const known = () => whose().then((to) => {
    owner = to;
    canKeep = !isPractice;
  }, () => undefined);

  function contents() {
    const answers = {};
    new FormData(form).forEach((value, name) => {
      if (typeof value === "string" && value && name !== "consent") answers[name] = value;
    });
    const name = document.querySelector(".wizard__title").textContent;
    const first = form.querySelector("[data-type=person_name] .field");
    const person = owner === "own" && first ? first.value.trim() : "";
    const carded = [...form.querySelectorAll("[data-filled]")].map((one) => one.dataset.question); // a card answered these
    return { code, form: form.dataset.form, version, office, language, name, person, place, answers, carded, photos, path: location.pathname + location.search };
  }

  async function write() {
    id = id || drafts.uuid7();
    await drafts.keep(id, contents());
    remember(id);
    const files = [...form.querySelectorAll("[type=file]")];
    if (files.every((input) => input.files[0] === pictures.get(input.name))) return;
    const { keepPhotos } = await import("./album.js");
    photos = { ...photos, ...(await keepPhotos(files, id, pictures)) };
    await drafts.keep(id, contents());
  }

  function save() {
    clearTimeout(timer);
    isAgain = Boolean(busy);
    if (isAgain || isOver || (!id && !applying(form).some(isGiven))) return;
    busy = write()
      .then(() => { failed = ""; }, report)
      .then(() => {
        busy = null;
        if (isAgain) save();
        else if (!failed) form.dataset.kept = id;
      });
  }

  function report(error) {
    console.info("drafts: not kept", error.name);
    failed = error.isPhoto ? "photo" : "all";
    if (said !== failed) told(failed);
    said = failed;
  }

  addEventListener("visibilitychange", () => document.hidden && save());
  addEventListener("beforeunload", (event) => {
    if (isOver || !failed || !hasMoved()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  addEventListener("pageshow", async (event) => {
    if (!event.persisted || !id || (await get("drafts", id))) return;
    form.reset(); // sent, or deleted on another page: nobody finds the answers by going back
    location.reload();
  });

  afterPaint(() => idle(known));
  return {
    /** Something was typed or chosen. */
    changed() {
      delete form.dataset.kept;
      clearTimeout(timer);
      timer = setTimeout(save, TYPING_MS);
    },
    /** The person is at another screen: kept at once, but after it was painted. */
    moved(to) {
      place = to;
      delete form.dataset.kept;
      afterPaint(() => idle(save));
    },
    /** Go on with a draft that was found; its photos lie in the form already. */
    take(draft) {
      ({ id } = draft);
      photos = draft.photos || {};
      form.querySelectorAll("[type=file]").forEach((input) => pictures.set(input.name, input.files[0]));
    },
    /** True when the first answer was given and nobody has said whose phone this is. */
    asksWhose: () => canKeep && !owner && !failed,
    owner: (to) => { owner = to || owner; return owner; },
    /** The draft's id, or nothing while it is not kept. */
    id: () => (failed ? "" : id),
    /** The server has it: the draft goes. */
    async sent() {
      isOver = true;
      await busy;
      if (id) await drafts.drop(id).catch(() => undefined);
      remember("sent");
    },
  };
}
