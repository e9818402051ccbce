/** QR codes on the screen: black on white, the quiet zone included, whole pixels for each module. */

const QUIET = 4;
const LEAST_PIXELS = 3;

/**
 * Draw a code as large as its place allows.
 * @param {HTMLCanvasElement} canvas
 * @param {string} text
 * @returns {Promise<number>} modules on a side, without the quiet zone: 97 is version 20
 */
export async function draw(canvas, text) {
  const { correction, generate } = await import("../vendor/lean-qr.js");
  const code = generate(text, { minCorrectionLevel: correction.M, maxCorrectionLevel: correction.M });
  const size = code.size + 2 * QUIET;
  const density = Math.max(1, Math.min(4, window.devicePixelRatio || 1));
  const room = Math.min(canvas.parentElement.clientWidth || 320, 420);
  const pixels = Math.max(LEAST_PIXELS, Math.floor((room * density) / size));
  canvas.width = canvas.height = size * pixels;
  canvas.style.width = `${(size * pixels) / density}px`;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (code.get(x, y)) pen.fillRect((x + QUIET) * pixels, (y + QUIET) * pixels, pixels, pixels);
    }
  }
  return code.size;
}
