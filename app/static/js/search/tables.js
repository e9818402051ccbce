/** The tables that a search reads, from the compact export of app/search/offline.py. */

import { numbers, places, wordRows } from "./signs.js";
import { spellings } from "./spelling.js";

const STEP = 0.15;
const ZERO = 40;
const RARITY_STEPS = 10;
const PAIR_RARITY = 0.9;
const PAIR_SEEN = 4;
const PAIR_WEIGHT = 0.6;
const KIND_WEIGHT = 0.9;

/**
 * @param {object} json the export
 * @param {string[]} [listed] the codes that may be found, if not all of the export
 */
export function tables(json, listed) {
  const words = json.words.split(" ");
  const pairs = pairsOf(json, words);
  const isWord = (word) => /^[\p{L}\p{N}]+$/u.test(word);
  const codes = json.codes ? json.codes.split(" ") : [];
  const rare = numbers(json.rare).map((tenths) => tenths / RARITY_STEPS);
  const seen = numbers(json.seen).map((power) => (power ? 2 ** (power - 1) : 0));
  const ofPairs = (value) => pairs.map((pair) => [pair, value]);
  const all = (values, value) => new Map([...words.map((word, i) => [word, values[i]]), ...ofPairs(value)]);
  const found = new Set(listed || codes);
  return {
    codes,
    listed: found,
    outside: codes.length,
    renamed: new Map(),
    priors: json.priors.length ? json.priors : codes.map(() => 1),
    rare: all(rare, PAIR_RARITY),
    seen: all(seen, PAIR_SEEN),
    known: spellings(words.filter(isWord)),
    ...rowsOf(json, [...words, ...pairs]),
    ...speechOf(json, words),
    asked: json.questions.flatMap((one) => askedOf(one, words, found)),
  };
}

/** How much a feature says at most, from 0 to 1. */
export function scale(index, feature) {
  const rare = index.rare.get(feature);
  if (feature.includes(" ")) return PAIR_WEIGHT * Math.sqrt(rare === undefined ? 0 : rare);
  return (feature[0] === "@" ? KIND_WEIGHT : 1) * Math.sqrt(rare === undefined ? 1 : rare);
}

function pairsOf(json, words) {
  const seconds = places(numbers(json.seconds));
  const pairs = [];
  numbers(json.pairs).forEach((many, one) => {
    for (let i = 0; i < many; i += 1) pairs.push(`${words[one]} ${words[seconds[pairs.length]]}`);
  });
  return pairs;
}

/** Owners and weights of all features in two long columns; `rows` says from where to where a feature's are. */
function rowsOf(json, features) {
  const counts = numbers(json.counts);
  const owners = numbers(json.owners);
  const rows = new Map();
  let from = 0;
  features.forEach((feature, place) => {
    const to = from + counts[place];
    let last = -1;
    for (let i = from; i < to; i += 1) owners[i] = last = last + 1 + owners[i];
    if (to > from) rows.set(feature, { from, to });
    from = to;
  });
  return { rows, owners, weights: numbers(json.weights).map((number) => (number - ZERO) * STEP) };
}

function speechOf(json, words) {
  const same = places(numbers(json.same)).map((place) => words[place]);
  const filler = new Map();
  const kinds = new Map();
  wordRows(json.filler, words).forEach((row) => put(filler, row[0], row));
  for (const [kind, signs] of Object.entries(json.kinds)) wordRows(signs, words).forEach((row) => put(kinds, row[0], [row, kind]));
  return {
    short: new Map(Object.entries(json.short).map(([word, text]) => [word, text.split(" ")])),
    same: new Map(same.filter((_, i) => i % 2 === 0).map((word, i) => [word, same[2 * i + 1]])),
    general: new Set(json.general.split(" ")),
    filler,
    kinds,
  };
}

function put(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}

function askedOf({ about, text, answers }, words, listed) {
  const question = { text, answers: answers.filter(([code]) => listed.has(code)).map(([code, answer]) => ({ code, text: answer })) };
  if (question.answers.length < 2) return [];
  const rows = wordRows(about, words);
  const all = new Set(rows.flat());
  return rows.map((row) => ({ about: new Set(row), words: all, question }));
}
