/** Inside Zalo, Facebook and the like: how to open this page in Chrome, at its end. The page itself works as it is. */

/** @param {HTMLElement} main where the steps go; @param {string} home address of the page that holds them */
export default async function inapp(main, home) {
  if (document.getElementById("inapp")) return point();
  const answer = await fetch(home);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const steps = page.getElementById("inapp");
  if (!steps) return;
  steps.querySelectorAll("use").forEach((use) => bring(page, use.getAttribute("href")));
  main.append(steps);
  point();
}

/** A picture that stands twice in the other page is a symbol there: this page needs it too. */
function bring(page, name) {
  const symbol = page.querySelector(name);
  if (symbol && !document.querySelector(name)) {
    const holder = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    holder.setAttribute("class", "hidden");
    holder.append(symbol);
    document.body.append(holder);
  }
}

/** Android's way to name another browser; elsewhere the steps must do. */
function point() {
  if (!/android/i.test(navigator.userAgent)) return;
  const { host, pathname, search, protocol } = location;
  const holder = document.getElementById("inapp-chrome");
  const scheme = protocol.slice(0, -1);
  holder.querySelector("a").href = `intent://${host}${pathname}${search}#Intent;scheme=${scheme};package=com.android.chrome;end`;
  holder.hidden = false;
}
