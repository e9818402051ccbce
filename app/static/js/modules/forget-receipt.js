/** The commune deleted a dossier: its stub goes from the phone, too. */
import { drop } from "../receipts.js";

export default function forgetReceipt(root) {
  drop(root.dataset.ticket).catch((error) => console.info("receipts: not dropped", error.name));
}
