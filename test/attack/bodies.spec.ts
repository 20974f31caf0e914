import { randomUUID } from 'node:crypto';
import { routesOf } from '@platform/http';
import { Meters } from '../../libs/platform/src/http/meters';
import { closeConnections, firmOf, startWorld, type World } from '../journeys/world';
import { closeAgent, send } from './surface';

/** Bodies that are larger than what a route asks for: refused before they are read, whoever sends them. */
let world: World;
beforeAll(async () => (world = await startWorld()));
afterAll(async () => {
  await world?.stop();
  await closeConnections();
  await closeAgent();
});

/** A megabyte of fields that nobody knows. */
const MANY = JSON.stringify(Object.fromEntries(Array.from({ length: 120_000 }, (_, i) => [i.toString(36), 1])));

/** Whose schemas take a megabyte and more: requests of trustees for all bids, libraries, lists of revocation, bids with their envelopes. */
const WIDE = ['POST /api/tenders/:id/opening/shares', 'POST /api/experts/import', 'POST /api/authorities/:fingerprint/list', 'POST /api/tenders/:id/bids'];

test('every route refuses a megabyte where its schema takes less', async () => {
  const token = world.office.officer.token;
  const narrow = routesOf(world.running.app).filter(({ address, reads, says }) => !reads && says?.takes !== 'stream' && !WIDE.includes(address));
  const answers: string[] = [];
  for (const { address } of narrow) {
    const [method, path] = address.split(' ') as ['POST', string];
    const { status } = await send(world.url, method, path.replace(/:\w+/g, randomUUID()), { body: MANY, token });
    if (status !== 413) answers.push(`${address} ${status}`);
  }
  expect(answers).toEqual([]);
  expect(narrow.length).toBeGreaterThan(50);
});

// negative control: with the expression that is planted in pumped.long.spec.ts the process hung here until it was killed
test('a certificate of 19,900 empty lines is read at once, as none', async () => {
  const { name, uscc, region, login, identityNumber } = firmOf('换行', 4_321);
  const certificate = `-----BEGIN CERTIFICATE-----${'\n'.repeat(19_900)}`;
  const { status, problem } = await send(world.url, 'POST', '/api/organisations', {
    body: JSON.stringify({ name, uscc, region, account: { login, name, identityNumber }, certificate, proof: 'AAAA' }),
  });
  expect([status, problem.code]).toEqual([400, 'envelope.certificate-malformed']);
  expect((await send(world.url, 'GET', '/health/live')).status).toBe(200);
});

test.each(['/api/nowhere', '/nowhere'])('so does %s', async (path) => expect((await send(world.url, 'POST', path, { body: MANY })).status).toBe(413));

test('where much may come, so many parts and no more are looked at', async () => {
  const { status, problem } = await send(world.url, 'POST', `/api/tenders/${randomUUID()}/bids`, { body: MANY, token: (await world.bidder('多字段')).client.token });
  expect([status, problem.code, problem.violations[0]!.detail]).toEqual([400, 'http.field', expect.stringContaining('50000')]);
});

test('a stranger’s body for a route of persons is not read', async () => {
  const { status } = await send(world.url, 'POST', `/api/tenders/${randomUUID()}/bids`, { body: '{"broken' });
  expect(status).toBe(401);
});

test('large bodies are counted, also where numbers are not', async () => {
  const { client } = await world.bidder('大包');
  const meters = jest.spyOn(Meters.prototype, 'person');
  await send(world.url, 'POST', `/api/tenders/${randomUUID()}/bids`, { body: '{}', token: client.token });
  expect(meters).not.toHaveBeenCalled();
  await send(world.url, 'POST', `/api/tenders/${randomUUID()}/bids`, { body: MANY, token: client.token });
  expect(meters.mock.calls.map(([, points]) => points)).toEqual([Math.floor(MANY.length / 65_536)]);
  meters.mockRestore();
});

test('what is too large is told in a few words, also where much may come', async () => {
  const body = MANY.slice(0, 200_000).replace(/,[^,]*$/, '}');
  const { status, text } = await send(world.url, 'POST', '/api/organisations', { body });
  expect(status).toBe(400);
  expect(text.length).toBeLessThan(4_000);
});

// negative control: with the limit of before all of these are read
test('what a route asks for is read, however it is written', async () => {
  const text = '字'.repeat(2_000);
  const escaped = JSON.stringify({ text }).replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  expect(escaped.length).toBeGreaterThan(12_000);
  const answer = await send(world.url, 'POST', `/api/tenders/0190a000-0000-7000-8000-000000000000/questions`, { body: escaped, token: (await world.bidder('长问题')).client.token });
  expect([answer.status, answer.problem.code]).toEqual([404, 'platform.not-found']);
});
