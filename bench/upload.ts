import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { firmOf, openOffice, registerBidder } from '../apps/cli/src/play/office';
import { dropThrowawayHome, makeThrowawayHome, startHomeCluster } from '@platform/embedded';
import { ensureDatabase } from '@platform/db';
import { median, report } from './measure';
import { demonstrationOn, startPeer, startTianping } from './process';
import { fill } from './reads';

const RUNS = 5;
const MIB = 2 ** 20;
const PIECE = 8 * MIB;
const SIZE = 512 * MIB;
/** The memory at 5 GB takes minutes: only when it is asked for. */
const LARGEST = process.env['BENCH_UPLOAD'] === 'large' ? [5120] : [];

const agent = new Agent({ connections: 1 });

/** The same bytes for everybody; they begin as a sealed file does. */
const piece = Buffer.concat([Buffer.of(40), randomBytes(PIECE - 1)]);
const digest = { 'content-digest': `sha-256=:${createHash('sha256').update(piece).digest('base64')}:` };

type Send = (
  method: 'POST' | 'PUT' | 'PATCH',
  path: string,
  body?: Buffer | string,
  headers?: Record<string, string>,
) => Promise<{ headers: Record<string, string | string[] | undefined>; text: string }>;

const sender =
  (base: string): Send =>
  async (method, path, body, headers = {}) => {
    const answer = await request(base + path, { method, dispatcher: agent, headers, ...(body === undefined ? {} : { body }) });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return { headers: answer.headers, text };
  };

const hashes = new Map<number, string>();
/** The hash of so many equal pieces, reckoned beside the measurement. */
function hashOf(size: number): string {
  const hash = createHash('sha256');
  if (!hashes.has(size)) for (let at = 0; at < size; at += PIECE) hash.update(piece.subarray(0, Math.min(PIECE, size - at)));
  if (!hashes.has(size)) hashes.set(size, hash.digest('hex'));
  return hashes.get(size)!;
}

/** Sends `size` bytes piece by piece; returns MB/s from the first request to the last answer. */
async function speed(size: number, begin: () => Promise<(at: number, bytes: Buffer) => Promise<unknown>>, end: () => Promise<unknown>): Promise<number> {
  hashOf(size);
  const started = performance.now();
  const put = await begin();
  for (let at = 0; at < size; at += PIECE) await put(at, piece.subarray(0, Math.min(PIECE, size - at)));
  await end();
  return size / 1e6 / ((performance.now() - started) / 1000);
}

const OCTETS = { 'content-type': 'application/octet-stream' };

function ours(send: Send, tenderId: string, token: string, headers: Record<string, string>) {
  const auth = { authorization: `Bearer ${token}` };
  const json = { ...auth, 'content-type': 'application/json' };
  let id = '';
  return (size: number) =>
    speed(
      size,
      async () => {
        id = (JSON.parse((await send('POST', `/api/tenders/${tenderId}/uploads`, JSON.stringify({ size }), json)).text) as { uploadId: string }).uploadId;
        return (at, bytes) => send('PUT', `/api/uploads/${id}?offset=${at}`, bytes, { ...auth, ...OCTETS, ...(bytes.length === PIECE ? headers : {}) });
      },
      () => send('POST', `/api/uploads/${id}/complete`, JSON.stringify({ sha256: hashOf(size) }), json),
    );
}

function bare(send: Send) {
  let serial = 0;
  return (size: number) =>
    speed(
      size,
      async () => ((serial += 1), (_at, bytes) => send('PUT', `/${serial}`, bytes)),
      async () => {
        if ((await send('POST', `/${serial}`)).text !== hashOf(size)) throw new Error('the peer hashed something else');
      },
    );
}

function tus(send: Send) {
  const version = { 'tus-resumable': '1.0.0' };
  return (size: number) =>
    speed(
      size,
      async () => {
        const { headers } = await send('POST', '/files', undefined, { ...version, 'upload-length': String(size) });
        const path = new URL(String(headers['location']), 'http://tus').pathname;
        return (at, bytes) => send('PATCH', path, bytes, { ...version, 'upload-offset': String(at), 'content-type': 'application/offset+octet-stream' });
      },
      async () => undefined,
    );
}

/** Takes the files away and lets the disk come to rest: no run pays for what another left unwritten. */
function emptied(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) if (entry.isFile()) rmSync(join(entry.parentPath, entry.name));
  execFileSync('sync');
}

/** Peak and present resident memory of a process, MiB; Linux only. */
const memory = (pid: number) => ['VmHWM', 'VmRSS'].map((name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);

/**
 * Our resumable upload as its client uses it (signed in, counted in PostgreSQL, hashed, flushed) against the least that could do as much and
 * against the tus server. One client, one piece size, in turn; each file is taken away before the next one comes.
 */
export async function upload(): Promise<void> {
  const home = await makeThrowawayHome();
  const cluster = await startHomeCluster(home, true);
  const DATABASE_URL = await ensureDatabase(cluster.url, 'tianping');
  const data = join(home, 'data');
  const platform = await startTianping({ ...demonstrationOn(DATABASE_URL), DATA_DIR: data, PORT: '0', LOG_LEVEL: 'error' });
  const tenderId = await fill(platform.url, data, platform.password, 1);
  const bidder = await registerBidder(await openOffice(platform.url, data, platform.password), firmOf('上传（测量）', 900));
  const peer = await startPeer('upload-peer.js', { PEER_DIR: join(home, 'bare') });
  const other = await startPeer('upload-tus.js', { PEER_DIR: join(home, 'tus') });
  const [checked, plain] = [digest, {}].map((headers) => ours(sender(platform.url), tenderId, bidder.client.token!, headers)) as [ReturnType<typeof bare>, ReturnType<typeof bare>];
  const runs: [string, (size: number) => Promise<number>, number[]][] = [
    ['ours', checked, []],
    ['bare', bare(sender(peer.url)), []],
    ['tus', tus(sender(other.url)), []],
    ['plain', plain, []],
  ];
  try {
    for (let i = 0; i <= RUNS; i += 1)
      for (const [, run, rates] of runs) {
        const rate = await run(i === 0 ? 64 * MIB : SIZE);
        if (i > 0) rates.push(rate); // the first round warms up
        for (const folder of ['data/files', 'bare', 'tus']) emptied(join(home, folder));
      }
    const [a, b, c, d] = runs.map(([, , rates]) => rates) as [number[], number[], number[], number[]];
    const name = `upload of ${SIZE / MIB} MiB in pieces of 8 MiB`;
    report({ name: `${name}, each with its digest`, unit: 'MB/s', ours: a, limit: b, limitName: 'node:http + SHA-256 + write + fsync', aim: { atLeast: 0.9 } });
    report({ name: `${name}, each with its digest`, unit: 'MB/s', ours: a, limit: c, limitName: '@tus/server + file store', aim: { atLeast: 0.8 } });
    report({ name: `${name}, without digests`, unit: 'MB/s', ours: d, limit: b, limitName: 'node:http + SHA-256 + write + fsync', aim: { atLeast: 0.9 } });
    report({ name: `${name}, without digests`, unit: 'MB/s', ours: d, limit: c, limitName: '@tus/server + file store', aim: { atLeast: 0.8 } });
    console.log(`  in turn: ${median(a).toFixed(0)} ${median(b).toFixed(0)} ${median(c).toFixed(0)} ${median(d).toFixed(0)}`);
    for (const size of [1, 100, 1024, ...LARGEST]) {
      const rate = await checked(size * MIB);
      const [peak, now] = memory(platform.pid) as [number, number];
      console.log(`memory of the server after ${size} MiB: ${now.toFixed(0)} MiB, peak so far ${peak.toFixed(0)} MiB (${rate.toFixed(0)} MB/s)`);
      emptied(join(home, 'data/files'));
    }
  } finally {
    await agent.close();
    await Promise.all([peer.stop(), other.stop(), platform.stop()]);
    await cluster.stop();
    dropThrowawayHome(home);
  }
}
