/** On the page "no network": the pages that are on this phone, newest first; a saved pack counts as home and search. */
import { list } from "../kept.js";

const MOST = 12;

export default async function here(root) {
  const home = document.querySelector(".bottom__item").getAttribute("href");
  const { pages, packs } = await list();
  const ordinary = pages.filter(({ address }) => !/\/(offline|manifest\.webmanifest)$/.test(address));
  const found = ordinary.sort((one, other) => other.at - one.at).slice(0, MOST);
  if (packs.some(({ complete }) => complete)) found.unshift({ address: `${home.replace(/\/$/, "")}/search`, title: root.dataset.search });
  const model = root.querySelector(".row");
  found.forEach(({ address, title }) => {
    const row = model.cloneNode(true);
    row.hidden = false;
    row.querySelector("a").href = address;
    row.querySelector("span").textContent = title;
    model.before(row);
  });
  root.hidden = !found.length;
}
