import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as Pg } from 'pg';
import { createKeyPair, type EscrowTerms, holderFromPkcs8, openEnvelope, readCertificate, readPem, sealBidFor } from '@envelope';
import { answerTo } from '@kernel';
import { type Bidder, Trustee } from '../../apps/cli/src/play/people';
import { advance, ask, confirm, firmOf, type Office, openOffice, platformTime, registerBidder } from '../../apps/cli/src/play/office';
import { uploadDocument } from '../../apps/cli/src/play/life';
import { createTestDatabase, demonstrationOn, type TestDatabase } from '../setup/database';
import { serveInProcess, type ServedProcess } from '../setup/process';
import { closeConnections, type Published, publishedTender, UNMETERED, type World } from '../journeys/world';
import { until } from '../journeys/tools';
import { Needles } from './needles';

/** 1,000 secrets in bids: 20 bids, half of them with trustees, 25 in each price sheet and 25 in each body. */
const BIDS = 20;
const EACH = 25;
const dir = mkdtempSync(join(tmpdir(), 'canaries-'));

let database: TestDatabase;
let server: ServedProcess;
let world: World;
let trustees: Trustee[];
const canaries: string[] = [];
const keys: string[] = [];
const bidders: { bidder: Bidder; tender: Published; keys: Readonly<Record<string, string>> }[] = [];
const tenders: (Published & { escrowTerms?: EscrowTerms })[] = [];

const canary = (): string => {
  const made = `CANARY${randomBytes(12).toString('hex')}`;
  canaries.push(made);
  return made;
};
const some = () => Array.from({ length: EACH }, canary);

/** A trustee whose key was never on the platform's machine, unlike those of the demonstration. */
async function ownKey(office: Office, trustee: Trustee, organisation: string, uscc: string): Promise<Trustee> {
  const pair = createKeyPair('p-256');
  const certificatePem = office.authority.certify(pair.publicKeyPem, { commonName: `${trustee.login} 自带`, organisation, uscc }, { usage: 'encipherment' });
  const holder = await holderFromPkcs8(readPem(pair.privateKeyPem)[0]!.bytes, certificatePem);
  const { challengeId, envelope } = await trustee.client.post<{ challengeId: string; envelope: string }>('/api/me/certificates/challenge', { certificate: certificatePem });
  const answer = answerTo(Buffer.from(await openEnvelope(Buffer.from(envelope, 'base64'), holder)).toString(), readCertificate(certificatePem).fingerprint);
  await trustee.client.post('/api/me/certificates', { certificate: certificatePem, challengeId, answer });
  return new Trustee(trustee.login, trustee.client, holder);
}

async function bid(n: number, tender: Published & { escrowTerms?: EscrowTerms }): Promise<void> {
  const bidder = await registerBidder(world.office, firmOf(`金丝雀-${n}`, 700 + n));
  const lines = some().map((name) => ({ name, amountFen: '1' }));
  const sheet = JSON.stringify({ format: 'tianping/price-sheet/1', totalFen: String(900_000_000 + n), salt: randomBytes(16).toString('hex'), lines });
  const part = (name: string, content: string) => ({ name, fileName: `${name}.json`, mediaType: 'application/json', content: Buffer.from(content) });
  const parts = [part('price-sheet', sheet), part('body', some().join('\n'))];
  const sealed = await sealBidFor({
    tender: tender.tenderId,
    lot: tender.code,
    bidder: bidder.firm.uscc,
    version: 1,
    createdAt: new Date('2026-03-04T00:00:00Z'),
    parts,
    ...bidder.identity,
    escrowTerms: tender.escrowTerms,
  });
  await bidder.client.put(`/api/tenders/${tender.tenderId}/bid-content`, sealed.blob);
  await bidder.client.post(`/api/tenders/${tender.tenderId}/bids`, { manifest: sealed.manifest, signature: Buffer.from(sealed.signature).toString('base64'), escrow: sealed.escrow });
  keys.push(...Object.values(sealed.keys));
  bidders.push({ bidder, tender, keys: sealed.keys });
}

beforeAll(async () => {
  database = await createTestDatabase();
  server = await serveInProcess({ DATA_DIR: join(dir, 'data'), ...demonstrationOn(database), LOG_LEVEL: 'info', ...UNMETERED }, ['--heapsnapshot-signal=SIGUSR2', `--diagnostic-dir=${dir}`]);
  const office = await openOffice(server.url, server.home, server.password);
  world = { url: server.url, office, documentId: await uploadDocument(office, '招标文件（测试）') } as World;
  const homes = [
    ['衡州城市建设投资集团（演示）', '91990100MATP100165'],
    ['衡州市公共资源交易中心（演示）', '12990100MATP01021B'],
    ['衡州市公共资源交易监督管理局（演示）', '11990100MATP01013K'],
  ] as const;
  trustees = await Promise.all(homes.map(([organisation, uscc], i) => ownKey(office, office.trustees[i]!, organisation, uscc)));
  const { items } = await office.officer.get<{ items: { accountId: string }[] }>('/api/trustees');
  tenders.push(await publishedTender(world), await publishedTender(world, { trustees: { threshold: 2, people: items.map(({ accountId }) => accountId) } }));
  const { trustees: named } = await office.officer.get<{ trustees: { threshold: number; people: { certificate: string }[] } }>(`/api/tenders/${tenders[1]!.tenderId}`);
  tenders[1]!.escrowTerms = { threshold: named.threshold, trustees: named.people.map(({ certificate }) => certificate) };
  for (let n = 0; n < BIDS; n += 1) await bid(n, tenders[n % 2]!);
});
afterAll(async () => {
  await server?.stop();
  await database?.drop();
  rmSync(dir, { recursive: true, force: true });
  await closeConnections();
});

/** Each secret as text in one and two bytes a character, and keys as hex and as bytes. */
const needles = (): Needles =>
  new Needles([
    ...canaries.map((text) => [text, [Buffer.from(text), Buffer.from(text, 'utf16le')]] as const),
    ...keys.map((key) => [key, [Buffer.from(key), Buffer.from(key, 'hex'), Buffer.from(Buffer.from(key, 'hex').toString('base64').slice(0, 40))]] as const),
  ]);

/** A part of what somebody with every disk, dump and log has. */
type Artefact = (visit: (bytes: Buffer) => void) => Promise<void> | void;

const CHUNK = 32 * 2 ** 20;
const OVERLAP = 256;

/** Piece by piece, overlapping, so that nothing hides at a border. */
function file(path: string, visit: (bytes: Buffer) => void, ranges: readonly [number, number][] = [[0, statSync(path).size]]): void {
  const handle = openSync(path, 'r');
  const buffer = Buffer.alloc(CHUNK + OVERLAP);
  for (const [from, to] of ranges) {
    for (let at = from; at < to; at += CHUNK) {
      const read = (() => {
        try {
          return readSync(handle, buffer, 0, Math.min(buffer.length, to - at), at);
        } catch {
          return 0; // a mapping that cannot be read, such as the kernel's own
        }
      })();
      if (read > 0) visit(buffer.subarray(0, read));
    }
  }
  closeSync(handle);
}

const folder = (path: string, visit: (bytes: Buffer) => void): void => {
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) if (statSync(join(path, name)).isFile()) file(join(path, name), visit);
};

const ARTEFACTS: Record<string, Artefact> = {
  /** Every row of every table, queue included, as text and with its bytes spelled out. */
  async database(visit) {
    const pg = new Pg({ connectionString: database.url });
    await pg.connect();
    const { rows: tables } = await pg.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`);
    for (const { name } of tables) {
      const { rows } = await pg.query<Record<string, unknown>>(`select * from ${name}`);
      for (const row of rows) for (const value of Object.values(row)) visit(Buffer.isBuffer(value) ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value ?? '')));
    }
    await pg.end();
  },
  storage: (visit) => folder(join(dir, 'data', 'files'), visit),
  /** Keys of the platform, of the demonstration authority, of the time authority, passwords. */
  'keys and settings': (visit) => {
    for (const name of readdirSync(join(dir, 'data'))) if (name !== 'files' && statSync(join(dir, 'data', name)).isDirectory()) folder(join(dir, 'data', name), visit);
  },
  log: (visit) => visit(Buffer.from(server.said())),
  async 'heap snapshot'(visit) {
    const before = new Set(readdirSync(dir));
    server.child.kill('SIGUSR2');
    const name = await until(async () => readdirSync(dir).find((one) => one.endsWith('.heapsnapshot') && !before.has(one)));
    let size = -1;
    await until(async () => {
      const now = statSync(join(dir, name)).size;
      const same = now === size && now > 0;
      size = now;
      return same;
    });
    file(join(dir, name), visit);
    rmSync(join(dir, name));
  },
  /** All that the process holds, buffers too; only where the kernel shows it. */
  memory(visit) {
    if (process.platform !== 'linux') return;
    const maps = readFileSync(`/proc/${server.child.pid}/maps`, 'utf8');
    const ranges = Array.from(maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm), ([, from, to]): [number, number] => [Number.parseInt(from!, 16), Number.parseInt(to!, 16)]);
    file(`/proc/${server.child.pid}/mem`, visit, ranges);
  },
};

async function search(): Promise<Record<string, number>> {
  const sought = needles();
  const counts: Record<string, number> = {};
  for (const [name, artefact] of Object.entries(ARTEFACTS)) {
    const seen = new Set<string>();
    await artefact((bytes) => sought.find(bytes, seen));
    counts[name] = seen.size;
  }
  return counts;
}

const nowhere = () => Object.fromEntries(Object.keys(ARTEFACTS).map((name) => [name, 0]));

test(`${BIDS * EACH * 2} secrets and their keys are nowhere before the opening: not in database, queue, storage, keys, log, heap or memory`, async () => {
  expect(canaries).toHaveLength(1000);
  expect(keys).toHaveLength(BIDS * 2);
  const counts = await search();
  console.info(`before the opening: ${JSON.stringify(counts)} of ${canaries.length + keys.length}`);
  expect(counts).toEqual(nowhere());
}, 240_000);

test('no key that lies on the platform’s machine opens a share', async () => {
  const pems = readdirSync(join(dir, 'data'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.key'));
  expect(pems.length).toBeGreaterThan(5);
  const pg = new Pg({ connectionString: database.url });
  await pg.connect();
  const { rows } = await pg.query<{ escrow: string }>('select escrow from bid where escrow is not null');
  await pg.end();
  const envelopes = rows.flatMap(({ escrow }) =>
    (JSON.parse(escrow) as { trustees: { shares: Record<string, { envelope: string }> }[] }).trustees.flatMap(({ shares }) => Object.values(shares).map(({ envelope }) => envelope)),
  );
  expect(envelopes).toHaveLength((BIDS / 2) * 3 * 2);
  let [tried, opened] = [0, 0];
  for (const name of pems) {
    const key = readPem(readFileSync(join(dir, 'data', name), 'utf8'))[0]!.bytes;
    for (const own of trustees) {
      // the envelope's holder by certificate, the key by every key that the server has
      const holder = await holderFromPkcs8(key, own.holder.certificatePem).catch(() => undefined);
      for (const envelope of holder ? envelopes : []) {
        tried += 1;
        opened += await openEnvelope(Buffer.from(envelope, 'base64'), holder!).then(
          () => 1,
          () => 0,
        );
      }
    }
  }
  console.info(`${tried} attempts with ${pems.length} keys of the server, ${opened} envelopes opened`);
  expect(opened).toBe(0);
});

test('after the opening the same search finds them: it was able to', async () => {
  const { officer, hall } = world.office;
  await advance(world.office, new Date(Math.max(...tenders.map(({ deadline }) => deadline.getTime())) + 1000));
  for (const { tenderId } of tenders) await officer.post(`/api/tenders/${tenderId}/opening/start`);
  for (const { bidder, tender, keys: own } of bidders.filter(({ tender: one }) => one === tenders[0])) await bidder.client.post(`/api/tenders/${tender.tenderId}/opening/decrypt`, { keys: own });
  for (const trustee of trustees.slice(0, 2)) await trustee.release(tenders[1]!.tenderId);
  await until(async () => (await officer.get<{ bidders: { decrypted: boolean }[] }>(`/api/tenders/${tenders[1]!.tenderId}/opening`)).bidders.every(({ decrypted }) => decrypted));
  for (const { tenderId } of tenders) await confirm(hall, await ask(officer, `/api/tenders/${tenderId}/opening/conclude`, { otherCauses: [] }));
  const counts = await search();
  console.info(`after the opening: ${JSON.stringify(counts)} of ${canaries.length + keys.length}`);
  expect(counts['storage']).toBe(1000);
  expect(counts['database']).toBe(500); // the lines of the price sheets
  if (process.platform === 'linux') expect(counts['memory']).toBeGreaterThan(0);
  expect(await platformTime(officer)).toBeDefined();
}, 240_000);
