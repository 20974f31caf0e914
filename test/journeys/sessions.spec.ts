import { refusalFor } from '@platform/auth';
import { Db } from '@platform/db';
import { Secret, TOTP } from 'otpauth';
import { Actors } from '../../libs/domain/src/identity/actors';
import { closeConnections, startWorld, type World } from './world';

let world: World;
beforeAll(async () => (world = await startWorld()));
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const ours = { 'sec-fetch-site': 'same-origin' };
const send = (method: string, path: string, { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {}) =>
  fetch(world.url + path, { method, headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers }, ...(body ? { body: JSON.stringify(body) } : {}) });
const signIn = (login: string, more: object = {}, headers = {}) => send('POST', '/api/sessions', { body: { login, password: world.running.password, ...more }, headers });
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

async function cookieOf(login: string, more: object = {}): Promise<{ cookie: string }> {
  const answer = await signIn(login, { keep: 'cookie', ...more }, { 'user-agent': `browser of ${login}` });
  expect(answer.status).toBe(201);
  return { cookie: answer.headers.get('set-cookie')!.split(';')[0]! };
}

describe('a browser’s session', () => {
  it('is a cookie that scripts cannot read and other sites cannot send; its token is nowhere else', async () => {
    const answer = await signIn('sb.officer.1', { keep: 'cookie' });
    expect(answer.headers.get('set-cookie')).toMatch(/^tianping_session=[\w-]{65}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    expect(await answer.json()).not.toHaveProperty('token');
    expect((await signIn('sb.officer.1')).headers.get('set-cookie')).toBeNull(); // programs get a token and no cookie
  });

  it('reads by itself, but acts only from our own pages', async () => {
    const session = await cookieOf('tc.hall.1');
    expect((await send('GET', '/api/me', { headers: session })).status).toBe(200);
    const room = { name: '一号评标室', seats: 7 };
    for (const headers of [session, { ...session, 'sec-fetch-site': 'cross-site' }, { ...session, origin: 'https://evil.example' }]) {
      const refused = await send('POST', '/api/venue/rooms', { body: room, headers });
      expect([refused.status, await codeOf(refused)]).toEqual([403, 'auth.foreign-page']);
    }
    expect((await send('POST', '/api/venue/rooms', { body: room, headers: { ...session, ...ours } })).status).toBe(201);
  });

  it('is listed with its means and its browser, and ends from elsewhere at once', async () => {
    const [left, here] = [await cookieOf('tc.entry.1'), await cookieOf('tc.entry.1')];
    const rows = (await (await send('GET', '/api/sessions', { headers: here })).json()) as { id: string; current: boolean; agent: string; means: string }[];
    expect(rows.find((row) => row.current)).toMatchObject({ agent: 'browser of tc.entry.1', means: 'password' });
    expect((await send('DELETE', '/api/sessions', { headers: { ...here, ...ours } })).status).toBe(200);
    expect((await send('GET', '/api/me', { headers: left })).status).toBe(401);
    expect((await send('GET', '/api/me', { headers: here })).status).toBe(200);
    const out = await send('DELETE', '/api/sessions/current', { headers: { ...here, ...ours } });
    expect(out.headers.get('set-cookie')).toMatch(/^tianping_session=; .*Max-Age=0/);
    expect((await send('GET', '/api/me', { headers: here })).status).toBe(401);
  });
});

describe('a sign-in that another page sends', () => {
  const FOREIGN: Record<string, string>[] = [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }, { origin: 'null' }];

  // negative control: the look at the page stood behind the session only, so these signed the visitor in as whom the page chose
  it.each(FOREIGN)('%j is refused, whoever’s password it has', async (headers) => {
    for (const keep of ['cookie', 'token']) {
      const refused = await signIn('sb.officer.1', { keep }, headers);
      expect([refused.status, refused.headers.get('set-cookie'), await codeOf(refused)]).toEqual([403, null, 'auth.foreign-page']);
    }
    expect((await send('POST', '/api/sessions/challenge', { body: { login: 'sb.officer.1' }, headers })).status).toBe(403);
  });

  it('is refused as a form, which needs no permission to be sent', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']) {
      const body = new URLSearchParams({ login: 'sb.officer.1', password: world.running.password!, keep: 'cookie' }).toString();
      const refused = await fetch(`${world.url}/api/sessions`, { method: 'POST', headers: { 'content-type': type }, body });
      expect([type, refused.status, refused.headers.get('set-cookie')]).toEqual([type, 415, null]);
    }
  });

  it('of our own goes on', async () => {
    expect((await signIn('sb.officer.1', { keep: 'cookie' }, ours)).status).toBe(201);
    expect((await signIn('sb.officer.1', { keep: 'cookie' }, { origin: world.url })).status).toBe(201);
  });
});

describe('a session’s token', () => {
  it('shows by itself whether it was issued here; a made-up one is looked up nowhere', async () => {
    const actors = world.running.app.get(Actors);
    const { token } = (await (await signIn('sb.officer.1')).json()) as { token: string };
    const look = jest.spyOn(Db.prototype, 'read');
    const flip = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
    const forged = [0, 20, 42, 43, 64].map((at) => flip(token, at));
    for (const made of [...forged, 'a'.repeat(65), token.slice(0, 43), `${token}A`, token.replace(/.$/, '盘'), '']) expect([made, actors.issued(made)]).toEqual([made, false]);
    for (const made of forged) expect((await send('POST', '/api/venue/rooms', { body: {}, headers: { authorization: `Bearer ${made}` } })).status).toBe(401);
    expect(look.mock.calls.filter(([text]) => text.includes('from session'))).toEqual([]);
    // negative control: the true one is looked up
    expect((await send('GET', '/api/me', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect(look.mock.calls.filter(([text]) => text.includes('from session'))).not.toEqual([]);
    look.mockRestore();
  });

  it('that has ended is a stranger’s from then on', async () => {
    const actors = world.running.app.get(Actors);
    const { token } = (await (await signIn('sb.officer.1')).json()) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    expect(actors.issued(token)).toBe(true);
    expect((await send('DELETE', '/api/sessions/current', { headers })).status).toBe(200);
    expect((await send('GET', '/api/me', { headers })).status).toBe(401);
    expect(actors.issued(token)).toBe(false);
  });
});

describe('one-time codes', () => {
  const codeAt = (secret: string, shift = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + shift * 30_000 });

  it('are asked for once they are on; a wrong one, a used one and none are told apart', async () => {
    const session = { ...(await cookieOf('t1.officer.1')), ...ours };
    const { secret, uri } = (await (await send('POST', '/api/me/totp', { headers: session })).json()) as { secret: string; uri: string };
    expect(uri).toContain('otpauth://totp/Tianping:t1.officer.1');
    expect(await codeOf(await send('POST', '/api/me/totp/confirm', { body: { code: '000000' }, headers: session }))).toBe('identity.code-wrong');
    const first = codeAt(secret);
    expect((await send('POST', '/api/me/totp/confirm', { body: { code: first }, headers: session })).status).toBe(200);
    expect(await codeOf(await signIn('t1.officer.1'))).toBe('identity.code-needed');
    expect(await codeOf(await signIn('t1.officer.1', { code: first }))).toBe('identity.code-wrong'); // it was used when it was confirmed
    expect((await signIn('t1.officer.1', { code: codeAt(secret, 1) })).status).toBe(201);
    const rows = (await (await send('GET', '/api/sessions', { headers: session })).json()) as { means: string }[];
    expect(new Set(rows.map((row) => row.means))).toEqual(new Set(['code']));
  });
});

describe('in a production installation', () => {
  it('a password alone may add the second factor and nothing else; a demonstration lets it pass', async () => {
    const { token } = (await (await signIn('tc.hall.1')).json()) as { token: string };
    const { app, config } = world.running;
    const inside = (INSTALLATION: 'production' | 'demonstration') => new Actors(app.get(Db), { ...config, INSTALLATION }).actorOf(token);
    const [strict, open] = [(await inside('production'))!, (await inside('demonstration'))!];
    expect([...strict.permissions].sort()).toEqual(['password.change', 'session.end', 'session.prove', 'session.read', 'session.remember', 'totp.enrol']);
    expect(refusalFor(strict, 'venue.manage', false)?.code).toBe('auth.code-required');
    expect(refusalFor(open, 'venue.manage', false)).toBeUndefined();
    await app.get(Db).write(`update session set means = 'code' where account_id = $1 and ended_at is null`, [strict.accountId]);
    expect(refusalFor((await inside('production'))!, 'venue.manage', false)).toBeUndefined();
  });
});

describe('who is not signed in', () => {
  it('is slowed down by address, and told when to try again', async () => {
    const tight = await startWorld({ env: { ANONYMOUS_PER_MINUTE: '400' } });
    try {
      const ask = () => fetch(`${tight.url}/api/sessions/challenge`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 'nobody.1' }) });
      let last = await ask();
      for (let i = 0; i < 120 && last.status !== 429; i += 1) last = await ask();
      expect([last.status, await codeOf(last)]).toEqual([429, 'http.too-many']);
      expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await fetch(`${tight.url}/api/tenders`)).status).toBe(200); // reading goes on
    } finally {
      await tight.stop();
    }
  });
});

describe('the demonstration’s help for newcomers', () => {
  it('names people and hands out their keys, but never the authority’s or the platform’s, and no path', async () => {
    const { people, password } = (await (await send('GET', '/api/demonstration')).json()) as { people: { login: string; certificate: boolean }[]; password: string };
    expect(password).toBe(world.running.password);
    expect(people.find((one) => one.login === 't1.rep.1')).toMatchObject({ certificate: true });
    const key = (await (await send('GET', '/api/demonstration/people/t1.rep.1/key')).json()) as { privateKeyPem: string };
    expect(key.privateKeyPem).toContain('BEGIN PRIVATE KEY');
    for (const login of ['ca', 'platform', 'lib.admin.1', '..%2Fdemo-password', '%2e%2e'])
      expect({ login, status: (await send('GET', `/api/demonstration/people/${login}/key`)).status }).not.toEqual({ login, status: 200 });
  });
});
