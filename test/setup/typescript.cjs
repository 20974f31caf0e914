/** `node -r test/setup/typescript.cjs file.ts`: runs the sources as they stand, in a process of its own. */
const { existsSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join } = require('node:path');
const { transformFileSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, { sourceMaps: 'inline' }).code, file);
// a name without its ending is the source, as everywhere else, not the data beside it: endings are tried in this order
for (const ending of ['.json', '.node']) {
  const load = require.extensions[ending];
  delete require.extensions[ending];
  require.extensions[ending] = load;
}

// commands load their parts by the name that the part has once it is built
const resolve = Module._resolveFilename;
Module._resolveFilename = function (name, parent, ...rest) {
  const source = name.startsWith('.') && name.endsWith('.js') && parent ? join(dirname(parent.filename), name.replace(/js$/, 'ts')) : '';
  return resolve.call(this, source && existsSync(source) ? source : name, parent, ...rest);
};
