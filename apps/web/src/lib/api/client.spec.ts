import { api, mayHaveArrived, OfflineError, ProblemError } from './client';

type Answered = { status?: number; code?: string };
const sent: { url: string; key: string | null }[] = [];
const line = jest.spyOn(globalThis, 'fetch');

/** The next answers, one for each request: `cut` is a line that went away after the request. */
const answers = (...next: (Answered | 'cut')[]) => {
  sent.length = 0;
  line.mockReset().mockImplementation(async (url, init) => {
    sent.push({ url: String(url), key: new Headers(init?.headers).get('idempotency-key') });
    const answer = next.shift() ?? {};
    if (answer === 'cut') throw new TypeError('network');
    const { status = 200, code } = answer;
    const body = code ? { title: '', status, detail: '', code, requestId: '', violations: [] } : {};
    return new Response(status === 502 ? '<html>' : JSON.stringify(body), {
      status,
      headers: { 'content-type': status === 502 ? 'text/html' : code ? 'application/problem+json' : 'application/json' },
    });
  });
};
const object = (text: string, key?: string) => api.post('/api/tenders/{id}/objections', { path: { id: 't1' }, body: { text }, ...(key ? { key } : {}) }).catch((error: unknown) => error);
const keys = () => sent.map(({ key }) => key);

afterAll(() => line.mockRestore());

test.each<[string, Answered | 'cut']>([
  ['a line that was cut', 'cut'],
  ['a proxy that answers for the platform', { status: 502 }],
  ['a platform that lost its database', { status: 503, code: 'http.unavailable' }],
])('after %s the second press goes under the key of the first, and a third, after an answer, does not', async (_, lost) => {
  answers(lost);
  expect(mayHaveArrived(await object('错了'))).toBe(true);
  await object('错了');
  await object('错了');
  const [first, second, third] = keys();
  expect(second).toBe(first); // negative control: with a key made anew in each call it differs
  expect(third).not.toBe(first);
});

test('what was refused was not done: asked again it has a key of its own', async () => {
  answers({ status: 409, code: 'tender.moved-on' });
  expect(await object('错了')).toBeInstanceOf(ProblemError);
  await object('错了');
  expect(new Set(keys()).size).toBe(2);
});

test.each([
  [401, 'auth.sign-in-needed'],
  [429, 'http.too-many'],
  [503, 'lanes.full'],
  [503, 'platform.try-again'],
])('a refusal of the second press (%i %s), before which nobody may have looked at the key, does not let go of a lost answer', async (status, code) => {
  answers('cut', { status, code });
  await object('错了');
  expect(await object('错了')).toBeInstanceOf(ProblemError);
  await object('错了');
  const [first, second, third] = keys();
  expect([second, third]).toEqual([first, first]); // negative control: let go with each refusal, the third raised the objection once more
});

test.each<[string, () => Promise<unknown>]>([
  ['handed in another', () => api.post('/api/tenders/{id}/bids', { path: { id: 't1' }, body: {} as never })],
  ['changed it', () => api.put('/api/tenders/{id}/follow', { path: { id: 't1' }, body: {} as never })],
])('who withdrew without an answer and %s withdraws that one under a key of its own', async (_, since) => {
  const withdraw = () => api.post('/api/tenders/{id}/bids/withdraw', { path: { id: 't1' } }).catch(() => undefined);
  answers('cut');
  await withdraw();
  await since();
  await withdraw();
  expect(keys()[2]).not.toBe(keys()[0]); // negative control: under the first key the platform tells that the first was withdrawn, and the second stands
});

test('what is answered on another lot, or is lost while something else on the lot is answered, keeps its key', async () => {
  answers('cut', {}, {});
  await object('错了');
  await api.post('/api/tenders/{id}/questions', { path: { id: 't2' }, body: { text: '问' } });
  await object('错了');
  expect(keys()[2]).toBe(keys()[0]);
  answers();
  let fail: (error: Error) => void = () => undefined;
  line.mockImplementationOnce(async (url, init) => {
    sent.push({ url: String(url), key: new Headers(init?.headers).get('idempotency-key') });
    return new Promise<Response>((_, reject) => (fail = reject));
  });
  const slow = object('慢');
  await api.post('/api/tenders/{id}/questions', { path: { id: 't1' }, body: { text: '问' } });
  fail(new TypeError('network'));
  await slow;
  await object('慢');
  expect(keys()[2]).toBe(keys()[0]);
});

// negative control: any 200 was success, whoever gave it: the page said that the bid was withdrawn
test('a page of what stands before the platform is no answer of the platform, whatever its status', async () => {
  line.mockReset().mockImplementation(async () => new Response('<html>verify that you are human</html>', { headers: { 'content-type': 'text/html' } }));
  const error = await api.post('/api/tenders/{id}/bids/withdraw', { path: { id: 't1' } }).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(OfflineError);
  expect(mayHaveArrived(error)).toBe(true);
});

test('another body is another act, at another address too, and the first goes on under its own key', async () => {
  answers('cut', 'cut', 'cut', {});
  await object('错了');
  await object('错了，已更正');
  await api.post('/api/tenders/{id}/objections', { path: { id: 't2' }, body: { text: '错了' } }).catch(() => undefined);
  await object('错了');
  const [first, corrected, elsewhere, again] = keys();
  expect(again).toBe(first);
  expect(new Set([first, corrected, elsewhere]).size).toBe(3);
});

test('a panel that is pressed again after its answer counts once; a text corrected in it goes under another key', async () => {
  answers('cut');
  await object('一', 'panel-0001');
  await object('一', 'panel-0001');
  await object('一', 'panel-0001');
  await object('二', 'panel-0001');
  await object('二', 'panel-0002');
  const [first, second, third, corrected, elsewhere] = keys();
  expect([second, third]).toEqual([first, first]);
  expect(corrected).not.toBe(first); // negative control: the panel's key as it is was refused by the platform (platform.key-reused)
  expect(elsewhere).not.toBe(corrected);
});

test('a panel that was closed and opened again after a lost answer sends what it sent', async () => {
  answers('cut');
  await object('三', 'panel-0003');
  await object('三', 'panel-0004');
  expect(new Set(keys()).size).toBe(1);
});

test('once something else was done with the same object the same act is meant anew', async () => {
  const at = (act: string, id = 't1') => api.post(`/api/tenders/{id}/${act}` as '/api/tenders/{id}/bids/withdraw', { path: { id } }).catch((error: unknown) => error);
  answers('cut', {}, {}, {}, {});
  await at('bids/withdraw'); // it arrived
  await at('bids', 't2');
  await at('bids'); // handed in anew
  await at('bids/withdraw');
  const [first, , , second] = keys();
  expect(second).not.toBe(first); // negative control: under the first key the platform gave the first answer again, and the bid stood
});

test('another lot lets nothing go, nor does what makes a new one', async () => {
  answers('cut', {}, {}, {});
  await object('五');
  await api.post('/api/tenders/{id}/objections', { path: { id: 't2' }, body: { text: '五' } });
  await api.post('/api/tenders', { body: {} as never });
  await object('五');
  expect(keys()[3]).toBe(keys()[0]);
});

test('a key whose answer never came is good for as long as the act may be under way, and the page could show what became of it', async () => {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
  answers('cut', 'cut', 'cut');
  await object('六');
  clock.mockReturnValue(14 * 60_000);
  await object('六');
  clock.mockReturnValue(40 * 60_000);
  await object('六');
  clock.mockRestore();
  const [first, second, third] = keys();
  expect(second).toBe(first);
  expect(third).not.toBe(first); // negative control: for a day, an order given, lifted and given again in the same words was not given
});

test('two presses at once are one act', async () => {
  answers();
  await Promise.all([object('四'), object('四')]);
  expect(new Set(keys()).size).toBe(1);
});

test('what sets or takes away has a new key each time: in between it may have been changed', async () => {
  answers('cut');
  const follow = () => api.put('/api/tenders/{id}/follow', { path: { id: 't1' }, body: {} as never }).catch((error: unknown) => error);
  expect(await follow()).toBeInstanceOf(OfflineError);
  await follow();
  expect(new Set(keys()).size).toBe(2);
});

// negative control: without the header in `request` all four are null
test('once the platform said whose pages these are, each request names him', async () => {
  const named: (string | null)[] = [];
  line.mockReset().mockImplementation(async (_url, init) => {
    named.push(new Headers(init?.headers).get('tianping-account'));
    return new Response(JSON.stringify({ accountId: 'a-1' }), { headers: { 'content-type': 'application/json' } });
  });
  await api.get('/api/tenders');
  await api.get('/api/me');
  await api.get('/api/tenders');
  await api.post('/api/tenders/{id}/bids/withdraw', { path: { id: 't' } });
  expect(named).toEqual([null, null, 'a-1', 'a-1']);
});
