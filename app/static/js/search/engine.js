/** Searching on the phone: what `rules.find` of app/search gives on the same index, with no network. */

import { renamed } from "./names.js";
import { content, features, heard } from "./sentence.js";
import { scale, tables } from "./tables.js";

const SURE_ENOUGH = 1.55;
const OUTSIDE_SHARE = 0.4;
const DETAIL_GAIN = 0.75;
const TAIL = 0.4;
const CLOSE_CALL = 0.93;
const CLOSE_WHEN_VAGUE = 0.6;
const CODE = /(?:^|[^\d.])(\d)[.,\s]?(\d{6})(?!\d)/g;
const CODE_END = /(?:^|[^\d.])(\d{6})(?!\d)/g;
const NOTHING = { kind: "nothing", hits: [], question: null };

/**
 * @param {object} json what /search/index.json gives
 * @param {object} [names] what /search/names.json gives: what is listed now, and what has another name than when all was learned
 * @returns an index for `find`
 */
export const load = (json, names) => (names ? renamed(tables(json, names.codes.split(" ")), names.words) : tables(json));

/**
 * What fits a citizen's words.
 * @returns {{kind: "results"|"question"|"nothing", hits: {code: string, score: number}[], question: object|null}} hits best
 * first; with a question, the procedures of its answers come first.
 */
export function find(index, text, limit = 20) {
  const codes = codesIn(index, text);
  if (codes.length) return { kind: "results", hits: codes.slice(0, limit).map((code) => ({ code, score: 1 })), question: null };
  const words = heard(index, text);
  const { hits, sureness } = ranking(index, words);
  const isSure = sureness >= SURE_ENOUGH;
  const said = content(words);
  const question = askedByWords(index, said) || (isSure && askedByRivals(index, said, hits)) || null;
  if (question) return { kind: "question", hits: first(question, hits).slice(0, limit), question };
  return isSure ? { kind: "results", hits: hits.slice(0, limit), question: null } : NOTHING;
}

function codesIn(index, text) {
  const all = (pattern) => [...text.matchAll(pattern)];
  const spoken = all(CODE).map(([, start, rest]) => `${start}.${rest}`).filter((code) => index.listed.has(code));
  if (spoken.length) return [...new Set(spoken)];
  const ends = new Set(all(CODE_END).map(([, end]) => end));
  return [...index.listed].filter((code) => ends.has(code.slice(2)));
}

function ranking(index, words) {
  const scores = new Float64Array(index.codes.length + 1);
  let square = 0;
  const row = [];
  features(words, index.kinds).forEach((weight, feature) => {
    const full = weight * scale(index, feature);
    square += full * full;
    if (full) row.push([feature, full]);
  });
  const length = Math.sqrt(square) || 1;
  for (const [feature, full] of row) {
    const { from, to } = index.rows.get(feature) || { from: 0, to: 0 };
    for (let i = from; i < to; i += 1) scores[index.owners[i]] += (full / length) * index.weights[i];
    for (const [owner, more] of index.renamed.get(feature) || []) scores[owner] += (full / length) * more;
  }
  const outside = Math.max(0, scores[index.outside]);
  const lifted = index.codes.map((code, owner) => (index.listed.has(code) ? scores[owner] * (index.priors[owner] || 1) : -Infinity));
  const top = Math.max(...lifted, lifted.length ? -Infinity : 0);
  const least = Math.max(0.01, TAIL * top);
  const best = lifted.map((score, owner) => ({ code: index.codes[owner], score })).filter(({ score }) => score >= least);
  best.sort((one, other) => other.score - one.score);
  const hits = best.map(({ code, score }) => ({ code, score: Number(score.toFixed(3)) }));
  return { hits, sureness: (top - OUTSIDE_SHARE * outside) * Math.pow(length, DETAIL_GAIN) };
}

const within = (some, others) => [...some].every((word) => others.has(word));

function askedByWords(index, said) {
  const asked = index.asked.find(({ about }) => about.size === said.size && within(about, said));
  return asked && asked.question;
}

function askedByRivals(index, said, hits) {
  let close = null;
  for (const { about, words, question } of index.asked) {
    const answers = new Set(question.answers.map(({ code }) => code));
    const rivals = hits.filter(({ code }) => answers.has(code));
    if (rivals.length < 2 || !answers.has(hits[0].code)) continue;
    const isVague = within(about, said) && [...said].every((word) => words.has(word) || index.general.has(word));
    if (isVague && rivals[1].score >= CLOSE_WHEN_VAGUE * rivals[0].score) return question;
    if (rivals[1].score >= CLOSE_CALL * rivals[0].score) close = close || question;
  }
  return close;
}

function first(question, hits) {
  const scores = new Map(hits.map(({ code, score }) => [code, score]));
  const answers = question.answers.map(({ code }) => ({ code, score: scores.get(code) || 0 }));
  answers.sort((one, other) => other.score - one.score);
  const mine = new Set(answers.map(({ code }) => code));
  return [...answers, ...hits.filter(({ code }) => !mine.has(code))];
}
