import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TERM_CODES, USES, type Use } from '@law';
import { codeOf, isTest, ROOT, type Source, sources } from './sources';

/** The law claims what it does and no more: a term is asked by the rule that its row names, and by nothing where it has none. */
const rules = sources('libs/domain', 'libs/scoring', 'libs/draw')
  .filter((source) => !isTest(source))
  .map((source) => ({ ...source, text: codeOf(source.text) }));

const asked = (code: string, from: readonly Source[]): string[] => from.filter(({ text }) => new RegExp(`\\b${code}\\b`).test(text)).map(({ path }) => path);

function faults(uses: Readonly<Record<string, Use | undefined>>, from: readonly Source[] = rules): string[] {
  return TERM_CODES.flatMap((code) => {
    const [use, by] = [uses[code], asked(code, from)];
    if (!use) return by.length ? [`${code} is asked by ${by.join(', ')} and has no row`] : [];
    const [path, name] = use.rule.split('#') as [string, string];
    const [test, ...words] = use.test.split(': ') as [string, ...string[]];
    const there = from.find((source) => source.path === `libs/${path}`)?.text ?? '';
    const shown = existsSync(join(ROOT, test)) ? readFileSync(join(ROOT, test), 'utf8') : '';
    return [
      ...(by.includes(`libs/${path}`) ? [] : [`${code} is not asked in ${path}`]),
      ...(new RegExp(`\\b${name}\\b`).test(there) ? [] : [`${code}: ${path} has no ${name}`]),
      ...(shown.includes(words.join(': ')) && words.length ? [] : [`${code}: ${test} has no such test`]),
    ];
  });
}

test('each term is asked by the rule of its row and shown by its test; one without a row is asked by nothing', () => {
  expect(faults(USES)).toEqual([]);
});

test('negative control: a term that nobody asks, one asked without a row, a rule and a test that are gone are found', () => {
  const row: Use = { how: 'refuses', rule: 'domain/src/tender/tender.rules.ts#publishRules', test: 'libs/domain/src/tender/tender.rules.spec.ts: four candidates' };
  expect(faults({ ...USES, reportDays: row })).toEqual(['reportDays is not asked in domain/src/tender/tender.rules.ts']);
  expect(faults({ ...USES, minBidDays: undefined })).toEqual([expect.stringContaining('and has no row')]);
  expect(faults({ ...USES, candidatesMax: { ...row, rule: 'domain/src/tender/tender.rules.ts#gone' } })).toEqual(['candidatesMax: domain/src/tender/tender.rules.ts has no gone']);
  expect(faults({ ...USES, candidatesMax: { ...row, test: 'libs/domain/src/tender/tender.rules.spec.ts: nothing of the kind' } })).toEqual([expect.stringContaining('has no such test')]);
});
