import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { Client as Pg } from 'pg';
import { RefusalTrail } from '@platform/audit';
import { startInstallation } from '../../apps/cli/src/launch';
import { allOf } from '../../apps/cli/src/play/each';
import { uploadDocument } from '../../apps/cli/src/play/life';
import { firmOf, openOffice, registerBidder } from '../../apps/cli/src/play/office';
import type { Bidder } from '../../apps/cli/src/play/people';
import type { Running } from '../../apps/cli/src/running';
import { createTestDatabase, demonstrationOn, type TestDatabase } from '../setup/database';
import { base64 } from '../journeys/tools';
import { CLOCK, closeConnections, type Published, publishedTender, UNMETERED, type World } from '../journeys/world';
import { type Answer, closeAgent, send } from './surface';
import { PATIENCE_MS, until } from '../setup/patience';

/**
 * The short form of `npm run bench -- flood`: strangers flood every door from the bidders' own address, within the limits that the platform
 * ships with, while bids are handed in. It asks for no speed: no bid in time is refused, and every refusal is in the trail.
 */
const BIDDERS = 12;
const FLOODERS = 24;

const home = mkdtempSync(join(tmpdir(), 'flood-'));
let database: TestDatabase;
let running: Running;
let pg: Pg;
let tender: Published;
const bids: { token: string; blob: Uint8Array; body: string }[] = [];
let visitor: string;
let late: (typeof bids)[number];

const start = (limits: Record<string, string>) =>
  startInstallation({ env: { DATA_DIR: home, ...demonstrationOn(database), PORT: '0', LOG_LEVEL: 'silent', TRUSTED_PROXIES: '127.0.0.9', ...limits }, durable: false, clock: CLOCK });

beforeAll(async () => {
  database = await createTestDatabase();
  running = await start(UNMETERED);
  const office = await openOffice(running.url, running.home, running.password!);
  tender = await publishedTender({ office, documentId: await uploadDocument(office, '招标文件') } as World);
  const bidders: Bidder[] = await allOf(
    Array.from({ length: BIDDERS + 2 }, (_, i) => i),
    4,
    (i) => registerBidder(office, firmOf(`洪峰-${i}`, 600 + i)),
  );
  for (const bidder of bidders) {
    const { manifest, signature, blob } = bidder.seal(tender, '800000000');
    bids.push({ token: bidder.client.token!, blob, body: JSON.stringify({ manifest, signature: base64(signature) }) });
  }
  [visitor, late] = [bids.pop()!.token, bids.pop()!];
  await closeConnections();
  await running.stop();
  running = await start({});
  pg = new Pg({ connectionString: database.url });
  await pg.connect();
});
afterAll(async () => {
  await pg?.end();
  await closeAgent();
  await running?.stop();
  await database?.drop();
  rmSync(home, { recursive: true, force: true });
});

const traced = async () => {
  await running.app.get(RefusalTrail).flush();
  return Number((await pg.query<{ n: string }>(`select coalesce(sum(times), 0) as n from audit_entry where outcome <> 'done'`)).rows[0]!.n);
};

/** What strangers do, and one who is signed in; a read leaves no trace. */
const ASKS: [string, () => Promise<Answer>][] = [
  ['POST', () => send(running.url, 'POST', `/${randomUUID()}`, { body: '{}' })],
  ['POST', () => send(running.url, 'POST', '/api/sessions', { body: JSON.stringify({ login: 'a1.officer.1', password: 'wrong' }) })],
  ['POST', () => send(running.url, 'POST', `/api/tenders/${tender.tenderId}/bids`, { body: bids[0]!.body })],
  ['POST', () => send(running.url, 'POST', '/api/proposals/x/confirm', { body: '{}', token: `${randomUUID()}${randomUUID().slice(0, 29)}` })],
  ['PUT', () => send(running.url, 'PUT', '/api/files?name=a.pdf', { body: Buffer.alloc(100_000), type: 'application/pdf' })],
  ['PUT', () => send(running.url, 'PUT', `/api/tenders/${tender.tenderId}/bid-content`, { body: Buffer.alloc(100_000), type: 'application/octet-stream', token: visitor })],
  ['GET', () => send(running.url, 'GET', `/api/tenders?q=${Math.random()}`)],
  ['GET', () => send(running.url, 'GET', `/tenders?q=${Math.random()}`)],
  ['GET', () => send(running.url, 'GET', '/api/tenders.xlsx')],
];

interface Tally {
  refused: number;
  statuses: Map<number, number>;
}

/** Floods until it is told to stop, and returns when every answer is there. */
async function flood(over: () => boolean, tally: Tally): Promise<void> {
  let n = 0;
  const flooder = async () => {
    while (!over()) {
      const [method, ask] = ASKS[n++ % ASKS.length]!;
      const { status } = await ask();
      tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
      if (method !== 'GET' && status >= 400) tally.refused += 1;
    }
  };
  await Promise.all(Array.from({ length: FLOODERS }, flooder));
}

/** Messages of a socket without a session, until the platform closes it; returns how many. */
async function talk(tally: Tally): Promise<number> {
  const socket = io(running.url, { transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise((resolve) => socket.once('connect', () => resolve(undefined)).once('connect_error', resolve));
  let said = 0;
  for (; said < 200 && socket.connected; said += 1) {
    const answer = (await socket
      .timeout(PATIENCE_MS)
      .emitWithAck('room.enter', {})
      .catch(() => undefined)) as { ok: boolean } | undefined;
    expect(answer?.ok ?? false).toBe(false); // the last one is heard by nobody: it is refused, and the socket closed
    tally.refused += 1;
  }
  expect(socket.connected).toBe(false);
  return said;
}

test('bids in time refused: 0; traces lost: 0', async () => {
  const before = await traced();
  const tally: Tally = { refused: 0, statuses: new Map() };
  let over = false;
  const flooding = flood(() => over, tally);
  const talking = talk(tally);
  const answers: number[] = [];
  for (const { token, blob, body } of bids) {
    const path = `/api/tenders/${tender.tenderId}`;
    answers.push((await send(running.url, 'PUT', `${path}/bid-content`, { token, body: Buffer.from(blob), type: 'application/octet-stream' })).status);
    answers.push((await send(running.url, 'POST', `${path}/bids`, { token, body })).status);
  }
  const said = await talking;
  // until the strangers have spent their budgets: the flood is one
  while (!tally.statuses.has(429)) await new Promise((resolve) => setTimeout(resolve, 100));
  over = true;
  await flooding;
  expect(new Set(answers)).toEqual(new Set([200, 201]));
  expect(said).toBeLessThan(100);
  // negative control: what is not written, or written only while its connection stands, is missing here
  expect((await traced()) - before).toBe(tally.refused);
  console.info(`bids taken ${bids.length} of ${bids.length}; refusals ${tally.refused}, traced all; ${[...tally.statuses].map(([status, times]) => `${times} × ${status}`).join(', ')}`);
});

const MANY = 20;
const MESSAGES = 100;
/** Unheard messages after which a stranger's socket is closed, with the one that closes it. */
const CUT = 21;

/** All its messages at once, and nothing waited for between them; how many were answered, and how. */
async function shout(auth: Record<string, string>): Promise<{ answers: { ok: boolean; problem: { status: number } }[]; cut: boolean }> {
  const socket = io(running.url, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise((resolve) => socket.once('token' in auth ? 'session.ready' : 'connect', () => resolve(undefined)));
  const answers: { ok: boolean; problem: { status: number } }[] = [];
  for (let i = 0; i < MESSAGES; i += 1) socket.emit('room.enter', { roomId: randomUUID() }, (answer: (typeof answers)[number]) => answers.push(answer));
  await until(() => !socket.connected || answers.length === MESSAGES);
  const cut = !socket.connected;
  socket.disconnect();
  return { answers, cut };
}

test(`${MANY} sockets of strangers with ${MESSAGES} messages each at once: all are cut, every refusal is traced, a bid beside them is taken`, async () => {
  const before = await traced();
  const noted = jest.spyOn(RefusalTrail.prototype, 'note');
  const { token, blob, body } = late;
  const shouting = Promise.all(Array.from({ length: MANY }, () => shout({})));
  const beside = shout({ token: visitor });
  const uploaded = await send(running.url, 'PUT', `/api/tenders/${tender.tenderId}/bid-content`, { token, body: Buffer.from(blob), type: 'application/octet-stream' });
  const taken = await send(running.url, 'POST', `/api/tenders/${tender.tenderId}/bids`, { token, body });
  const [strangers, person] = [await shouting, await beside];
  expect([uploaded.status, taken.status]).toEqual([200, 201]);
  expect(strangers.filter(({ cut }) => !cut)).toEqual([]);
  expect(strangers.flatMap(({ answers }) => answers).filter(({ ok, problem }) => ok || ![401, 429].includes(problem.status))).toEqual([]);
  // negative control: who is signed in and says as much is heard whole
  expect([person.cut, person.answers.length, new Set(person.answers.map(({ problem }) => problem.status))]).toEqual([false, MESSAGES, new Set([404])]);
  const said = noted.mock.calls.length - MESSAGES;
  noted.mockRestore();
  expect(said).toBeGreaterThanOrEqual(MANY * CUT);
  expect(said).toBeLessThan(MANY * MESSAGES); // what came after the cut was read by nobody
  expect((await traced()) - before).toBe(said + MESSAGES);
});

test('negative control: a refusal that is not noted is missing from the trail', async () => {
  const before = await traced();
  const noted = jest.spyOn(RefusalTrail.prototype, 'note').mockResolvedValueOnce(undefined);
  for (let i = 0; i < 3; i += 1) expect((await send(running.url, 'POST', `/${randomUUID()}`, { body: '{}' })).status).toBeGreaterThanOrEqual(400);
  expect([noted.mock.calls.length, (await traced()) - before]).toEqual([3, 2]);
  noted.mockRestore();
});

test('negative control: whoever does the same without a session is refused by the meters meanwhile', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 400 && !statuses.includes(429); i += 1) statuses.push((await send(running.url, 'POST', `/api/tenders/${tender.tenderId}/bids`, { body: bids[0]!.body })).status);
  expect(statuses.at(-1)).toBe(429);
  // and the next bidder's message is heard all the same: nothing there, and not "too many"
  expect((await send(running.url, 'POST', `/api/tenders/${randomUUID()}/bids/withdraw`, { token: visitor })).status).toBe(404);
});
