// Writes a FIT file with Garmin's own encoder: encode-fit.mjs <messages.json> <file.fit>, where messages are [{ mesgNum, …fields }].
import { readFileSync, writeFileSync } from "node:fs";
import { Encoder } from "@garmin/fitsdk";

const [messages, file] = process.argv.slice(2);
const encoder = new Encoder();
for (const { mesgNum, ...fields } of JSON.parse(readFileSync(messages, "utf8"))) {
  encoder.onMesg(mesgNum, fields);
}

writeFileSync(file, encoder.close());
