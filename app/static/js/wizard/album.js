/** The photos of a draft, kept once they are small; a phone that is nearly full is not filled up. */
import { dropPhoto, keepPhoto } from "../drawer.js";
import { ready } from "./photos.js";

const SPARE = 2;

/**
 * Keep the photos of these inputs that are new, forget those that are gone.
 * @param {Map<string, File>} pictures what was kept before, by question; is brought up to date
 * @returns {Promise<Object<string, number>>} bytes in the store by question, of what changed
 */
export async function keepPhotos(inputs, id, pictures) {
  const changed = {};
  await ready();
  for (const { name, files } of inputs) {
    const [file] = files;
    if (file === pictures.get(name)) continue;
    changed[name] = file ? await keep(id, name, file) : await dropPhoto(id, name);
    pictures.set(name, file);
  }
  return changed;
}

async function keep(id, question, file) {
  try {
    const { quota = 0, usage = 0 } = navigator.storage && navigator.storage.estimate ? await navigator.storage.estimate() : {};
    if (quota && quota - usage < SPARE * file.size) throw new Error("the phone is nearly full");
    return await keepPhoto(id, question, file);
  } catch (error) {
    error.isPhoto = true;
    throw error;
  }
}
