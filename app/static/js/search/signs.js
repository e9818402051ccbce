/** Numbers from strings of visible signs, as app/search/signs.py writes them. */

const BASE = 90;
const FIRST_SIGN = "#".charCodeAt(0);
const BACKSLASH = "\\".charCodeAt(0);

/** @param {string} signs @returns {number[]} the numbers of one string */
export function numbers(signs) {
  const found = [];
  let number = 0;
  for (let i = 0; i < signs.length; i += 1) {
    const sign = signs.charCodeAt(i);
    const code = sign - FIRST_SIGN - (sign > BACKSLASH ? 1 : 0);
    number += code;
    if (code < BASE) {
      found.push(number);
      number = 0;
    }
  }
  return found;
}

/** Places in a list of words: two numbers each. @param {number[]} some */
export function places(some) {
  const found = [];
  for (let i = 0; i < some.length; i += 2) found.push(some[i] * BASE + some[i + 1]);
  return found;
}

/** Rows of words, each after its length. @param {string} signs @param {string[]} words @returns {string[][]} */
export function wordRows(signs, words) {
  const some = numbers(signs);
  const rows = [];
  for (let i = 0; i < some.length; ) {
    const end = i + 1 + some[i] * 2;
    rows.push(places(some.slice(i + 1, end)).map((place) => words[place]));
    i = end;
  }
  return rows;
}
