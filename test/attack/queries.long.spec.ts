import { Client } from 'pg';
import { wayNow } from '@platform/lanes';
import { evaluated, pastDeadline, publishedTender, startWorld, submitAll, type World } from '../journeys/world';
import { closeAgent, openPg, send, tokensOf } from './surface';

let world: World;
let tokens: Record<string, string>;
let pg: Awaited<ReturnType<typeof openPg>>;
let tenderId: string;
let projectId: string;
let asked: string[] = [];

/** Every statement that a request asks, seen where the driver takes it; what jobs ask beside it goes by the platform's own way. */
function watch(): void {
  const prototype = Client.prototype as unknown as { query(...args: unknown[]): unknown };
  const { query } = prototype;
  jest.spyOn(prototype, 'query').mockImplementation(function (this: unknown, ...args: unknown[]) {
    const [first] = args as [string | { text?: string }];
    if (wayNow().lane !== 'own') asked.push(typeof first === 'string' ? first : (first.text ?? ''));
    return query.apply(this, args);
  });
}

beforeAll(async () => {
  world = await startWorld({ experts: 40, env: { RUN_JOBS: 'true' } });
  [tokens, pg] = [await tokensOf(world), await openPg(world)];
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['900000000', '910000000', '920000000', '930000000', '940000000']);
  await pastDeadline(world, tender);
  await evaluated(world, tender, bidders);
  ({ tenderId, projectId } = tender);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await pg?.close();
  await world?.stop({ tampered: true });
  await closeAgent();
});

const OURS = /^(select|with|insert|update|delete)/i;

test('no read asks more the more there is: its statements are few and bounded', async () => {
  watch();
  const bounds: [path: string, role: string | undefined, most: number][] = [
    ['/api/tenders', undefined, 2], // the page, and how many there are (counted up to a thousand),
    ['/api/tenders?mine=true', 'agency-officer', 3],
    [`/api/tenders/${tenderId}`, undefined, 1],
    [`/api/tenders/${tenderId}/opening`, undefined, 2],
    [`/api/tenders/${tenderId}/draws`, 'bureau-officer', 2],
    [`/api/tenders/${tenderId}/evaluation`, 'bureau-officer', 4],
    [`/api/tenders/${tenderId}/award`, undefined, 1],
    [`/api/projects`, 'bureau-officer', 2],
    [`/api/projects/${projectId}/audit`, 'bureau-officer', 3],
    ['/api/proposals', 'tenderer-approver', 2],
    ['/api/bids', 'bidder', 2],
    ['/api/calls', 'expert', 2],
    ['/api/evaluations', 'expert', 2],
    ['/api/statistics', undefined, 2],
  ];
  for (const [path, role, most] of bounds) {
    asked = [];
    expect([path, (await send(world.url, 'GET', path, { token: role && tokens[role] })).status]).toEqual([path, 200]);
    const own = asked.filter((text) => OURS.test(text));
    expect([path, own.length > 0, own.length <= most || own]).toEqual([path, true, true]);
  }
});

/** Enough for the planner to choose as it would with millions. */
const ROWS = 20_000;

/** Tenders of one tenderer, bids, calls, proposals and trail rows: copies of what a real one left. */
async function multiply(): Promise<void> {
  const copy = async (table: string, changed: Record<string, string>, n: number, where = 'true') => {
    const columns = (
      await pg.query<{ name: string }>(
        `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and identity_generation is null`,
        [table],
      )
    ).map((row) => row.name);
    const values = columns.map((name) => changed[name] ?? `t."${name}"`);
    await pg.query(`set session_replication_role = replica`);
    await pg.query(
      `insert into "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) select ${values.join(', ')} from (select * from "${table}" where ${where} limit 1) t, generate_series(1, ${n}) g`,
    );
    await pg.query(`analyze "${table}"`);
  };
  const id = 'gen_random_uuid()';
  await copy('tender', { id, code: `'X' || g`, lot_number: 'g', published_at: `t.published_at - g * interval '1 minute'`, next_due_at: 'null', project_id: id }, ROWS);
  await copy('bid', { id, tender_id: id, bidder_id: id, receipt_code: `'X' || g`, cipher_sha256: `md5(g::text) || md5(g::text)` }, ROWS);
  await copy('expert_call', { id, draw_id: id, expert_id: id, status: `'declined'` }, ROWS);
  await copy('proposal', { id, object_id: id, status: `'confirmed'` }, ROWS, `status <> 'open'`);
  await copy('audit_entry', { id, project_id: id }, ROWS, 'project_id is not null');
  await copy('evaluation_member', { id, evaluation_id: id, account_id: id }, ROWS);
}

test('on many rows the main reads and sweeps find their rows by an index', async () => {
  await multiply();
  const uuid = `'${tenderId}'::uuid`;
  const scans = async (sql: string): Promise<string[]> => {
    const rows = await pg.query<{ 'QUERY PLAN': string }>(`explain ${sql}`);
    return rows.map((row) => row['QUERY PLAN']).filter((line) => /Seq Scan on (tender|bid|expert_call|proposal|audit_entry|evaluation_member)\b/.test(line));
  };
  const READS = [
    `select 1 from tender t where t.published_at is not null order by t.published_at desc, t.id desc limit 21`,
    `select 1 from tender t where (t.title ilike '%没有的名称%' or t.code ilike '%没有的名称%') and t.published_at is not null order by t.published_at desc, t.id desc limit 21`,
    `select id from tender where next_due_at <= now() order by next_due_at limit 200`,
    `select 1 from tender where project_id = ${uuid} and (status = 'bidding' or ended_in = 'bidding') limit 1`,
    `select 1 from bid where tender_id = ${uuid} and status = 'sealed' order by arrival`,
    `select 1 from bid where bidder_id = ${uuid} order by received_at desc limit 200`,
    `select 1 from bid where tender_id = ${uuid} and cipher_sha256 = 'x'`,
    `select 1 from expert_call where status = 'offered' and answer_by <= now() order by answer_by limit 100`,
    `select 1 from expert_call where expert_id = ${uuid} order by starts_at desc limit 100`,
    `select 1 from expert_call where draw_id = ${uuid}`,
    `select 1 from proposal p where p.status = 'open' and p.expires_at > now() and p.confirmer = any('{tenderer-approver}') order by p.expires_at limit 200`,
    `select 1 from proposal where act = 'tender.publish' and object_id = ${uuid} and status = 'open'`,
    `select 1 from audit_entry where project_id = ${uuid} and act = any('{tender.publish}') and (at, seq) > (select e.at, e.seq from audit_entry e where e.id = ${uuid}) order by at, seq limit 201`,
    `select 1 from evaluation_member where evaluation_id = ${uuid} and account_id = ${uuid}`,
    `select 1 from evaluation_member where account_id = ${uuid} and replaced_at is null`,
  ];
  const slow: string[] = [];
  for (const sql of READS) for (const line of await scans(sql)) slow.push(`${sql.slice(0, 110)}: ${line.trim()}`);
  expect(slow).toEqual([]);
});
