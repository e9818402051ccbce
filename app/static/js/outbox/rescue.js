/** When the usual way does not work: the dossier as a file to carry, and a photo taken again. */
import { base45 } from "../sealing/bytes.js";
import { sealing } from "../sealing/keys.js";
import { sealFile } from "../sealing/seal.js";
import { replaceFile, update } from "./items.js";

/** Hand over a `.hoso` file: the same sealed bytes, then a line for each photo that is still here. */
export async function save(item, photos) {
  const lines = item.blob ? [`HS1:${base45(item.blob)}`] : [];
  photos.forEach(({ number, proof, blob }) => lines.push(`HS1F:${number}:${proof}:${base45(blob)}`));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${lines.join("\n")}\n`], { type: "text/plain" }));
  link.download = `${item.slug}-${item.id.slice(0, 8)}.hoso`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** Seal another picture in the place of one that the server could not open. */
export async function again(item, photo, picture) {
  const { small } = await import("../wizard/photos.js");
  const bytes = new Uint8Array(await (await small(picture)).arrayBuffer());
  const sealed = await sealFile(sealing(item.keys), item.id, photo.number, bytes, item.secret);
  await replaceFile(item.id, { ...photo, ...sealed });
  await update(item.id, () => ({ state: "waiting", why: "", next: 0 }));
}
