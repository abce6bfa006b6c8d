// Reads {"schema": {...}, "documents": [...]} from standard input and prints, for each document, the list of its violations.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const { schema, documents } = JSON.parse(readFileSync(0, "utf8"));
// Strict mode makes misspelt keywords an error; unions such as ["string", "null"] are meant.
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
addFormats(ajv);
const validate = ajv.compile(schema);
const answers = documents.map((document) =>
  validate(document) ? [] : validate.errors.map((error) => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`));
process.stdout.write(JSON.stringify(answers));
