/* A worker that unpacks a pack: bytes in, text out, or null. Classic, for phones whose workers know no modules. */
importScripts("unpressing-tables.js", "unpressing.js");

const DIRECT = 0x80;
const PAIRS = 0xe8;
const FIRST_SIGN = 0xe000;
const LAST_SIGN = 5000;

self.onmessage = (event) => {
  try {
    self.postMessage(read(unpressed(event.data)));
  } catch (_) {
    self.postMessage(null);
  }
};

/** The letters of a stream: kept/letters.py wrote it. */
function read(bytes) {
  const start = bytes.indexOf(0) + 1;
  const table = Array.from(new TextDecoder().decode(bytes.subarray(1, start - 1)));
  const out = [];
  for (let place = start; place < bytes.length; place += 1) {
    const byte = bytes[place];
    if (byte < DIRECT) out.push(String.fromCharCode(byte));
    else if (byte < PAIRS) out.push(table[byte - DIRECT]);
    else {
      place += 1;
      const number = (byte - PAIRS) * 256 + bytes[place];
      out.push(number < LAST_SIGN ? String.fromCharCode(FIRST_SIGN + number) : table[PAIRS - DIRECT + number - LAST_SIGN]);
    }
  }
  return out.join("");
}
