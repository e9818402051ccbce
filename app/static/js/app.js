/** Starts each `[data-module="name"]` with its own small module, at load and after each swap. One that fails stops nobody. */

/** What may happen before its module is there: the browser's offer to install, and that something useful was done. */
export const early = { prompt: null, useful: false, inApp: /zalo|; wv\)|\bFB(AN|AV)\b/i.test(navigator.userAgent) };
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  early.prompt = event;
});
document.addEventListener("gocua:useful", () => {
  early.useful = true;
});

/** @param {ParentNode} root where to look for elements that no module has taken yet */
export function start(root) {
  root.querySelectorAll("[data-module]:not([data-started])").forEach(async (element) => {
    element.setAttribute("data-started", "");
    try {
      const module = await import(`./modules/${element.dataset.module}.js`);
      module.default(element);
      element.dataset.started = "done";
    } catch (error) {
      console.warn(`${element.dataset.module} is not available`, error);
    }
  });
}

start(document);
document.addEventListener("htmx:after:swap", () => start(document));
if (early.inApp) {
  const home = new URL("open-in-chrome", document.querySelector("link[rel=manifest]").href);
  import("./modules/inapp.js")
    .then((module) => module.default(document.getElementById("main"), home.href))
    .then(() => start(document))
    .catch((error) => console.warn("the way to Chrome is not available", error));
}

function hasUnsent() {
  try {
    return Boolean(localStorage.getItem("gocua:outbox"));
  } catch (_) {
    return false;
  }
}

/** What is for later visits comes when this one is useful already. */
function settle() {
  if (hasUnsent()) import("./outbox/waiting.js").then((module) => module.default(document.getElementById("line"))).catch((error) => console.warn("the outbox is not available", error));
  import("./keeping.js")
    .then((module) => module.default(document.getElementById("line")))
    .catch((error) => console.warn("nothing is kept for later", error));
}
if (document.readyState === "complete") settle();
else addEventListener("load", () => setTimeout(settle));
