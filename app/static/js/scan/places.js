/** An address as a citizen card has it (`Thôn X, Ba Vinh, Ba Tơ, Quảng Ngãi`) -> today's province and commune, on the phone. */

const REFORM = 20250701; // from this day on there are no districts
const HAMLET = /^(thôn|tổ|xóm|ấp|bản|khu|làng|buôn|khóm|khối|số|đội|tdp|kdc|ngõ|ngách|hẻm|đường|plei|kon)\b/i;
const TYPE = /^(tỉnh|thành phố|tp\.?|thị xã|tx\.?|huyện|h\.|quận|q\.|xã|x\.|phường|p\.|thị trấn|tt\.?|đặc khu)\s*(?=[\p{L}\d])/iu;
const TOWN = /^(thị trấn|tt)\b/i;

const exact = (text) => text.replace(TYPE, "").normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
const fold = (text) => exact(text).normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/\b0+(?=\d)/g, "").replace(/[^\p{L}\d]/gu, "");

/**
 * @param {string} address
 * @param {{day, month, year}|null} issued the day of the card tells which names it uses
 * @returns {Promise<{province: string, communes: {name: string, detail: string}[], detail: string}>} province: today's code, or
 *   nothing; communes: those that it may be, one where it is sure, each with what leads to the door; detail: the address as far
 *   as no commune is known
 */
export async function placeOf(address, issued) {
  const parts = address.split(/\s*[,;]\s*/).filter(Boolean);
  const named = parts.pop() || "";
  const unknown = { province: "", communes: [], detail: address };
  try {
    const { default: provinces } = await import("../../vendor/places/provinces.js");
    const name = Object.keys(provinces).find((one) => fold(one) === fold(named));
    if (!name) return unknown;
    const { default: table } = await import(`../../vendor/places/${provinces[name]}.js`);
    const names = Object.keys(provinces).filter((one) => provinces[one] === provinces[name] && fold(named).endsWith(fold(one)));
    return { province: provinces[name], communes: within(rowsOf(table), names, parts, issued), detail: parts.join(", ") };
  } catch (_) {
    return unknown; // no network, and the table was never fetched: the person says the place
  }
}

/** Before the reform the last part but one is a commune, the last a district; after it the last is a commune. */
function within(rows, names, parts, issued) {
  const [commune = "", last = ""] = [parts[parts.length - 2], parts[parts.length - 1]];
  const own = rows.filter((row) => names.some((name) => fold(name).endsWith(fold(row.province))));
  const district = alike(own, (row) => row.district, last);
  const before = HAMLET.test(commune) ? [] : alike(district, (row) => row.commune, commune);
  const islands = before.length ? [] : district.filter((row) => !row.commune);
  const today = alike(rows, (row) => row.today, last);
  const isOld = issued && issued.year * 10000 + issued.month * 100 + Number(issued.day) < REFORM;
  const found = [[before, 2], [islands, 1], ...(isOld ? [] : [[today, 1]])];
  const communes = new Map();
  found.forEach(([some, used]) => some.forEach((row) => communes.has(row.today) || communes.set(row.today, parts.slice(0, parts.length - used).join(", "))));
  return [...communes].map(([name, detail]) => ({ name, detail }));
}

/** Every old commune with its district, its old province and today's commune. */
function rowsOf(table) {
  let province = "";
  const rows = [];
  table.split("\n").forEach((line) => {
    if (line[0] === "*") return void (province = line.slice(1));
    const [today, ...districts] = line.split("|");
    districts.forEach((one) => {
      const [district, communes] = one.split(":");
      communes.split(",").forEach((commune) => rows.push({ today, province, district, commune }));
    });
  });
  return rows;
}

/** The rows whose name was meant: letter for letter where there is one, else without accents. */
function alike(rows, nameOf, wanted) {
  if (!fold(wanted)) return [];
  const same = (how) => rows.filter((row) => how(nameOf(row).replace("^", "")) === how(wanted));
  const found = [exact, fold].map(same).find((some) => some.length) || [];
  const towns = found.filter((row) => nameOf(row).endsWith("^"));
  return TOWN.test(wanted) && towns.length ? towns : found;
}
