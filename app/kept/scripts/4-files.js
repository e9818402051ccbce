/* Scripts by content, and sounds. */
const LANES = 4;
const listAt = (version) => `/kept-files/${version}`;
const fileAt = (digest) => `/kept-files/by/${digest}`;
const later = () => Object.keys(FILES).filter((name) => !AT_ONCE.includes(name));

/** What a page loaded, and what its wizard will load later: a form that was opened goes to its end without a network. */
function usedBy(names) {
  const isForm = names.includes("js/modules/wizard.js");
  return Object.keys(FILES).filter((name) => names.includes(name) || (isForm && /^(js\/(wizard|scan\/|sealing|outbox|qr|receipts|naming|drawer|communes)|vendor\/(lean-qr|places\/[p\d]))/.test(name)));
}

async function prepare() {
  const cache = await caches.open("gocua-files");
  await cache.put(listAt(VERSION), new Response(JSON.stringify(FILES)));
  await fetchFiles(AT_ONCE);
  await keepMissing(placed(new URL("/offline", location.origin))); // no phone is without the page that says what to do
}

/** What a version consists of: name -> content; nothing for one that no worker here has told of. */
async function filesOf(version) {
  if (version === VERSION) return FILES;
  const listed = await (await caches.open("gocua-files")).match(listAt(version));
  return listed && listed.json();
}

/** Have every script of a version: true; false where the network fails; nothing where no worker, or by now the server, is of it. */
async function scriptsOf(version) {
  const files = await filesOf(version);
  return files ? fetchFiles(Object.keys(files), version, files).then(() => true, ({ isOther }) => (isOther ? null : false)) : null;
}

/** A few at a time: an old phone on a slow line has other things to do. */
async function fetchFiles(names, version = VERSION, files = FILES) {
  const cache = await caches.open("gocua-files");
  const left = [...names];
  const lane = async () => {
    for (let name = left.pop(); name; name = left.pop()) await fetchFile(cache, `/static/${version}/${name}`, files[name]);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function fetchFile(cache, address, digest) {
  if (await cache.match(fileAt(digest))) return;
  for (const way of ["default", "reload"]) {
    const answer = await within(PATIENCE_MS, fetch(address, { cache: way }));
    const body = await answer.clone().arrayBuffer();
    if (answer.ok && (await hashed(body)) === digest) return cache.put(fileAt(digest), answer);
  }
  throw Object.assign(new Error(`${address} is not of this version`), { isOther: true });
}

async function hashed(body) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return hexed(sum.slice(0, 6));
}

const hexed = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function file(event, url) {
  const { request } = event;
  const [, , version, ...name] = url.pathname.split("/");
  const cache = await caches.open("gocua-files");
  const digest = ((await filesOf(version)) || {})[name.join("/")];
  const found = await cache.match(digest ? fileAt(digest) : request.url);
  if (found) return asAsked(found);
  const answer = await fetch(request);
  if (answer.ok && version === VERSION) event.waitUntil(cache.put(digest ? fileAt(digest) : request.url, answer.clone()).catch(() => null));
  return answer;
}

/** The same file under the address that was asked for: imports are resolved against it, and the kept answer has the one of an older version. */
function asAsked(answer) {
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  return new Response(answer.body, { status: answer.status, headers });
}

/** Old scripts go once no page on the phone names their version any more. */
async function tidy() {
  const [cache, seen, packs] = await Promise.all([caches.open("gocua-files"), seenPages(), packList()]);
  const answers = await Promise.all((await seen.keys()).map((key) => seen.match(key)));
  const named = [...answers.map((one) => one.headers.get("X-Version")), ...Object.values(packs).map((one) => one.version)];
  const versions = new Set([VERSION, ...named]);
  const wanted = new Set();
  for (const version of versions) {
    const listed = await cache.match(listAt(version));
    if (listed) Object.values(await listed.json()).forEach((digest) => wanted.add(fileAt(digest)));
  }
  const isOld = (path) => (path.startsWith(fileAt("")) ? !wanted.has(path) : !versions.has(path.split("/")[2]));
  const paths = (await cache.keys()).map((key) => new URL(key.url).pathname);
  await Promise.all(paths.filter(isOld).map((path) => cache.delete(path)));
}

/** A clip, whole or the bytes asked for: Safari plays nothing without ranges, and a 206 cannot be kept. */
async function sound(request) {
  const cache = await caches.open("gocua-sounds");
  let found = await cache.match(request.url);
  if (!found) {
    found = await fetch(request.url);
    if (found.status === 200) await cache.put(request.url, found.clone()).catch(() => null);
  }
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") || "") || [];
  if (from === undefined || found.status !== 200) return found;
  const all = await found.arrayBuffer();
  const end = Math.min(to ? Number(to) + 1 : all.byteLength, all.byteLength);
  if (Number(from) >= end) return new Response("", { status: 416, headers: { "Content-Range": `bytes */${all.byteLength}` } });
  const headers = { "Content-Type": found.headers.get("Content-Type"), "Accept-Ranges": "bytes" };
  headers["Content-Range"] = `bytes ${from}-${end - 1}/${all.byteLength}`;
  return new Response(all.slice(Number(from), end), { status: 206, headers });
}
