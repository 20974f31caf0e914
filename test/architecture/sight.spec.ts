import { readFileSync } from 'node:fs';
import { DISCLOSES, undisclosed } from '@domain/supervision/disclosures';
import { INFOS } from '@procedure';
import { codeOf, isTest, ROOT, type Source, sources } from './sources';

/** The sight table is asked, not only kept: rows that no query asks promise what nobody does. */
const domain = sources('libs/domain').filter((source) => !isTest(source));
const asking = [...domain, ...sources('libs/procedure').filter((source) => !isTest(source) && !source.path.endsWith('src/sight.ts'))];
const unasked = (infos: readonly string[], from: readonly Source[]) => infos.filter((info) => !from.some(({ text }) => codeOf(text).includes(`'${info}'`)));

test('each information of the table is asked for by some query', () => {
  expect(unasked(INFOS, asking)).toEqual([]);
  expect(unasked([...INFOS, 'whispers'], asking)).toEqual(['whispers']); // negative control
});

/** Acts that the platform itself does leave traces too. */
const SYSTEM_ACT = /(?:\bsystem|systemCaller|\bas)\(\s*'([a-z-]+\.[a-z.-]+)'/g;
const CONSUMER = /\bconsume\(\s*[\w.]+,\s*'([a-z.-]+)'/g;
const systemActs = (from: readonly Source[]): string[] =>
  from.flatMap(({ text }) => [...codeOf(text).matchAll(SYSTEM_ACT)].map(([, act]) => act!).concat([...codeOf(text).matchAll(CONSUMER)].map(([, name]) => `events.${name}`)));

test('each act of the platform itself has its row in the trail’s table', () => {
  expect(systemActs(domain).length).toBeGreaterThan(5);
  expect(undisclosed(systemActs(domain))).toEqual([]);
  const planted = [{ path: 'planted.ts', text: `db.system('bid.count-quietly', work); consume(this.db, 'whisper', [], work);` }];
  expect(undisclosed(systemActs(planted))).toEqual(['bid.count-quietly', 'events.whisper']); // negative control
});

test('no row of the trail’s table asks for what the sight table does not have', () => {
  expect([...DISCLOSES.values()].flat().filter((info) => !INFOS.includes(info))).toEqual([]);
});

const terms = ['zh-CN', 'en'].map((language) => (JSON.parse(readFileSync(`${ROOT}/apps/web/src/locales/${language}/terms.json`, 'utf8')) as { act: Record<string, string> }).act);
const nameless = (acts: Iterable<string>) => [...acts].filter((act) => terms.some((names) => !names[act]));

test('each act that a trail shows has a name in both languages', () => {
  expect(nameless(DISCLOSES.keys())).toEqual([]);
  expect(nameless(['bid.submit', 'bid.count-quietly'])).toEqual(['bid.count-quietly']); // negative control
});

/** A seat in the organisation is no right: lists ask `onSideSql`. The two that remain belong to the requests that wait for a second person. */
const BY_ORGANISATION = /\b[a-z]\.(tenderer|agency)_id = \$/;
const PLACES = [/identity\/proposals\.service\.ts$/, /desk\/todo\.queries\.ts$/];
const byOrganisation = (from: readonly Source[]) => from.filter(({ path, text }) => BY_ORGANISATION.test(codeOf(text)) && !PLACES.some((place) => place.test(path))).map(({ path }) => path);

test('no query lets somebody in by his organisation alone', () => {
  expect(byOrganisation(domain)).toEqual([]);
  expect(byOrganisation([{ path: 'planted.ts', text: 'select 1 from tender t where t.tenderer_id = $1' }])).toEqual(['planted.ts']); // negative control
});

/** What sockets carry to whom, whole: what a room hears has its row in rooms/room-events.ts (a type without one does not compile), what one person hears is about himself. */
const PUSHED: Record<string, string> = {
  'room.event': '{ roomId, number: row!.number, at: tx.now, type, seat, payload }',
  'evaluation.seated': '{ evaluationId, tenderId, roomId, seat }',
  'draft.saved': '{ evaluationId, step, version }', // to the author's other tabs
  'call.offered': '{ callId: call.id, startsAt, endsAt, answerBy }',
};
const PUSH = /\.push\(\s*`[^`]*`,\s*'([\w.-]+)',\s*(\{[^}]*\})/g;
const pushes = (from: readonly Source[]) => from.flatMap(({ text }) => [...codeOf(text).matchAll(PUSH)].map(([, name, payload]) => [name!, payload!]));
const unthought = (from: readonly Source[]) => pushes(from).filter(([name, payload]) => PUSHED[name!] !== payload);

test('sockets carry what the table says, and every push is found', () => {
  expect(unthought(domain)).toEqual([]);
  expect(pushes(domain)).toHaveLength(Object.keys(PUSHED).length);
  expect(domain.flatMap(({ text }) => codeOf(text).match(/realtime\.push\(/g) ?? [])).toHaveLength(Object.keys(PUSHED).length);
  const planted = [{ path: 'planted.ts', text: "this.realtime.push(`account:${id}`, 'call.offered', { callId: call.id, tenderId });" }];
  expect(unthought(planted)).toEqual([['call.offered', '{ callId: call.id, tenderId }']]); // negative control
});

/** Rooms are told by the table's types alone: no cast past it, and no second way into their stream. */
const AROUND = /as (?:RoomEventType|Said)\b|\binto room_event\b|\bfrom room_event\b[^'`]*\bpayload\b|\bpayload\b[^'`]*\bfrom room_event\b/;
const around = (from: readonly Source[]) => from.filter(({ path, text }) => !path.endsWith('rooms/rooms.service.ts') && AROUND.test(codeOf(text))).map(({ path }) => path);

test('nothing tells or reads a room past its table', () => {
  expect(around(domain)).toEqual([]);
  const planted = ["say(tx, id, { type: 'review.counted' as RoomEventType })", 'select v.payload from room_event v', 'insert into room_event (room_id) values ($1)'];
  expect(around(planted.map((text, n) => ({ path: `${n}`, text })))).toEqual(['0', '1', '2']); // negative control
});
