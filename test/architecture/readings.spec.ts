import { DISCLOSES } from '@domain/supervision/disclosures';
import { READINGS, unthought } from '@domain/supervision/readings';
import { type Info, INFOS } from '@procedure';
import { declaredRoutes } from '../attack/surface';
import { codeOf, isTest, type Source, sources } from './sources';

/** What is read somewhere has its row (`supervision/readings.ts`), and the row says what the module really asks of the sight table. */
const addresses = declaredRoutes()
  .filter(({ method }) => method === 'GET')
  .map(({ path }) => path.replace(/\{(\w+)\}/g, ':$1'));

test('each address that is read has a row, and each row an address', () => {
  expect(addresses.length).toBeGreaterThan(60);
  expect(unthought(addresses.map((path) => `GET ${path}`))).toEqual([]);
  expect(Object.keys(READINGS).filter((path) => !addresses.includes(path))).toEqual([]);
  expect(unthought(['GET /api/tenders/:id/whispers', 'POST /api/tenders'])).toEqual(['GET /api/tenders/:id/whispers']); // negative control
});

const domain = sources('libs/domain/src').filter((source) => !isTest(source));
const moduleOf = (path: string) => path.split('/')[3]!;
const joined = (...steps: string[]) =>
  `/${steps
    .flatMap((step) => step.split('/'))
    .filter(Boolean)
    .join('/')}`;
const readAt = ({ text }: Source): string[] => {
  const parts = text.split(/@Controller\(/).slice(1);
  return parts.flatMap((part) => [...part.matchAll(/@Get\((?:'([^']*)')?\)/g)].map(([, own = '']) => joined(/^'([^']*)'/.exec(part)?.[1] ?? '', own)));
};
const infosIn = (from: readonly Source[]): Info[] => INFOS.filter((info) => from.some(({ text }) => codeOf(text).includes(`'${info}'`)));

/** Duties are told where desks and the bureau read them, traces in the trail. */
const duties = infosIn(domain.filter(({ path }) => path.endsWith('.duties.ts')));
const FROM_ELSEWHERE: Readonly<Record<string, readonly Info[]>> = { desk: duties, supervision: [...duties, ...[...DISCLOSES.values()].flat()] };

function differences(from: readonly Source[], readings: typeof READINGS): string[] {
  return [...new Set(from.map(({ path }) => moduleOf(path)))].flatMap((module) => {
    const own = from.filter(({ path }) => moduleOf(path) === module);
    const asked = new Set([...infosIn(own.filter(({ path }) => path.endsWith('.queries.ts'))), ...(FROM_ELSEWHERE[module] ?? [])]);
    const rows = own.flatMap(readAt).map((address) => readings[address] ?? '');
    const told = new Set(rows.flatMap((row) => (typeof row === 'string' ? [] : row)));
    return INFOS.flatMap((info) => (asked.has(info) === told.has(info) ? [] : [`${module}: ${info} is ${asked.has(info) ? 'asked and not said' : 'said and not asked'}`]));
  });
}

test('each module asks the rows of the sight table that its addresses name, and no other', () => {
  expect(domain.flatMap(readAt).sort()).toEqual(addresses.filter((path) => !/^\/(health\/(live|ready)|api\/clock)$/.test(path)).sort());
  expect(differences(domain, READINGS)).toEqual([]);
});

test('negative control: an information that is told anew, and one that is no longer asked', () => {
  const planted = { path: 'libs/domain/src/award/whisper.queries.ts', text: `sees('memberScores', phase, letters)` };
  expect(differences([...domain, planted], READINGS)).toEqual(['award: memberScores is asked and not said']);
  expect(differences(domain, { ...READINGS, '/api/tenders/:id/award': ['ranking', 'dissent'] })).toEqual(['award: dissent is said and not asked']);
});
