/** On a receipt: the offer to hear of changes on this phone. The browser asks only after the person pressed the button. */
import { fromBase64 } from "../sealing/bytes.js";

const PATIENCE_MS = 10000;
const tired = () => new Promise((_, fail) => setTimeout(() => fail(new Error("no worker")), PATIENCE_MS));

/** Shows itself only where the browser can: a worker, push, and no refusal before. */
export default async function notify(root) {
  const canPush = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!canPush || Notification.permission === "denied") return;
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const button = root.querySelector("button");
  const tell = (name) => {
    button.parentElement.hidden = true;
    part("yes").hidden = name !== "yes";
    part("no").hidden = name !== "no";
  };
  root.hidden = false;
  button.onclick = async () => {
    button.disabled = true;
    try {
      if ((await Notification.requestPermission()) !== "granted") return tell("no");
      const { pushManager } = await Promise.race([navigator.serviceWorker.ready, tired()]);
      const how = { userVisibleOnly: true, applicationServerKey: fromBase64(root.dataset.key) };
      const subscription = (await pushManager.getSubscription()) || (await pushManager.subscribe(how));
      const body = JSON.stringify(subscription);
      const answer = await fetch(root.dataset.address, { method: "POST", body, headers: { "Content-Type": "application/json" } });
      return tell(answer.status === 201 ? "yes" : "no");
    } catch (error) {
      console.info("notices:", error.name);
      return tell("no");
    }
  };
}
