/** The camera of the phone, and its end. Some in-app browsers neither open it nor refuse: they get ten seconds. */

const PATIENCE_MS = 10000;
const WANTED = { audio: false, video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } };

/** Show the camera's picture in `video`; rejects when it is refused, absent, or says nothing for ten seconds. */
export async function camera(video) {
  const opening = navigator.mediaDevices.getUserMedia(WANTED);
  let timer = 0;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), PATIENCE_MS);
  });
  try {
    video.srcObject = await Promise.race([opening, late]);
    await Promise.race([video.play(), late]);
  } catch (error) {
    opening.then(end, () => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Let go of the camera, so that its light goes out. */
export function close(video) {
  if (video.srcObject) end(video.srcObject);
  video.srcObject = null;
}

function end(stream) {
  stream.getTracks().forEach((track) => track.stop());
}
