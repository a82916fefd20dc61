// Reads FIT files with Garmin's own decoder and prints what it found in each, as a JSON array.
import { readFileSync } from "node:fs";
import { Decoder, Stream } from "@garmin/fitsdk";

const decode = (path) => {
  const bytes = readFileSync(path);
  const integrity = new Decoder(Stream.fromBuffer(bytes)).checkIntegrity();
  const order = [];
  const { messages, errors } = new Decoder(Stream.fromBuffer(bytes)).read({ mesgListener: (number) => order.push(number) });
  return { integrity, errors: errors.map(String), order, messages };
};

console.log(JSON.stringify(process.argv.slice(2).map(decode)));
