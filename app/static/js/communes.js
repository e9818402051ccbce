/**
 * Let a commune be typed against the list of the province that is chosen: the page has its own province's, another's is fetched.
 * Without a network it is typed against none, and the server checks.
 * @param {HTMLDataListElement} own the page's list, its province in `data-province`
 */
export function offer(own, province, commune) {
  commune.removeAttribute("list"); // of another province it would mislead
  list(own, province.value).then((id) => commune.setAttribute("list", id), () => undefined);
}

async function list(own, province) {
  if (province === own.dataset.province) return own.id;
  const id = `communes-${province}`;
  if (document.getElementById(id)) return id;
  const { default: names } = await import("../vendor/places/communes.js");
  const other = document.createElement("datalist");
  other.id = id;
  other.append(...(names[province] || "").split("|").map((name) => new Option(name)));
  if (!document.getElementById(id)) own.after(other);
  return id;
}
