/** What the text of a code means here. Whatever it names, an address outside this host is never opened. */
import { isCard } from "./card.js";

const SHORT_CODE = /^[0-9A-Z]{3,4}-?[0-9A-Z]{3,4}$/i;

/**
 * @returns {{note: string}|{ask: string, secret: string, kind: string}} the `note` to show (`card`, `foreign`), or the part
 *   that the server may see (`ask`) and the part that it may not (`secret`: a receipt's, behind the `#`)
 */
export function meaning(text, host) {
  const said = text.trim();
  if (isCard(said)) return { note: "card" };
  const [ask, secret = ""] = said.split("#");
  const [, named, path = ""] = /^https?:\/\/([^/]+)\/(\w+)/i.exec(ask) || [];
  const isOurs = named ? named.toLowerCase() === host.toLowerCase() : SHORT_CODE.test(ask);
  return isOurs ? { ask, secret, kind: path.toLowerCase() === "d" ? "receipt" : "poster" } : { note: "foreign" };
}
