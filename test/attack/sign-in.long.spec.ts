import { Db } from '@platform/db';
import { Piscina } from 'piscina';
import { Agent, request } from 'undici';
import { signInWithKey } from '../../apps/cli/src/play/people';
import { closeConnections, startWorld, type World } from '../journeys/world';
import { openPg } from './surface';

/** Comparing is a thread's work: what is sent to one with a stored hash is one comparison, which costs what the hash says. */
const comparisons = () => {
  const run = jest.spyOn(Piscina.prototype, 'run');
  const costs = () => run.mock.calls.flatMap(([task]) => (task as { stored?: string }).stored?.split('$').slice(1, 4).join('$') ?? []);
  return { costs, count: () => costs().length, mockRestore: () => run.mockRestore() };
};

let world: World;
let pg: Awaited<ReturnType<typeof openPg>>;
const agents = new Map<string, Agent>();

beforeAll(async () => {
  world = await startWorld({ env: { LOG_LEVEL: 'silent', RUN_JOBS: 'false' } }); // no job's work is counted as an attempt's;
  pg = await openPg(world);
});
beforeEach(() => pg.query('delete from attempt_meter'));
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  for (const agent of agents.values()) await agent.close();
  await closeConnections();
});

interface From {
  /** All of 127.0.0.0/8 is this machine: a stranger has an address of his own. */
  address?: string;
  cookie?: string;
}

async function send(path: string, body: unknown, { address = '127.0.0.1', cookie }: From = {}, token?: string) {
  const agent = agents.get(address) ?? new Agent({ connections: 64, localAddress: address });
  agents.set(address, agent);
  const headers = { 'content-type': 'application/json', ...(cookie ? { cookie, 'sec-fetch-site': 'same-origin' } : {}), ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await request(world.url + path, { method: 'POST', dispatcher: agent, headers, body: JSON.stringify(body) });
  const data = (await answer.body.json()) as { code?: string; token?: string; requestId?: string };
  const { date: _, 'x-request-id': __, ...told } = answer.headers;
  return { status: answer.statusCode, code: data.code, data, headers: told, cookies: [answer.headers['set-cookie'] ?? []].flat() };
}
const attempt = (login: string, password: string, from: From = {}) => send('/api/sessions', { login, password }, from);
const right = () => world.running.password!;
const guesses = (n: number, login: string, from: From = {}) => Promise.all(Array.from({ length: n }, (_, i) => attempt(login, `wrong-${i}`, from)));
/** How many were compared; `waits` later ones may have been, on a machine so slow that they waited long enough. All others were told to wait. */
async function compared(answers: Promise<readonly { status: number }[]>, waits: (ms: number) => number = growing): Promise<{ least: number; most: number }> {
  const since = performance.now();
  const all = await answers;
  expect(all.filter(({ status }) => status !== 401 && status !== 429)).toEqual([]);
  const least = all.filter(({ status }) => status === 401).length;
  return { least, most: least - waits(performance.now() - since) };
}
/** 15 s, 30 s, 60 s …: how many of these waits end within so long. */
const growing = (ms: number) => Math.floor(Math.log2(ms / 15_000 + 1));
const every = (seconds: number) => (ms: number) => Math.floor(ms / 1000 / seconds);
/** Never fewer than `n`, and no more than the waits allow. */
const exactly = (n: number, { least, most }: { least: number; most: number }) => expect([least >= n, most <= n, n]).toEqual([true, true, n]);

/** Signs in on a browser and has it remembered. */
async function device(login: string): Promise<string> {
  const { data } = await attempt(login, right());
  const { cookies } = await send('/api/sessions/current/device', {}, {}, data.token);
  expect(cookies[0]).toMatch(/^tianping_device=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=31536000$/);
  return cookies[0]!.split(';')[0]!;
}

// negative control: attempts.db.spec.ts counts without the lock; with the count after the password 399 of 400 were checked
test('of 400 guesses at once ten are checked, and then the right password is answered like a wrong one', async () => {
  const verify = comparisons();
  const found = await compared(guesses(400, 't1.officer.1'));
  exactly(10, found);
  expect(verify.count()).toBe(found.least);
  const [delayed, wrong] = [await attempt('t1.officer.1', right()), await attempt('t1.officer.1', 'wrong')];
  expect([delayed.status, delayed.code]).toEqual([429, 'identity.try-later']);
  expect({ ...delayed.data, requestId: '' }).toEqual({ ...wrong.data, requestId: '' });
  expect(Number(delayed.headers['retry-after'])).toBeGreaterThan(0);
  expect(verify.count()).toBe(found.least);
});

test('a right password among the first is taken, and begins the count anew', async () => {
  await guesses(9, 't1.officer.1');
  expect((await attempt('t1.officer.1', right())).status).toBe(201);
  exactly(10, await compared(guesses(20, 't1.officer.1')));
});

describe('no answer tells whether there is such an account', () => {
  /** Texts of all statements, what each comparison of a password costs, and the answer as it went out. */
  async function work(login: string, password: string) {
    const read = jest.spyOn(Db.prototype, 'write'); // every statement outside a transaction passes here, reads too
    const run = jest.spyOn(Db.prototype, 'run');
    const verify = comparisons();
    const { status, data, headers } = await attempt(login, password);
    // beside the requests the trail of refusals writes, whenever a window of its counts ends, and the platform that it lives
    const statements = read.mock.calls.map(([text]) => text).filter((text) => !text.startsWith('insert into audit_entry'));
    const transactions = run.mock.calls.map(([{ act }]) => act).filter((act) => act !== 'platform.beat');
    const did = { statements, transactions, compared: verify.costs() };
    for (const spy of [read, run, verify]) spy.mockRestore();
    return { status, ...untimed(JSON.stringify({ ...data, requestId: '' }), headers), ...did };
  }
  /** How many seconds of the wait are left hangs on how long the guesses before took, whoever is asked for. */
  function untimed(answer: string, { 'retry-after': wait, ...headers }: Awaited<ReturnType<typeof send>>['headers']) {
    if (typeof wait !== 'string') return { answer, headers };
    const within = Number(wait) > 0 && Number(wait) <= 15;
    return { answer: answer.replaceAll(`${wait} 秒`, 'N 秒').replaceAll(`"seconds":${wait}`, '"seconds":N'), headers: { ...headers, within } };
  }
  const cases = async (): Promise<[what: string, login: string, password: string][]> => {
    await pg.query(`update account set suspended_at = clock_timestamp() where login = 'sys.audit.1'`);
    await pg.query(`update account set password_hash = null where login = 'sb.key.1'`);
    return [
      ['a known login', 't1.officer.1', 'wrong-password'],
      ['an unknown one', 'nobody.at.all', 'wrong-password'],
      ['what is no login', '没有这个人', 'wrong-password'],
      ['a suspended account, the right password', 'sys.audit.1', right()],
      ['an account without a password', 'sb.key.1', right()],
    ];
  };

  test('a wrong one, an unknown one, a suspended one: the same answer for the same work', async () => {
    const seen = [];
    for (const [what, login, password] of await cases()) seen.push({ what, ...(await work(login, password)) });
    for (const { what, ...one } of seen) expect({ what, ...one }).toEqual({ ...seen[0], what });
    expect(seen[0]).toMatchObject({ status: 401, compared: ['argon2id$v=19$m=19456,t=2,p=1'] }); // negative control: with a decoy of another cost the unknown one differs
  });

  test('nor while they wait: the same answer again, and no work at all', async () => {
    const seen = [];
    for (const [what, login, password] of [...(await cases()), ['the right password', 't1.officer.1', right()] as const]) {
      await pg.query('delete from attempt_meter');
      await guesses(10, login);
      seen.push({ what, ...(await work(login, password)) });
    }
    for (const { what, ...one } of seen) expect({ what, ...one }).toEqual({ ...seen[0], what });
    expect(seen[0]).toMatchObject({ status: 429, compared: [], headers: { within: true } });
  });

  test('a challenge is given for every login, and a foreign signature is refused alike', async () => {
    const stranger = await world.bidder('旁人');
    const seen = [];
    for (const login of ['t1.officer.1', 'nobody.at.all', 'sys.audit.1', 'sb.key.1']) {
      const refused = await signInWithKey(world.url, login, stranger.identity).then(
        () => undefined,
        (error: { problem: { code: string; status: number; title: string } }) => error.problem,
      );
      seen.push(JSON.stringify({ ...refused, requestId: '' }).replaceAll(login, '—'));
    }
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toContain('identity.certificate-unbound');
  });
});

describe('nobody is locked out by a stranger', () => {
  test('who guesses from elsewhere hinders the owner nowhere else', async () => {
    exactly(10, await compared(guesses(100, 'tc.hall.1', { address: '127.0.0.2' })));
    expect((await attempt('tc.hall.1', right())).status).toBe(201);
  });

  test('who guesses from the same address hinders neither the owner’s own device nor a certificate', async () => {
    const cookie = await device('tc.hall.1');
    await guesses(50, 'tc.hall.1');
    expect((await attempt('tc.hall.1', right())).status).toBe(429); // negative control: elsewhere behind that address he waits
    expect((await attempt('tc.hall.1', right(), { cookie })).status).toBe(201);
    const bidder = await world.bidder('持证人');
    await guesses(50, bidder.firm.login);
    await expect(signInWithKey(world.url, bidder.firm.login, bidder.identity)).resolves.toBeDefined();
  });

  test('nor do many strangers together: a known device goes on, every other place waits its turn', async () => {
    const cookie = await device('tc.entry.1');
    const places = Array.from({ length: 8 }, (_, i) => ({ address: `127.0.1.${i + 1}` }));
    const answers = Promise.all(places.map((from) => guesses(20, 'tc.entry.1', from))).then((all) => all.flat());
    exactly(60, await compared(answers, every(60)));
    const elsewhere = await attempt('tc.entry.1', right(), { address: '127.0.2.1' });
    expect([elsewhere.status, Number(elsewhere.headers['retry-after']) <= 60]).toEqual([429, true]);
    expect((await attempt('tc.entry.1', right(), { cookie })).status).toBe(201);
  });

  test('a device is known for its own login only, has guesses of its own, and is forgotten with the others', async () => {
    const cookie = await device('tc.hall.1');
    exactly(10, await compared(guesses(20, 'sb.officer.1', { cookie })));
    exactly(0, await compared(guesses(20, 'sb.officer.1'))); // it was counted under the address
    exactly(10, await compared(guesses(20, 'tc.hall.1', { cookie })));
    const { data } = await attempt('tc.hall.1', right());
    await request(`${world.url}/api/sessions`, { method: 'DELETE', headers: { authorization: `Bearer ${data.token}` } });
    expect((await attempt('tc.hall.1', right(), { cookie })).status).toBe(201); // as a strange place, which has room
    expect(await pg.query(`select 1 from known_device d join account a on a.id = d.account_id where a.login = 'tc.hall.1'`)).toEqual([]);
  });

  test('an address that tries many logins waits too, and what was right is given back', async () => {
    const from = { address: '127.0.3.1' };
    for (let i = 0; i < 30; i += 1) expect((await attempt('tc.hall.1', right(), from)).status).toBe(201);
    // few at a time: the line before the comparing threads ends for one address long before
    const guessed = async () => {
      const answers = [];
      for (let i = 0; i < 150; i += 10) answers.push(...(await Promise.all(Array.from({ length: 10 }, (_, j) => attempt(`nobody.${i + j}`, 'wrong', from)))));
      return answers;
    };
    exactly(100, await compared(guessed(), every(2)));
  });
});

test('a login is one however it is typed', async () => {
  await guesses(5, 'T1.Officer.1');
  await guesses(5, ' ｔ1.officer.1 ');
  exactly(0, await compared(guesses(5, 't1.officer.1')));
});
