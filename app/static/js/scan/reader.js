/** Who reads the codes: the phone's own detector, else ours in a worker that is fetched only now. */

const LONG_SIDE = 1280;

/** @returns a function from a playing video to the texts of the QR codes in its picture. Rejects without any reader. */
export async function reader(address) {
  const own = await phonesOwn();
  let ours = own ? null : await ourOwn(address);
  return async (video) => {
    if (!video.videoWidth) return [];
    if (!ours) {
      try {
        return (await own.detect(video)).map((code) => code.rawValue);
      } catch (_) {
        ours = await ourOwn(address); // some phones name a detector and have none
      }
    }
    return ours(video);
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
  return (video) => {
    const scale = Math.min(1, LONG_SIDE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    const answered = answer();
    worker.postMessage(picture, [picture.data.buffer]);
    return answered;
  };
}
