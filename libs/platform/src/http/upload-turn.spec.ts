import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gone } from '@test/setup/sockets';
import { takePlace, takeTurn } from './upload-turn';
import { PATIENCE_MS, until } from '@test/setup/patience';

/** Those whose turn has come, in its order, with what ends them. */
let begun: { path: string; response: ServerResponse }[];
let server: Server;
const sockets: Socket[] = [];

beforeEach(async () => {
  const own: typeof begun = []; // what still waits at the end of a test begins in no other
  begun = own;
  const take = async (url: string, response: ServerResponse) => {
    const [, who, path] = url.split('/');
    await takePlace(who!, response);
    await takeTurn(who!, response);
    own.push({ path: path!, response });
  };
  server = createServer(({ url }, response) => void take(url!, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

async function upload(who: string, path: string): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  socket.write(`PUT /${who}/${path} HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n`);
  return socket;
}
const paths = () => begun.map(({ path }) => path);
const end = (path: string) => begun.find((one) => one.path === path)!.response.end();

test('of one person one goes after the other, and nobody else waits for them', async () => {
  const who = 'one';
  for (const path of ['1', '2', '3']) await upload(who, path);
  await upload('another', 'x');
  await until(() => paths().includes('x') && paths().length === 2);
  const [first] = paths().filter((path) => path !== 'x');
  end(first!);
  await until(() => begun.length === 3);
});

test('one that takes long lets three others pass beside it, and no more', async () => {
  for (const path of ['1', '2', '3', '4', '5']) await upload('slow', path);
  await until(() => begun.length === 4);
  await sleep(1_500); // a fifth would begin in it
  expect(begun).toHaveLength(4);
  end(paths()[2]!);
  await until(() => begun.length === 5);
});

test('who leaves, in his turn or before it, keeps nobody waiting', async () => {
  const [first, second] = [await upload('gone', '1'), await upload('gone', '2')];
  await until(() => begun.length === 1);
  await upload('gone', '3');
  await sleep(100);
  for (const socket of [first, second]) socket.destroy();
  await Promise.all([first, second].map(gone));
  await until(() => paths().includes('3'));
});

/** What sixteen organisations may have under way for hours. Negative control: with a width of 1,000 the last one waits 60 s and is refused. */
test('a thousand slow ones keep nobody else out', async () => {
  const response = () => new PassThrough() as unknown as ServerResponse;
  const held = Array.from({ length: 1_024 }, response);
  await Promise.all(held.map((one, i) => takePlace(`slow-${i >> 2}`, one)));
  const late = Promise.race([takePlace('late', response()).then(() => 'taken'), sleep(PATIENCE_MS, 'waits', { ref: false })]);
  expect(await late).toBe('taken');
  for (const one of held) one.destroy();
});

/** Fifty accounts with forty uploads each, all in one turn. Negative control: where 2,000 may wait the one that has to wait is refused at once. */
test('two thousand that wait refuse nobody else who has to', async () => {
  const response = () => new PassThrough() as unknown as ServerResponse;
  const held = Array.from({ length: 2_100 }, response);
  const waiting = held.map((one, i) => takeTurn(`many-${i % 50}`, one).catch((error: unknown) => error));
  const own = [response(), response()];
  await takeTurn('own', own[0]!);
  const second = takeTurn('own', own[1]!).then(() => 'taken', String);
  own[0]!.destroy();
  expect(await second).toBe('taken');
  for (const one of [...held, ...own]) one.destroy();
  await Promise.all(waiting);
});

describe('who uploads one after the other while others do', () => {
  beforeAll(async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    await passes(86_400_000); // its clock begins at nought, behind what was noted before
  });
  afterAll(() => void jest.useRealTimers());
  const turn = async (who: string): Promise<PassThrough> => {
    const response = new PassThrough();
    await takeTurn(who, response as unknown as ServerResponse);
    return response;
  };
  const passes = async (milliseconds: number) => {
    await new Promise((resolve) => setImmediate(resolve)); // what was destroyed is told
    await jest.advanceTimersByTimeAsync(milliseconds);
  };
  /** Whether a second upload's turn comes within so many milliseconds after a first one that took `took`. */
  async function comes(who: string, took: number, within: number, beside: () => Promise<void>): Promise<boolean> {
    await passes(5_000);
    const first = await turn(who);
    await passes(took);
    await beside();
    let second: PassThrough | undefined;
    void turn(who).then((taken) => void (second = taken));
    first.destroy();
    await passes(within);
    const came = second !== undefined;
    await passes(1_000);
    (second as PassThrough | undefined)?.destroy();
    await passes(1_000);
    return came;
  }
  const other = async () => void (await turn('other')).destroy();

  it('begins one in 150 ms, and waits for nothing after one that took longer', async () => {
    expect([await comes('busy', 50, 99, other), await comes('busy', 50, 101, other)]).toEqual([false, true]);
    expect(await comes('ordinary', 160, 0, other)).toBe(true);
  });

  it('negative control: alone he waits for nothing', async () => {
    expect(await comes('alone', 50, 0, () => Promise.resolve())).toBe(true);
  });
});
