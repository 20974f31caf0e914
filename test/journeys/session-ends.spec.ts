import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { DemoAuthority } from '../../libs/domain/src/demonstration/demo-authority';
import { Actors } from '../../libs/domain/src/identity/actors';
import { CertificateSessions } from '../../libs/domain/src/identity/certificate-sessions';
import { MOST_SESSIONS } from '../../libs/domain/src/identity/sessions.service';
import { SLICE, Trust } from '../../libs/domain/src/trust/trust.service';
import { createKeyPair, readCertificate } from '../../libs/envelope/src';
import { send } from '../attack/surface';
import { rows, until } from './tools';
import { closeConnections, startWorld, type World } from './world';

/** When a session ends without its person's word: replaced, idle, one too many, ended by an administrator. */
let world: World;
let security: string;
const sockets: Socket[] = [];
beforeAll(async () => {
  world = await startWorld();
  security = await tokenOf('sys.security.1');
});
afterEach(() => sockets.splice(0).forEach((socket) => socket.disconnect()));
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const signIn = async (login: string, keep: 'token' | 'cookie', headers: Record<string, string> = {}) => {
  const body = JSON.stringify({ login, password: world.running.password, keep });
  const answer = await fetch(`${world.url}/api/sessions`, { method: 'POST', headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers }, body });
  expect(answer.status).toBe(201);
  return answer;
};
const tokenOf = async (login: string) => ((await (await signIn(login, 'token')).json()) as { token: string }).token;
const cookieOf = async (login: string, cookie = '') => (await signIn(login, 'cookie', cookie ? { cookie } : {})).headers.get('set-cookie')!.split(';')[0]!;
const meBy = async (headers: Record<string, string>) => (await fetch(`${world.url}/api/me`, { headers })).status;
const me = (token: string) => meBy({ authorization: `Bearer ${token}` });
const idOf = async (login: string) => (await rows<{ id: string }>(world, `select id from account where login = '${login}'`))[0]!.id;

async function socketOf(token: string): Promise<{ socket: Socket; gone: Promise<unknown> }> {
  const socket = io(world.url, { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false });
  sockets.push(socket);
  const gone = new Promise((resolve) => socket.once('disconnect', resolve));
  await new Promise((resolve) => socket.once('session.ready', resolve));
  return { socket, gone };
}

// negative control: without `former` in the sign-in the first status stays 200
test('a browser’s new session ends the one whose cookie it replaces, whoever’s it was; a program’s ends none', async () => {
  const first = await cookieOf('tc.hall.1');
  const other = await cookieOf('tc.hall.1');
  const second = await cookieOf('sb.officer.1', first);
  expect([await meBy({ cookie: first }), await meBy({ cookie: second }), await meBy({ cookie: other })]).toEqual([401, 200, 200]);
  await signIn('tc.hall.1', 'token', { cookie: other });
  expect(await meBy({ cookie: other })).toBe(200);
});

test(`of more than ${MOST_SESSIONS} sessions the oldest ends, with its socket`, async () => {
  const first = await tokenOf('tc.entry.1');
  const { gone } = await socketOf(first);
  const others: string[] = [];
  while (others.length < MOST_SESSIONS - 1) others.push(await tokenOf('tc.entry.1'));
  const statuses = async () => Promise.all([first, ...others].map(me));
  expect(await statuses()).toEqual(Array.from({ length: MOST_SESSIONS }, () => 200)); // negative control: so many are no reason yet
  expect(await me(await tokenOf('tc.entry.1'))).toBe(200);
  await gone;
  expect(await statuses()).toEqual([401, ...others.map(() => 200)]);
});

describe('idle', () => {
  const age = (login: string, minutes: number) =>
    rows(world, `update session set seen_at = clock_timestamp() - make_interval(secs => ${minutes * 60}) where account_id = (select id from account where login = '${login}') returning id`);
  const seen = async (login: string) =>
    (
      await rows<{ age: number }>(world, `select extract(epoch from clock_timestamp() - max(seen_at))::float8 as age from session where account_id = (select id from account where login = '${login}')`)
    )[0]!.age;
  const noted = async (login: string) => {
    await until(async () => (await seen(login)) < 30);
    return true;
  };
  const answerAnew = () => world.running.app.get(Actors).forget();

  // negative control: without `seen_at` in ACTOR the second status is 200
  test('what was used 119 minutes ago goes on, and counts as used again; after 121 it is over, for its socket too', async () => {
    const token = await tokenOf('lib.admin.1');
    await age('lib.admin.1', 119);
    answerAnew();
    expect(await me(token)).toBe(200);
    expect(await noted('lib.admin.1')).toBe(true);
    const { gone } = await socketOf(token);
    await age('lib.admin.1', 121);
    answerAnew();
    await gone; // the sweep asks the same question
    expect(await me(token)).toBe(401);
    expect(await seen('lib.admin.1')).toBeGreaterThan(7_200); // what has gone idle is not woken
  });

  test('its use is noted once a minute at most', async () => {
    const token = await tokenOf('lib.admin.1');
    await age('lib.admin.1', 0.7);
    answerAnew();
    expect(await me(token)).toBe(200);
    await sleep(200); // a note would come now
    expect(await seen('lib.admin.1')).toBeGreaterThan(40);
  });

  test('a socket in a room is use, one outside is none', async () => {
    const token = await tokenOf('lib.admin.1');
    await socketOf(token);
    await age('lib.admin.1', 3);
    await sleep(1_500); // three rounds of the sweep
    expect(await seen('lib.admin.1')).toBeGreaterThan(150);
    world.running.app.get(Actors).seen([token]); // what the sweep says of those in rooms (sweep.spec.ts)
    expect(await noted('lib.admin.1')).toBe(true);
  });
});

describe('ended by an administrator', () => {
  const end = (account: string, token: string) => send(world.url, 'DELETE', `/api/sessions/of/${account}`, { token });

  test('all sessions of the account and their sockets end at once, devices are forgotten, and the trail says so; the account stays', async () => {
    const [one, two] = [await tokenOf('sb.officer.1'), await tokenOf('sb.officer.1')];
    const { gone } = await socketOf(one);
    const id = await idOf('sb.officer.1');
    const answer = await end(id, security);
    expect([answer.status, (JSON.parse(answer.text) as { ended: number }).ended]).toEqual([200, 4]); // with that of the first test and that of the office
    await gone;
    expect([await me(one), await me(two), await me(await tokenOf('sb.officer.1'))]).toEqual([401, 401, 200]);
    expect(await rows(world, `select actor_login as by, outcome from audit_entry where act = 'session.revoke' and object_id = '${id}'`)).toEqual([{ by: 'sys.security.1', outcome: 'done' }]);
  });

  test('by nobody else, and of nobody who is not there', async () => {
    const id = await idOf('sb.officer.1');
    const system = await tokenOf('sys.system.1');
    expect([(await end(id, system)).status, (await end('00000000-0000-7000-8000-000000000000', security)).status]).toEqual([403, 404]);
  });
});

// negative control: without `assertItsReader` of the guard each of them is answered 200, as a stranger
test('a page of somebody whose session ended, or is another’s now, is answered nothing as a stranger', async () => {
  const [first, id] = [await cookieOf('tc.hall.1'), await idOf('tc.hall.1')];
  const other = await cookieOf('sb.officer.1');
  const read = async (path: string, headers: Record<string, string>, method = 'GET') => (await fetch(`${world.url}${path}`, { method, headers })).status;
  const of = (cookie?: string) => ({ 'tianping-account': id, ...(cookie ? { cookie } : {}) });
  expect(await read('/api/tenders', of(first))).toBe(200);
  expect((await fetch(`${world.url}/api/sessions/current`, { method: 'DELETE', headers: { ...of(first), 'sec-fetch-site': 'same-origin' } })).ok).toBe(true);
  for (const cookie of [first, other, undefined]) expect([cookie, await read('/api/tenders', of(cookie)), await read('/api/tenders', of(cookie), 'HEAD')]).toEqual([cookie, 401, 401]);
  // whoever names nobody is answered as ever, and so is what a page asks to let him sign in again, and who he is
  expect([await read('/api/tenders', {}), await read('/api/tenders', { cookie: first }), await read('/api/demonstration', of(first)), await read('/api/me', of(other))]).toEqual([200, 200, 200, 200]);
});

describe('many sessions by certificate', () => {
  const CERTIFICATES = 5 * SLICE;

  async function open(): Promise<string[]> {
    const authority = new DemoAuthority(join(world.running.home, 'demo-ca'));
    const { publicKeyPem } = createKeyPair('p-256');
    const pems = Array.from({ length: CERTIFICATES }, (_, n) =>
      authority.certify(publicKeyPem, { commonName: `甲${n}`, organisation: `甲${n}`, uscc: '91990100MATP100165' }, { from: new Date('2026-01-01T00:00:00Z') }),
    );
    const id = await idOf('tc.hall.1');
    const prints = pems.map((pem) => readCertificate(pem).fingerprint);
    await rows(
      world,
      `insert into certificate (id, account_id, fingerprint, pem, algorithm, not_before, not_after, bound_at, key_sha256)
       select gen_random_uuid(), $1, f, p, 'p-256', '2026-01-01', '2028-01-01', now(), $4 from unnest($2::text[], $3::text[]) as c(f, p)`,
      [id, prints, pems, readCertificate(pems[0]!).keySha256],
    );
    await rows(
      world,
      `insert into session (id, account_id, token_hash, ip, expires_at, means, agent, fingerprint)
       select gen_random_uuid(), $1, f || n, '127.0.0.1', clock_timestamp() + interval '1 hour', 'certificate', '', f from unnest($2::text[]) f, generate_series(1, 3) n`,
      [id, prints],
    );
    return pems;
  }

  /** The most checks that held everybody else up at one stretch. */
  async function longest(work: () => unknown): Promise<number> {
    const check = jest.spyOn(world.running.app.get(Trust), 'check');
    let [turn, counting] = [0, true];
    const perTurn = new Map<number, number>();
    check.mockImplementation((...of) => {
      perTurn.set(turn, (perTurn.get(turn) ?? 0) + 1);
      return Trust.prototype.check.apply(world.running.app.get(Trust), of);
    });
    const tick = () => (turn++, counting && setImmediate(tick));
    tick();
    try {
      await work();
    } finally {
      counting = false;
      check.mockRestore();
    }
    return Math.max(...perTurn.values());
  }

  test('are looked through a few at a time, each certificate once, and nobody’s ends', async () => {
    const pems = await open();
    expect(await longest(() => world.running.app.get(CertificateSessions).endLapsed())).toBeLessThanOrEqual(2 * SLICE); // a tick may come late by one
    const ended = await rows(world, `select 1 from session where agent = '' and means = 'certificate' and ended_at is not null`);
    expect(ended).toEqual([]);
    // negative control: all at one stretch
    const trust = world.running.app.get(Trust);
    expect(await longest(() => pems.forEach((pem) => trust.check(pem, new Date('2026-03-03T01:00:00Z'))))).toBe(CERTIFICATES);
  });
});
