import { Client } from 'pg';
import { platformTrailSql, PROJECT_TRAIL } from '@domain/supervision';
import { ensureDatabase, prepareDatabase } from '@platform/db';
import { dropThrowawayHome, makeThrowawayHome, startHomeCluster } from '@platform/embedded';
import { MIGRATIONS } from '../migrations';
import { interleaved, millis, report } from './measure';

const ENTRIES = Number(process.env['ENTRIES'] ?? 300_000);
/** Entries of one run. */
const NEW = 100_000;
const RUNS = 3;

/** A year or less of a centre: half of it in 10,000 projects, a sixth about accounts, 2,000 people at 5,000 addresses, one act in a thousand a rare one. */
const MADE = `select timestamptz '2025-01-01' + n * interval '31 seconds' as at, gen_random_uuid() as actor_id, 'user.' || n * 7919 % 2000 as actor_login, '10.' || n * 31 % 20 || '.' || n * 17 % 250 || '.1' as ip,
  gen_random_uuid()::text as request_id, case when n % 1000 = 0 then 'account.suspend' else (array['session.start', 'bid.submit', 'tender.draft', 'file.upload', 'room.enter'])[(n % 5 + 1)::int] end as act,
  case when n % 6 = 0 then 'account' else 'tender' end as object_type, md5((n % 3000)::text)::uuid::text as object_id, case when n % 2 = 0 then md5((n * 104729 % 10000)::text)::uuid end as project_id,
  case when n % 10 = 0 then 'refused' else 'done' end as outcome, '{"status": 200, "codes": [], "what": "as much as is said of an act on the average"}'::jsonb as detail from generate_series($1::bigint, $2::bigint) n`;
/** One person at one address, a year ago: who looks along the time for it reads everything that came since. */
const FLOOD = `select at - interval '300 days', actor_id, 'user.flood', '203.0.113.9', request_id, 'hold.place', object_type, object_id, project_id, outcome, detail from (${MADE}) like_others`;
const COLUMNS = 'at, actor_id, actor_login, ip, request_id, act, object_type, object_id, project_id, outcome, detail';
const INDEXES = `select indexname as name, indexdef as def, pg_relation_size(indexname::regclass)::float8 / 1048576 as mb from pg_indexes where tablename = 'audit_entry' and indexname <> 'audit_entry_pkey' order by 1`;

interface Index {
  name: string;
  def: string;
  mb: number;
}

/** The same table and rows with the primary key and these indexes only; made anew, so that each begins equally large. */
async function twin(db: Client, name: string, indexes: readonly Index[]): Promise<void> {
  await db.query(`create table ${name} (like audit_entry including defaults including constraints including identity, primary key (seq))`);
  await db.query(`insert into ${name} (${COLUMNS}) ${MADE.replace('$1', '1').replace('$2', String(ENTRIES))}`);
  for (const { name: own, def } of indexes) await db.query(def.replace(own, `${name}_${own}`).replace('public.audit_entry', name));
}

let next = ENTRIES + 1;
const added = async (db: Client, table: string): Promise<number> => {
  const took = await millis(() => db.query(`insert into ${table} (${COLUMNS}) ${MADE}`, [next, next + NEW - 1]));
  next += NEW;
  return took;
};

async function costs(db: Client, indexes: readonly Index[]): Promise<void> {
  for (const [name, some] of [...indexes.map((one) => [one.name, [one]] as const), ['all of them', indexes] as const]) {
    await twin(db, 'bare', []);
    await twin(db, 'indexed', some);
    await db.query('checkpoint');
    const { a, b } = await interleaved(
      RUNS,
      () => added(db, 'indexed'),
      () => added(db, 'bare'),
    );
    const mb = some.reduce((sum, one) => sum + one.mb, 0);
    report({
      name: `${NEW} entries into ${ENTRIES}, with ${name} (${mb.toFixed(0)} MB)`,
      unit: 'ms',
      ours: a,
      limit: b,
      limitName: 'no index but the key',
      aim: { atMost: name === 'all of them' ? 4 : 1.6 },
    });
    await db.query('drop table bare, indexed');
  }
}

type Page = Parameters<typeof platformTrailSql>[0];
const QUESTIONS: Record<string, Omit<Page, 'limit'>> = {
  nothing: {},
  account: { actor: 'user.7' },
  'an account that was busy long ago': { actor: 'user.flood' },
  'an address that was busy long ago': { address: '203.0.113.9' },
  address: { address: '10.7.24.1' },
  'a rare act': { act: 'account.suspend' },
  'a frequent act': { act: 'session.start' },
  'an account’s refusals': { actor: 'user.7', outcome: 'refused' },
  'a day': { from: '2025-03-01', to: '2025-03-01' },
  'an address on a day': { address: '10.7.24.1', from: '2025-03-01', to: '2025-03-31' },
};

/** Which index each question rests on, and how long it takes; the limit is reading the whole table once. */
async function questions(db: Client): Promise<void> {
  const whole = [await millis(() => db.query('select count(detail) from audit_entry'))];
  const { rows } = await db.query<{ id: string; project: string; act: string }>(
    `select id, project_id as project, act from audit_entry where act = 'session.start' and project_id is not null order by seq offset ${Math.floor(ENTRIES / 20)} limit 1`,
  );
  const { id: after, project } = rows[0]!;
  const ask = async (what: string, [sql, values]: [string, unknown[]]) => {
    const plan = (await db.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, values)).rows.map((row) => row['QUERY PLAN']).join('\n');
    const used = [...new Set(plan.match(/audit_entry_[a-z]+|Seq Scan on audit_entry/g))].filter((name) => name !== 'audit_entry_id').join(' + ');
    const took: number[] = [];
    for (let i = 0; i < RUNS; i += 1) took.push(await millis(() => db.query(sql, values)));
    report({ name: `the trail asked for ${what} (${used})`, unit: 'ms', ours: took, limit: whole, limitName: 'the whole table', aim: { atMost: 0.1 } });
  };
  for (const [what, question] of Object.entries(QUESTIONS)) {
    await ask(what, platformTrailSql({ ...question, limit: 100 }));
    await ask(`${what}, a later page`, platformTrailSql({ ...question, after, limit: 100 }));
  }
  await ask('a project', [PROJECT_TRAIL, [project, ['session.start', 'tender.draft', 'bid.submit'], 101, null, null, null, null, null, null]]);
}

/** What the indexes of the trail cost each entry, and what they are good for. */
export async function trail(): Promise<void> {
  const home = await makeThrowawayHome();
  const cluster = await startHomeCluster(home, false);
  const url = await ensureDatabase(cluster.url, 'bench');
  await prepareDatabase({ ownerUrl: url, applicationUrl: url, migrations: MIGRATIONS });
  const db = new Client({ connectionString: url });
  await db.connect();
  try {
    await db.query(`insert into audit_entry (${COLUMNS}) ${MADE}`, [1, ENTRIES]);
    await db.query(`insert into audit_entry (${COLUMNS}) ${FLOOD}`, [1, ENTRIES / 20]);
    await db.query('vacuum analyze audit_entry');
    await questions(db);
    await costs(db, (await db.query<Index>(INDEXES)).rows);
  } finally {
    await db.end();
    await cluster.stop();
    dropThrowawayHome(home);
  }
}
