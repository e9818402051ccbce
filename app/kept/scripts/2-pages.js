/* Pages: those that were seen, and how the network behind them is asked. */
const MOST_PAGES = 200;
const KEPT_HEADERS = ["Content-Type", "Content-Security-Policy", "ETag", "Date"];

let hasNoRoom = false;
const noRoom = (error) => (hasNoRoom = error.name === "QuotaExceededError");

const seenPages = () => caches.open("gocua-pages");
const when = (answer) => Date.parse(answer.headers.get("Date")) || 0;

async function page(event, place) {
  const found = (!place.asks || (await packFor(place.tag))) && (await kept(place)); // without a pack the server searches
  if (!found) return (await fromNetwork(event, place)) || missing(place);
  const told = after(CALM_MS).then(() => refresh(place, found));
  if (event.resultingClientId) outcomes.set(event.resultingClientId, told);
  event.waitUntil(told);
  return found;
}

/** The newer of the page as it was seen and as the pack has it. The pack is opened only where it is the newer one. */
async function kept(place) {
  const [seen, pack] = await Promise.all([seenPages().then((cache) => cache.match(place.key, { ignoreVary: true })), packFor(place.tag)]);
  const isSeenNewer = seen && !(pack && Date.parse(pack.made) > when(seen));
  return isSeenNewer ? seen : (await fromPack(place).catch(() => null)) || seen;
}

async function fromNetwork(event, place) {
  try {
    const answer = await within(PATIENCE_MS, fetch(event.request));
    if (isForEverybody(answer)) event.waitUntil(keep(place, answer.clone()).catch(() => null));
    return answer;
  } catch (_) {
    return null;
  }
}

/** Ask the network about a page that was just shown; returns what to tell whoever sees it. A page of a pack is asked for by the pack. */
async function refresh(place, found) {
  const date = found.headers.get("Date");
  const pack = found.headers.get("X-Pack");
  if (pack) return { how: "kept", date, pack };
  const mine = await packFor(place.tag);
  const told = { date, pack: mine ? mine.name : "", isFull: hasNoRoom };
  const tag = found.headers.get("ETag");
  try {
    const answer = await asked(place, tag ? { "If-None-Match": tag } : {});
    if (answer.status >= 500) return { ...told, how: "offline" };
    if (answer.type === "opaqueredirect") return { ...told, how: "unsure" };
    if (answer.status === 304) await confirm(place, found, answer);
    else if (!isForEverybody(answer)) await (await seenPages()).delete(place.key);
    else if (!(await replace(place, answer))) return { ...told, how: "unsure" };
    return { ...told, how: answer.status === 304 || (tag && answer.headers.get("ETag") === tag) ? "same" : "changed" };
  } catch (_) {
    return { ...told, how: "offline" };
  }
}

function asked(place, headers) {
  const stop = new AbortController();
  return within(PATIENCE_MS, fetch(place.key, { cache: "no-store", redirect: "manual", headers, signal: stop.signal }), stop);
}

/** The page was right again today: that is the date to tell when there is no network. */
async function confirm(place, found, answer) {
  const [then, now] = [found, answer].map((one) => new Date(when(one)).toDateString());
  const cache = await seenPages();
  const old = then !== now && when(answer) ? await cache.match(place.key, { ignoreVary: true }) : null;
  if (!old || old.headers.get("ETag") !== found.headers.get("ETag")) return;
  const headers = new Headers(old.headers);
  headers.set("Date", answer.headers.get("Date"));
  await cache.put(place.key, new Response(old.body, { status: old.status, headers })).catch(() => null);
}

/** Fetch a page anew, though it is on the phone; returns `{how}` where it came, or where it is none that is kept. */
async function renew(place, how) {
  if (!place) return { how };
  const answer = await asked(place, {}).catch(() => null);
  if (!answer || !isForEverybody(answer)) return null;
  return replace(place, answer).then((isDone) => (isDone ? { how } : null), () => null);
}

/** Keep a page in the place of an older one; one of another version only with all its scripts, since else its buttons were dead without a network. */
async function replace(place, answer) {
  const [old, next] = await Promise.all([kept(place), versionIn(answer.clone())]);
  const isSame = old && ((old.headers.get("X-Version") || (await versionIn(old.clone()))) === next);
  const isWhole = !old || isSame || (await scriptsOf(next));
  if (isWhole) await keep(place, answer);
  return isWhole;
}

const versionIn = async (answer) => (/\/static\/([0-9a-f]+)\//.exec(await answer.text()) || ["", ""])[1];

function isForEverybody(answer) {
  const rule = answer.headers.get("Cache-Control") || "no-store";
  return (answer.status === 200 || answer.status === 410) && answer.type === "basic" && !answer.redirected && !rule.includes("no-store");
}

async function keep(place, answer) {
  const [version, body] = await Promise.all([versionIn(answer.clone()), answer.text()]);
  const headers = { "X-Version": version };
  KEPT_HEADERS.filter((name) => answer.headers.has(name)).forEach((name) => (headers[name] = answer.headers.get(name)));
  const cache = await seenPages();
  await cache.put(place.key, new Response(body, { status: answer.status, headers })).then(() => (hasNoRoom = false), noRoom);
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST_PAGES)).map((old) => cache.delete(old)));
}

async function keepMissing(place) {
  if (!place || (await kept(place))) return;
  const answer = await fetch(place.key, { cache: "force-cache", redirect: "manual" }).catch(() => null);
  if (answer && isForEverybody(answer)) await keep(place, answer).catch(() => null);
}

/** A piece of a page for htmx. Where the network does not give it, the whole page is opened from the phone. */
async function part(request) {
  try {
    return await within(PATIENCE_MS / 5, fetch(request));
  } catch (_) {
    return new Response("", { headers: { "HX-Redirect": request.url } });
  }
}

/** The page that says that this one is not on the phone. */
async function missing(place) {
  const prefix = place.tag === "vi" ? "" : `/${place.tag}`;
  const found = (await kept(placed(new URL(`${prefix}/offline`, location.origin)))) || (await kept(placed(new URL("/offline", location.origin))));
  if (!found) return new Response("Không có mạng.", { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
  return new Response(found.body, { status: 503, headers: found.headers });
}
