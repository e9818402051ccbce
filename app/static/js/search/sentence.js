/** From a sentence to weighted words and features: app/search/sentence.py (`heard`, `features`), rule for rule. */

import { bare, readings, syllables } from "./spelling.js";

const FILLER_WEIGHT = 0.15;
const READINGS_KEPT = 8;

/** The words that a person most likely meant. @returns {[string, number][]} word and weight */
export function heard(index, text) {
  const typed = [];
  for (const word of syllables(text)) {
    for (const part of index.short.get(word) || [word]) typed.push(...apart(part, index.known));
  }
  const accents = typed.some((word) => bare(word) !== word);
  const path = likeliest(typed.map((word) => meanings(word, index, accents)), index.seen);
  const empty = fillers(path.map(([word]) => word), index.filler);
  return path.map(([word, trust], place) => [word, Math.sqrt(trust) * (empty[place] ? FILLER_WEIGHT : 1)]);
}

/** The words of a well-spelled text, each with its weight. @returns {[string, number][]} */
export function told(index, text) {
  const words = syllables(text).flatMap((word) => index.short.get(word) || [word]).map((word) => index.same.get(word) || word);
  const empty = fillers(words, index.filler);
  return words.map((word, place) => [word, empty[place] ? FILLER_WEIGHT : 1]);
}

/** Words, pairs of neighbours and meanings, each with its greatest weight. @returns {Map<string, number>} */
export function features(words, kinds) {
  const found = new Map();
  const add = (feature, weight) => found.set(feature, Math.max(found.get(feature) || 0, weight));
  words.forEach(([word, weight]) => add(word, weight));
  words.slice(1).forEach(([word, right], place) => {
    const [last, left] = words[place];
    add(`${last} ${word}`, Math.sqrt(left * right));
  });
  words.forEach(([first], place) => {
    for (const [row, kind] of kinds.get(first) || []) {
      if (stands(row, words, place)) add(kind, Math.max(...words.slice(place, place + row.length).map(([, weight]) => weight)));
    }
  });
  return found;
}

/** The words that say something about the need. */
export const content = (words) => new Set(words.filter(([, weight]) => weight > FILLER_WEIGHT).map(([word]) => word));

const stands = (row, words, place) => row.every((word, i) => place + i < words.length && words[place + i][0] === word);

function apart(word, known) {
  if (word.length < 5 || /^\p{Nd}+$/u.test(word) || readings(word, known, true).size) return [word];
  for (let i = 2; i < word.length - 1; i += 1) {
    const halves = [word.slice(0, i), word.slice(i)];
    if (halves.every((half) => known.byBare.has(bare(half)))) return halves;
  }
  return [word];
}

function meanings(word, index, accents) {
  const found = new Map();
  readings(word, index.known, accents).forEach((trust, reading) => {
    const common = index.same.get(reading) || reading;
    found.set(common, Math.max(found.get(common) || 0, trust));
  });
  if (index.same.has(word)) found.set(index.same.get(word), 1);
  const best = [...found].sort(([one, trust], [other, more]) => more - trust || (one < other ? -1 : 1));
  return best.length ? best.slice(0, READINGS_KEPT) : [[`?${word}`, 0.8]];
}

function likeliest(choices, seen) {
  let rows = new Map([["", { cost: 0, row: null }]]);
  for (const options of choices) {
    const longer = new Map();
    for (const [word, trust] of options) {
      let [best, before] = [-Infinity, null];
      rows.forEach((one, last) => {
        const cost = one.cost + 0.5 * Math.log1p(seen.get(`${last} ${word}`) || 0);
        if (cost > best) [best, before] = [cost, one];
      });
      const own = Math.log(trust) + 0.03 * Math.log1p(seen.get(word) || 0);
      longer.set(word, { cost: best + own, row: { word, trust, before: before.row } });
    }
    rows = longer;
  }
  const last = [...rows.values()].reduce((one, other) => (other.cost > one.cost ? other : one)).row;
  const path = [];
  for (let step = last; step; step = step.before) path.unshift([step.word, step.trust]);
  return path;
}

function fillers(words, filler) {
  const empty = words.map(() => false);
  for (let place = 0; place < words.length; ) {
    const row = (filler.get(words[place]) || []).find((one) => one.every((word, i) => words[place + i] === word));
    const length = row ? row.length : 0;
    empty.fill(true, place, place + length);
    place += length || 1;
  }
  return empty;
}
