import { type HoldKind } from '@law';
import { Row } from '@platform/db';
import { type ActCode, stoppedBy } from '@procedure';
import { Column, Entity } from 'typeorm';

/** What stops a project as a whole, or one lot of it; which acts and which periods, says the law (`@law` stops). */
@Entity('hold')
export class Hold extends Row {
  @Column('uuid', { name: 'project_id' }) projectId!: string;
  /** Null: the whole project. */
  @Column('uuid', { name: 'tender_id', nullable: true }) tenderId!: string | null;
  /** Printed code of that lot. */
  @Column('text', { nullable: true }) lot!: string | null;
  @Column('text') kind!: HoldKind;
  @Column('text') reason!: string;
  @Column('text') article!: string;
  @Column('uuid', { name: 'placed_by', nullable: true }) placedBy!: string | null;
  @Column('timestamptz', { name: 'placed_at' }) placedAt!: Date;
  @Column('uuid', { name: 'lifted_by', nullable: true }) liftedBy!: string | null;
  @Column('timestamptz', { name: 'lifted_at', nullable: true }) liftedAt!: Date | null;
}

/** SQL: that hold `h` lies, or lay, on a lot, its own or its whole project's; `lot` has `id` and `project_id`. */
export const onLot = (lot: string): string => `h.project_id = ${lot}.project_id and (h.tender_id is null or h.tender_id = ${lot}.id)`;

/** SQL: that it does now. */
export const liesOn = (lot: string): string => `${onLot(lot)} and h.lifted_at is null`;

/** SQL: that a lot (with `status`, `ended_at` too) is suspended; what is over is so no more. */
export const heldSql = (lot: string): string => `(${lot}.ended_at is null and ${lot}.status <> 'contracted' and exists (select 1 from hold h where ${liesOn(lot)}))`;

/** SQL: that a lot is stopped for that act. */
export const stopped = (lot: string, act: ActCode): string => `exists (select 1 from hold h where ${liesOn(lot)} and h.kind = any('{${stoppedBy(act).join()}}'))`;

/** What a hold says to whoever meets it. */
export interface HeldBy {
  reason: string;
  article: string;
}

/** SQL: the first hold that stops a lot for that act, as `HeldBy`, or null. */
export const holdOn = (lot: string, act: ActCode): string =>
  `(select jsonb_build_object('reason', h.reason, 'article', h.article) from hold h where ${liesOn(lot)} and h.kind = any('{${stoppedBy(act).join()}}') order by h.placed_at limit 1)`;

/** SQL: for how long a lot was suspended since then, holds that overlap counted once; one that still lies counts when it is lifted. */
export const suspendedSince = (lot: string, since: string): string =>
  `(select coalesce(sum(upper(span) - lower(span)), interval '0') from (select range_agg(tstzrange(greatest(h.placed_at, ${since}), greatest(coalesce(h.lifted_at, h.placed_at), ${since}))) as spans
     from hold h where ${onLot(lot)} and h.kind = 'HS') held, unnest(held.spans) as span)`;
