// What a careful person would write in Node: the same check of the signature, one durable insert for each event.
import { createHmac, timingSafeEqual } from 'node:crypto';
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const [port, path, secret] = process.argv.slice(2);
const db = new Database(path);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`CREATE TABLE IF NOT EXISTS inbox (
  Id INTEGER PRIMARY KEY, Source TEXT, ExternalUserId TEXT, DataType TEXT, ObjectId TEXT, EventType TEXT, EventTime TEXT, Body BLOB, ReceivedAt INTEGER,
  UNIQUE (Source, ExternalUserId, DataType, ObjectId, EventType, EventTime))`);
const insert = db.prepare(`INSERT INTO inbox (Source, ExternalUserId, DataType, ObjectId, EventType, EventTime, Body, ReceivedAt)
  VALUES ('oura', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);

const app = Fastify();
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => done(null, body));
app.post('/webhooks/oura', (request, reply) => {
  const expected = createHmac('sha256', secret).update(request.headers['x-oura-timestamp'] ?? '').update(request.body).digest();
  const given = Buffer.from(request.headers['x-oura-signature'] ?? '', 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return reply.code(401).send();
  }

  const event = JSON.parse(request.body);
  insert.run(event.user_id, event.data_type, event.object_id, event.event_type, event.event_time, request.body, Date.now());
  return reply.code(202).send();
});
await app.listen({ host: '127.0.0.1', port: Number(port) });
