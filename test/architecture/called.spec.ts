import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULESET_IDS, term, TERM_CODES } from '@law';
import { isTest, ROOT, sources } from './sources';

/** What the platform keeps under a code is shown to people under a name: terms of the law with their units, and jobs. */
type Names = Record<'rule' | 'unit' | 'job', Record<string, string>>;
const CATALOGUES = ['zh-CN', 'en'].map((language) => JSON.parse(readFileSync(join(ROOT, 'apps/web/src/locales', language, 'terms.json'), 'utf8')) as Names);

/** An amount is written as one: `fen` has no name. */
const UNITS = new Set(RULESET_IDS.flatMap((ruleset) => TERM_CODES.map((code) => term(ruleset, code).unit)).filter((unit) => unit !== 'fen'));
const JOBS = sources('libs', 'apps')
  .filter((source) => !isTest(source))
  .flatMap(({ text }) => [...text.matchAll(/(?:jobs\.define\(\{ name: |const JOB = )'([\w.-]+)'/g)].map(([, name]) => name!.replace('.', '-')));

const unnamed = (kind: keyof Names, codes: Iterable<string>) => [...codes].filter((code) => !CATALOGUES.every((texts) => texts[kind][code]));

test('every term, unit and job has a name in both languages', () => {
  expect(JOBS.length).toBeGreaterThan(10);
  expect([unnamed('rule', TERM_CODES), unnamed('unit', UNITS), unnamed('job', JOBS)]).toEqual([[], [], []]);
});

test('negative control: a code without a name is found', () => {
  expect(unnamed('job', ['identity-tidy', 'planted-job'])).toEqual(['planted-job']);
});
