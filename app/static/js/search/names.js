/** Names that are not those from which the table of weights was learned: app/search/learning.py (`from_names`), on the phone itself. */

import { features, told } from "./sentence.js";
import { spellings } from "./spelling.js";
import { scale } from "./tables.js";

const GAIN = 3;
const SMALLEST = 0.15;
const IS_WORD = /^[\p{L}\p{N}]+$/u;

/**
 * Let procedures be found by other names too. What was learned stays: only words that are new to a procedure are added.
 * @param {object} index from `tables`; it is changed
 * @param {Object<string, string>} words by code, as `words` of app/search/offline.py writes them
 */
export function renamed(index, words) {
  const named = Object.entries(words).filter(([code]) => index.listed.has(code));
  const all = new Set(named.flatMap(([, text]) => told(index, text).map(([word]) => word)));
  const fresh = [...all].filter((word) => !index.seen.has(word));
  fresh.forEach((word) => index.seen.set(word, 1));
  if (fresh.length) index.known = spellings([...index.seen.keys()].filter((word) => IS_WORD.test(word)).sort());
  named.forEach(([code, text]) => add(index, ownerOf(index, code), text));
  return index;
}

/** A code that was not there when the table was learned stands behind "something else". */
function ownerOf(index, code) {
  if (!index.codes.includes(code)) index.codes.push(...(index.codes.length === index.outside ? [null, code] : [code]));
  return index.codes.indexOf(code);
}

function add(index, owner, text) {
  const sums = new Map();
  for (const [line, count] of counted(text)) {
    const row = [...features(told(index, line), index.kinds)].map(([feature, weight]) => [feature, weight * scale(index, feature)]);
    const length = Math.hypot(...row.map(([, weight]) => weight)) || 1;
    row.forEach(([feature, weight]) => sums.set(feature, (sums.get(feature) || 0) + (count * weight) / length));
  }
  const whole = Math.hypot(...sums.values()) || 1;
  const isNew = newTo(index, text);
  sums.forEach((sum, feature) => {
    const weight = (GAIN * sum) / whole;
    if (weight > SMALLEST && isNew(feature)) index.renamed.set(feature, [...(index.renamed.get(feature) || []), [owner, weight]]);
  });
}

/** How much each text counts: app/search/rules.py (`_names`). */
function counted(text) {
  const [plain, name = "", field = "", more = ""] = text.split("\n");
  return [[plain, 1], [name.split(/[;(]/)[0], 1], [name, 0.5], [field, 0.25], [more, 0.25]];
}

/** Of a procedure that was learned the last line names the new words; of another one all are new. */
function newTo(index, text) {
  const [, , , , line] = text.split("\n");
  if (line === undefined) return () => true;
  const fresh = new Set(told(index, line).map(([word]) => word));
  return (feature) => feature.split(" ").some((word) => fresh.has(word));
}
