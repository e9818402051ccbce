/* Reads QR codes in pictures. A classic worker: old phones have no module workers. Its own answer allows WebAssembly. */
importScripts("../vendor/zxing-reader.js");

const OPTIONS = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 4 };
const overrides = { locateFile: () => new URL("../vendor/zxing-reader.wasm", self.location.href).href };

self.ZXingWASM.prepareZXingModule({ overrides, fireImmediately: true }).then(
  () => self.postMessage({ texts: [] }),
  (error) => self.postMessage({ problem: String(error) }),
);

self.onmessage = async (event) => {
  try {
    const found = await self.ZXingWASM.readBarcodes(event.data, OPTIONS);
    self.postMessage({ texts: found.filter((code) => code.isValid).map((code) => code.text) });
  } catch (error) {
    self.postMessage({ problem: String(error) });
  }
};
