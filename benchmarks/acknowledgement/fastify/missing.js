// Counts what a database holds of the ids in a file.
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';

const [path, acknowledged] = process.argv.slice(2);
const kept = new Set(new Database(path).prepare('SELECT ObjectId FROM inbox').pluck().all());
const ids = readFileSync(acknowledged, 'utf8').split('\n').filter((id) => id.length > 0);
const missing = ids.filter((id) => !kept.has(id));
console.log(`${ids.length} ${missing.length} ${kept.size}`);
