/**
 * Who may import whom: apps -> domain -> platform -> kernel; domain and platform -> law; domain -> envelope, scoring, draw.
 * Between modules of domain: only through index.ts, only from a later one to an earlier one.
 * `depcruise` runs in `npm run imports`; test/architecture/imports.spec.ts shows that it fails on planted imports.
 */
const MODULES = require('./libs/domain/modules.json').domain.map(({ name }) => name);

const SPEC = '[.](spec|spec-data|fixtures)[.]tsx?$';
const TEST = '^(test|bench)/';

/** A library may reach, outside itself, only what `allowed` lists. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: SPEC },
  to: { path: '^(apps|libs|migrations|test|bench)/', pathNot: [from, ...allowed].map((path) => `^${path}/`) },
});

/** Specs are not bound by purity: they may read files and use test libraries. */
const pure = (name, from, builtins, packages = []) => ({
  name,
  comment: `${from} is pure: ${[...builtins, ...packages].join(', ') || 'nothing from outside'}`,
  severity: 'error',
  from: { path: `^libs/(${from})/`, pathNot: SPEC },
  to: {
    dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
    pathNot: [...builtins.map((builtin) => `^(node:)?${builtin}$`), ...packages.map((name) => `^node_modules/${name}/`)],
  },
});

/** A module reaches earlier ones only. */
const order = MODULES.slice(0, -1).map((module, i) => ({
  name: `order-${module}`,
  comment: `${module} may call ${MODULES.slice(0, i).join(', ') || 'no other module'}; a later one is told by an event`,
  severity: 'error',
  from: { path: `^libs/domain/src/${module}/`, pathNot: SPEC },
  to: { path: `^libs/domain/src/(${MODULES.slice(i + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', comment: 'an import that leads nowhere', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
    only('kernel-imports-nothing', 'libs/kernel', [], 'kernel is the ground'),
    only('law-leans-on-kernel', 'libs/law', ['libs/kernel'], 'law -> kernel'),
    only('envelope-leans-on-kernel', 'libs/envelope', ['libs/kernel'], 'envelope -> kernel'),
    only('scoring-leans-on-kernel', 'libs/scoring', ['libs/kernel'], 'scoring -> kernel'),
    only('draw-leans-on-kernel', 'libs/draw', ['libs/kernel'], 'draw -> kernel'),
    only('procedure-leans-on-law', 'libs/procedure', ['libs/(kernel|law)'], 'procedure -> law, kernel'),
    only('platform-leans-on', 'libs/platform', ['libs/kernel', 'libs/law'], 'platform -> kernel, and law, because problems cite articles'),
    only('domain-leans-on', 'libs/domain', ['libs/(kernel|law|procedure|envelope|scoring|draw|platform)'], 'domain -> the libraries, never apps'),
    pure('kernel-law-and-procedure-are-pure', 'kernel|law|procedure', []),
    pure('scoring-is-pure', 'scoring', [], ['decimal[.]js', 'zod']),
    pure('envelope-is-pure', 'envelope', ['crypto', 'events', 'stream', 'stream/promises', 'stream/consumers'], ['zod', '@noble/hashes', 'sm-crypto-v2']),
    pure('draw-is-pure', 'draw', ['crypto', 'events', 'stream'], ['zod']),
    only('web-leans-on', 'apps/web', ['libs/kernel/src', 'libs/envelope/src'], 'the web knows the server by its interfaces; it shares money, codes and the formats of sealed bids'),
    only('verifier-stands-alone', 'apps/verifier', [], 'what checks the platform shares nothing with it, or it could not disagree'),
    {
      name: 'verifier-needs-little',
      comment: 'the verifier runs in a page without a network: primitives by @noble, files by its command only',
      severity: 'error',
      from: { path: '^apps/verifier/src/', pathNot: SPEC },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'], pathNot: ['^node_modules/@noble/', '^(node:)?(crypto|fs|util)$'] },
    },
    {
      name: 'verifier-page-without-node',
      severity: 'error',
      from: { path: '^apps/verifier/src/', pathNot: [SPEC, '^apps/verifier/src/main[.]ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'nobody-leans-on-the-verifier', severity: 'error', from: { path: '^(apps|libs|migrations|bench|tools)/', pathNot: ['^apps/verifier/', SPEC] }, to: { path: '^apps/verifier/' } },
    { name: 'web-envelope-by-its-door', severity: 'error', from: { path: '^apps/web/', pathNot: SPEC }, to: { path: '^libs/envelope/', pathNot: '^libs/envelope/src/web[.]ts$' } },
    {
      name: 'web-parts-know-no-domain',
      comment: 'lib, ui <- features <- workspaces <- app',
      severity: 'error',
      from: { path: '^apps/web/src/(lib|ui)/', pathNot: SPEC },
      to: { path: '^apps/web/src/(features|workspaces|app)/' },
    },
    { name: 'web-features-below-workspaces', severity: 'error', from: { path: '^apps/web/src/features/', pathNot: SPEC }, to: { path: '^apps/web/src/(workspaces|app)/' } },
    { name: 'web-workspaces-below-app', severity: 'error', from: { path: '^apps/web/src/workspaces/', pathNot: SPEC }, to: { path: '^apps/web/src/app/' } },
    {
      name: 'web-features-apart',
      severity: 'error',
      from: { path: '^apps/web/src/features/([^/]+)/', pathNot: SPEC },
      to: { path: '^apps/web/src/features/([^/]+)/', pathNot: '^apps/web/src/features/$1/' },
    },
    {
      name: 'web-workspaces-apart',
      severity: 'error',
      from: { path: '^apps/web/src/workspaces/([^/]+)/', pathNot: SPEC },
      to: { path: '^apps/web/src/workspaces/([^/]+)/', pathNot: '^apps/web/src/workspaces/$1/' },
    },
    {
      name: 'modules-by-their-door',
      comment: 'another module of domain is entered through its index.ts',
      severity: 'error',
      from: { path: '^libs/domain/src/([^/]+)/', pathNot: SPEC },
      to: { path: '^libs/domain/src/([^/]+)/', pathNot: ['^libs/domain/src/$1/', '^libs/domain/src/[^/]+/index[.]ts$'] },
    },
    {
      name: 'apps-by-the-door',
      comment: 'apps and benchmarks enter a module of domain through its index.ts; the lists of all modules and of all entities lie above them',
      severity: 'error',
      from: { path: '^(apps|bench)/', pathNot: SPEC },
      to: { path: '^libs/domain/src/', pathNot: ['^libs/domain/src/[^/]+/index[.]ts$', '^libs/domain/src/(index|entities)[.]ts$'] },
    },
    {
      name: 'modules-are-known',
      comment: `a new module of domain gets its place in libs/domain/modules.json: ${MODULES.join(', ')}`,
      severity: 'error',
      from: { path: '^libs/domain/src/[^/]+/', pathNot: `^libs/domain/src/(${MODULES.join('|')})/` },
      to: {},
    },
    ...order,
    {
      name: 'specs-stay-at-home',
      comment: 'a spec may look at anything inside its own module, and into others by their door only',
      severity: 'error',
      from: { path: '^libs/domain/src/([^/]+)/.*[.]spec[.]ts$' },
      to: { path: '^libs/domain/src/([^/]+)/', pathNot: ['^libs/domain/src/$1/', '^libs/domain/src/[^/]+/index[.]ts$'] },
    },
    { name: 'nothing-ships-tests', comment: 'test/ and bench/ are not part of the product', severity: 'error', from: { path: '^(apps|libs|migrations)/', pathNot: SPEC }, to: { path: TEST } },
    { name: 'nothing-ships-specs', severity: 'error', from: { path: '^(apps|libs|migrations)/', pathNot: SPEC }, to: { path: SPEC } },
    {
      name: 'no-dev-packages',
      comment: 'what ships needs nothing from devDependencies',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|var)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
