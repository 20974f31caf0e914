import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client as Pg } from 'pg';
import { Agent, request } from 'undici';
import { ensureDatabase } from '@platform/db';
import { dropThrowawayHome, makeThrowawayHome, startHomeCluster } from '@platform/embedded';
import { allOf } from '../apps/cli/src/play/each';
import { enter, publish, uploadDocument } from '../apps/cli/src/play/life';
import { firmOf, type Office, openOffice, platformTime, registerBidder } from '../apps/cli/src/play/office';
import type { Bidder } from '../apps/cli/src/play/people';
import { FLOODED } from './flood-doors';
import type { Flooded } from './flood-peer';
import { median } from './measure';
import { demonstrationOn, type Served, startTianping } from './process';
import { fill } from './reads';

/** Seconds that each flood lasts: 300 bids, whose 99th percentile is not their worst alone; FLOOD_SECONDS=2 is the quick run. FLOOD_DOORS=uploads,exports floods those; FLOOD_FROM=one, or many, from there alone; FLOOD_TOGETHER=1 leaves out the doors alone. */
const SECONDS = Number(process.env['FLOOD_SECONDS'] ?? 20);
const BIDS_A_SECOND = 15;
const BIDS = SECONDS * BIDS_A_SECOND;
const TENDERS = 200;
const ALL_DOORS: string[] = Object.keys(FLOODED);
const FROM = process.env['FLOOD_FROM'];
const DOORS = process.env['FLOOD_DOORS']?.split(',') ?? ALL_DOORS;
const unknown = DOORS.find((door) => !ALL_DOORS.includes(door));
if (unknown) throw new Error(`FLOOD_DOORS: ${unknown} is none of ${ALL_DOORS.join(', ')}`);
const MANY = 1_000;
const alone = (addresses: number) => DOORS.map((door): [string[], number] => [[door], addresses]);
const together = (addresses: number): [string[], number][] => (DOORS.length > 1 ? [[DOORS, addresses]] : []);
/** Each door alone and all together, from one address; then all from many, whom no budget stops. */
const CROWDS = process.env['FLOOD_TOGETHER'] === '1';
const FLOODS: [string[], number][] = [...(CROWDS ? [] : alone(FROM === 'many' ? MANY : 1)), ...(FROM === 'many' ? [] : together(1)), ...(FROM === 'one' ? [] : together(MANY))];
/** Milliseconds: the trail counts in windows of five seconds. */
const TRAIL_MS = 6_000;

const agent = new Agent({ connections: 64 });
const probes = new Agent({ connections: 4 });

interface Ready {
  tender: string;
  token: string;
  blob: Uint8Array;
  body: string;
}

/** A bid of each bidder in a tender of its own, sealed and signed: uploading and handing in are left. */
async function sealed(office: Office, bidders: readonly Bidder[], documentId: string): Promise<Ready[]> {
  const source = { title: '市政道路改造工程（洪峰）', region: '990100', category: 'construction', estimateFen: null, ref: '1', method: 'lowest-price', bids: [] };
  const projectId = await enter(office, source as never);
  const tender = await publish(office, projectId, source as never, documentId, await platformTime(office.officer));
  return bidders.map((bidder) => {
    const { manifest, signature, blob } = bidder.seal(tender, '900000000');
    return { tender: tender.tenderId, token: bidder.client.token!, blob, body: JSON.stringify({ manifest, signature: Buffer.from(signature).toString('base64') }) };
  });
}

async function sent(url: string, method: 'PUT' | 'POST', token: string, type: string, body: Uint8Array | string): Promise<number> {
  const answer = await request(url, { method, dispatcher: agent, headers: { authorization: `Bearer ${token}`, 'content-type': type }, body: typeof body === 'string' ? body : Buffer.from(body) });
  const said = await answer.body.text();
  if (answer.statusCode >= 400) console.error(said);
  return answer.statusCode;
}

/** Milliseconds from the first byte of the upload to the receipt; undefined when it was refused. */
async function handIn(base: string, { tender, token, blob, body }: Ready): Promise<number | undefined> {
  const began = performance.now();
  const uploaded = await sent(`${base}/api/tenders/${tender}/bid-content`, 'PUT', token, 'application/octet-stream', blob);
  const taken = uploaded < 400 ? await sent(`${base}/api/tenders/${tender}/bids`, 'POST', token, 'application/json', body) : uploaded;
  return taken === 201 ? performance.now() - began : undefined;
}

interface Measured {
  bids: number[];
  refused: number;
  file: number[];
  health: number[];
}

async function probe(url: string): Promise<number> {
  const began = performance.now();
  const answer = await request(url, { dispatcher: probes });
  await answer.body.arrayBuffer();
  return answer.statusCode === 200 ? performance.now() - began : Infinity;
}

/** Bids at an even pace, whatever becomes of the ones before; a static file and the health beside them. */
async function measure(base: string, ready: readonly Ready[]): Promise<Measured> {
  const measured: Measured = { bids: [], refused: 0, file: [], health: [] };
  const underWay: Promise<void>[] = [];
  for (const [i, one] of ready.entries()) {
    underWay.push(handIn(base, one).then((took) => void (took === undefined ? (measured.refused += 1) : measured.bids.push(took))));
    if (i % 5 === 0) underWay.push(probe(`${base}/assets/mark.svg`).then((took) => void measured.file.push(took)));
    if (i % 5 === 2) underWay.push(probe(`${base}/health/ready`).then((took) => void measured.health.push(took)));
    await sleep(1000 / BIDS_A_SECOND);
  }
  await Promise.all(underWay);
  return measured;
}

const quantile = (values: readonly number[], q: number) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? NaN;
const ms = (value: number) => `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ms`;

interface Flood {
  done: Promise<Flooded>;
  child: ChildProcess;
}

async function flood(doors: readonly string[], env: Record<string, string>): Promise<Flood> {
  const child = spawn(process.execPath, [join(__dirname, 'flood-peer.js')], {
    env: { ...process.env, ...env, DOORS: doors.join(), SECONDS: String(SECONDS + 1) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const out = text(child.stdout!);
  await once(child.stdout!, 'data');
  return { child, done: out.then((said) => JSON.parse(said.trim().split('\n').at(-1)!) as Flooded) };
}

const tally = (answers: Record<string, number>) =>
  Object.entries(answers)
    .sort(([, a], [, b]) => b - a)
    .map(([what, times]) => `${times} × ${what}`)
    .join(', ');

/** One flood, or all of them: what it does to a bid, a file and the health, and whether its refusals are in the trail. */
async function under(doors: readonly string[], addresses: number, served: Served, db: Pg, [calm, ready]: readonly (readonly Ready[])[], env: Record<string, string>): Promise<boolean> {
  const recorded = async () => Number((await db.query<{ n: string }>(`select coalesce(sum(times), 0) as n from audit_entry where outcome <> 'done'`)).rows[0]!.n);
  const quiet = await measure(served.url, calm!); // just before: the machine’s own mood is in both
  const before = await recorded();
  const width = String(Math.max(4, Math.floor(32 / doors.length)));
  const strangers = await flood(doors, { ...env, URL: served.url, WIDTH: width, ADDRESSES: String(addresses) });
  await sleep(500);
  const measured = await measure(served.url, ready!);
  const told = await strangers.done;
  await sleep(TRAIL_MS);
  const [refused, traced] = [told.refused, (await recorded()) - before];
  const lost = Math.max(0, refused - traced);
  const ratio = quantile(measured.bids, 0.99) / quantile(quiet.bids, 0.99);
  const name = `${doors.length > 1 ? 'all together' : doors[0]!} from ${addresses === 1 ? 'the bidders’ own address' : `${addresses} addresses`}`;
  console.log(`flood of ${name}`);
  for (const [door, answers] of Object.entries(told.answers)) console.log(`  ${door}: ${tally(answers)}`);
  console.log(
    `  a bid's p99 ${ms(quantile(measured.bids, 0.99))} (median ${ms(median(measured.bids))}), quiet ${ms(quantile(quiet.bids, 0.99))} (median ${ms(median(quiet.bids))}); ratio ${ratio.toPrecision(3)} (aim < 3${ratio < 3 ? '' : ', NOT MET'})`,
  );
  console.log(`  bids in time refused ${measured.refused} of ${ready!.length}; refusals ${refused}, in the trail ${traced}, lost ${lost}`);
  console.log(`  a static file: worst ${ms(Math.max(...measured.file))}; health: worst ${ms(Math.max(...measured.health))}`);
  return measured.refused === 0 && lost === 0;
}

/** Everything that needs many hands is made with the meters open; then the platform starts anew with the limits that it ships with. */
async function prepare(env: Record<string, string>, data: string, rounds: number): Promise<{ ready: Ready[][]; stranger: Ready }> {
  const served = await startTianping(env);
  await fill(served.url, data, served.password, TENDERS);
  const office = await openOffice(served.url, data, served.password);
  const documentId = await uploadDocument(office, '招标文件');
  const bidders = await allOf(
    Array.from({ length: BIDS + 1 }, (_, i) => i),
    8,
    (i) => registerBidder(office, firmOf(`洪峰投标人-${i}`, 1000 + i)),
  );
  const ready: Ready[][] = [];
  for (let i = 0; i < rounds; i += 1) ready.push(await sealed(office, bidders, documentId));
  const stranger = ready[0]!.pop()!;
  for (const round of ready.slice(1)) round.pop();
  await served.stop();
  return { ready, stranger };
}

/** Floods each public door, alone and all together, from processes at the bidders' own address, while bids are handed in. */
export async function floods(): Promise<void> {
  const home = await makeThrowawayHome();
  const cluster = await startHomeCluster(home, true);
  const DATABASE_URL = await ensureDatabase(cluster.url, 'tianping');
  const data = join(home, 'data');
  const env = { ...demonstrationOn(DATABASE_URL), DATA_DIR: data, PORT: '0', LOG_LEVEL: 'error' };
  const { ready, stranger } = await prepare(env, data, 2 * FLOODS.length + 1);
  const shipped = await startTianping({ ...env, ANONYMOUS_PER_MINUTE: '', PERSON_PER_MINUTE: '', TRUSTED_PROXIES: '127.0.0.1' });
  const db = new Pg({ connectionString: DATABASE_URL });
  await db.connect();
  try {
    const visitor = { TOKEN: stranger.token, TENDER: stranger.tender };
    // warm: bids, and each door from addresses that nobody is measured at; the threads for passwords, pages and workbooks start when they are first needed
    await (await flood(DOORS, { ...visitor, URL: shipped.url, WIDTH: '4', ADDRESSES: String(MANY) })).done;
    await measure(shipped.url, ready.pop()!);
    const kept: boolean[] = [];
    for (const [doors, addresses] of FLOODS) kept.push(await under(doors, addresses, shipped, db, [ready.pop()!, ready.pop()!], visitor));
    if (!kept.every(Boolean)) throw new Error('a bid in time was refused, or a trace was lost');
  } finally {
    await db.end();
    await agent.close();
    await probes.close();
    await shipped.stop();
    await cluster.stop();
    dropThrowawayHome(home);
  }
}
