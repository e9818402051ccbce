/*
 * The service worker: these files in order (kept/worker.py), below VERSION, FILES, AT_ONCE, POLICY, TAGS and VOICE.
 * It answers public pages from the phone at once and asks the network behind them. GET only; nothing personal: what is not in
 * PUBLIC, or says `no-store`, or was redirected, is never kept. Scripts lie by content, so that a page of an older version
 * still finds its own. Caches: gocua-files, gocua-pages (seen), gocua-packs (saved, written by js/kept/), gocua-sounds.
 */
const PUBLIC = /^(\/|\/page-\d+|\/(help|privacy|scan|search|languages|my-phone|drafts|offline|manifest\.webmanifest)|\/[efq]\/[^/]+(\/page-\d+)?|\/p\/[^/]+(\/(papers|row|start(\/\d+)?))?|\/offices\/[^/]+\/pack)$/i;
const PATIENCE_MS = 15000;
const CALM_MS = 1500;
const outcomes = new Map();

self.addEventListener("install", (event) => event.waitUntil(prepare()));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

/** What pages ask of the worker: `{name: value}`; each may answer by itself. */
const WISHES = {
  keep: (urls) => Promise.all(urls.map((url) => keepMissing(placed(new URL(url, location.origin))))),
  used: (names) => fetchFiles(usedBy(names)).catch(() => null),
  more: () => fetchFiles(later()).catch(() => null),
  ask: (_, page) => Promise.resolve(outcomes.get(page.id)).then((told) => told && page.postMessage(told)),
  renew: ({ url, how }, page) => renew(placed(new URL(url)), how).then((told) => told && page.postMessage(told)),
  forget: () => forgetPacks(),
  activate: () => self.skipWaiting(),
  scripts: (version, _, port) => scriptsOf(version).then((done) => port.postMessage(done)),
};

self.addEventListener("message", (event) => {
  const wishes = Object.entries(event.data || {}).filter(([name]) => WISHES[name]);
  event.waitUntil(Promise.all(wishes.map(([name, value]) => WISHES[name](value, event.source, event.ports[0]))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) return void event.respondWith(file(event, url));
  if (url.pathname.startsWith("/voice/")) return void event.respondWith(sound(request));
  const place = placed(url);
  if (!place && request.mode === "navigate") event.respondWith(fetch(request).catch(() => missing(split(url))));
  if (!place) return;
  if (request.headers.get("HX-Request-Type") === "partial") return void event.respondWith(part(request));
  if (request.mode === "navigate" || /\/(row|manifest\.webmanifest)$/.test(url.pathname)) event.respondWith(page(event, place));
});

/** An address in two: the language, and the path without it. */
function split({ pathname }) {
  const [, first = "", rest] = /^\/([^/]+)(\/.*)?$/.exec(pathname) || [];
  const tag = TAGS.includes(first.toLowerCase()) ? first.toLowerCase() : "vi";
  return { tag, path: tag === "vi" ? pathname : rest || "/" };
}

/** Where an address lies: language, path, and the address under which it is kept; nothing for what is not public. */
function placed(url) {
  const { tag, path } = split(url);
  if (!PUBLIC.test(path) || url.searchParams.has("code")) return null; // /scan?code=...: an answer to one person
  const kept = ["page", "o"].filter((name) => url.searchParams.has(name)).map((name) => `${name}=${url.searchParams.get(name)}`);
  const address = path + (kept.length ? `?${kept.join("&")}` : "");
  const asks = path === "/search" && url.searchParams.has("q");
  return { tag, path, address, asks, key: (tag === "vi" ? "" : `/${tag}`) + address };
}

const after = (ms) => new Promise((done) => setTimeout(done, ms));

/** Gives up after so long; `stop` hangs up, so that a dead line holds no connection. */
function within(ms, promise, stop = new AbortController()) {
  const tired = after(ms).then(() => {
    stop.abort();
    throw new Error("no answer in time");
  });
  return Promise.race([promise, tired]);
}
