import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Client as Pg } from 'pg';
import { request } from 'undici';
import { dropThrowawayHome, makeThrowawayHome, startHomeCluster, type Cluster } from '@platform/embedded';
import { verifyReceipt } from '@envelope';
import { firmOf, openOffice, registerBidder } from '../../apps/cli/src/play/office';
import { Client } from '../../apps/cli/src/play/client';
import type { Bidder } from '../../apps/cli/src/play/people';
import { uploadDocument } from '../../apps/cli/src/play/life';
import { demonstrationOn } from '../setup/database';
import { asApplication, makeTemplate, onServer } from '../setup/server';
import { type ServedProcess, startBuilt } from '../setup/process';
import { closeConnections, type Published, publishedTender, Refused, UNMETERED, type World } from '../journeys/world';
import { sizeOf } from '../setup/sizes';
import { until } from '../journeys/tools';

/**
 * Property 1: a bid that was acknowledged is never lost. The server is killed without a warning at random moments while bids come; every receipt that a bidder holds has to
 * be there afterwards, whole, and no half bid beside it.
 */
const KILLS = sizeOf('KILLS');
/** Against hanging only: a kill takes some three seconds. */
const LIMIT_MS = 60_000 + KILLS * 50_000;
const BIDDERS = 8;

let home: string;
let cluster: Cluster;
let dir: string;
let url: string;
let server: ServedProcess | undefined;

const start = async (port = '0') => startBuilt({ DATA_DIR: join(dir, 'data'), ...demonstrationOn({ url: asApplication(url), ownerUrl: url }), LOG_LEVEL: 'error', ...UNMETERED, PORT: port });

beforeAll(async () => {
  home = await makeThrowawayHome();
  cluster = await startHomeCluster(home, true); // flushes, as an installation does
  dir = mkdtempSync(join(tmpdir(), 'kills-'));
  url = await makeTemplate(cluster.url, 'kills');
});
afterAll(async () => {
  await server?.stop();
  await cluster?.stop();
  dropThrowawayHome(home);
  rmSync(dir, { recursive: true, force: true });
  await closeConnections();
});

interface Acknowledged {
  bidId: string;
  receipt: string;
  signature: string;
}

const NEXT = 'select coalesce(max(b.number), 0) + 1 as next from bid b join organisation o on o.id = b.bidder_id where b.tender_id = $1 and o.uscc = $2';

/** Hands in one version after another until the server is gone; what was acknowledged is kept. A version may be there whose receipt was lost with the server. */
async function handInUntilGone(bidder: Bidder, tender: Published, kept: (one: Acknowledged) => void): Promise<void> {
  const { next } = (await told(NEXT, [tender.tenderId, bidder.firm.uscc])).rows[0] as { next: number };
  for (let version = next; ; version += 1) {
    try {
      kept(await bidder.submit(tender, String(700_000_000 + version), { version }));
    } catch (error) {
      if (error instanceof Refused && error.problem.status < 500) throw error;
      return; // the line is dead
    }
  }
}

test(
  `${KILLS} kills while bids come: every receipt is kept, none half`,
  async () => {
    let [acknowledged, lost, half] = [0, 0, 0];
    const known: Acknowledged[] = [];
    server = await start();
    const { port } = new URL(server.url); // the next ones listen where who is signed in looks for them
    const office = await openOffice(server.url, server.home, server.password);
    const documentId = await uploadDocument(office, '招标文件（测试）');
    let tender: Published;
    const bidders: Bidder[] = [];
    for (let i = 0; i < BIDDERS; i += 1) bidders.push(await registerBidder(office, firmOf(`断电-${i}`, 1000 + i)));
    for (let round = 0; round < KILLS; round += 1) {
      if (round > 0) server = await start(port);
      if (round % 8 === 0) tender = await publishedTender({ url: server.url, office, documentId } as World); // versions of one bid are counted by the hour
      const kept: Acknowledged[] = [];
      const enough = 1 + Math.floor(Math.random() * 2 * BIDDERS);
      const { child } = server;
      const ended = once(child, 'exit');
      // some milliseconds after so many bids, however fast the machine is; others are at every other step then
      const flying = bidders.map((bidder) =>
        handInUntilGone(bidder, tender, (one) => {
          if (kept.push(one) === enough) setTimeout(() => child.kill('SIGKILL'), Math.random() * 60);
        }),
      );
      await Promise.all([...flying, ended]); // its home is free when it is gone
      await closeConnections();
      known.push(...kept);
      acknowledged += kept.length;
    }
    const pg = new Pg({ connectionString: url });
    pg.on('error', () => undefined);
    await pg.connect();
    for (const { bidId, receipt } of known) {
      const { rows } = await pg.query<{ receipt: string }>('select receipt from bid where id = $1', [bidId]);
      if (rows[0]?.receipt !== receipt) lost += 1;
    }
    // a bid is there with its event and its trail, or not at all
    const { rows } = await pg.query<{ half: number }>(
      `select count(*)::int as half from bid b where not exists (select 1 from event_log e where e.object_id = b.id::text and e.type = 'bid.received') or not exists (select 1 from audit_entry a where a.object_id = b.id::text and a.act = 'bid.submit')`,
    );
    half = rows[0]!.half;
    await pg.end();
    for (const { receipt, signature } of known.slice(0, 20)) verifyReceipt({ body: receipt, signature: Buffer.from(signature, 'base64') });
    console.info(`${KILLS} kills, ${acknowledged} acknowledged bids, ${lost} lost, ${half} half`);
    expect(acknowledged).toBeGreaterThan(KILLS);
    expect([lost, half]).toEqual([0, 0]);
    expect(await onServer(cluster.url, 'select 1')).toHaveLength(1);
  },
  LIMIT_MS,
);

/** The first bytes of a piece whose rest does not come. */
function halfPiece({ url }: ServedProcess, { client }: Bidder, id: string, first: Buffer): void {
  const body = new Readable({ read: () => undefined });
  body.push(first);
  const headers = { authorization: `Bearer ${client.token!}`, 'content-type': 'application/octet-stream', 'content-length': String(2 * first.length) };
  request(`${url}/api/uploads/${id}?offset=0`, { method: 'PUT', headers, body }).catch(() => undefined); // killed with the server
}

const told = async (sql: string, values: unknown[]) => {
  const pg = new Pg({ connectionString: url });
  await pg.connect();
  try {
    return await pg.query(sql, values);
  } finally {
    await pg.end();
  }
};

// negative control: while its process lives a claim is held against everybody, for however long (test/journeys/transfers.long.spec.ts)
test('an upload whose server was killed goes on at the first try, as soon as there is a server', async () => {
  server = await start();
  const office = await openOffice(server.url, server.home, server.password);
  const tender = await publishedTender({ url: server.url, office, documentId: await uploadDocument(office, '招标文件（续传）') } as World);
  const bidder = await registerBidder(office, firmOf('续传', 9000));
  const blob = Buffer.concat([Buffer.of(40), randomBytes(2 ** 20 - 1)]);
  const { uploadId } = await bidder.client.post<{ uploadId: string }>(`/api/tenders/${tender.tenderId}/uploads`, { size: blob.length });
  halfPiece(server, bidder, uploadId, blob.subarray(0, blob.length / 2));
  const claimed = () => told('select 1 from bid_transfer where id = $1 and writer is not null', [uploadId]);
  await until(async () => (await claimed()).rowCount === 1);
  const ended = once(server.child, 'exit');
  server.child.kill('SIGKILL');
  await ended;
  expect((await claimed()).rowCount).toBe(1); // nobody took the claim back
  server = await start();
  const client = new Client(server.url, bidder.client.token);
  const { received } = await client.get<{ received: number }>(`/api/uploads/${uploadId}`);
  const begun = performance.now();
  await client.put(`/api/uploads/${uploadId}?offset=${received}`, blob.subarray(received)); // refused as busy it would throw
  console.info(`went on after ${Math.round(performance.now() - begun)} ms`);
  expect(await client.post(`/api/uploads/${uploadId}/complete`, { sha256: createHash('sha256').update(blob).digest('hex') })).toMatchObject({ size: blob.length });
}, 600_000);
