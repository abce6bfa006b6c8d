// The grammars' package is written for bundlers: folders and files without their ending are imported, which Node.js does not know.
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

export async function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && context.parentURL) {
    const path = fileURLToPath(new URL(specifier, context.parentURL));
    if (existsSync(path) && statSync(path).isDirectory()) return next(pathToFileURL(`${path}/index.js`).href, context);
    if (!existsSync(path) && existsSync(`${path}.js`)) return next(pathToFileURL(`${path}.js`).href, context);
  }
  return next(specifier, context);
}
