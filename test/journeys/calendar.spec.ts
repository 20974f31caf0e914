import { yearTable } from '@domain/calendar';
import type { Client } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { groundOf, rows, until } from './tools';
import { advance, ask, closeConnections, confirm, drawn, evaluate, openRoom, pastDeadline, type Played, publishCandidates, publishedTender, startWorld, submitAll, type World } from './world';

/** The year after the last that ships: imported by two offices from its notice, and it counts at once. */
const NEXT = Math.max(...yearTable().years) + 1;
const named = (days: readonly string[], year = NEXT) => days.map((day) => `${year}-${day}`);
const HOLIDAYS = ['01-01', '01-02', '01-03', '02-05', '02-06', '02-07', '02-08', '02-09', '02-10', '02-11', '04-05', '05-01', '10-01', '10-02', '10-03'];
const notice = (change: object = {}) => ({ year: NEXT, notice: `国务院办公厅关于 ${NEXT} 年部分节假日安排的通知（测试）`, holidays: named(HOLIDAYS), workdays: [], ...change });

let world: World;
let security: Client;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  security = await signIn(world.url, 'sys.security.1', world.running.password!);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});
const known = () => world.office.system.get<{ items: { year: number; notice: string | null }[]; due: { year: number; urgent: boolean } | null }>('/api/calendar/years');
const part = async () => (await world.office.system.get<{ items: { name: string; state: string; detail: string }[] }>('/api/health/parts')).items.find(({ name }) => name === 'calendar');

test.each<[string, object, string]>([
  ['a day of another year', { holidays: [...named(HOLIDAYS), `${NEXT + 1}-01-01`] }, 'calendar.day-foreign'],
  ['a day that does not exist', { holidays: [...named(HOLIDAYS), `${NEXT}-02-30`] }, 'http.field'],
  ['a day twice', { holidays: [...named(HOLIDAYS), `${NEXT}-01-01`] }, 'calendar.day-twice'],
  ['a holiday on which one works', { workdays: [`${NEXT}-01-02`] }, 'calendar.day-twice'],
  ['a make-up day within the week', { workdays: [`${NEXT}-01-04`] }, 'calendar.workday-in-week'],
  ['hardly any day', { holidays: named(['01-01']) }, 'calendar.few-holidays'],
  ['something that is no date', { holidays: ['元旦'] }, 'http.field'],
])('a notice with %s is refused', async (_what, change, expected) => expect(await groundOf(ask(world.office.system, '/api/calendar/years', notice(change)))).toBe(expected));

test('from September on the next year is asked for, and what runs into it is refused; two import it, and at once it counts', async () => {
  const { system } = world.office;
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['900000000', '910000000', '920000000']);
  await pastDeadline(world, tender);
  await drawn(world, tender, bidders);
  const { evaluationId, experts } = await openRoom(world.office, tender.tenderId);
  await evaluate(world.office, { ...tender, source: { method: 'lowest-price', bids: [] } } as unknown as Played, experts, evaluationId);
  expect([(await known()).due, (await part())?.state]).toEqual([null, 'ok']);
  await advance(world.office, new Date(`${NEXT - 1}-09-02T02:00:00Z`));
  expect([(await known()).due, (await part())?.state]).toEqual([{ year: NEXT, urgent: false }, 'degraded']);
  await advance(world.office, new Date(`${NEXT - 1}-12-30T02:00:00Z`));
  expect((await part())?.state).toBe('down');
  expect(await groundOf(ask(world.office.officer, `/api/tenders/${tender.tenderId}/candidates`))).toContain('calendar.year-missing'); // negative control: who confirmed was told, not who asked
  const asked = await ask(system, '/api/calendar/years', notice());
  expect((await known()).due).toEqual({ year: NEXT, urgent: true }); // one person's word is none
  expect(await confirm(security, asked)).toEqual({ year: NEXT });
  expect([(await known()).due, (await part())?.state, (await known()).items[0]]).toMatchObject([null, 'ok', { year: NEXT, notice: expect.stringContaining('通知') as string }]);
  const { publicityUntil } = await publishCandidates(world.office, tender.tenderId);
  expect(publicityUntil.slice(0, 4)).toBe(String(NEXT));
  expect(yearTable().holidays.has(`${NEXT}-02-05`)).toBe(true);
});

test('a later notice for the same year counts; another process reads it within seconds', async () => {
  await confirm(security, await ask(world.office.system, '/api/calendar/years', notice({ holidays: named([...HOLIDAYS, '02-12']), workdays: [] })));
  expect(yearTable().holidays.has(`${NEXT}-02-12`)).toBe(true);
  const people = await rows<{ id: string }>(world, 'select id from account limit 1');
  await rows(world, `insert into calendar_year (year, notice, holidays, workdays, imported_at, asked_by, confirmed_by) values ($1, 'x', array['06-01'], '{}', now(), $2, $2)`, [
    NEXT + 1,
    people[0]!.id,
  ]);
  expect(await until(async () => yearTable().years.includes(NEXT + 1))).toBe(true);
});
