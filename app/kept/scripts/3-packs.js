/* Packs: kept/coding.py wrote them, js/kept/ put them on the phone. */
const SIGNS = /[\ue000-\uf8ff]/g;
const ECHOES = /\x02([^\x03]*)\x03|[\x04\x05]|\x06(.)/g;
const BELL = "\x07";
const CLIPS = /(?:"((?:[^"\\]|\\.)*)": )?"\x07"(?: data-module="say" aria-label="[^":]*: ([^"]*)")?/g;
const ENTITIES = { amp: "&", lt: "<", gt: ">", "#34": '"', "#39": "'" };
const LISTS = ["/kept-packs", "/kept-packs-next"];
let listed = null;
let opened = {};

function forgetPacks() {
  listed = null;
  opened = {};
}

/** The complete packs on this phone by language. */
function packList() {
  listed = listed || readList().catch(() => ({}));
  return listed;
}

async function readList() {
  const cache = await caches.open("gocua-packs");
  const read = async (place) => ((await cache.match(place)) || new Response("null")).json().catch(() => null);
  const found = await Promise.all(LISTS.map(read));
  const [newest] = found.filter((one) => one && one.packs).sort((one, other) => other.serial - one.serial);
  const packs = {};
  Object.values(newest ? newest.packs : {}).forEach((pack) => (packs[pack.language] = pack));
  return packs;
}

const packFor = async (tag) => (await packList())[tag];

/** The pack's frame, spelled out once. */
function frameOf(pack) {
  opened[pack.frame] = opened[pack.frame] || readFrame(pack);
  return opened[pack.frame];
}

async function readFrame(pack) {
  const frame = [];
  (await textOf(pack, pack.frame)).split("\0").forEach((text) => frame.push(spelled(text, frame)));
  return frame;
}

const spelled = (text, frame) => text.replace(SIGNS, (sign) => frame[sign.charCodeAt(0) - 0xe000]);

/** What a unit says again, in full: kept/echoes.py. */
function heard(text) {
  const texts = [];
  let at = -1;
  return text.replace(ECHOES, (sign, marked, number) => {
    if (marked !== undefined) at = texts.push(marked) - 1;
    else if (number) at = number.charCodeAt(0) - 0x21;
    else if (sign === "\x05") at += 1;
    return texts[at];
  });
}

async function textOf(pack, digest) {
  const cache = await caches.open("gocua-packs");
  return digest ? (await cache.match(`/kept-packs/${pack.name}/${digest}`)).text() : "";
}

async function fromPack(place) {
  const pack = await packFor(place.tag);
  if (!pack) return null;
  const address = await addressIn(pack, place);
  const [, code] = /^\/p\/(\d\.\d{6})(?:[/?]|$)/.exec(address || "") || [];
  const unit = code || address;
  const [frame, text] = await Promise.all([frameOf(pack), textOf(pack, pack.units[unit])]);
  const pages = heard(spelled(text.split("\x1c")[0], frame)).split("\x01").join(code || "").split("\x1e");
  const page = pages.find((one) => one.startsWith(`${address}\x1f`));
  if (!page) return null;
  const [, style, html] = page.split("\x1f");
  const headers = { "Content-Type": "text/html; charset=utf-8", Date: pack.checked, "X-Pack": `${pack.name} ${unit} ${pack.units[unit]}` };
  headers["Content-Security-Policy"] = style ? POLICY.replace("sha256-STYLE", style) : POLICY.replace(" 'sha256-STYLE'", "");
  return new Response(await named(html), { headers });
}

/** The page with the addresses of its clips, which follow from what they say: kept/clips.py. */
async function named(html) {
  const places = [...html.matchAll(CLIPS)];
  const names = await Promise.all(places.map(([, said, label]) => clipOf(said === undefined ? unescaped(label || "") : JSON.parse(`"${said}"`))));
  return html.replace(CLIPS, (place) => place.replace(BELL, `/voice/${names.shift()}.mp3`));
}

async function clipOf(text) {
  const said = text.trim().split(/\s+/).join(" ").normalize("NFC");
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(VOICE.replace("TEXT", () => said))));
  return hexed(sum.slice(0, 10));
}

const unescaped = (text) => text.replace(/&(amp|lt|gt|#34|#39);/g, (_, name) => ENTITIES[name]);

async function addressIn(pack, place) {
  const poster = /^\/q\/([^/?]+)$/i.exec(place.path);
  if (!poster) return place.address.replace(`?o=${pack.office}`, "");
  return JSON.parse((await textOf(pack, pack.units["/posters.json"])) || "{}")[poster[1].toUpperCase()];
}
