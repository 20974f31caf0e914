import type { PeriodName } from '@law';
import { type Caller, type Db, notFound } from '@platform/db';
import type { Moved } from '../intake';
import { LOT_HEAD, type LotHead, readerOf } from '../tender';

/** An outage that met a lot while it ran. */
export interface LotOutage {
  outageId: string;
  from: Date;
  to: Date;
  /** Periods that go on, by name, and where they ended and end. Not calls to experts: whoever is called would know by their time for what (TBL 37). */
  moved: Partial<Record<PeriodName, Moved>>;
  /** Whether the caller's own bid was on its way. */
  own: boolean;
  /** Whose bids were on their way; from the opening on, for those who may know who took the documents (O20 21). */
  inDoubt?: { bidder: string; begunAt: Date }[];
}

interface Row extends Omit<LotOutage, 'inDoubt'> {
  inDoubt: { bidder: string; begunAt: Date }[];
}

const HEAD = `select ${LOT_HEAD} from tender t where t.id = $1 and t.status <> 'draft'`;
const ROWS = `select o.id as "outageId", o.from_at as "from", o.to_at as "to", l.moved - 'call-answer' as moved,
    exists (select 1 from outage_doubt d where d.outage_id = o.id and d.tender_id = l.tender_id and d.organisation_id = $2) as own,
    (select coalesce(jsonb_agg(jsonb_build_object('bidder', g.name, 'begunAt', d.begun_at) order by d.begun_at, g.name), '[]') from outage_doubt d join organisation g on g.id = d.organisation_id
      where d.outage_id = o.id and d.tender_id = l.tender_id) as "inDoubt"
  from outage_lot l join outage o on o.id = l.outage_id where l.tender_id = $1 order by o.to_at desc limit 50`;

export async function outagesOf(db: Db, { actor }: Caller, tenderId: string): Promise<{ items: LotOutage[] }> {
  const [head] = await db.read<{ lot: LotHead }>(HEAD, [tenderId]);
  if (!head) return notFound('tender');
  const doubts = readerOf(actor, head.lot).may('downloaders');
  const rows = await db.read<Row>(ROWS, [tenderId, actor.organisationId]);
  return { items: rows.map(({ inDoubt, ...row }) => ({ ...row, ...(doubts ? { inDoubt } : {}) })) };
}
