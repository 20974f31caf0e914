import type { Db, Tx } from '@platform/db';
import { consume, type LoggedEvent } from '@platform/events';

/** Facts that count, each from a view of the module that owns it. The month is Beijing's. */
const FACTS = {
  'project.registered': `select at, region, category, 1 as entered, 0 as completed, 0 as failed, 0 as remote, 0::numeric as turnover, 0 as measured, 0::numeric as base, 0::numeric as savings from project_entry`,
  'tender.award-notice-issued': `select at, region, category, 0, 1, 0, remote::int, price_fen::numeric, (base_fen is not null)::int, coalesce(base_fen, 0)::numeric, coalesce(base_fen - price_fen, 0)::numeric from award_trade`,
  // whose winner fell out after the notice (TBR 55) counts no more, in the month in which it was counted
  'award.notice-void': `select at, region, category, 0, -1, 0, -(remote::int), -price_fen::numeric, -((base_fen is not null)::int), -coalesce(base_fen, 0)::numeric, -coalesce(base_fen - price_fen, 0)::numeric from award_trade where lost`,
  'tender.failed': `select at, region, category, 0, 0, 1, 0, 0, 0, 0, 0 from tender_end where status = 'failed'`,
  'tender.terminated': `select at, region, category, 0, 0, 1, 0, 0, 0, 0, 0 from tender_end where status = 'terminated'`,
} as const;

type Fact = keyof typeof FACTS;
const TYPES = Object.keys(FACTS) as Fact[];

/** What the figures count. */
export const FIGURE_EVENTS: readonly string[] = TYPES;

const cells = (facts: string) => `select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, region, category,
  sum(entered) as entered, sum(completed) as completed, sum(failed) as failed, sum(remote) as remote, sum(turnover) as turnover_fen, sum(measured) as measured, sum(base) as base_fen, sum(savings) as savings_fen
from (${facts}) as fact(at, region, category, entered, completed, failed, remote, turnover, measured, base, savings) group by 1, 2, 3`;

const only = (fact: Fact, parameter: number) => `${FACTS[fact]} ${FACTS[fact].includes(' where ') ? 'and' : 'where'} id = any($${parameter})`;

const COLUMNS = ['entered', 'completed', 'failed', 'remote', 'turnover_fen', 'measured', 'base_fen', 'savings_fen'] as const;
const ADD = `insert into statistics_cell ${cells(TYPES.map((fact, i) => only(fact, i + 1)).join(' union all '))} order by 1, 2, 3
on conflict (month, region, category) do update set ${COLUMNS.map((column) => `${column} = statistics_cell.${column} + excluded.${column}`).join(', ')}`;

async function add(tx: Tx, events: readonly LoggedEvent[]): Promise<void> {
  // a tender may have several notices, each a fact of its own
  const idsOf = (fact: Fact) => events.filter((event) => event.type === fact).map(({ objectId, payload }) => payload['noticeId'] ?? objectId);
  await tx.query(ADD, TYPES.map(idsOf));
}

/** Counts what happened since the last run; safe to run at any time, twice, or after a crash in the middle. Returns how many events counted. */
export async function countNew(db: Db): Promise<number> {
  let total = 0;
  for (let n = 1; n > 0; total += n) n = await consume(db, 'statistics', TYPES, add, 5000);
  return total;
}

/** Every cell computed afresh from the modules' views: what the running count must equal. */
export const FULL = cells(TYPES.map((fact) => FACTS[fact]).join(' union all '));

/** Cells in which the running count differs from the full one, as of one snapshot in which nothing is left to count. */
export const DIFFERENCE = `(select * from statistics_cell except ${FULL}) union all (${FULL} except select * from statistics_cell)`;
