import { early } from "../app.js";

/**
 * The offer to put the program on the home screen: only after something useful was done, only where the browser can,
 * never inside the installed program, never again after a no.
 */
const REFUSED = "install:refused";

export default function install(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  if ("useful" in root.dataset) early.useful = true;

  function show() {
    const wanted = !installed() && !refused();
    const ask = Boolean(wanted && early.useful && early.prompt);
    const how = Boolean(part("how") && !installed() && !early.prompt && !early.inApp);
    part("ask").hidden = !ask;
    if (part("how")) part("how").hidden = !how;
    root.hidden = !ask && !how;
  }

  async function offer() {
    const prompt = early.prompt;
    early.prompt = null;
    show();
    prompt.prompt();
    const choice = await prompt.userChoice;
    if (choice.outcome !== "accepted") refuse();
  }

  part("yes").addEventListener("click", offer);
  part("no").addEventListener("click", () => {
    refuse();
    show();
  });
  document.addEventListener("gocua:useful", show);
  addEventListener("beforeinstallprompt", show);
  addEventListener("appinstalled", () => {
    early.prompt = null;
    show();
  });
  show();
}

const installed = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

function refused() {
  try {
    return localStorage.getItem(REFUSED) !== null;
  } catch (_) {
    return true;
  }
}

function refuse() {
  try {
    localStorage.setItem(REFUSED, "1");
  } catch (_) {
    early.prompt = null;
  }
}
