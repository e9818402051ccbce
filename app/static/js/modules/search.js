const INDEX = "/search/index.json";
const NAMES = "/search/names.json";

/**
 * The search box: searches on the phone itself where the phone keeps the index, or where whoever sent this page did not
 * answer what was asked (a page from the phone's store, a server without a program). Else it stays as the server made it.
 */
export default async function search(form) {
  if (!document.getElementById("results")) return;
  try {
    const [index, names] = await Promise.all([INDEX, NAMES].map((address) => table(address, form)));
    if (!index) return;
    const { searchHere } = await import("../search/here.js");
    searchHere(form, index, names);
  } catch (error) {
    console.warn("search: stays with the server", error);
  }
}

/** What the phone keeps; or, for a page that was not answered, what the server has; else nothing. */
async function table(address, form) {
  const kept = self.caches && (await caches.match(address, { ignoreVary: true }));
  const found = kept || (isUnanswered(form) && (await fetch(address)));
  return found && found.ok ? found.json() : null;
}

/** True where the address asks something that the page does not know of. */
function isUnanswered(form) {
  const asked = new URLSearchParams(location.search).get("q") || "";
  return Boolean(asked.trim()) && !form.elements.q.defaultValue;
}
