import { readdirSync } from 'node:fs';
import { type ClientRequest, request as plainRequest } from 'node:http';
import { join } from 'node:path';
import { QUICK_MS } from '../../libs/platform/src/http/upload-turn';
import { signIn } from '../../apps/cli/src/play/people';
import { publishedTender, startWorld, type World } from '../journeys/world';
import { closeAgent, faultOf, openPg, send, tokensOf } from './surface';
import { until } from '../setup/patience';

let world: World;
let pg: Awaited<ReturnType<typeof openPg>>;
let places: [path: string, token: string][];

beforeAll(async () => {
  world = await startWorld({ env: { LOG_LEVEL: 'silent', UPLOAD_LIMIT_MB: '1' } });
  pg = await openPg(world);
  const tokens = await tokensOf(world);
  const { tenderId } = await publishedTender(world);
  places = [
    [`/api/files?name=a.pdf`, tokens['agency-officer']!],
    [`/api/tenders/${tenderId}/bid-content`, tokens['bidder']!],
  ];
});
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
});

const incoming = () => readdirSync(join(world.running.home, 'files', 'incoming'));
/** Every file that is stored, drafts too. */
const lying = () =>
  readdirSync(join(world.running.home, 'files'), { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [entry.name] : []))
    .sort();

/** Nothing stored, nothing written down as business; the refusal itself is on the record. */
async function leavesNothing(work: () => Promise<void>): Promise<void> {
  const [counts, refused, files] = [await pg.counts(), await pg.refused(), lying()];
  await work();
  await until(async () => (await pg.refused()) - refused >= places.length);
  // what a broken line began is given back when the server has seen its end
  await until(async () => JSON.stringify([incoming(), lying(), await pg.counts()]) === JSON.stringify([[], files, counts])).catch(() => undefined);
  expect(await pg.counts()).toEqual(counts);
  expect([incoming(), lying()]).toEqual([[], files]);
  expect((await pg.refused()) - refused).toBe(places.length);
}

test.each([
  ['JSON', 'application/json', '{"a":1}', 415],
  ['a form', 'application/x-www-form-urlencoded', 'a=b', 415],
  ['a web page', 'text/html', '<p>', 415],
  ['no type', '', 'abc', 415],
  ['no bytes', 'application/octet-stream', '', 400],
])('%s is no upload', async (_what, type, body, status) => {
  await leavesNothing(async () => {
    for (const [path, token] of places) {
      const answer = await send(world.url, 'PUT', path, { token, body: Buffer.from(body), type });
      expect([path, answer.status, faultOf(answer)]).toEqual([path, status, undefined]);
    }
  });
});

test('a file over the limit is refused with an answer that the sender can read, however much he still sends', async () => {
  await leavesNothing(async () => {
    for (const [path, token] of places) {
      const answer = await send(world.url, 'PUT', path, { token, body: Buffer.alloc(20 * 2 ** 20), type: 'application/octet-stream' });
      expect([path, answer.status, faultOf(answer), answer.problem.code]).toEqual([path, 413, undefined, 'storage.too-large']);
    }
  });
});

test('an upload that is broken off leaves nothing, and is not called a failure of ours', async () => {
  const failed = async () => (await pg.query<{ n: number }>(`select count(*)::int as n from audit_entry where outcome = 'failed'`))[0]!.n;
  const before = await failed();
  await leavesNothing(async () => {
    for (const [path, token] of places) await brokenOff(path, token);
  });
  expect(await failed()).toBe(before);
});

// negative control: where the turn is a session's the second goes beside the first, and is answered within 200 ms
test('one person’s quick uploads go one after the other, from whichever of his sessions', async () => {
  const { login } = await world.office.officer.get<{ login: string }>('/api/me');
  const [one, two] = await Promise.all([0, 1].map(async () => (await signIn(world.url, login, world.running.password!)).token!));
  const begun = performance.now();
  const first = halfSent(places[0]![0], one!);
  await until(() => incoming().length > 0);
  const { status } = await send(world.url, 'PUT', places[0]![0], { token: two!, body: Buffer.alloc(1_000, 40), type: 'application/pdf' });
  const took = performance.now() - begun;
  first.destroy();
  expect([status, took >= QUICK_MS]).toEqual([200, true]);
});

function halfSent(path: string, token: string): ClientRequest {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream', 'content-length': 900_000 };
  const sending = plainRequest(world.url + path, { method: 'PUT', headers }).on('error', () => undefined);
  sending.write(Buffer.alloc(100_000, 40));
  return sending;
}

function brokenOff(path: string, token: string): Promise<void> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream', 'content-length': 900_000 };
    const sending = plainRequest(world.url + path, { method: 'PUT', headers });
    sending.on('error', () => resolve());
    sending.write(Buffer.alloc(100_000, 40), () => setTimeout(() => sending.destroy(), 100));
  });
}
