/*
 * Pressing: bytes from standard input, the stream that static/js/unpressing.js reads to standard output. It walks as the phone will walk,
 * with the same script; only where the phone reads a bit, this one knows it and writes what the phone needs.
 */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { runInThisContext } = require("node:vm");

globalThis.self = globalThis; // as in a page's worker
const scripts = join(__dirname, "..", "static", "js");
["unpressing-tables.js", "unpressing.js"].forEach((name) => runInThisContext(readFileSync(join(scripts, name), "utf8"), name));

/** Arithmetic coding. @returns {{next: function(number): number, code: function(): Buffer}} */
function writer(data) {
  let [low, high, place] = [0, 0xffffffff, 0];
  const out = [];
  const next = (chance) => {
    const bit = (data[place >> 3] >> (7 - (place & 7))) & 1;
    place += 1;
    const middle = between(low, high, chance);
    if (bit) high = middle;
    else low = middle + 1;
    for (; !((low ^ high) & 0xff000000); low = (low << 8) >>> 0, high = ((high << 8) | 255) >>> 0) out.push(high >>> 24);
    return bit;
  };
  return { next, code: () => Buffer.from([...out, high >>> 24]) }; // and then noughts: that lies between low and high
}

const data = readFileSync(0);
const size = Buffer.alloc(4);
size.writeUInt32BE(data.length);
const { next, code } = writer(data);
walked(new Uint8Array(data.length), next);
process.stdout.write(Buffer.concat([size, data.length ? code() : Buffer.alloc(0)]));
