/** Results on the phone itself: the same words, rows and order as the server's page, while one types and when one sends. */

import { start } from "../app.js";
import { find, load } from "./engine.js";
import { asAnswer, rowsOf } from "./rows.js";

const PAUSE_MS = 150;
const LIVE = /^data-hx-/;

/**
 * Take the search box over.
 * @param {HTMLFormElement} form
 * @param {object} json what /search/index.json gave
 * @param {object} [names] what /search/names.json gave
 */
export function searchHere(form, json, names) {
  const index = load(json, names);
  const box = form.elements.q;
  const results = () => document.getElementById("results");
  const page = new URL(form.action).pathname;
  const prefix = page.replace(/\/search$/, "");
  const isOwnPage = location.pathname === page;
  let newest = "";
  let pause = 0;

  async function show(text) {
    newest = text;
    const nodes = text ? await answer(index, prefix, text) : [];
    if (!nodes) return false;
    if (newest === text) fill(results(), nodes);
    return true;
  }

  async function send() {
    clearTimeout(pause);
    const text = box.value.trim();
    if (!(await show(text))) return form.submit();
    box.blur();
    return history.replaceState(history.state, "", text ? `${page}?q=${encodeURIComponent(text)}` : page);
  }

  letGo(form, box);
  form.addEventListener("input", (event) => {
    event.stopPropagation();
    clearTimeout(pause);
    pause = setTimeout(() => show(box.value.trim()), PAUSE_MS);
  }, true);
  if (isOwnPage) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    const asked = (new URLSearchParams(location.search).get("q") || "").trim().slice(0, box.maxLength);
    if (asked && !box.defaultValue) {
      box.value = asked;
      show(asked);
    }
  }
  form.dataset.searches = "here";
}

/** htmx lets go: it no longer hears what is typed, and nothing that it began is sent. */
function letGo(form, box) {
  [...box.attributes].filter(({ name }) => LIVE.test(name)).forEach(({ name }) => box.removeAttribute(name));
  form.addEventListener("htmx:before:request", (event) => event.preventDefault());
}

function fill(results, nodes) {
  results.className = "stack";
  results.setAttribute("aria-live", "polite");
  results.textContent = "";
  results.append(...nodes);
  start(results);
}

/** What stands in #results, or null where the phone has none of the rows. @returns {Promise<Node[] | null>} */
async function answer(index, prefix, text) {
  const { kind, hits, question } = find(index, text);
  if (kind === "nothing") return [part("nothing")];
  const rows = await rowsOf(prefix, hits.map(({ code }) => code));
  if (!rows.length) return null;
  const answers = new Map(question ? question.answers.map((one) => [one.code, one.text]) : []);
  const choices = rows.filter(({ code }) => answers.has(code)).map(({ code, row }) => asAnswer(row, vietnamese(answers.get(code))));
  const others = rows.filter(({ code }) => !answers.has(code)).map(({ row }) => row);
  if (!choices.length) return [part("perhaps"), list(others)];
  const asked = document.createElement("h2");
  asked.append(vietnamese(question.text));
  return [asked, list(choices), ...(others.length ? [part("others"), list(others)] : [])];
}

const part = (name) => document.importNode(document.getElementById(`search-${name}`).content, true);

function list(rows) {
  const found = document.createElement("ul");
  found.className = "rows";
  found.append(...rows);
  return found;
}

/** Questions and answers are Vietnamese in every language, and say so. */
function vietnamese(text) {
  if (document.documentElement.lang === "vi") return text;
  const said = document.createElement("span");
  said.lang = "vi";
  said.append(text);
  return said;
}
