/** The desk's field for codes: a scanner's Enter counts once; a camera reads the same, several codes in any order. */
import { look } from "../scan/look.js";

const PART = /^HS1P:([A-Z2-7]{8}):(\d+):(\d+):/;
const AGAIN_MS = 1500;

/** @param {HTMLFormElement} form with the field `code`, hidden `before`s and a button `[data-act=camera]` */
export default function find(form) {
  const field = form.elements.code;
  const button = form.querySelector("[data-act=camera]");
  let sent = 0;
  form.addEventListener("submit", (event) => {
    if (Date.now() - sent < AGAIN_MS) event.preventDefault();
    else sent = Date.now();
  });
  addEventListener("pageshow", () => { sent = 0; });

  function send(texts) {
    field.value = texts[texts.length - 1];
    texts.slice(0, -1).forEach((text) => {
      const input = Object.assign(document.createElement("input"), { type: "hidden", name: "before", value: text });
      form.append(input);
    });
    form.requestSubmit();
  }

  if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const parts = new Map([...form.querySelectorAll("[name=before]")].map((one) => [PART.exec(one.value), one.value]).filter(([found]) => found).map(([found, text]) => [found[2], text]));
    look(form.dataset.worker, (texts, far) => {
      for (const text of texts) {
        const found = PART.exec(text);
        if (!found) {
          send([text]);
          return true;
        }
        parts.set(found[2], text);
        far(`${parts.size} / ${found[3]}`);
        if (parts.size === Number(found[3])) {
          send([...parts.values()]);
          return true;
        }
      }
      return false;
    });
  });
}
