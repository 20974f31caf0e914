import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Client } from 'pg';
import { sourceOf } from '../../apps/verifier/src/body';
import { parseEvidence } from '../../apps/verifier/src/evidence';
import { type Inputs, verify } from '../../apps/verifier/src/verify';
import { rows, until } from './tools';
import { type Bidder, closeConnections, pastDeadline, type Published, publishedTender, startWorld, submitAll, type World } from './world';
import { sizeOf } from '@test/setup/sizes';

const SEED = Number(process.env['SEED'] ?? process.pid * 7919 + 17);
/** CI makes 1,000. */
const EDITS = sizeOf('EDITS');

let world: World;
let tender: Published;
let bidders: Bidder[];
let roots: Uint8Array[];

const text = (value: unknown) => new Uint8Array(Buffer.from(JSON.stringify(value)));
const fetched = (bidder = bidders[1]!) => bidder.client.get<Record<string, unknown>>(`/api/tenders/${tender.tenderId}/opening/evidence`);
const judged = async (evidence: unknown, more: Partial<Inputs> = {}) => {
  const { checks } = await verify({ trust: roots, crls: [], statements: [], draws: [], twoPersons: [], evidence: text(evidence), ...more });
  return checks.filter(({ holds }) => holds !== true).map(({ id, holds, reason }) => `${holds} ${id} ${reason?.en ?? ''}`);
};
const about = (doubts: readonly string[]) => doubts.map((line) => line.split(' ').slice(0, 2).join(' '));

beforeAll(async () => {
  world = await startWorld({ env: { RUN_JOBS: 'true' } });
  tender = await publishedTender(world);
  bidders = await submitAll(world, tender, ['910000000', '920000000', '930000000', '940000000', '950000000']);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

/** `false` nowhere; what cannot be told without revocation lists is named. */
const WITHOUT_LISTS = ['unknown receipt.revocation', 'unknown receipt.timestamp.revocation', 'unknown manifest.revocation'];

describe('the evidence of a bid that was really handed in', () => {
  let before: Record<string, unknown>;

  it('holds before the deadline, by another implementation', async () => {
    before = await fetched();
    const { certificates } = parseEvidence(JSON.stringify(before));
    // the test plays the reader who got them elsewhere
    roots = [...certificates.authorities, ...certificates.timeAuthorities, certificates.platform].map((pem) => new Uint8Array(Buffer.from(pem)));
    const doubts = about(await judged(before));
    expect(doubts.filter((line) => line !== 'unknown receipt.timestamp')).toEqual(expect.arrayContaining(['unknown set.published', 'unknown manifest.revocation']));
    expect(doubts.filter((line) => line.startsWith('false'))).toEqual([]);
  });

  it('holds after it, with the published set, the sealed file and the keys', async () => {
    await pastDeadline(world, tender);
    await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
    const stamps = () => rows(world, 'select 1 from opening where tender_id = $1 and set_stamp is not null', [tender.tenderId]);
    await until(async () => (await stamps()).length > 0);
    const after = await fetched();
    const kept = bidders[1]!.kept.get(tender.tenderId)!;
    const doubts = await judged(after, { held: text(before), sealed: sourceOf(new Uint8Array(kept.sealed!)), keys: text(kept.keys) });
    expect(doubts.filter((line) => line.startsWith('false'))).toEqual([]);
    expect(about(doubts).filter((line) => !line.includes('revocation'))).toEqual([]);
    expect(WITHOUT_LISTS.filter((line) => !about(doubts).includes(line))).toEqual([]);
  });

  it('of one bidder is no evidence for another', async () => {
    const [own, other] = [await fetched(), await fetched(bidders[2]!)];
    for (const part of ['bid', 'receipt', 'sealedSet']) expect(about(await judged({ ...own, [part]: other[part] })).join()).toContain('false');
  });
});

it('the platform serves the same verifier as one page, under the policy that the page names', async () => {
  const answer = await fetch(`${world.url}/verifier.html`);
  const page = await answer.text();
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-security-policy')]).toEqual([200, 'text/html; charset=utf-8', "frame-ancestors 'none'"]);
  expect(page).toContain(`default-src 'none'; script-src 'sha256-`);
  expect(await (await fetch(`${world.url}/help`)).text()).toContain('href="/verifier.html"');
});

/** What somebody with all rights over the database and the disk may do to what is stored. */
interface Edit {
  what: string;
  at: number;
  mask: number;
}
const TABLES: Record<string, { table: string; type: 'text' | 'bytea' | 'json' }> = {
  manifest: { table: 'bid', type: 'text' },
  signature: { table: 'bid', type: 'bytea' },
  receipt: { table: 'bid', type: 'text' },
  receipt_signature: { table: 'bid', type: 'bytea' },
  receipt_stamp: { table: 'bid', type: 'bytea' },
  cipher_sha256: { table: 'bid', type: 'text' },
  sealed_set: { table: 'opening', type: 'json' },
  set_statement: { table: 'opening', type: 'text' },
  set_signature: { table: 'opening', type: 'bytea' },
  set_stamp: { table: 'opening', type: 'bytea' },
};

function flipped(bytes: Buffer, { at, mask }: Edit, type: string): Buffer {
  const out = Buffer.from(bytes);
  const place = at % out.length;
  // a text stays text: one digit or letter becomes another
  out[place] = type === 'bytea' ? out[place]! ^ mask : /[0-8a-y]/.test(String.fromCharCode(out[place]!)) ? out[place]! + 1 : 0x31;
  return out;
}

describe('what a superuser changes afterwards', () => {
  let held: Record<string, unknown>;
  let set: unknown;
  let baseline: string[];
  let bidId: string;
  let path: string;
  /** Seen without comparing with what was kept. */
  let bySignatures = 0;
  beforeAll(async () => {
    held = await fetched();
    baseline = about(await judged(held));
    bidId = bidders[1]!.kept.get(tender.tenderId)!.bidId;
    const { cipherSha256 } = (await rows<{ cipherSha256: string }>(world, 'select cipher_sha256 as "cipherSha256" from bid where id = $1', [bidId]))[0]!;
    path = fileOf(cipherSha256);
    set = (await rows(world, 'select sealed_set from opening where tender_id = $1', [tender.tenderId]))[0];
  });

  const fileOf = (sha256: string) => {
    const all = readdirSync(world.running.config.DATA_DIR, { recursive: true, encoding: 'utf8' });
    return join(world.running.config.DATA_DIR, all.find((name) => name.endsWith(sha256) || name.replaceAll(/[/\\]/g, '').endsWith(sha256))!);
  };

  /** Changes one thing, looks, puts it back. Nothing when the change changed nothing. */
  async function seenAfter(edit: Edit): Promise<boolean | undefined> {
    if (edit.what === 'cipher file') return seenInFile(edit);
    const { table, type } = TABLES[edit.what]!;
    const where = table === 'bid' ? `id = '${bidId}'` : `tender_id = '${tender.tenderId}'`;
    const [row] = await rows<{ old: Buffer }>(world, `select ${type === 'bytea' ? edit.what : `convert_to(${edit.what}::text, 'UTF8')`} as old from ${table} where ${where}`);
    const changed = flipped(row!.old, edit, type);
    if (changed.equals(row!.old)) return undefined;
    const value = type === 'bytea' ? '$1::bytea' : type === 'json' ? `convert_from($1, 'UTF8')::jsonb` : `convert_from($1, 'UTF8')`;
    const write = (bytes: Buffer) => update(`update ${table} set ${edit.what} = ${value} where ${where}`, bytes);
    try {
      await write(changed);
    } catch {
      return undefined; // no JSON any more: the database itself refuses it
    }
    const answer = await fetched().catch(() => undefined); // an interface that fails on it has not passed it off as sound
    const doubts = answer === undefined ? ['no answer'] : about(await judged(answer, { held: text(held) }));
    const seen = doubts.join() !== baseline.join();
    if (doubts.filter((line) => !line.includes(' held.')).join() !== baseline.join()) bySignatures += 1;
    await write(row!.old);
    return seen;
  }

  /** A superuser first takes the append-only triggers out of the way. */
  async function update(sql: string, bytes: Buffer): Promise<void> {
    const client = new Client({ connectionString: world.running.config.DATABASE_OWNER_URL });
    await client.connect();
    try {
      await client.query('set session_replication_role = replica');
      await client.query(sql, [bytes]);
    } finally {
      await client.end();
    }
  }

  async function seenInFile(edit: Edit): Promise<boolean> {
    const old = readFileSync(path);
    writeFileSync(path, flipped(old, edit, 'bytea'));
    const doubts = about(await judged(held, { sealed: sourceOf(new Uint8Array(readFileSync(path))) }));
    writeFileSync(path, old);
    if (doubts.join() !== baseline.join()) bySignatures += 1;
    return doubts.join() !== baseline.join();
  }

  it(`is seen by whoever kept his receipt: ${EDITS} edits (seed ${SEED})`, async () => {
    const kept = bidders[1]!.kept.get(tender.tenderId)!;
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(createHash('sha256').update(kept.sealed!).digest('hex'));
    const tried = new Map<string, number>();
    const missed: string[] = [];
    const kinds = [...Object.keys(TABLES), 'cipher file'];
    const places = fc.sample(fc.record({ at: fc.nat(), mask: fc.integer({ min: 1, max: 255 }) }), { seed: SEED, numRuns: Math.ceil(EDITS * 1.2) });
    const edits = places.map((place, i) => ({ what: kinds[i % kinds.length]!, ...place })); // in turn, so that few of them meet each
    let count = 0;
    for (const edit of edits) {
      if (count === EDITS) break;
      const seen = await seenAfter(edit);
      if (seen === undefined) continue;
      count += 1;
      tried.set(edit.what, (tried.get(edit.what) ?? 0) + 1);
      if (!seen) missed.push(JSON.stringify(edit));
    }
    console.log(
      `superuser's edits, seed ${SEED}: ${count} attempts, ${missed.length} undetected, ${bySignatures} seen by signatures and hashes alone (${[...tried].map(([what, n]) => `${what} ${n}`).join(', ')})`,
    );
    expect(missed).toEqual([]);
    expect(tried.size).toBe(kinds.length);
    // everything was put back: the evidence is what it was
    expect(await fetched()).toEqual(held);
    expect((await rows(world, 'select sealed_set from opening where tender_id = $1', [tender.tenderId]))[0]).toEqual(set);
  }, 400_000);

  it('so is a receipt taken from another bid, a stamp withdrawn, a bid left out of the set', async () => {
    const other = await fetched(bidders[3]!);
    const cases = [
      { ...held, receipt: other['receipt'] },
      { ...held, receipt: { ...(held['receipt'] as object), timestamp: null } },
      { ...held, sealedSet: { ...(held['sealedSet'] as object), proof: null } },
      { ...held, sealedSet: null },
    ];
    for (const one of cases) expect(about(await judged(one, { held: text(held) })).join()).toContain('false');
  });
});
