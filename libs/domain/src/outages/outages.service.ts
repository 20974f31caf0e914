import { Injectable } from '@nestjs/common';
import { refuse, uuidv7 } from '@kernel';
import { OUTAGE } from '@law';
import { Db, type Tx } from '@platform/db';
import { log } from '@platform/log';
import { type Lot, RunningPeriods } from '../intake';
import { PlatformSigner } from '../trust';
import { R } from './outages.refusals';

interface Gap {
  id: string;
  from: Date;
  to: Date;
}

/** Real time: a demonstration's clock may jump. */
const FRESH = `(select clock_timestamp() - seen_at < make_interval(secs => ${OUTAGE.fromSeconds}) from platform_beat)`;
const BEFORE = `select extract(epoch from clock_timestamp() - seen_at)::float8 as seconds, seen_at as "seenAt" from platform_beat for update`;
const BEAT = 'insert into platform_beat (seen_at) values (clock_timestamp()) on conflict (one) do update set seen_at = excluded.seen_at';

/** Whoever was sending a bid, or had sent it and not handed it in, when the beats stopped. */
const DOUBTS = `insert into outage_doubt (outage_id, tender_id, organisation_id, begun_at)
  select $1, t.id, u.organisation_id, min(u.at) from tender t join (
      select x.tender_id, x.organisation_id, x.begun_at as at from bid_transfer x where x.done_sha256 is null and x.touched_at > $2::timestamptz - interval '10 minutes'
      union all select b.tender_id, b.organisation_id, b.at from bid_upload b where b.at > $3::timestamptz - interval '10 minutes' and b.at <= $3
        and not exists (select 1 from bid d where d.tender_id = b.tender_id and d.bidder_id = b.organisation_id and d.received_at >= b.at)) u on u.tender_id = t.id
   where t.status = 'bidding' group by t.id, u.organisation_id order by t.id, u.organisation_id`;

const UNSETTLED = `select id, from_at as "from", to_at as "to" from outage where settled_at is null order by id`;
const LOTS = `select t.id, t.project_id as "projectId" from tender t where t.status not in ('draft', 'contracted', 'failed', 'terminated') and t.published_at <= $2
  and not exists (select 1 from outage_lot l where l.outage_id = $1 and l.tender_id = t.id) order by t.id`;
const CLEAR = `select coalesce(${FRESH}, true) and not exists (select 1 from outage o join tender t on t.id = $1 and t.published_at <= o.to_at where o.settled_at is null
  and not exists (select 1 from outage_lot l where l.outage_id = o.id and l.tender_id = $1)) as clear`;

/** An outage stops what `HT` stops. */
const STOPS = `select from_at, to_at from outage where 'HT' = any($2)`;

/** Outages of the platform (HT): seen by missing beats, signed, and answered by one rule for every lot (`OUTAGE`, `PERIODS`). */
@Injectable()
export class OutagesService {
  constructor(
    private readonly db: Db,
    private readonly periods: RunningPeriods,
    private readonly signer: PlatformSigner,
  ) {
    periods.alsoStoppedBy(STOPS);
  }

  /** The platform is there. When it was not for a while before, that was an outage, and every running period goes on after it (`settle`). */
  beat(): Promise<void> {
    return this.db.system('platform.beat', (tx) => this.#note(tx));
  }

  /** Whether nothing of an outage is left to be done for this lot: until then no period of it is over. */
  async clear(tx: Tx, tenderId: string): Promise<boolean> {
    const [row] = await tx.query<{ clear: boolean }>(CLEAR, [tenderId]);
    return row!.clear;
  }

  /** Whoever acts because a period is over waits until it is known how it goes on. */
  async assertSettled(tx: Tx, tenderId: string): Promise<void> {
    if (!(await this.clear(tx, tenderId))) refuse(R.unsettled());
  }

  /** Each lot in a transaction of its own, and only once for each outage, by however many processes. */
  async settle(): Promise<void> {
    for (const gap of await this.db.read<Gap>(UNSETTLED)) {
      let left = 0;
      for (const lot of await this.db.read<Lot>(LOTS, [gap.id, gap.to])) left += (await this.#settled(gap, lot)) ? 0 : 1;
      if (left === 0) await this.db.write('update outage set settled_at = tianping_now() where id = $1 and settled_at is null', [gap.id]);
    }
  }

  async #note(tx: Tx): Promise<void> {
    const [before] = await tx.query<{ seconds: number; seenAt: Date }>(BEFORE);
    await tx.query(BEAT);
    if (before && before.seconds >= OUTAGE.fromSeconds) await this.#record(tx, before.seconds, before.seenAt);
  }

  async #record(tx: Tx, seconds: number, seenAt: Date): Promise<void> {
    const [id, from, to] = [uuidv7(), new Date(tx.now.getTime() - seconds * 1000), tx.now];
    const { text, signature } = this.signer.sign({ format: 'tianping/outage/1', id, from: from.toISOString(), to: to.toISOString(), seconds: Math.round(seconds), rule: { ...OUTAGE } }, tx.now);
    await tx.query('insert into outage (id, from_at, to_at, statement, signature) values ($1, $2, $3, $4, $5)', [id, from, to, text, signature]);
    await tx.query(DOUBTS, [id, seenAt, from]);
    await tx.record({ type: 'platform.outage', objectType: 'outage', objectId: id, payload: { from: from.toISOString(), to: to.toISOString() } });
  }

  /** One that fails holds up no other, and is tried again with the next beat. */
  #settled({ id, from, to }: Gap, lot: Lot): Promise<boolean> {
    const once = async (tx: Tx) => {
      await tx.query('select 1 from tender where id = $1 for update', [lot.id]);
      if ((await tx.query('select 1 from outage_lot where outage_id = $1 and tender_id = $2', [id, lot.id])).length > 0) return;
      const moved = await this.periods.afterOutage(tx, lot, { from, to, outageId: id });
      await tx.query('insert into outage_lot (outage_id, tender_id, moved) values ($1, $2, $3)', [id, lot.id, JSON.stringify(moved)]);
    };
    return this.db.system('outage.settle', once).then(
      () => true,
      (error: unknown) => (log('error', `periods of tender ${lot.id} could not go on after an outage`, error), false),
    );
  }
}
