import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Client as Pg } from 'pg';
import { request } from 'undici';
import type { Client } from '../../apps/cli/src/play/client';
import { HEADER_MARKS } from '../../libs/envelope/src/stream';
import { signIn } from '../../apps/cli/src/play/people';
import { rows, until } from '../journeys/tools';
import { type Asked, type Bidder, closeConnections, confirm, publishedTender, refusal, startWorld, type World } from '../journeys/world';

/** What was begun while somebody might is done only while he may: a request can be older than its act by as long as its upload, or an authority's answer, takes. */
let world: World;
let administrators: Client[];
let tenderId: string;
const as = (login: string) => signIn(world.url, login, world.running.password!);
beforeAll(async () => {
  world = await startWorld();
  ({ tenderId } = await publishedTender(world));
  administrators = await Promise.all(['sys.security.1', 'sys.security.2'].map(as));
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const SIZE = 200_000;
/** An upload of which half has come; `rest` sends the other half and gives the answer. */
async function begun(client: Client): Promise<() => Promise<{ status: number; code?: string | undefined }>> {
  const body = new Readable({ read: () => undefined });
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(SIZE - 9)]);
  const claims = async () => Number((await rows<{ n: string }>(world, 'select count(*) as n from storage_claim'))[0]!.n);
  const before = await claims();
  const headers = { authorization: `Bearer ${client.token!}`, 'content-type': 'application/pdf', 'content-length': String(SIZE) };
  const answer = request(`${world.url}/api/files?name=a.pdf`, { method: 'PUT', headers, body });
  body.push(bytes.subarray(0, SIZE / 2));
  await until(async () => (await claims()) > before);
  return async () => {
    body.push(bytes.subarray(SIZE / 2));
    body.push(null);
    const { statusCode, body: told } = await answer;
    return { status: statusCode, code: ((await told.json()) as { code?: string }).code };
  };
}
const accountOf = async (login: string) => (await rows<{ id: string }>(world, 'select id from account where login = $1', [login]))[0]!.id;
const byTwo = async (id: string, act: string, second: Client) => confirm(second, await administrators[0]!.post<Asked>(`/api/accounts/${id}/${act}`, { reason: '试验' }));

const ENDS: [string, (client: Client) => Promise<() => Promise<unknown>>, number, string][] = [
  ['his session', async (client) => (await client.delete('/api/sessions/current'), async () => undefined), 401, 'platform.actor-gone'],
  [
    'his account',
    async () => {
      const [id, head] = [await accountOf('a1.officer.1'), await as('a1.head.1')];
      await byTwo(id, 'suspend', head);
      return () => byTwo(id, 'reinstate', head);
    },
    401,
    'platform.actor-gone',
  ],
  [
    'his duty',
    async () => {
      const set = (at: string) => rows(world, `update role_grant set ends_at = ${at} where account_id = $1`, [administratorOf]);
      const administratorOf = await accountOf('a1.officer.1');
      await set('tianping_now()');
      return () => set('null');
    },
    403,
    'platform.right-gone',
  ],
];

test.each(ENDS)('where %s ends before all has come, nothing is stored', async (_what, end, status, code) => {
  const client = await as('a1.officer.1');
  const rest = await begun(client);
  const stored = async () => Number((await rows<{ n: string }>(world, 'select count(*) as n from file'))[0]!.n);
  const before = await stored();
  const undo = await end(client);
  expect(await rest()).toEqual({ status, code });
  expect(await stored()).toBe(before);
  await undo();
});

/** A piece of a bid's upload of which half has come. */
async function pieceOf(bidder: Bidder, tenderId: string) {
  const { uploadId } = await bidder.client.post<{ uploadId: string }>(`/api/tenders/${tenderId}/uploads`, { size: SIZE });
  const body = new Readable({ read: () => undefined });
  const bytes = Buffer.concat([Buffer.of(HEADER_MARKS.international), randomBytes(SIZE - 1)]);
  const headers = { authorization: `Bearer ${bidder.client.token!}`, 'content-type': 'application/octet-stream', 'content-length': String(SIZE) };
  const answer = request(`${world.url}/api/uploads/${uploadId}?offset=0`, { method: 'PUT', headers, body });
  body.push(bytes.subarray(0, SIZE / 2));
  const row = async () => (await rows<{ received: string; writer: string | null }>(world, 'select received, writer from bid_transfer where id = $1', [uploadId]))[0]!;
  await until(async () => (await row()).writer !== null);
  const rest = async () => {
    body.push(bytes.subarray(SIZE / 2));
    body.push(null);
    const { statusCode, body: told } = await answer;
    return { status: statusCode, code: ((await told.json()) as { code?: string }).code };
  };
  return { rest, row };
}

test('nor does a piece of a bid’s upload count', async () => {
  const [one, other] = [await world.bidder('上传途中'), await world.bidder('上传到底')];
  const [piece, control] = [await pieceOf(one, tenderId), await pieceOf(other, tenderId)];
  await one.client.delete('/api/sessions/current');
  expect(await piece.rest()).toEqual({ status: 401, code: 'platform.actor-gone' });
  expect(await piece.row()).toEqual({ received: '0', writer: null });
  expect((await control.rest()).status).toBe(200); // negative control
  expect(await control.row()).toEqual({ received: String(SIZE), writer: null });
});

test('negative control: where nothing ends, it is stored', async () => expect((await (await begun(await as('a1.officer.1')))()).status).toBe(200));

test('a request that comes together with its author’s suspension is there before it, and ends, or is not there at all', async () => {
  const head = await as('t1.head.1');
  const about = await accountOf('t1.rep.1');
  const own = await accountOf('t1.head.1');
  for (let round = 0; round < 8; round += 1) {
    const author = round === 0 ? head : await as('t1.head.1');
    const asked = await administrators[0]!.post<Asked>(`/api/accounts/${own}/suspend`, { reason: '试验' });
    const asking = Array.from({ length: 6 }, (_, i) =>
      author.post(`/api/accounts/${about}/roles`, { role: ['tenderer-officer', 'key-trustee'][i % 2], reason: `${round}-${i}` }).catch(() => undefined),
    );
    await Promise.all([confirm(administrators[1]!, asked), ...asking]);
    expect([round, await rows(world, `select 1 from proposal where asked_by = $1 and status in ('open', 'unsigned')`, [own])]).toEqual([round, []]);
    await byTwo(own, 'reinstate', administrators[1]!);
  }
});

// negative control: with his account's row shared by each act the confirmation met a deadlock six times, and was answered 503
test('who keeps changing his own account neither hinders his suspension nor himself', async () => {
  const own = await accountOf('t1.rep.1');
  const head = await as('t1.head.1');
  const author = await as('t1.rep.1');
  const answers: number[] = [];
  const asked = await administrators[0]!.post<Asked>(`/api/accounts/${own}/suspend`, { reason: '试验' });
  let going = true;
  const loop = async () => {
    while (going) {
      const { statusCode, body } = await request(`${world.url}/api/me/totp`, { method: 'POST', headers: { authorization: `Bearer ${author.token!}`, 'content-type': 'application/json' }, body: '{}' });
      await body.dump();
      answers.push(statusCode);
      going &&= statusCode !== 401;
    }
  };
  const loops = Array.from({ length: 6 }, loop);
  await until(async () => answers.length > 12);
  await confirm(head, asked);
  await Promise.all(loops);
  expect(new Set(answers)).toEqual(new Set([200, 401]));
  await byTwo(own, 'reinstate', head);
});

/** Holds an account's standing as an act of his holds it. */
async function withStanding<T>(id: string, work: () => Promise<T>): Promise<T> {
  const holder = new Pg({ connectionString: world.running.config.DATABASE_OWNER_URL });
  await holder.connect();
  try {
    await holder.query('select pg_advisory_lock_shared(hashtextextended($1::text, 11))', [id]);
    return await work();
  } finally {
    await holder.end();
  }
}

// negative control: with the locks taken before it is asked who confirms, both wait for the act that is under way, and are answered 503
test('who may not confirm a suspension waits for nobody’s acts, and lets nobody wait', async () => {
  const about = await accountOf('t1.rep.1');
  const asked = await administrators[0]!.post<Asked>(`/api/accounts/${about}/suspend`, { reason: '试验' });
  await withStanding(about, async () => {
    expect((await refusal(confirm(administrators[0]!, asked))).code).toBe('platform.not-found');
    expect((await refusal(confirm(await as('t1.head.1'), { ...asked, contentSha256: '0'.repeat(64) }))).code).toBe('proposal.altered');
  });
});
