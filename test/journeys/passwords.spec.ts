import { makeIdentityNumber } from '@kernel';
import { io, type Socket } from 'socket.io-client';
import { Secret, TOTP } from 'otpauth';
import { makeAdministrator } from '../../apps/cli/src/administrator';
import type { Client } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { type Asked, closeConnections, confirm, refusal, startWorld, UNMETERED, type World } from './world';
import { closeAgent, openPg, routesOf, send } from '../attack/surface';
import { CENTRE, type Production, startProduction } from '../setup/production';
import { until } from './tools';

/**
 * Nobody speaks for another through a password (docs/decisions/0025).
 * Negative control: each guard was taken out in turn and its test failed: the end of sessions, of sockets and devices at a change and at a reset; what a first session may do; the person himself
 * as one of the two; two of one office; a chosen password in production; the look at the account once more in the transaction; one half for both; the seven days; the count before the
 * comparison; a first password kept as one's own in another spelling; halves kept in plain.
 */
type Pg = Awaited<ReturnType<typeof openPg>>;
const pgOf = (of: Production | World): Promise<Pg> => openPg(of as World);

let serial = 100;
const number = () => makeIdentityNumber({ region: '110101', birth: '1976-05-05', serial: String((serial += 1)) });
const OWN = 'kestrel vat orchid pump';
interface Me {
  accountId: string;
  lacks: string | null;
  password: boolean;
  permissions: string[];
}
const me = (client: Client) => client.get<Me>('/api/me');
const codeOf = async (attempt: Promise<unknown>) => (await refusal(attempt)).code;

/** Of the authenticator, in a period that was not used yet. */
const codeAt = (secret: string, shift = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + shift * 30_000 });

async function withCodes(client: Client): Promise<string> {
  const { secret } = await client.post<{ secret: string }>('/api/me/totp');
  await client.post('/api/me/totp/confirm', { code: codeAt(secret) });
  return secret;
}

/** Asked by one, confirmed by another. */
async function reset(asker: Client, second: Client, accountId: string): Promise<void> {
  await confirm(second, await asker.post<Asked>(`/api/accounts/${accountId}/password/reset`, { reason: '新任' }));
}
const half = async (client: Client, accountId: string) => (await client.post<{ half: string }>(`/api/first-passwords/${accountId}/half`)).half;

/** Every row of every table, in plain. */
async function everything(pg: Pg): Promise<string> {
  const tables = await pg.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`);
  const texts: string[] = [];
  for (const { name } of tables) texts.push((await pg.query<{ text: string }>(`select coalesce(string_agg(t::text, E'\\n'), '') as text from "${name}" t`))[0]!.text);
  return texts.join('\n');
}

/** A demonstration: its people have passwords of their own from the start. */
let world: World;
beforeAll(async () => (world = await startWorld()));
afterAll(async () => {
  await world?.stop();
  await closeAgent();
  await closeConnections();
});

describe('in production', () => {
  let site: Production;
  let pg: Pg;
  let one: Client;
  let two: Client;
  const said: string[] = [];

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream);
      jest.spyOn(stream, 'write').mockImplementation(((chunk: string | Uint8Array, ...rest: []) => said.push(Buffer.from(chunk as Uint8Array).toString()) > 0 && write(chunk, ...rest)) as never);
    }
    site = await startProduction({ ...UNMETERED, LOG_LEVEL: 'info' });
    pg = await pgOf(site);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await pg?.close();
    await site?.stop();
  });

  const MEANWHILE = /^(session\.(read|end|prove)|password\.change)$/;
  const administrator = (login: string) => makeAdministrator(site.running.app, { ...CENTRE, organisation: CENTRE.name, login, name: '安全员', identityNumber: number() });

  test('an administrator from the host may do nothing with his first password but set his own, then turn codes on', async () => {
    const made = [await administrator('security.1'), await administrator('security.2')] as const;
    const routes = (await routesOf(world)).filter(({ open, path, act }) => !open && !path.startsWith('/api/demonstration') && !MEANWHILE.test(act));
    const clients: Client[] = [];
    for (const [i, { login, password }] of made.entries()) {
      const client = await signIn(site.url, login, password);
      expect(await me(client)).toMatchObject({ lacks: 'own-password', permissions: ['password.change', 'session.end', 'session.prove', 'session.read'] });
      for (const { method, path, upload } of routes) {
        const { problem } = await send(site.url, method, path.replace(/\{\w+\}/g, made[i]!.login), { token: client.token, ...(method === 'GET' ? {} : { body: '{}' }) });
        expect([method, path, problem?.code]).toEqual([method, path, upload ? 'http.media-type' : 'auth.own-password-required']);
      }
      expect(await client.post('/api/me/password', { current: password, wanted: `${OWN} ${i}` })).toEqual({ changed: true });
      expect(await me(client)).toMatchObject({ lacks: 'second-factor' });
      expect(await codeOf(client.get('/api/accounts'))).toBe('auth.code-required');
      await withCodes(client);
      expect((await me(client)).lacks).toBeNull();
      await client.get('/api/accounts');
      expect(await codeOf(signIn(site.url, login, password))).toBe('identity.wrong-password'); // it served once
      clients.push(client);
    }
    [one, two] = clients as [Client, Client];
  });

  const organisation = async () => (await pg.query<{ id: string }>('select id from organisation where uscc = $1', [CENTRE.uscc]))[0]!.id;
  const account = async (login: string, more: object = {}) =>
    (await one.post<{ accountId: string }>('/api/accounts', { organisationId: await organisation(), login, name: '赵乙', identityNumber: number(), roles: [], reason: '任命书', ...more })).accountId;

  test('nobody chooses a password for another: refused, and no account is made', async () => {
    expect(await codeOf(account('chosen.1', { password: OWN }))).toBe('identity.password-not-chosen');
    expect(await pg.query(`select 1 from account where login = 'chosen.1'`)).toEqual([]);
  });

  test('nor a certificate, whose key he might hold: its owner binds it himself', async () => {
    expect(await codeOf(account('chosen.2', { certificate: 'x' }))).toBe('http.field');
    expect(await pg.query(`select 1 from account where login = 'chosen.2'`)).toEqual([]);
  });

  test('one administrator gives no first password, and what he sees signs nobody in', async () => {
    const accountId = await account('person.1');
    const asked = await one.post<Asked>(`/api/accounts/${accountId}/password/reset`, { reason: '新任' });
    expect(await codeOf(confirm(one, asked))).toBe('proposal.own-request');
    expect((await refusal(half(one, accountId))).status).toBe(404);
    await confirm(two, asked);
    const mine = await half(one, accountId);
    expect(await codeOf(half(one, accountId))).toBe('identity.half-taken');
    const guesses = [mine, `${mine}-${mine}`, mine.replaceAll('-', ''), `${mine}-0000-0000-0000-0000`];
    for (const guess of guesses) expect([guess, await codeOf(signIn(site.url, 'person.1', guess))]).toEqual([guess, 'identity.wrong-password']);
    const theirs = await half(two, accountId);
    for (const guess of guesses) expect([guess, await codeOf(signIn(site.url, 'person.1', guess))]).toEqual([guess, 'identity.wrong-password']);
    await pg.query('delete from attempt_meter');

    // negative control: its owner, who was given both, signs in with them, in whichever order and spelling
    const owner = await signIn(site.url, 'person.1', `${theirs.toLowerCase()} ${mine.replaceAll('0', 'O').replaceAll('1', 'l')}`);
    expect((await me(owner)).lacks).toBe('own-password');
    expect(await codeOf(owner.post('/api/me/totp'))).toBe('auth.own-password-required');
    // not even in another spelling
    expect(await codeOf(owner.post('/api/me/password', { current: `${mine}-${theirs}`, wanted: `${theirs}${mine}`.toLowerCase() }))).toBe('identity.password-same');
    await owner.post('/api/me/password', { current: `${mine}-${theirs}`, wanted: OWN });
    expect(await codeOf(signIn(site.url, 'person.1', `${mine}-${theirs}`))).toBe('identity.wrong-password');
    expect((await me(await signIn(site.url, 'person.1', OWN))).lacks).toBe('second-factor');

    const texts = `${await everything(pg)}\n${said.join('')}`;
    for (const secret of [mine, theirs, OWN])
      for (const spelling of [secret, secret.replaceAll('-', ''), secret.toLowerCase()]) expect([spelling, texts.includes(spelling)]).toEqual([spelling, false]);
    expect(texts).toContain('person.1'); // negative control
  });

  test('it is good for seven days of real time, and both halves or none', async () => {
    const accountId = await account('person.2');
    await reset(one, two, accountId);
    const password = `${await half(one, accountId)}-${await half(two, accountId)}`;
    const client = await signIn(site.url, 'person.2', password);
    const [{ days }] = (await pg.query<{ days: number }>(`select extract(epoch from max(ends_at) - clock_timestamp()) / 86400 as days from first_password_half where account_id = $1`, [
      accountId,
    ])) as [{ days: number }];
    expect(Number(days)).toBeGreaterThan(6.9);
    expect(Number(days)).toBeLessThanOrEqual(7);
    await pg.query(`update first_password_half set ends_at = clock_timestamp() where account_id = $1`, [accountId]);
    expect(await codeOf(signIn(site.url, 'person.2', password))).toBe('identity.wrong-password');
    expect(await codeOf(client.post('/api/me/password', { current: password, wanted: OWN }))).toBe('identity.wrong-password'); // nor in a session from before
  });

  test('nobody takes part in his own, under another account either', async () => {
    const accountId = (await me(one)).accountId;
    expect(await codeOf(one.post(`/api/accounts/${accountId}/password/reset`, { reason: '本人' }))).toBe('identity.not-own-factor');
    const twin = await account('twin.1');
    await pg.query('update account set person_hash = (select person_hash from account where id = $2) where id = $1', [twin, accountId]);
    expect(await codeOf(one.post(`/api/accounts/${twin}/password/reset`, { reason: '本人' }))).toBe('identity.not-own-factor');
    const asked = await two.post<Asked>(`/api/accounts/${twin}/password/reset`, { reason: '他人' });
    expect(await codeOf(confirm(one, asked))).toBe('proposal.own-matter');
  });

  test('one whose first password ended unused counts no longer: the host makes another', async () => {
    await expect(administrator('security.3')).rejects.toThrow('two security administrators already');
    const accountId = (await me(two)).accountId;
    await pg.query('update account set password_hash = null where id = $1', [accountId]);
    expect((await administrator('security.3')).missing).toBe(0);
  });
});

describe('a change of the password', () => {
  let pg: Pg;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    pg = await pgOf(world);
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  afterAll(async () => {
    await pg?.close();
  });

  const as = (login: string, password = world.running.password!) => signIn(world.url, login, password);
  const idOf = async (login: string) => (await pg.query<{ id: string }>('select id from account where login = $1', [login]))[0]!.id;
  const device = async (client: Client) => client.post('/api/sessions/current/device');
  const devices = async (login: string) => (await pg.query('select 1 from known_device where account_id = $1', [await idOf(login)])).length;
  async function connected(client: Client): Promise<Socket> {
    const socket = io(world.url, { auth: { token: client.token }, transports: ['websocket'], forceNew: true, reconnection: false });
    sockets.push(socket);
    await new Promise<void>((resolve) => socket.once('session.ready', () => resolve()));
    return socket;
  }

  test('ends every other session, with its sockets, and every remembered device; this one goes on', async () => {
    const [here, elsewhere, other] = [await as('tc.hall.1'), await as('tc.hall.1'), await as('tc.entry.1')];
    for (const client of [elsewhere, other]) await device(client);
    const [mine, theirs, others] = [await connected(here), await connected(elsewhere), await connected(other)];
    await here.post('/api/me/password', { current: world.running.password, wanted: OWN });
    await until(async () => theirs.disconnected);
    expect((await refusal(me(elsewhere))).status).toBe(401);
    expect([(await me(here)).lacks, mine.connected, others.connected]).toEqual([null, true, true]);
    expect([await devices('tc.hall.1'), await devices('tc.entry.1')]).toEqual([0, 1]); // negative control: another’s stays
    expect(await codeOf(as('tc.hall.1'))).toBe('identity.wrong-password');
    await as('tc.hall.1', OWN);
    const trail = await pg.query<{ act: string }>(`select act from audit_entry where actor_login = 'tc.hall.1' and act = 'password.change' and outcome = 'done'`);
    expect(trail.length).toBeGreaterThan(0);
  });

  test('is refused for the present one, a short one and one that is guessed; all reasons at once, none of them kept', async () => {
    const client = await as('t1.officer.1');
    const change = (wanted: string, current = world.running.password!) => client.post('/api/me/password', { current, wanted });
    expect(await codeOf(change(world.running.password!))).toBe('identity.password-same');
    expect((await refusal(change('short'))).status).toBe(400);
    expect(await codeOf(change('t1.officer.1-2026'))).toBe('identity.password-guessable');
    const { violations } = await refusal(change('Toubiao-2026', 'Toubiao-2026'));
    expect(violations.map(({ code }) => code)).toEqual(['identity.password-same', 'identity.password-guessable']);
    expect(await everything(pg)).not.toContain('Toubiao-2026');
    await change('vat orchid pump kestrel'); // negative control
  });

  test('counts guesses of the present one like those at the sign-in, the right one too', async () => {
    const client = await as('sb.officer.1');
    const guess = (current: string) => codeOf(client.post('/api/me/password', { current, wanted: OWN }));
    const codes = await Promise.all(Array.from({ length: 40 }, (_, i) => guess(`wrong horse ${i}`)));
    expect(codes.filter((code) => code === 'identity.wrong-password').length).toBeLessThanOrEqual(11);
    expect(new Set(codes)).toEqual(new Set(['identity.wrong-password', 'identity.try-later']));
    expect(await guess(world.running.password!)).toBe('identity.try-later');
    await pg.query('delete from attempt_meter');
    await client.post('/api/me/password', { current: world.running.password, wanted: OWN }); // negative control
  });

  test('two at once with one password: one is done', async () => {
    const clients = [await as('lib.admin.1'), await as('lib.admin.1')];
    const done = await Promise.allSettled(clients.map((client, i) => client.post('/api/me/password', { current: world.running.password, wanted: `${OWN} ${i}` })));
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('a reset by the head and a security administrator ends what was open and leaves the codes on', async () => {
    const person = await as('t1.approver.1');
    const secret = await withCodes(person);
    await device(person);
    const socket = await connected(person);
    const accountId = await idOf('t1.approver.1');
    const [security, head] = [await as('sys.security.1'), await as('t1.head.1')];
    const asked = await security.post<Asked>(`/api/accounts/${accountId}/password/reset`, { reason: '忘记口令' });
    for (const nobody of [security, await as('sys.security.2'), await as('a1.head.1')]) expect((await refusal(confirm(nobody, asked))).status).toBe(404); // not two of one office, nor a foreign head
    expect(await codeOf(as('t1.approver.1', world.running.password!))).toBe('identity.code-needed'); // nothing yet
    await confirm(head, asked);
    await until(async () => socket.disconnected);
    expect((await refusal(me(person))).status).toBe(401);
    expect(await devices('t1.approver.1')).toBe(0);
    expect(await codeOf(as('t1.approver.1'))).toBe('identity.wrong-password');
    expect((await head.get<{ items: { login: string }[] }>('/api/first-passwords')).items.map(({ login }) => login)).toEqual(['t1.approver.1']);
    const password = `${await half(security, accountId)} ${await half(head, accountId)}`;
    expect((await head.get<{ items: unknown[] }>('/api/first-passwords')).items).toEqual([]);
    expect(await codeOf(as('t1.approver.1', password))).toBe('identity.code-needed');
    const answer = await send(world.url, 'POST', '/api/sessions', { body: JSON.stringify({ login: 't1.approver.1', password, code: codeAt(secret, 1) }) });
    const { token } = JSON.parse(answer.text) as { token: string };
    const change = await send(world.url, 'POST', '/api/me/password', { token, body: JSON.stringify({ current: password, wanted: OWN }) });
    expect(change.status).toBe(200);
    const own = JSON.parse((await send(world.url, 'GET', '/api/me', { token })).text) as Me & { totp: boolean };
    expect([own.lacks, own.totp]).toEqual([null, true]);
  });

  test('the end of lost codes by two leaves the password and ends what was open; the head asks for his people, not for himself', async () => {
    const person = await as('t1.officer.1', 'vat orchid pump kestrel');
    const accountId = await idOf('t1.officer.1');
    const head = await as('t1.head.1');
    const end = (by: Client, id = accountId) => by.post<Asked>(`/api/accounts/${id}/codes/end`, { reason: '手机遗失' });
    expect(await codeOf(end(head))).toBe('identity.code-not-begun');
    await withCodes(person);
    expect(await codeOf(as('t1.officer.1', 'vat orchid pump kestrel'))).toBe('identity.code-needed');
    expect(await codeOf(head.post(`/api/accounts/${await idOf('t1.head.1')}/password/reset`, { reason: '本人' }))).toBe('identity.head-by-two');
    expect((await refusal(end(head, await idOf('tc.entry.1')))).status).toBe(404); // of another organisation
    const asked = await end(head);
    expect((await refusal(confirm(head, asked))).status).toBe(404);
    await confirm(await as('sys.security.2'), asked);
    expect((await refusal(me(person))).status).toBe(401);
    expect(await me(await as('t1.officer.1', 'vat orchid pump kestrel'))).toMatchObject({ lacks: null, totp: false });
  });
});
