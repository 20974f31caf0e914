import { countNew, DIFFERENCE, FULL } from '@domain/statistics';
import { Db, laneWidths, ensureDatabase, makeDataSource, prepareDatabase } from '@platform/db';
import { dropThrowawayHome, makeThrowawayHome, startHomeCluster } from '@platform/embedded';
import { MIGRATIONS } from '../migrations';
import { interleaved, millis, report } from './measure';

const TRADES = Number(process.env['TRADES'] ?? 1_000_000);
const NEW = 1000;
const RUNS = 5;

const TRADES_SQL = `
with made as (
  select n, gen_random_uuid() as project, gen_random_uuid() as tender, timestamptz '2024-01-01 00:00Z' + n * interval '41 seconds' as at,
    '99' || lpad((n % 40)::text, 4, '0') as region, (n % 997 + 1)::bigint * 100000 as price
  from generate_series($1::int, $2::int) n),
projects as (
  insert into project (id, code, name, category, procedure, kind, region, tenderer_id, approval_number, funds_source, estimate_fen, state_controlled, mandatory, status, ruleset, created_at, registered_at)
  select project, 'P' || n, '标段', 'construction', 'works-open', 'A02', region, $3, '1', '1', price + 5000, true, true, 'registered', 'cn-construction-2019', at, at from made),
tenders as (
  insert into tender (id, project_id, lot_number, code, title, category, procedure, region, tenderer_id, status, plan, scope, qualification, candidate_limit, documents_until, questions_until, deadline, decryption_minutes, created_at, ceiling_fen)
  select tender, project, 1, 'T' || n, '标段', 'construction', 'works-open', region, $3, 'noticed', '{}', '', '', 3, at, at, at, 30, at, price + 4000 from made),
awards as (
  insert into award (id, tender_id, project_id, candidates, publicity_from, publicity_until, report_sha256, given_up, price_fen, noticed_at)
  select gen_random_uuid(), tender, project, '[]', at, at, '', '[]', price, at from made)
insert into event_log (at, type, object_id, project_id, payload)
select at, type, object, project, '{}' from made, lateral (values ('project.registered', project::text), ('tender.award-notice-issued', tender::text)) as event(type, object) where $4`;

async function differences(db: Db): Promise<void> {
  const rows = await db.read(DIFFERENCE);
  if (rows.length > 0) throw new Error(`${rows.length} cells differ from the full recompute: ${JSON.stringify(rows.slice(0, 4))}`);
}

/** 1,000 new trades counted into a million, against computing every figure afresh; the cells are compared after every run. */
export async function statistics(): Promise<void> {
  const home = await makeThrowawayHome();
  const cluster = await startHomeCluster(home, false);
  const url = await ensureDatabase(cluster.url, 'bench');
  await prepareDatabase({ ownerUrl: url, applicationUrl: url, migrations: MIGRATIONS });
  const source = await makeDataSource({ url, entities: [], migrations: [] }).initialize();
  const db = new Db(source, { ...laneWidths(), own: 1 });
  try {
    const [owner] = await db.write<{ id: string }>(
      `insert into organisation (id, name, uscc, region, registered_at) values (gen_random_uuid(), '甲', '91990100MATP100165', '990100', now()) returning id`,
    );
    for (let from = 1; from <= TRADES; from += 100_000) await db.system('bench', (tx) => tx.query(TRADES_SQL, [from, Math.min(TRADES, from + 99_999), owner!.id, false]));
    await db.write('set statement_timeout = 0');
    await db.read('analyze');
    await db.write(`insert into statistics_cell ${FULL}`);
    let next = TRADES + 1;
    const incremental = async () => {
      await db.read(TRADES_SQL, [next, next + NEW - 1, owner!.id, true]);
      next += NEW;
      const took = await millis(() => countNew(db));
      await differences(db);
      return took;
    };
    const full = () => millis(() => db.read(FULL));
    const { a, b } = await interleaved(RUNS, incremental, full);
    report({ name: `${NEW} new trades counted into ${TRADES}`, unit: 'ms', ours: a, limit: b, limitName: 'full recompute', aim: { atMost: 0.01 } });
  } finally {
    await db.close();
    await cluster.stop();
    dropThrowawayHome(home);
  }
}
