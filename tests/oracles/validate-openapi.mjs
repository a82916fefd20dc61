// Checks answers against an OpenAPI 3.1 description.
//   node validate-openapi.mjs <openapi.json> <answers.json>
// where answers.json is [{ "method": "get", "path": "/v2/…/{id}", "status": "200", "body": … }].
// Prints how many were checked; on a violation it prints all of them and exits with 1.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [specification, answers] = process.argv.slice(2).map(file => JSON.parse(readFileSync(file, 'utf8')));
const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
addFormats(ajv);
ajv.addFormat('uuid4', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
ajv.addFormat('binary', true);
ajv.addSchema(specification, 'openapi');

// Lists are described as "typed rows or anything": only the typed alternative says something.
const typed = schema => (schema.anyOf ? schema.anyOf[0] : schema);
const absolute = schema => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/'));

let failures = 0;
for (const { method, path, status, body } of answers) {
  const described = specification.paths[path]?.[method]?.responses?.[status];
  const schema = described && Object.values(described.content ?? {})[0]?.schema;
  if (!schema) {
    console.error(`${method} ${path} ${status}: the description has no such answer`);
    failures++;
    continue;
  }

  const validate = ajv.compile(absolute(typed(schema)));
  if (!validate(body)) {
    for (const error of validate.errors.slice(0, 5)) {
      console.error(`${method} ${path} ${status}${error.instancePath}: ${error.message}`);
    }
    failures++;
  }
}

console.log(`${answers.length} answers checked`);
process.exit(failures ? 1 : 0);
