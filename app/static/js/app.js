/** Starts each `[data-module="name"]` with its own small module, at load and after each swap. One that fails stops nobody. */

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
