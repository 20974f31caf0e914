import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIELDS, INPUTS } from '@kernel';
import { allSources, ROOT, type Source } from './sources';

/** What a refusal calls a field is what its page calls it. */
type Texts = { [key: string]: string | Texts };
const localesOf = (language: string): Texts[] => {
  const folder = join(ROOT, 'apps/web/src/locales', language);
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Texts);
};
const LOCALES = [localesOf('zh-CN'), localesOf('en')] as const;
const said = (texts: readonly Texts[], key: string) =>
  texts.flatMap((all) => key.split('.').reduce<string | Texts | undefined>((at, step) => (typeof at === 'object' ? at[step] : undefined), all) ?? []).filter((text) => typeof text === 'string');

/** `name="/reason" label={t('hold.reason')}`, the same by a helper, `{...field('login')} label={t('register.login')}`, and as data, `name: '/reason', label: t('hold.reason')`. */
const LABELLED = /(?:name: '(\/[^']+)', label: t\('([\w.]+)'\)|(?:name=(?:"|\{`)(\/[^"`]+)(?:"|`\}) (?:type="\w+" )?|\{\.\.\.field\('(\w+)'[^)]*\)\} (?:type="\w+" )?)label=\{t\('([\w.]+)'\)\})/g;

const NAMES = Object.values({ ...FIELDS, ...INPUTS });
const known = (zh: string, en: string) => NAMES.some((name) => name[0] === zh && name[1] === en);
/** Typed again for the eye, and not sent. */
const UNSENT = ['again'];

const labels = (all: readonly Source[]) =>
  all.flatMap(({ path, text }) =>
    [...text.replace(/\s+/g, ' ').matchAll(LABELLED)].map(([, asData, itsKey, pointer, field, key]) => ({ path, field: (asData ?? pointer ?? field)!, key: (itsKey ?? key)! })),
  );
const unknown = (all: readonly Source[]) =>
  labels(all)
    .filter(({ field, key }) => !UNSENT.includes(field) && !said(LOCALES[0], key).some((zh) => said(LOCALES[1], key).some((en) => known(zh, en))))
    .map(({ path, field, key }) => `${path} ${field}: ${said(LOCALES[0], key).join(' or ')} | ${said(LOCALES[1], key).join(' or ')}`);

const pages = allSources('apps').filter(({ path }) => path.endsWith('.tsx') && path.startsWith('apps/web/'));

test('every label of a field on a page is a name that refusals use', () => {
  expect(labels(pages).length).toBeGreaterThan(60);
  expect(unknown(pages)).toEqual([]);
});

test('negative control: a label that no refusal uses is found', () => {
  for (const text of [`<TextField name="/reason" label={t('signIn')} />`, `reason={{ name: '/reason', label: t('signIn') }}`])
    expect(unknown([{ path: 'planted.tsx', text }])).toEqual([expect.stringContaining('planted.tsx /reason: ')]);
});
