/**
 * A new version waits until no form is open in any tab; then it takes over, fetches this page anew, and one line says so.
 * @param {ServiceWorkerRegistration} registration
 * @param {string} forms the lock that pages with a form hold
 * @param {function} renew has this page fetched anew
 */
export function changeWhenFree(registration, forms, renew) {
  const { serviceWorker } = navigator;
  const go = (worker) => {
    serviceWorker.addEventListener("controllerchange", renew, { once: true });
    worker.postMessage({ activate: true });
  };
  const change = () => {
    const { waiting } = registration;
    if (!waiting) return;
    if (navigator.locks) navigator.locks.request(forms, { ifAvailable: true }, (lock) => lock && go(waiting));
    else if (!document.querySelector(".wizard")) go(waiting);
  };
  const watch = (worker) => worker && worker.addEventListener("statechange", change);
  change();
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && change());
}
