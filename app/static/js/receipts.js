/** Stubs of receipts: code, procedure, commune, day; no person's name. The secret lies here on an own phone only. */
import { tick, whose } from "./phone.js";
import { all, remove, transact } from "./store.js";

/** Keep one; its time counts from now. */
export async function keep({ ticket, secret, code, name, office, received }) {
  const isOwn = (await whose()) === "own";
  await transact(["receipts", "settings"], (of) => {
    tick(of("settings"), (at) => of("receipts").put({ ticket, code, name, office, received, at, secret: isOwn ? secret : "" }, ticket));
  });
}

/** @returns {Promise<object[]>} `{ticket, secret, code, name, office, received, at}`, the last kept first */
export const list = async () => (await all("receipts")).sort((one, other) => other.at - one.at);

/** Delete some. */
export const drop = (...tickets) => remove("receipts", ...tickets);
