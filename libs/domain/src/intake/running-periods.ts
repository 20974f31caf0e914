import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type HoldKind, PERIODS, type PeriodName } from '@law';
import type { Tx } from '@platform/db';
import { type Hold, liesOn, onLot } from './hold.entity';

export interface Lot {
  id: string;
  projectId: string;
}

/** A time in which a lot's period did not run. */
export interface Stop {
  kind: HoldKind;
  from: Date;
  to: Date;
  /** Which outage it was. */
  outageId?: string;
}

/** Where a period ended, and where it ends now. */
export interface Moved {
  from: Date;
  to: Date;
}

export type Lots = (tx: Tx, of: Pick<Hold, 'projectId' | 'tenderId'>) => Promise<Lot[]>;

/** Lets the period of a lot go on after a stop; nothing where none was running when it began. */
export type Continue = (tx: Tx, lot: Lot, stop: Stop) => Promise<Moved | undefined>;

/** The periods of a lot that went on after one stop; `stop` as it counts for the period. */
export type WentOn = Partial<Record<PeriodName, Moved & { stop: Stop }>>;

/** Told once when all periods of a lot went on that do. */
export type Announce = (tx: Tx, lot: Lot, wentOn: WentOn) => Promise<void>;

/** Stops that overlap or touch are one, an outage in which a hold was placed among them; `$3` is when the last of them ended. */
const since = (others: readonly string[]): string => `with recursive lot (id, project_id) as (select $1::uuid, $4::uuid), stops (from_at, to_at) as (
    select h.placed_at, coalesce(h.lifted_at, 'infinity') from lot t join hold h on ${onLot('t')} where h.kind = any($2)
    ${others.map((other) => `union all ${other}`).join(' ')}),
  chain (since) as (
    select $3::timestamptz
    union
    select s.from_at from chain join stops s on s.from_at < since and s.to_at >= since)
  select min(since) as since from chain`;
const STILL = `select 1 from (select $1::uuid as id, $3::uuid as project_id) t join hold h on ${liesOn('t')} where h.kind = any($2) limit 1`;

/** Running periods and their owners: each module says how its own go on after a stop, and the law which stops count for which (`PERIODS`). */
@Injectable()
export class RunningPeriods implements OnApplicationBootstrap {
  readonly #owners = new Map<PeriodName, Continue>();
  readonly #stops: string[] = [];
  #lots: Lots | undefined;
  #announce: Announce | undefined;

  define(name: PeriodName, go: Continue): void {
    this.#owners.set(name, go);
  }

  /** Who knows the lots of a project: locks those that a hold lies on, in the order of their ids. */
  lotsBy(lots: Lots): void {
    this.#lots = lots;
  }

  /** Who tells the public which times moved. */
  announcedBy(announce: Announce): void {
    this.#announce = announce;
  }

  /** Stops that are no holds: SQL of their (from_at, to_at), where `$2` are the kinds that count. */
  alsoStoppedBy(stops: string): void {
    this.#stops.push(stops);
  }

  onApplicationBootstrap(): void {
    const without = Object.keys(PERIODS).filter((name) => !this.#owners.has(name as PeriodName));
    if (!this.#announce) throw new Error('nobody tells which times moved: periods.announcedBy');
    if (!this.#lots) throw new Error('nobody knows the lots of a project: periods.lotsBy');
    if (without.length > 0) throw new Error(`periods that nobody lets go on after a stop: ${without.join(', ')}`);
  }

  /** Before a hold is lifted: of two that are lifted at once the later sees the earlier, and lets the periods go on. */
  lotsOf(tx: Tx, hold: Hold): Promise<Lot[]> {
    return this.#lots!(tx, hold);
  }

  /** After a hold was lifted: each period of each of its lots goes on, unless another hold still stops it. */
  async liftedHold(tx: Tx, lots: readonly Lot[], { kind, liftedAt }: Hold): Promise<void> {
    for (const lot of lots) {
      const wentOn: WentOn = {};
      for (const [name, { stopsWith }] of periodsStoppedBy(kind)) {
        if ((await tx.query(STILL, [lot.id, stopsWith, lot.projectId])).length > 0) continue;
        const [row] = await tx.query<{ since: Date }>(since(this.#stops), [lot.id, stopsWith, liftedAt, lot.projectId]);
        await this.#go(tx, name, lot, { kind, from: row!.since, to: liftedAt! }, wentOn);
      }
      await this.#announce!(tx, lot, wentOn);
    }
  }

  /** After an outage: each period goes on, but those that a hold stopped anyway; its end counts the whole time. */
  async afterOutage(tx: Tx, lot: Lot, stop: Omit<Stop, 'kind'>): Promise<Partial<Record<PeriodName, Moved>>> {
    const wentOn: WentOn = {};
    for (const [name, { stopsWith }] of periodsStoppedBy('HT')) {
      if ((await tx.query(STILL, [lot.id, stopsWith, lot.projectId])).length > 0) continue;
      await this.#go(tx, name, lot, { kind: 'HT', ...stop }, wentOn);
    }
    await this.#announce!(tx, lot, wentOn);
    return Object.fromEntries(Object.entries(wentOn).map(([name, { from, to }]) => [name, { from, to }]));
  }

  async #go(tx: Tx, name: PeriodName, lot: Lot, stop: Stop, wentOn: WentOn): Promise<void> {
    const moved = await this.#owners.get(name)!(tx, lot, stop);
    if (!moved) return;
    wentOn[name] = { ...moved, stop };
    await tx.record({ type: 'period.continued', objectType: 'tender', objectId: lot.id, projectId: lot.projectId, payload: { period: name, kind: stop.kind, ...moved } });
  }
}

const periodsStoppedBy = (kind: HoldKind) => Object.entries(PERIODS).filter(([, { stopsWith }]) => (stopsWith as readonly HoldKind[]).includes(kind)) as [PeriodName, (typeof PERIODS)[PeriodName]][];

/** What was left of a period at the stop runs from its end on; undefined where it was over before. */
export const continued = (endsAt: Date, { from, to }: Stop): Moved | undefined => (endsAt > from ? { from: endsAt, to: new Date(endsAt.getTime() + to.getTime() - from.getTime()) } : undefined);
