/** A receipt leaves a stub on the phone, for /my-phone; on a phone that is not one's own the way to wipe it stands here. */
import { sweep } from "../drawer.js";
import { whose } from "../phone.js";
import { keep } from "../receipts.js";

export default async function keepReceipt(root) {
  try {
    await sweep();
    await keep({ ...root.dataset });
    const isOwn = (await whose()) === "own";
    root.querySelector(`[data-part=${isOwn ? "own" : "borrowed"}]`).hidden = false;
    root.dataset.kept = "yes";
  } catch (error) {
    console.info("receipts: not kept", error.name);
  }
}
