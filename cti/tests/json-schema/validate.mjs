// Reads {"schema": {...}, "documents": [...], "references": [schemas of others that it refers to]} from standard input and prints, for each document, the list of its violations.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const { schema, documents, references = [] } = JSON.parse(readFileSync(0, "utf8"));
// Strict mode makes misspelt keywords an error; unions such as ["string", "null"] are meant. Schemas of others have keywords of their own.
const ajv = new Ajv2020({ allErrors: true, strict: references.length === 0, strictRequired: false, allowUnionTypes: true });
addFormats(ajv);
ajv.addSchema(references);
const validate = ajv.compile(schema);
const answers = documents.map((document) =>
  validate(document) ? [] : validate.errors.map((error) => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`));
process.stdout.write(JSON.stringify(answers));
