/**
 * The screen of somebody at a counter: F9 locks it at once, and so do some minutes without a key or a tap, in every tab.
 * The server locks by itself as well; this hides what is already on the screen.
 */
const CHANNEL = "gocua:desk";
const PING_MS = 60000;
const SIGNS = ["keydown", "pointerdown", "wheel"];

/** @param {HTMLElement} root `data-minutes` (0: never by itself), `data-here`, `data-locked` */
export default function lock(root) {
  const form = root.querySelector("[data-part=lock]");
  const minutes = Number(root.dataset.minutes);
  const others = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : { postMessage() {} };
  let last = Date.now();
  let told = Date.now();

  const shut = () => {
    document.body.hidden = true;
    location.replace(`${root.dataset.locked}?next=${encodeURIComponent(location.pathname)}`);
  };
  /** The other tabs are told when the server has locked: one that asked earlier would be let in again. */
  const close = async () => {
    document.body.hidden = true;
    await fetch(form.action, { method: "POST", redirect: "manual" }).catch(() => {});
    others.postMessage("locked");
    shut();
  };
  const awake = () => {
    last = Date.now();
    if (last - told < PING_MS) return;
    told = last;
    others.postMessage("awake");
    fetch(root.dataset.here, { method: "POST", redirect: "manual" })
      .then((answer) => answer.type === "opaqueredirect" && shut())
      .catch(() => {}); // no network: nobody's half-written page is thrown away for that
  };

  SIGNS.forEach((sign) => addEventListener(sign, awake, { passive: true }));
  addEventListener("keydown", (event) => {
    if (event.key !== "F9") return;
    event.preventDefault();
    close();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    close();
  });
  others.onmessage = ({ data }) => {
    if (data === "locked") shut();
    else last = Date.now();
  };
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  if (!minutes) return;
  const clock = setInterval(() => {
    if (Date.now() - last <= minutes * 60000) return;
    clearInterval(clock);
    close();
  }, 5000);
}
