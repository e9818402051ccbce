/** Who reads the codes: the phone's own detector, else ours in a worker that is fetched only now. */

const LONG_SIDE = 1280;

/**
 * @param {string|URL} address the worker's
 * @returns a function from a playing video, an image or a canvas to the texts of the QR codes in it; its second argument is
 *   the long side in pixels to look at. Rejects without any reader.
 */
export async function reader(address) {
  const own = await phonesOwn();
  let ours = own ? null : await ourOwn(address);
  return async (picture, longSide = LONG_SIDE) => {
    if (!(picture.videoWidth || picture.naturalWidth || picture.width)) return [];
    if (!ours) {
      try {
        return (await own.detect(picture)).map((code) => code.rawValue);
      } catch (_) {
        ours = await ourOwn(address); // some phones name a detector and have none
      }
    }
    return ours(picture, longSide);
  };
}

async function phonesOwn() {
  if (!("BarcodeDetector" in window)) return null;
  const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes("qr_code") ? new window.BarcodeDetector({ formats: ["qr_code"] }) : null;
}

/** One picture at a time goes to the worker; its first word is that it is ready. */
async function ourOwn(address) {
  const worker = new Worker(address);
  const answer = () =>
    new Promise((resolve, reject) => {
      worker.onmessage = (event) => (event.data.problem ? reject(new Error(event.data.problem)) : resolve(event.data.texts));
      worker.onerror = () => reject(new Error("worker"));
    });
  await answer();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (picture, longSide) => {
    const [width, height] = [picture.videoWidth || picture.naturalWidth || picture.width, picture.videoHeight || picture.naturalHeight || picture.height];
    const scale = Math.min(1, longSide / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    const answered = answer();
    worker.postMessage(pixels, [pixels.data.buffer]);
    return answered;
  };
}
