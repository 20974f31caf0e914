import { join } from 'node:path';
import { refusalCatalogue, type RefusalText } from '@kernel';
import { isArticleId, lawMapFaults } from '@law';
import { codeOf, isTest, ROOT, sources } from './sources';

const tables = sources('libs').filter((source) => !isTest(source) && /\bdefineRefusals\(\s*'/.test(codeOf(source.text)));
for (const { path } of tables) require(join(ROOT, path));

const refusals = [...refusalCatalogue];
const places = (text: string) => [...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name!))].sort();
const STATUSES = [400, 401, 403, 404, 409, 411, 413, 415, 422, 429, 500, 503, 507];

/** What is wrong with one refusal. */
function faults({ status, article, zh, en, next }: RefusalText): string[] {
  return [
    ...(STATUSES.includes(status) ? [] : [`status ${status}`]),
    ...(article === undefined || isArticleId(article) ? [] : [`no such article: ${article}`]),
    ...pairFaults('text', zh, en),
    ...(next ? pairFaults('next', next.zh, next.en) : []),
  ];
}

/** English may give the Chinese term in brackets. `"{field}": {reason}` is all places: it has no words of its own. */
const hasWords = (text: string) => text === '' || /[\p{L}\p{N}]/u.test(text.replace(/\{\w+\}/g, ''));

function pairFaults(what: string, zh: string, en: string): string[] {
  return [
    /[\u4e00-\u9fff]/.test(zh) || !hasWords(zh) ? '' : `${what}: no Chinese`,
    (/[A-Za-z]{2}/.test(en) || !hasWords(en)) && !/[\u4e00-\u9fff]/.test(en.replace(/\([^)]*\)/g, '')) ? '' : `${what}: no English`,
    places(zh).join() === places(en).join() ? '' : `${what}: {${places(zh).join()}} against {${places(en).join()}}`,
  ].filter(Boolean);
}

test('every table is read, and no code is defined twice', () => {
  expect(tables.length).toBeGreaterThan(10);
  const defined = tables.flatMap(({ text }) => Array.from(codeOf(text).matchAll(/\bdefineRefusals\(\s*'([\w-]+)'/g), ([, module]) => module!));
  const modules = new Set(refusals.map(([code]) => code.split('.')[0]));
  expect(defined.filter((module) => !modules.has(module))).toEqual([]);
});

test('every refusal speaks both languages with the same places, cites an article that exists, and has a known status', () => {
  const wrong = refusals.map(([code, text]) => ({ code, faults: faults(text) })).filter((one) => one.faults.length);
  expect(wrong).toEqual([]);
  expect(lawMapFaults(refusalCatalogue)).toEqual([]);
});

test('codes are kebab-case', () => {
  expect(refusals.map(([code]) => code).filter((code) => !/^[a-z][a-z-]*\.[a-z][a-z0-9-]*$/.test(code))).toEqual([]);
});

/** What the program calls a state or a kind says nothing to people, and two languages in one value are half of them foreign to whoever reads. */
const CODED = 'status|state|kind|stage|step|outcome|cause|role|purpose';
const RAW = [new RegExp(`: [\\w.!?]+\\.(${CODED})\\b`), new RegExp(`[{,] (${CODED})(?=\\s*[,}])`), /'[^']*\p{Script=Han}[^']* \/ [A-Za-z]/u];
const CALL = /\bR\.\w+\(\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/gu;
const unworded = (text: string) => Array.from(text.matchAll(CALL), ([call]) => call).filter((call) => RAW.some((raw) => raw.test(call)));

test('a state, a kind, an act is told by its word in the reader’s language', () => {
  const faulty = sources('libs').filter((source) => !isTest(source));
  expect(faulty.flatMap(({ path, text }) => unworded(codeOf(text)).map((call) => `${path}: ${call}`))).toEqual([]);
});

test('negative control: one that is told as the program calls it is found', () => {
  const planted = ['R.a({ status: tender.status })', 'R.a({ status })', 'R.a({ bids, kind, n: 1 })', "R.a({ act: '签到 / check-in' })"];
  expect(planted.flatMap(unworded)).toEqual(planted.map((call) => call.slice(0, -1)));
  expect(['R.a({ status: NAMES[tender.status] })', 'R.a({ status: stageName(tender.status) }, "/status")', "R.a({ path: 'a / b' })"].flatMap(unworded)).toEqual([]);
});

test('negative control: each fault is found', () => {
  const good: RefusalText = { status: 422, article: 'TBL-24', zh: '截止时间为 {at}', en: 'The deadline is {at}' };
  expect(faults(good)).toEqual([]);
  const bad: Partial<RefusalText>[] = [{ status: 418 }, { article: 'TBL-999' }, { zh: 'only {at}' }, { en: '' }, { en: 'The deadline is {deadline}' }, { next: { zh: '再试', en: 'Try {what}' } }];
  expect(bad.map((part) => faults({ ...good, ...part }).length)).toEqual([1, 1, 1, 2, 1, 1]);
});
