import { randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { Client } from '../../apps/cli/src/play/client';
import { closeConnections, refusal, startWorld, type World } from '../journeys/world';
import { closeAgent, openPg, type Route, routesOf, send } from './surface';

let world: World;
let pg: Awaited<ReturnType<typeof openPg>>;
beforeAll(async () => {
  world = await startWorld({ env: { LOG_LEVEL: 'silent' } });
  pg = await openPg(world);
});
beforeEach(() => pg.query('delete from attempt_meter'));
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
  await closeConnections();
});

const post = (path: string, body: unknown, token?: string) => send(world.url, 'POST', path, { token, body: JSON.stringify(body) });
const right = () => world.running.password!;
async function session(login: string, more: object = {}): Promise<string> {
  const { text } = await post('/api/sessions', { login, password: right(), ...more });
  return (JSON.parse(text) as { token: string }).token;
}
/** As if the sign-in, or the last proof, had been so long ago. */
const age = (minutes: number) => pg.query('update session set proven_at = clock_timestamp() - make_interval(mins => $1)', [minutes]);
const codeAt = (secret: string, shift = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + shift * 30_000 });
/** A code that is not right now, nor was or will be in a moment. */
const wrongCode = (secret: string, i: number) => {
  const near = [-2, -1, 0, 1, 2].map((shift) => codeAt(secret, shift));
  for (let code = i; ; code += 1000) {
    const text = String(code % 1_000_000).padStart(6, '0');
    if (!near.includes(text)) return text;
  }
};

async function enrol(login: string): Promise<{ token: string; secret: string }> {
  const token = await session(login);
  const { secret } = JSON.parse((await post('/api/me/totp', {}, token)).text) as { secret: string };
  return { token, secret };
}
const turnOn = async ({ token, secret }: { token: string; secret: string }) => expect((await post('/api/me/totp/confirm', { code: codeAt(secret) }, token)).status).toBe(200);

/** 400 guesses at once, then what became of them. The next guess after five waits half a minute. */
async function guesses(attempt: (code: string) => Promise<{ status: number; problem: { code: string } }>, secret: string) {
  const since = performance.now();
  const answers = await Promise.all(Array.from({ length: 400 }, (_, i) => attempt(wrongCode(secret, i))));
  const codes = answers.map(({ problem }) => problem.code);
  const compared = codes.filter((code) => code === 'identity.code-wrong').length;
  const waited = Math.floor(Math.log2((performance.now() - since) / 30_000 + 1));
  expect(new Set(codes)).toEqual(new Set(['identity.code-wrong', 'identity.try-later']));
  expect([compared >= 5, compared <= 5 + waited]).toEqual([true, true]);
}

// negative control: before codes were counted 3,000 were compared in 7 seconds from an older session
describe('codes are counted wherever they are guessed, before they are compared', () => {
  test('while they are set up', async () => {
    const { token, secret } = await enrol('tc.entry.1');
    await guesses((code) => post('/api/me/totp/confirm', { code }, token), secret);
    expect((await post('/api/me/totp/confirm', { code: codeAt(secret) }, token)).problem.code).toBe('identity.try-later'); // the right one too
    await pg.query('delete from attempt_meter');
    await turnOn({ token, secret }); // negative control
  });

  test('while they are turned off', async () => {
    const enrolled = await enrol('tc.hall.1');
    await turnOn(enrolled);
    await guesses((code) => post('/api/me/totp/end', { code }, enrolled.token), enrolled.secret);
    expect((await post('/api/me/totp/end', { code: codeAt(enrolled.secret, 1) }, enrolled.token)).problem.code).toBe('identity.try-later');
  });

  test('at the sign-in, whatever the address and with the right password', async () => {
    const enrolled = await enrol('sb.officer.1');
    await turnOn(enrolled);
    await pg.query('delete from attempt_meter');
    const attempt = (code: string) => post('/api/sessions', { login: 'sb.officer.1', password: right(), code });
    for (let i = 0; i < 5; i += 1) expect((await attempt(wrongCode(enrolled.secret, i))).problem.code).toBe('identity.code-wrong');
    expect((await attempt(codeAt(enrolled.secret, 1))).problem.code).toBe('identity.try-later');
    // one count for all doors
    expect((await post('/api/me/totp/end', { code: codeAt(enrolled.secret, 1) }, enrolled.token)).problem.code).toBe('identity.try-later');
  });

  test('and when the factors are shown again', async () => {
    const enrolled = await enrol('lib.admin.1');
    await turnOn(enrolled);
    await guesses(
      (code) =>
        post('/api/sessions/current/proof', { password: right(), code }, enrolled.token).then((one) => (one.problem.code === 'identity.wrong-password' ? Promise.reject(new Error('password')) : one)),
      enrolled.secret,
    );
  });
});

describe('a session of hours ago changes no factor', () => {
  const guarded = async () => (await routesOf(world)).filter(({ fresh }) => fresh);

  test('every act on what one signs in by is guarded', async () => {
    const all = await routesOf(world);
    const factors = all.filter(
      ({ method, path }) => method !== 'GET' && /^\/api\/(me\/(?!organisation\/)|sessions($|\/\{id\}|\/current\/device))/.test(path) && !(method === 'POST' && path === '/api/sessions'),
    );
    const names = (routes: readonly Route[]) => routes.map(({ method, path }) => `${method} ${path}`).sort();
    expect(names(await guarded())).toEqual(names(factors));
    expect(names(factors)).toContain('POST /api/me/totp/end'); // negative control: there is something to guard
  });

  test('each is refused after eleven minutes and looked at after nine', async () => {
    const bidder = await world.bidder('旧会话');
    const token = bidder.client.token!;
    for (const { method, path } of await guarded()) {
      const ask = () => send(world.url, method, path.replace('{id}', randomUUID()), { token, body: method === 'DELETE' ? undefined : '{}' });
      await age(11);
      expect([method, path, (await ask()).problem?.code]).toEqual([method, path, 'auth.proof-needed']);
      await age(9);
      expect([method, path, (await ask()).problem?.code]).not.toEqual([method, path, 'auth.proof-needed']);
      if (path === '/api/me/totp') await pg.query('update account set totp_secret = null');
    }
  });

  test('the password shows that it is still the same person, a wrong one is counted', async () => {
    const token = await session('t1.officer.1');
    const code = async () => (await post('/api/me/totp', {}, token)).problem?.code;
    await age(60);
    expect(await code()).toBe('auth.proof-needed');
    expect((await post('/api/sessions/current/proof', { password: 'wrong-password' }, token)).problem.code).toBe('identity.wrong-password');
    expect(await code()).toBe('auth.proof-needed');
    expect((await post('/api/sessions/current/proof', { password: right() }, token)).status).toBe(200);
    expect(await code()).toBeUndefined();
    const wrong = await Promise.all(Array.from({ length: 100 }, () => post('/api/sessions/current/proof', { password: 'wrong-password' }, token)));
    expect(wrong.filter(({ problem }) => problem.code === 'identity.wrong-password').length).toBeLessThan(20);
  });

  test('with codes on, a password alone does not', async () => {
    const enrolled = await enrol('t1.approver.1');
    await turnOn(enrolled);
    await age(60);
    const prove = (more: object) => post('/api/sessions/current/proof', { password: right(), ...more }, enrolled.token);
    expect((await prove({})).problem.code).toBe('identity.code-needed');
    expect((await prove({ code: codeAt(enrolled.secret) })).problem.code).toBe('identity.code-wrong'); // it was used to turn them on
    expect((await prove({ code: codeAt(enrolled.secret, 1) })).status).toBe(200);
  });

  test('a certificate does, if it is the person’s own', async () => {
    const [bidder, other] = [await world.bidder('证明人'), await world.bidder('别人')];
    await age(60);
    const signed = async (identity: typeof bidder.identity) => {
      const guest = new Client(world.url, undefined, identity);
      const { nonce, text } = await guest.post<{ nonce: string; text: string }>('/api/sessions/challenge', { login: bidder.firm.login });
      return { nonce, signature: await guest.sign(text) };
    };
    const end = () => bidder.client.post('/api/sessions/current/device');
    expect((await refusal(end())).code).toBe('auth.proof-needed');
    expect((await refusal(bidder.client.post('/api/sessions/current/proof', await signed(other.identity)))).code).toBe('identity.certificate-unbound');
    expect((await refusal(end())).code).toBe('auth.proof-needed');
    expect(await bidder.client.post('/api/sessions/current/proof', await signed(bidder.identity))).toEqual({ proven: true });
    expect(await end()).toEqual({ remembered: true });
  });
});
