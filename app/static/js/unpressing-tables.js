/* The tables of unpressing.js, made by multiplying and dividing alone, which every machine does alike. */

/** The chance of a one (in 65,536) by a sum; the sum by a chance (in 4,096); the first chances (in 2 ** 22) of all contexts. */
function tables() {
  const power = [1];
  for (let x = 0; x < EDGE; x += 1) power.push(power[x] * 1.00391388933834757);
  const chances = [];
  for (let x = -EDGE; x < EDGE; x += 1) {
    const chance = Math.trunc(65536 / (1 + (x > 0 ? 1 / power[x] : power[-x])));
    chances.push(Math.max(1, Math.min(65535, chance)));
  }
  const sums = [];
  for (let chance = 8, x = 0; chance < 65536; chance += 16) {
    while (x < 2 * EDGE - 1 && chances[x] < chance) x += 1;
    sums.push(x - EDGE);
  }
  const seen = new Int32Array(OWN * MAP + 2 * LONGEST + 2);
  for (let row = 1; row < MAP; row += 1) {
    let [ones, all] = [0.3, 0.6];
    for (let bits = 30 - Math.clz32(row); bits >= 0; bits -= 1) [ones, all] = [ones * 0.9 + ((row >> bits) & 1), all * 0.9 + 1];
    for (let k = 0; k < OWN; k += 1) seen[k * MAP + row] = Math.trunc((ones / all) * 4194304);
  }
  for (let n = 0; n < 2 * LONGEST + 2; n += 1) {
    const trust = n > 1 ? 0.25 + (0.24 * (n >> 1)) / LONGEST : 0;
    seen[OWN * MAP + n] = Math.trunc((0.5 + trust * (n & 1 ? 1 : -1)) * 4194303);
  }
  return { chances: Int32Array.from(chances), sums: Int32Array.from(sums), seen };
}
