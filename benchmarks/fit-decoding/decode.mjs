// Decodes a FIT file with Garmin's own decoder for some seconds after a warm-up, and prints megabytes a second.
//   node decode.mjs <file.fit> <seconds>
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../../tests/oracles/package.json", import.meta.url));
const { Decoder, Stream } = await import(pathToFileURL(require.resolve("@garmin/fitsdk")));

const [path, seconds] = process.argv.slice(2);
const bytes = readFileSync(path);

const decode = (milliseconds) => {
  const began = performance.now();
  let times = 0;
  while (performance.now() - began < milliseconds) {
    const { messages } = new Decoder(Stream.fromBuffer(bytes)).read();
    times += messages.recordMesgs.length > 0 ? 1 : 0;
  }

  return (times * bytes.length) / 1e6 / ((performance.now() - began) / 1000);
};

decode(1000);
console.log(decode(seconds * 1000));
