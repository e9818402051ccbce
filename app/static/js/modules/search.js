const INDEX = "/search/index.json";

/**
 * The search box: searches on the phone itself where the phone keeps the index, or where whoever sent this page did not
 * answer what was asked (a page from the phone's store, a server without a program). Else it stays as the server made it.
 */
export default async function search(form) {
  if (!document.getElementById("results")) return;
  try {
    const kept = self.caches && (await caches.match(INDEX, { ignoreVary: true }));
    const index = kept || (isUnanswered(form) && (await fetch(INDEX)));
    if (!index || !index.ok) return;
    const { searchHere } = await import("../search/here.js");
    searchHere(form, await index.json());
  } catch (error) {
    console.warn("search: stays with the server", error);
  }
}

/** True where the address asks something that the page does not know of. */
function isUnanswered(form) {
  const asked = new URLSearchParams(location.search).get("q") || "";
  return Boolean(asked.trim()) && !form.elements.q.defaultValue;
}
