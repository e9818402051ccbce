/** Vietnamese syllables as people really type them: app/search/spelling.py, rule for rule. */

const TONES = { "\u0300": "F", "\u0301": "S", "\u0309": "R", "\u0303": "X", "\u0323": "J" };
const SHAPES = "\u0302\u0306\u031b";
const TELEX_SHAPES = rules("dd>đ aa>â ee>ê oo>ô uow>ươ aw>ă ow>ơ uw>ư");
const VNI_SHAPES = { a6: "â", e6: "ê", o6: "ô", o7: "ơ", u7: "ư", a8: "ă", d9: "đ" };
const VNI_TONES = { 1: "S", 2: "F", 3: "R", 4: "X", 5: "J" };
const SOUNDS_FIRST = rules("ngh>ng gh>g gi>j tr>c ch>c ph>f qu>w q>k kh>x nh>y ng>q th>h' v>j d>j r>j x>s l>n c>k hu>w hw>w");
const SOUNDS_LAST = rules("ng>n nh>n ch>t c>t");
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const BARE = { ă: "a", â: "a", đ: "d", ê: "e", ô: "o", ơ: "o", ư: "u" };
const PLAIN_Y = /^([bcdđghklmnpqrstvx]+)y$/;

function rules(text) {
  return text.split(" ").map((rule) => rule.split(">"));
}

/** One typed syllable as its letters and a tone: "Giấy" is "giâyS". */
export function syllable(typed) {
  let tone = "";
  let letters = "";
  for (const char of typed.toLowerCase().normalize("NFD")) {
    if (TONES[char]) tone = TONES[char];
    else if (SHAPES.includes(char) || !/\p{M}/u.test(char)) letters += char;
  }
  return letters.normalize("NFC").replace(PLAIN_Y, "$1i") + tone;
}

/** The syllables of a text, in order. */
export function syllables(text) {
  return (text.normalize("NFC").match(/[\p{L}\p{N}]+/gu) || []).map(syllable);
}

/** A syllable without tone and marks: "giâyS" is "giay". */
export const bare = (word) => plain(letters(word));

/** How a bare syllable sounds where d, gi, v; s, x; tr, ch; l, n and the endings fall together. */
export function sound(word) {
  const first = SOUNDS_FIRST.find(([old]) => word.startsWith(old));
  const head = (first ? first[1] + word.slice(first[0].length) : word).replace(/uo/g, "u").replace(/ie/g, "i").replace(/ye/g, "i");
  const last = SOUNDS_LAST.find(([old]) => head.endsWith(old));
  return last ? head.slice(0, -last[0].length) + last[1] : head;
}

/** A syllable typed with telex or VNI keys that were never turned into letters, or "". */
export function untelex(typed) {
  const own = letters(typed);
  const [shape, tone] = /\p{Nd}/u.test(own.slice(1)) ? unVni(own) : unTelex(own);
  const fixed = shape.replace(PLAIN_Y, "$1i") + (tone || typed.slice(own.length));
  return fixed === typed ? "" : fixed;
}

function unVni(rest) {
  const tone = /[1-5]/.exec(rest);
  let shape = (tone ? rest.replace(tone[0], "") : rest).replace(/uo([a-z]*)7/g, "ươ$1");
  for (const [keys, letter] of Object.entries(VNI_SHAPES)) {
    shape = shape.replace(new RegExp(`${keys[0]}([a-z]*)${keys[1]}`, "g"), `${letter}$1`);
  }
  return [shape, tone ? VNI_TONES[tone[0]] : ""];
}

function unTelex(rest) {
  const tone = /^(.*?[aeiouyăâêôơưw])([cghmnpt]*)([fsrxj])([cghmnptaeiouyw]*)$/.exec(rest);
  let shape = tone ? tone[1] + tone[2] + tone[4] : rest;
  shape = shape.replace(/^d(.*)d$/, "đ$1");
  for (const [keys, letter] of TELEX_SHAPES) shape = shape.split(keys).join(letter);
  shape = shape.replace(/([aeo])([a-z]+)\1$/, (_, vowel, between) => ({ a: "â", e: "ê", o: "ô" })[vowel] + between);
  shape = shape.replace(/uo([a-z]*)w$/, "ươ$1");
  shape = shape.replace(/([aou])([a-z]*)w$/, (_, vowel, between) => ({ a: "ă", o: "ơ", u: "ư" })[vowel] + between);
  return [shape.replace(/w/g, "ư"), tone ? tone[3].toUpperCase() : ""];
}

/** Every known syllable, found by its bare letters and by its sound. @param {string[]} words sorted */
export function spellings(words) {
  const known = { byBare: new Map(), bySound: new Map() };
  for (const word of words) {
    const stripped = bare(word);
    put(known.byBare, stripped, word);
    put(known.bySound, sound(stripped), word);
  }
  return known;
}

function put(map, key, word) {
  const found = map.get(key);
  if (found) found.push(word);
  else map.set(key, [word]);
}

/** Known syllables that a typed one may stand for -> trust from 0 to 1. accents: whether the person types any. */
export function readings(typed, known, accents) {
  const found = new Map();
  const stripped = bare(typed);
  const add = (words, trust) => (words || []).forEach((word) => found.set(word, Math.max(found.get(word) || 0, trust(word))));
  const isWord = known.byBare.has(stripped);
  const fixed = untelex(typed);
  add(known.byBare.get(stripped), (word) => agreement(typed, word, accents));
  if (fixed) add(known.byBare.get(bare(fixed)), (word) => agreement(fixed, word, true) * 0.95);
  add(known.bySound.get(sound(stripped)), (word) => (isWord ? 0.55 : 0.8) * agreement(typed, word, accents));
  if (!isWord && !fixed) slips(stripped, known, (near) => add(near, (word) => 0.7 * agreement(typed, word, accents)));
  return found;
}

const letters = (word) => word.replace(/[FSRXJ]+$/, "");
const plain = (own) => own.replace(/[ăâđêôơư]/g, (letter) => BARE[letter]);

function agreement(typed, word, accents) {
  if (typed === word) return 1;
  const [mine, theirs] = [letters(typed), letters(word)];
  const [toneMine, toneTheirs] = [typed.slice(mine.length), word.slice(theirs.length)];
  const isPlain = mine === plain(mine);
  if (isPlain && !toneMine) return accents ? 0.8 : 1;
  let trust = 1;
  if (toneMine !== toneTheirs) trust *= /^(RX|XR)$/.test(toneMine + toneTheirs) ? 0.85 : toneMine ? 0.45 : 0.7;
  if (mine !== theirs && plain(mine) === plain(theirs)) trust *= isPlain ? 0.75 : 0.5;
  return trust;
}

function slips(word, known, take) {
  if (word.length < 3 || !/^[\x00-\x7f]*$/.test(word)) return;
  const tried = (near) => known.byBare.has(near) && take(known.byBare.get(near));
  for (let i = 0; i <= word.length; i += 1) {
    const [a, b] = [word.slice(0, i), word.slice(i)];
    if (b) tried(a + b.slice(1));
    if (b.length > 1) tried(a + b[1] + b[0] + b.slice(2));
    for (const letter of LETTERS) {
      if (b) tried(a + letter + b.slice(1));
      tried(a + letter + b);
    }
  }
}
