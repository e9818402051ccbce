/*
 * Unpressing a pack's bytes: each bit is foretold from what stood before it, and only what was not foretold costs. Eight contexts (the last
 * bytes, bytes a little further back, the word so far, the last phrase) remember which bits followed them; a ninth is what followed the last
 * time that the same bytes stood here. A small network weighs their guesses and learns from each bit; an arithmetic coder holds the rest.
 * kept/press.cjs writes by walking here too, so both foretell alike. A stream is: the number of bytes in four, the highest first; the code.
 * For a worker that does it once: what it knows lies at the top.
 */
const MASKS = Int32Array.of(0xff, 0, 0xffff, 0, 0xffffff, 0, -1, 0xffff, 0, 0, 0xffff0000, 0);
const [MIX, SPREAD, STIR] = [0x2f0b4c47, 0x85ebca6b, 0x9e3779b1];
const SLOT_BITS = [18, 20, 21, 22, 14, 21, 21, 21];
const PAIRS_FROM = 0xe8; // letters.py: such a byte and the next are one phrase
const BITS_KEPT = 11;
const MAP = 1 << (BITS_KEPT + 1);
const LONGEST = 31;
const LEAST_MATCH = 3;
const RATE = 0.3e-9;
const EDGE = 3072;
const MOST_BYTES = 1 << 24;
const OWN = 8;
const ALL = 9;

const { chances, sums, seen } = tables();
const starts = SLOT_BITS.map((_, k) => SLOT_BITS.slice(0, k).reduce((sum, bits) => sum + (1 << bits), 0));
const slots = new Uint16Array(starts[OWN - 1] + (1 << SLOT_BITS[OWN - 1])).fill(1);
const byLast = new Float64Array(256 * 8 * ALL).fill(0.1);
const byOther = new Float64Array(256 * 8 * ALL);
const byMatch = new Float64Array((LONGEST + 1) * 256 * ALL).fill(0.1);
const [contexts, rows, names, at] = [0, 1, 2, 3].map(() => new Int32Array(ALL));
const guesses = new Float64Array(ALL);

/** @param {Uint8Array} code @returns {Uint8Array} */
function unpressed(code) {
  const size = new DataView(code.buffer, code.byteOffset).getUint32(0);
  if (size > MOST_BYTES) throw new RangeError("no pressed stream");
  return walked(new Uint8Array(size), reader(code));
}

/** Fill `data` bit by bit. @param {function(number): number} next from the chance of a one, in 65,536, to the bit */
function walked(data, next) {
  const match = matcher(data);
  let [near, far, word, phrase] = [0, 0, 0, 0];
  for (let place = 0; place < data.length; place += 1) {
    const byte = byteAfter(near, far, word, phrase, match, next);
    data[place] = byte;
    if ((near & 255) >= PAIRS_FROM) phrase = ((near & 255) << 8) | byte;
    far = (far << 8) | (near >>> 24);
    near = (near << 8) | byte;
    word = byte >= 0x80 || ((byte | 32) >= 97 && (byte | 32) <= 122) ? Math.imul(word + byte + 1, MIX) : 0;
    match.step(place + 1, near, far);
  }
  return data;
}

/** near, far: the four bytes before and those before them; word: a number for the letters before; phrase: the last one. */
function byteAfter(near, far, word, phrase, match, next) {
  for (let k = 0; k < OWN - 2; k += 1) contexts[k] = Math.imul(near & MASKS[2 * k], MIX) ^ Math.imul(far & MASKS[2 * k + 1], SPREAD);
  contexts[OWN - 2] = Math.imul(word, MIX);
  contexts[OWN - 1] = Math.imul(phrase, MIX) + Math.imul(near & 255, STIR);
  let { length, told } = match;
  let begun = 1;
  for (let bits = 7; bits >= 0; bits -= 1) {
    if (told >> (bits + 1) !== begun) length = 0;
    if (bits === 7 || bits === 3) openRows(begun);
    const node = bits > 3 ? begun : (begun & ((8 >> bits) - 1)) | (8 >> bits);
    const last = (((near & 255) << 3) | (7 - bits)) * ALL;
    const other = ((((near >>> 8) & 255) << 3) | (7 - bits)) * ALL;
    const same = ((length << 8) | begun) * ALL;
    at[OWN] = OWN * MAP + length * 2 + (length ? (told >> bits) & 1 : 0);
    const chance = foretold(node, last, other, same);
    const bit = next(chance);
    learn(node, last, other, same, bit, (bit * 65536 - chance) * RATE);
    begun = begun * 2 + bit;
  }
  return begun & 255;
}

/** Each context has a row of sixteen slots for half a byte. */
function openRows(begun) {
  for (let k = 0; k < OWN; k += 1) {
    let stirred = contexts[k] + Math.imul(begun, STIR);
    stirred = Math.imul(stirred ^ (stirred >>> 15), SPREAD);
    rows[k] = starts[k] + ((stirred >>> (36 - SLOT_BITS[k])) << 4);
    names[k] = (stirred & 15) << 12;
  }
}

/** The chance of a one, in 65,536: what each context says, weighed. A slot that another context used says nothing. */
function foretold(node, last, other, same) {
  let total = 0;
  for (let k = 0; k < ALL; k += 1) {
    if (k < OWN) {
      const row = slots[rows[k] + node];
      at[k] = k * MAP + ((row & 0xf000) === names[k] ? row & 0xfff : 1);
    }
    const guess = sums[seen[at[k]] >> 10];
    guesses[k] = guess;
    total += (byLast[last + k] + byOther[other + k] + byMatch[same + k]) * guess;
  }
  return chances[EDGE + (total >= EDGE ? EDGE - 1 : total < -EDGE ? -EDGE : total | 0)];
}

function learn(node, last, other, same, bit, error) {
  for (let k = 0; k < ALL; k += 1) {
    const change = error * guesses[k];
    byLast[last + k] += change;
    byOther[other + k] += change;
    byMatch[same + k] += change;
    const place = at[k];
    seen[place] += ((bit << 22) - seen[place]) >> 8;
    if (k < OWN) {
      const row = ((place & (MAP - 1)) << 1) | bit;
      slots[rows[k] + node] = names[k] | (row < MAP ? row : (row & (MAP / 2 - 1)) | (MAP / 2));
    }
  }
}

/** Arithmetic decoding. @returns {function(number): number} from the chance of a one to the bit */
function reader(code) {
  let [low, high, value, place] = [0, 0xffffffff, 0, 4];
  for (; place < 8; place += 1) value = ((value << 8) | code[place]) >>> 0;
  return (chance) => {
    const middle = between(low, high, chance);
    const bit = value <= middle ? 1 : 0;
    if (bit) high = middle;
    else low = middle + 1;
    for (; !((low ^ high) & 0xff000000); place += 1) {
      low = (low << 8) >>> 0;
      high = ((high << 8) | 255) >>> 0;
      value = ((value << 8) | code[place]) >>> 0;
    }
    return bit;
  };
}

/** Where a range is cut in two, by the chance of its lower part. */
function between(low, high, chance) {
  const wide = high - low;
  return low + (wide >>> 16) * chance + (((wide & 0xffff) * chance) >>> 16);
}

/** Where the last five bytes stood before: how long all was alike there (`length`), and the byte that followed (`told`, above 256). */
function matcher(data) {
  const places = new Int32Array(1 << 18);
  let [from, alike] = [0, 0];
  const found = { length: 0, told: 0, step };
  function step(here, near, far) {
    alike = alike && data[from] === data[here - 1] ? alike + 1 : 0;
    from += 1;
    const name = Math.imul(Math.imul(near, MIX) ^ Math.imul(far & 255, SPREAD), STIR) >>> 14;
    if (!alike) {
      from = places[name];
      while (alike <= LONGEST && alike < from && data[from - 1 - alike] === data[here - 1 - alike]) alike += 1;
      if (alike < LEAST_MATCH) alike = 0;
    }
    places[name] = here;
    found.length = Math.min(alike, LONGEST);
    found.told = data[from] | 256;
  }
  return found;
}
