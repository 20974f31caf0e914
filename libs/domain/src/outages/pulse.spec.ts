import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Config } from '@platform/config';
import type { DiskSpace, Storage } from '@platform/storage';
import type { TimeSource } from '../trust';
import type { OutagesService } from './outages.service';
import { Pulse } from './pulse';

/** The public address as it is seen from within: what counts as reached, and what a silence does to the beats. Beats are told by hand. */
const answers: Record<string, RequestListener> = {
  sound: (_request, response) => void response.end('{"status":"ok"}'),
  'a proxy that reaches nobody behind it': (_request, response) => void response.writeHead(502).end('Bad Gateway'),
  'a page that all is being mended': (_request, response) => void response.writeHead(503).end(),
  'such a page that is called sound': (_request, response) => void response.end('<h1>系统维护中</h1>'),
  'such a page to which a proxy sends on': ({ url: path }, response) =>
    void (path === '/health/live' ? response.writeHead(302, { location: '/mended.html' }).end() : response.end('<h1>系统维护中</h1>')),
  'such a page without end': (_request, response) => {
    const more = () => void (!response.destroyed && response.write('x'.repeat(65_536), () => setImmediate(more)));
    more();
  },
  'half of our word': (_request, response) => void response.end('{"status":'),
  'an address that knows nothing of us': (_request, response) => void response.writeHead(404).end(),
  'a line that is cut': (_request, response) => void response.destroy(),
  'an answer that hangs': () => patience.abort(), // nothing is answered, and the time that was left for it is over
  'an answer that goes elsewhere for ever': (_request, response) => void response.writeHead(302, { location: '/health/live' }).end(),
};
const SILENT = Object.keys(answers).filter((name) => name !== 'sound');

let patience: AbortController;
let server: Server | undefined;
let url: string;
let asked: string[] = [];
let answer: RequestListener;
let pulse: Pulse | undefined;
let beats = 0;
const LAST = 1_000;
let stored: { free(): Promise<number | undefined>; answers(): Promise<void>; assertBounded(): Promise<void> };
const outages = { beat: async () => void (beats += 1), settle: async () => undefined } as unknown as OutagesService;

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date', 'hrtime'] });
  // told by hand, so that no answer has to be quick
  jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => (patience = new AbortController()).signal);
  [beats, asked, answer] = [0, [], answers['sound']!];
  stored = { free: async () => LAST, answers: async () => undefined, assertBounded: async () => undefined };
  const made = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('connection', 'close'); // the next test may listen at the same port
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(made, 'listening');
  server = made;
  url = `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await pulse?.onApplicationShutdown();
  pulse = undefined;
  jest.useRealTimers();
  jest.restoreAllMocks();
  server?.closeAllConnections();
  server?.close();
});

/** One more beat, to its end. */
async function next(): Promise<void> {
  const before = asked.length;
  jest.advanceTimersByTime(5_000);
  while (asked.length === before && server!.listening) await turn();
  await pulse!.onApplicationShutdown(); // waits for it
  await pulse!.start();
}
async function started(publicUrl: string | undefined): Promise<void> {
  const storage = { free: () => stored.free(), answers: () => stored.answers() } as unknown as Storage;
  pulse = new Pulse({ PUBLIC_URL: publicUrl } as Config, outages, storage, { last: LAST } as DiskSpace, { assertBounded: () => stored.assertBounded() } as TimeSource);
  await pulse.start();
}

test('without a public address the platform beats by itself', async () => {
  await started(undefined);
  expect([beats, asked]).toEqual([1, []]);
});

test('one that answers is asked for life, and counts', async () => {
  await started(url);
  expect([beats, asked]).toEqual([1, ['/health/live']]);
});

// negative control: while any answer counted as reached, a proxy's 502 beat on; while any 2xx did, the pages that came with one
test.each(SILENT)('reached once, then %s: nothing beats until it answers again', async (name) => {
  await started(url);
  answer = answers[name]!;
  await next();
  await next();
  expect(beats).toBe(1);
  answer = answers['sound']!;
  await next();
  expect(beats).toBeGreaterThan(1);
});

test('where it has moved to, it is known by its word', async () => {
  answer = ({ url: path }, response) => void (path === '/health/live' ? response.writeHead(301, { location: '/www/health/live' }).end() : response.end('{"status":"ok"}'));
  await started(url);
  answer = answers['such a page that is called sound']!;
  await next();
  expect(beats).toBe(1);
});

// negative control: while only a 2xx counted, whoever spent the budget of the server's own address moved every deadline near it
test('reached once, then told that it asks too often: somebody is there, and it beats on', async () => {
  await started(url);
  answer = (_request, response) => void response.writeHead(429, { 'retry-after': '60' }).end();
  const before = beats;
  await next();
  expect(beats).toBeGreaterThan(before);
});

test('reached once, then nobody listens: nothing beats', async () => {
  await started(url);
  server!.closeAllConnections();
  await new Promise((resolve) => server!.close(resolve));
  await next();
  expect(beats).toBe(1);
});

// negative control: without `#reached` a platform behind a proxy that cannot be reached from within would be out for ever
test.each(SILENT)('never reached, %s: left out', async (name) => {
  answer = answers[name]!;
  await started(url);
  await next();
  expect([beats >= 2, asked.length > 0]).toEqual([true, true]);
});

const unkept: Record<string, () => Partial<typeof stored>> = {
  'a bucket that is away': () => ({ answers: () => Promise.reject(new Error('ECONNREFUSED')) }),
  'a storage that says nothing': () => ({ answers: () => (setImmediate(() => patience.abort()), new Promise<never>(() => undefined)) }),
  'a disk on which only the database gets room': () => ({ free: async () => LAST - 1 }),
  'a time source that is out beyond its grace': () => ({ assertBounded: () => Promise.reject(new Error('trust.time-source-out')) }),
};

// negative control: without `#keeps` every bid was refused across its deadline, and no outage was seen that would have moved it
test.each(Object.keys(unkept))('%s: nobody can hand in, and nothing beats until it can be stored again', async (name) => {
  await started(url);
  const well = stored;
  stored = { ...well, ...unkept[name]!() };
  await next();
  await next();
  expect(beats).toBe(1);
  stored = well;
  await next();
  expect(beats).toBeGreaterThan(1);
});

test('a bucket, which does not say how much room it has, counts as having it', async () => {
  stored.free = async () => undefined;
  await started(undefined);
  expect(beats).toBe(1);
});
