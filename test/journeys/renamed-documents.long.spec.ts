import { readCertificate, sha256Hex, verifyStatement } from '@envelope';
import type { Client } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { rows, until } from './tools';
import { advance, ask, type Bidder, closeConnections, confirm, evaluated, pastDeadline, platformTime, type Published, publishedTender, startWorld, submitAll, type World } from './world';

/** A firm wins a lot, is renamed, and wins another: what was signed and published before stays byte for byte, what comes later bears the new name. */
let world: World;
let bidders: Bidder[];
let firm: Bidder;
let earlier: Published;
let later: Published;
let before: { documents: Documents; kept: Map<string, string> };
let OLD = '';
const NEW = '衡州新名称建设集团（演示）';

/** All that anybody holds of a lot, as it was signed. */
type Documents = Record<string, string>;
async function documentsOf({ tenderId }: Published): Promise<Documents> {
  const { officer } = world.office;
  const one = async (name: string, sql: string) => (await rows<Record<string, string>>(world, sql, [tenderId])).map((row, i) => [`${name} ${i}`, Object.values(row).join('\n')] as const);
  const signed = (text: string, signature: string) => `${text} as text, encode(${signature}, 'hex') as signature`;
  const parts = await Promise.all([
    one('bid', `select ${signed('manifest', 'signature')} from bid where tender_id = $1 order by arrival`),
    one('receipt', `select ${signed('receipt', 'receipt_signature')} from bid where tender_id = $1 order by arrival`),
    one('sealed set', `select ${signed('set_statement', 'set_signature')} from opening where tender_id = $1`),
    one('opening record', `select ${signed('record', 'record_signature')} from opening where tender_id = $1`),
    one('report', `select report, report_sha256 from evaluation where tender_id = $1`),
    one('signature of the report', `select encode(m.signature, 'hex') as signature from evaluation e join evaluation_member m on m.evaluation_id = e.id where e.tender_id = $1 order by m.seat`),
    one('candidates', `select candidates::text from award where tender_id = $1`),
    one('award notice', `select ${signed('notice', 'notice_signature')} from award where tender_id = $1`),
    one(
      'request',
      `select statement, encode(asker_signature, 'hex') as asker, encode(confirmer_signature, 'hex') as confirmer from proposal where object_id = $1::text::uuid and status = 'confirmed' order by asked_at, id`,
    ),
    one(
      'file',
      `select f.name, f.sha256 from file f where f.id in (select report_file_id from evaluation where tender_id = $1 union select record_file_id from opening where tender_id = $1 union select notice_file_id from award where tender_id = $1 union select notice_file_id from tender where id = $1)`,
    ),
  ]);
  const notice = await officer.text(`/api/tenders/${tenderId}/notice`);
  return { ...Object.fromEntries(parts.flat()), 'tender notice': notice };
}

/** Every value of every row in the database in which the name stands, wherever that is. */
async function standing(name: string): Promise<Map<string, string>> {
  const tables = await rows<{ name: string }>(world, `select tablename as name from pg_tables where schemaname = 'public'`);
  const found = new Map<string, string>();
  for (const { name: table } of tables)
    for (const { row } of await rows<{ row: Record<string, unknown> }>(world, `select to_jsonb(t) as row from "${table}" t where t::text like $1`, [`%${name}%`])) {
      const key = (row['id'] ?? row['seq'] ?? sha256Hex(JSON.stringify(row))) as string | number;
      for (const [column, value] of Object.entries(row)) if (JSON.stringify(value ?? '').includes(name)) found.set(`${table} ${key} ${column}`, JSON.stringify(value));
    }
  return found;
}

/** What says what is so now, and changes. */
const NOW = /^organisation .* name$/;

async function awarded({ tenderId }: Published, candidates: { bidId: string; bidder: string }[], publicityUntil: string): Promise<void> {
  const { officer, approver } = world.office;
  await advance(world.office, new Date(Date.parse(publicityUntil) + 1000));
  await confirm(approver, await ask(officer, `/api/tenders/${tenderId}/winner`, { bidId: candidates[0]!.bidId }));
  await confirm(approver, await ask(officer, `/api/tenders/${tenderId}/award-notice`));
}

beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  earlier = await publishedTender(world);
  bidders = await submitAll(world, earlier, ['900000000', '910000000', '920000000']);
  firm = bidders[0]!;
  OLD = firm.firm.name;
  await pastDeadline(world, earlier);
  const first = await evaluated(world, earlier, bidders);
  await awarded(earlier, first.candidates, first.publicityUntil);
  later = await publishedTender(world);
  for (const bidder of bidders) await bidder.submit(later, String(900_000_000 + bidders.indexOf(bidder)));
  before = { documents: await documentsOf(earlier), kept: await standing(OLD) };
  before.documents = { ...before.documents, ...Object.fromEntries(Object.entries(await documentsOf(later)).map(([name, text]) => [`later ${name}`, text])) };
  const { organisation, uscc } = { organisation: NEW, uscc: firm.firm.uscc };
  const certificate = world.office.authority.issue({ commonName: NEW, organisation, uscc }).certificatePem;
  const security: Client = await signIn(world.url, 'sys.security.1', world.running.password!);
  await confirm(security, await ask(firm.client, '/api/me/organisation/name', { name: NEW, certificate }));
  await until(async () => (await firm.client.get<{ organisationName: string }>('/api/me')).organisationName === NEW);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

test('what stands there before names the firm as it was called', () => {
  const named = Object.entries(before.documents).flatMap(([name, text]) => (text.includes(OLD) ? [name.replace(/ \d+$/, '')] : []));
  expect([...new Set(named)].sort()).toEqual(expect.arrayContaining(['award notice', 'candidates', 'opening record', 'report', 'request']));
  expect(Object.keys(before.documents).filter((name) => name.startsWith('receipt'))).toHaveLength(3);
  expect(before.kept.size).toBeGreaterThan(10);
});

test('later documents bear the new name: the opening record, the report, the candidates, the notice, the contract', async () => {
  await pastDeadline(world, later);
  const { candidates, publicityUntil } = await evaluated(world, later, bidders);
  expect(candidates[0]!.bidder).toBe(NEW);
  await awarded(later, candidates, publicityUntil);
  const documents = await documentsOf(later);
  for (const name of ['opening record 0', 'report 0', 'candidates 0', 'award notice 0']) expect([name, documents[name]!.includes(NEW), documents[name]!.includes(OLD)]).toEqual([name, true, false]);
  const { officer } = world.office;
  const asked = await ask(officer, `/api/tenders/${earlier.tenderId}/contract`, { priceFen: '900000000', text: '按招标文件和中标人的投标文件订立。' });
  expect(asked.statement).toContain(NEW); // the lot that was won under the old name is contracted under the new one
  await confirm(firm.client, asked);
});

test('and what was there before is byte for byte as it was, signatures and files too', async () => {
  const after = await documentsOf(earlier);
  const now = await documentsOf(later);
  for (const [name, text] of Object.entries(before.documents)) expect([name, (name.startsWith('later ') ? now[name.slice(6)] : after[name]) === text]).toEqual([name, true]);
  const trust = { roots: [readCertificate(world.office.authority.certificatePem)], at: await platformTime(world.office.officer) };
  const [record, signature] = after['opening record 0']!.split('\n') as [string, string];
  verifyStatement(record, Buffer.from(signature, 'hex'), trust);
});

test('nowhere in the database was a value rewritten in which the old name stood', async () => {
  const after = await standing(OLD);
  const lost = [...before.kept].filter(([place, value]) => !NOW.test(place) && after.get(place) !== value).map(([place]) => place);
  expect(lost).toEqual([]);
});

test('negative control: an earlier document in which the name was replaced is missed', async () => {
  const [{ id, notice }] = (await rows<{ id: string; notice: string }>(world, 'select id, notice from award where tender_id = $1', [earlier.tenderId])) as [{ id: string; notice: string }];
  const rewrite = (text: string) => rows(world, 'update award set notice = $2 where id = $1', [id, text]);
  await rewrite(notice.replaceAll(OLD, NEW));
  const [after, kept] = [await documentsOf(earlier), await standing(OLD)];
  await rewrite(notice);
  expect(after['award notice 0']).not.toBe(before.documents['award notice 0']);
  expect([...before.kept].filter(([place, value]) => !NOW.test(place) && kept.get(place) !== value)).toHaveLength(1);
});
