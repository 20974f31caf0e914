import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client as Pg } from 'pg';
import { Agent, request } from 'undici';
import { ensureDatabase } from '@platform/db';
import { dropThrowawayHome, makeThrowawayHome, startHomeCluster } from '@platform/embedded';
import { enter, publish, uploadDocument } from '../apps/cli/src/play/life';
import { firmOf, type Office, openOffice, platformTime, registerBidder } from '../apps/cli/src/play/office';
import type { Bidder } from '../apps/cli/src/play/people';
import { interleaved, median, report } from './measure';
import { demonstrationOn, startTianping } from './process';

const RUNS = 5;
const BIDDERS = 200;
const CLIENTS = 16;
const SECONDS = 2;

/** What a bid costs at the very least: one guarded insert of as many bytes, by the database's clock, committed to disk. */
const SETUP = `create table bench_tender (id int primary key, deadline timestamptz not null);
  create table bench_bid (id uuid primary key default gen_random_uuid(), tender int not null, payload text not null, at timestamptz not null default clock_timestamp());
  insert into bench_tender values (1, now() + interval '1 day');
  alter table bench_bid alter column payload set storage external`;
const GUARDED = `insert into bench_bid (tender, payload) select 1, repeat(md5(random()::text), 160) from bench_tender where id = 1 and clock_timestamp() < deadline;\n`;

const agent = new Agent({ connections: CLIENTS });

/** Transactions a second of pgbench with as many clients. */
function pgbench(url: string, script: string): number {
  const run = spawnSync('pgbench', ['-n', '-c', String(CLIENTS), '-j', '2', '-T', String(SECONDS), '-M', 'prepared', '-f', script, url], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`pgbench (Debian: postgresql-contrib) is needed for this benchmark: ${run.stderr || String(run.error)}`);
  return Number(/tps = ([\d.]+)/.exec(run.stdout)![1]);
}

/** P-256 verifications a second of OpenSSL on one core. */
function opensslVerify(): number {
  const { stdout } = spawnSync('openssl', ['speed', '-seconds', '1', 'ecdsap256'], { encoding: 'utf8' });
  return Number(stdout.trim().split(/\s+/).at(-1));
}

interface Ready {
  path: string;
  token: string;
  body: string;
}

/** One bid of each bidder in a tender of its own, uploaded and signed; only handing in is left. */
async function prepared(office: Office, bidders: readonly Bidder[], documentId: string): Promise<Ready[]> {
  const source = { title: '市政道路改造工程（测量）', region: '990100', category: 'construction', estimateFen: null, ref: '1', method: 'lowest-price', bids: [] };
  const projectId = await enter(office, source as never);
  const tender = await publish(office, projectId, source as never, documentId, await platformTime(office.officer));
  const one = async (bidder: Bidder): Promise<Ready> => {
    const { manifest, signature, blob } = bidder.seal(tender, '900000000');
    await bidder.client.put(`/api/tenders/${tender.tenderId}/bid-content`, blob);
    return { path: `/api/tenders/${tender.tenderId}/bids`, token: bidder.client.token!, body: JSON.stringify({ manifest, signature: Buffer.from(signature).toString('base64') }) };
  };
  const ready: Ready[] = [];
  for (let at = 0; at < bidders.length; at += CLIENTS) ready.push(...(await Promise.all(bidders.slice(at, at + CLIENTS).map(one))));
  return ready;
}

/** Bids a second; each must be taken. */
async function handIn(base: string, ready: readonly Ready[]): Promise<number> {
  const left = [...ready];
  let refused = 0;
  const began = performance.now();
  const client = async () => {
    for (let one = left.pop(); one; one = left.pop()) {
      const headers = { authorization: `Bearer ${one.token}`, 'content-type': 'application/json' };
      const answer = await request(base + one.path, { method: 'POST', dispatcher: agent, headers, body: one.body });
      await answer.body.arrayBuffer();
      if (answer.statusCode !== 201) refused += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  if (refused > 0) throw new Error(`${refused} bids that were in time were refused`);
  return (ready.length / (performance.now() - began)) * 1000;
}

/** Sealed, signed bids taken a second, everything flushed to disk, against the tighter of a guarded insert and a verification. */
export async function bids(): Promise<void> {
  const home = await makeThrowawayHome();
  const cluster = await startHomeCluster(home, true);
  const DATABASE_URL = await ensureDatabase(cluster.url, 'tianping');
  const ours = await startTianping({ ...demonstrationOn(DATABASE_URL), DATA_DIR: join(home, 'data'), PORT: '0', LOG_LEVEL: 'error' });
  try {
    const script = join(home, 'guarded.sql');
    writeFileSync(script, GUARDED);
    const pg = new Pg({ connectionString: DATABASE_URL });
    await pg.connect();
    await pg.query(SETUP);
    await pg.end();
    const office = await openOffice(ours.url, join(home, 'data'), ours.password);
    const documentId = await uploadDocument(office, '招标文件');
    const bidders: Bidder[] = [];
    for (let i = 0; i < BIDDERS; i += 1) bidders.push(await registerBidder(office, firmOf(`投标人-${i}`, 1000 + i)));
    await handIn(ours.url, await prepared(office, bidders, documentId)); // warm
    const rounds: Ready[][] = [];
    for (let i = 0; i < RUNS; i += 1) rounds.push(await prepared(office, bidders, documentId));
    const { a, b } = await interleaved(
      RUNS,
      () => handIn(ours.url, rounds.pop()!),
      async () => pgbench(DATABASE_URL, script),
    );
    const verify = opensslVerify();
    const [limit, limitName] = median(b) < verify ? [b, 'guarded insert (pgbench)'] : [[verify], 'OpenSSL P-256 verify'];
    console.log(`limits: guarded insert ${median(b).toFixed(0)}/s, OpenSSL P-256 verification ${verify.toFixed(0)}/s on one core; on-time refusals 0 of ${RUNS * BIDDERS}`);
    report({ name: 'sealed signed bids taken', unit: 'bids/s', ours: a, limit: [...limit], limitName, aim: { atLeast: 0.5 } });
  } finally {
    await agent.close();
    await ours.stop();
    await cluster.stop();
    dropThrowawayHome(home);
  }
}
