/* Pictures with fewer digits, by svgo: {name: {width, height, body}} comes in, {name: body} goes out. Run at set-up (vendor.py). */
import { readFileSync } from "node:fs";
import { optimize } from "svgo";

/** Digits behind the point: a tenth of a unit on OpenMoji's grid of 72, a hundredth on Tabler's of 24, is less than a phone's pixel. */
const digits = (width) => (width > 48 ? 1 : 2);

function slim({ width, height, body }) {
  const floatPrecision = digits(width);
  const overrides = { mergePaths: true, convertPathData: { floatPrecision, noSpaceAfterFlags: false } };
  const plugins = [{ name: "preset-default", params: { floatPrecision, overrides } }];
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${body}</svg>`;
  return optimize(whole, { floatPrecision, multipass: true, plugins }).data.replace(/^<svg[^>]*>|<\/svg>$/g, "");
}

const pictures = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(Object.fromEntries(Object.entries(pictures).map(([name, one]) => [name, slim(one)]))));
