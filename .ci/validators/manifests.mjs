// Kubernetes' objects by the types that Kubernetes' own API description gives: unknown fields, wrong types, missing fields. manifests.mjs FILE…
// A manifest becomes a literal of its type in TypeScript, whose compiler knows no more fields than the type has, at any depth.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const here = dirname(fileURLToPath(import.meta.url));
const problems = [];
const imports = [];
const literals = [];

for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"), { uniqueKeys: true })) {
    problems.push(...document.errors.map((error) => `${file}: ${error.message}`));
    const object = document.toJS();
    if (document.errors.length > 0 || object === null) continue;
    const [group, version] = object.apiVersion?.includes("/") ? object.apiVersion.split("/") : ["core", object.apiVersion];
    const module = `kubernetes-types/${group.split(".")[0]}/${version}`;
    if (!object.kind || !existsSync(join(here, "node_modules", `${module}.d.ts`))) {
      problems.push(`${file}: no kind, or nothing is known of apiVersion ${object.apiVersion}`);
      continue;
    }
    const name = `T${literals.length}`;
    imports.push(`import type { ${object.kind} as ${name} } from "${module}";`);
    literals.push({ what: `${file}: ${object.kind} ${object.metadata?.name ?? ""}`.trimEnd(), code: `export const o${literals.length}: ${name} = ${JSON.stringify(object, null, 1)};\n` });
  }
}

const source = join(here, "objects.ts");
const head = imports.join("\n") + "\n";
const text = head + literals.map((literal) => literal.code).join("");
const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
const host = ts.createCompilerHost(options);
const read = host.getSourceFile;
host.getSourceFile = (name, ...rest) => (name === source ? ts.createSourceFile(name, text, ...rest) : read.call(host, name, ...rest));

// The object that a position of the source is about: the imports, a line each, stand before the literals.
function whose(position, line) {
  if (position < head.length) return literals[line].what;
  let end = head.length;
  return literals.find((literal) => position < (end += literal.code.length)).what;
}

for (const found of ts.getPreEmitDiagnostics(ts.createProgram([source], options, host))) {
  const line = found.file?.getLineAndCharacterOfPosition(found.start).line;
  const where = line === undefined ? "" : `: at ${text.split("\n")[line].trim()}`;
  problems.push(`${line === undefined ? "" : whose(found.start, line)}${where}: ${ts.flattenDiagnosticMessageText(found.messageText, " ")}`);
}
problems.forEach((problem) => console.log(problem));
process.exit(problems.length > 0 || literals.length === 0 ? 1 : 0);
