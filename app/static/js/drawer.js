/** The drawer: what lies on this phone, read, tidied up, and the photos that belong to drafts, each a record of its own. */
import { photosOf, seal, unseal } from "./drafts.js";
import { tick, whose } from "./phone.js";
import { all, remove, transact } from "./store.js";

const HOUR = 3600000;
const DAY = 24 * HOUR;
const STAYS = {
  own: { drafts: Infinity, receipts: 180 * DAY },
  borrowed: { drafts: DAY, receipts: HOUR / 2 },
};
const DRAFTS = () => IDBKeyRange.upperBound("g"); // a draft's key is its id, a photo's begins with `photo/`
const keyOf = (id, question) => `photo/${id}/${question}`;

/** Keep a photo of a draft. @returns {Promise<number>} its bytes in the store */
export async function keepPhoto(id, question, file) {
  const key = keyOf(id, question);
  const sealed = await seal(key, await new Response(file).arrayBuffer());
  await transact(["drafts"], (of) => of("drafts").put({ question, type: file.type, ...sealed }, key));
  return sealed.sealed.byteLength;
}

/** @returns {Promise<{question: string, file: File}[]>} the photos of a draft; one that cannot be opened is left out */
export async function photos(id) {
  const rows = await all("drafts", photosOf(id));
  const open = async ({ question, type, ...sealed }) => {
    const bytes = await unseal(keyOf(id, question), sealed).catch(() => null);
    return bytes && { question, file: new File([bytes], "photo.jpg", { type }) };
  };
  return (await Promise.all(rows.map(open))).filter(Boolean);
}

/** @returns {Promise<object[]>} all drafts, the last touched first: `{id, touched, day, bytes}` and what `keep` was given */
export async function list() {
  const rows = await all("drafts", DRAFTS());
  const isOwn = (await whose()) === "own";
  const open = async ({ id, touched, day, ...sealed }) => {
    const bytes = await unseal(id, sealed).catch(() => null);
    if (!bytes) return null;
    const contents = JSON.parse(new TextDecoder().decode(bytes));
    const ofPhotos = Object.values(contents.photos || {}).reduce((sum, one) => sum + one, 0);
    const person = isOwn ? contents.person : "";
    return { ...contents, person, id, touched, day, bytes: bytes.byteLength + ofPhotos };
  };
  const found = (await Promise.all(rows.map(open))).filter(Boolean);
  return found.sort((one, other) => other.touched - one.touched);
}

/** Delete one photo. */
export const dropPhoto = (id, question) => remove("drafts", keyOf(id, question));

/**
 * Delete what its time is up for (docs/adr/0012). A borrowed phone: a draft a day after its last touch, a receipt after
 * half an hour. An own phone: a draft never, a receipt after half a year. Each page that shows what is kept begins with it.
 */
export function sweep() {
  return transact(["drafts", "receipts", "settings"], (of) => {
    of("settings").get("whose").onsuccess = ({ target }) => {
      const stays = STAYS[target.result] || STAYS.borrowed;
      tick(of("settings"), (now) => {
        const walk = (store, range, isOver, more) => {
          of(store).openCursor(range).onsuccess = (event) => {
            const cursor = event.target.result;
            if (!cursor) return;
            if (isOver(cursor.value)) {
              cursor.delete();
              more(cursor.key);
            }
            cursor.continue();
          };
        };
        walk("drafts", DRAFTS(), ({ touched }) => now - touched > stays.drafts, (id) => {
          of("drafts").delete(photosOf(id));
        });
        walk("receipts", null, ({ at }) => now - at > stays.receipts, () => {});
      });
    };
  });
}
