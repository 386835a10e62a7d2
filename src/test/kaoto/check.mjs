// Opens each route and kamelet file with Kaoto's own model, lets it write the file, and compares the two.
//   npm --prefix src/test/kaoto install --ignore-scripts && npm --prefix src/test/kaoto start
import { build } from 'esbuild';
import { isDeepStrictEqual } from 'node:util';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'yaml';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '../../..');
const bundle = join(here, 'node_modules', 'kaoto-model.cjs');

// The model alone is wanted, not the pages around it: what draws them is replaced by something that accepts everything.
const modelOnly = {
  name: 'model-only',
  setup(bundler) {
    const kept = /^(process$|buffer$|yaml|lodash|uuid|clsx|xml-|chevrotain|jszip|@kaoto\/)/;
    bundler.onResolve({ filter: /.*/ }, ({ path, kind }) => {
      const asset = /\.(css|scss|svg|png|md)$/.test(path);
      if (kind === 'entry-point' || (!asset && (/^[./]/.test(path) || kept.test(path)))) return undefined;
      return { path, namespace: 'nothing' };
    });
    bundler.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({
      contents: `const none = new Proxy(function () {}, {
        get: (target, key) => (key === Symbol.toPrimitive ? () => '' : key === 'prototype' ? target.prototype : none),
        apply: () => none,
        construct: () => ({}),
      });
      module.exports = Object.create(none);`,
    }));
  },
};

await build({
  entryPoints: [join(here, 'node_modules/@kaoto/kaoto/lib/esm/models/camel/camel-resource-factory.js')],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile: bundle,
  plugins: [modelOnly],
  logLevel: 'error',
});
globalThis.DOMParser = globalThis.XMLSerializer = class {}; // a browser's, for routes in XML
const { CamelResourceFactory } = (await import(pathToFileURL(bundle))).default;
rmSync(bundle);

let changed = 0;
for (const folder of ['routes', 'kamelets']) {
  for (const name of readdirSync(join(project, folder), { recursive: true }).sort()) {
    if (!/\.(camel|kamelet)\.yaml$/.test(name)) continue;
    const file = join(project, folder, name);
    const text = readFileSync(file, 'utf8');
    const opened = CamelResourceFactory.createCamelResource(text, { path: file });
    const shown = opened.getVisualEntities().map((entity) => entity.id);
    const same = shown.length > 0 && isDeepStrictEqual(parse(await opened.toString()), parse(text));
    console.log(`${same ? 'same   ' : 'CHANGED'} ${relative(project, file)}: ${shown.join(' ')}`);
    changed += same ? 0 : 1;
  }
}
process.exit(changed === 0 ? 0 : 1);
