/** After "send": the dossier is sealed and kept; its state stands in the form's place, and nobody comes back to the answers. */
import { panel } from "../outbox/panel.js";
import { tryAgain } from "../outbox/waiting.js";
import { beside } from "./beside.js";

const leave = () => document.getElementById("wizard-back").href;

/** Show the item until the server holds all of it; then its receipt. */
export function outgoing({ id }) {
  const place = document.getElementById("wizard-outgoing");
  addEventListener("popstate", (event) => (event.stopImmediatePropagation(), location.replace(leave())), { capture: true });
  document.getElementById("wizard-back").addEventListener("click", (event) => event.stopImmediatePropagation(), { capture: true });
  document.getElementById("wizard-count").textContent = "";
  beside("outgoing");
  return panel(place, id, (item, receipt) => location.assign(receipt)).then(tryAgain);
}
