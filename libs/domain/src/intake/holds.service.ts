import { Injectable } from '@nestjs/common';
import { type Refusal, refuse, uuidv7 } from '@kernel';
import { type HoldKind } from '@law';
import { type Caller, Db, type Tx } from '@platform/db';
import { type ActCode, stoppedBy } from '@procedure';
import { type HeldBy, Hold } from './hold.entity';
import { R } from './intake.refusals';
import { Project } from './project.entity';
import { RunningPeriods } from './running-periods';
import { assertOffice } from './side';

/** A project as a whole, or one lot of it: no article stops more than what it speaks of. */
export interface Scope {
  projectId: string;
  tenderId?: string | null;
}

/** The same in print. */
export type Named = { projectId: string; tenderId?: undefined } | { projectId: string; tenderId: string; code: string };

/** Holds: placed, asked about, lifted; what they stopped goes on then. */
@Injectable()
export class HoldsService {
  constructor(
    private readonly db: Db,
    private readonly periods: RunningPeriods,
  ) {}

  /** Throws `intake.held` while a hold that stops this act lies on the project as a whole, or on that lot of it. */
  async assertNone(tx: Tx, { projectId, tenderId = null }: Scope, act: ActCode): Promise<void> {
    const [hold] = await tx.query<{ kind: string; reason: string; article: string }>(
      'select kind, reason, article from hold where project_id = $1 and (tender_id is null or tender_id = $3) and lifted_at is null and kind = any($2) order by placed_at limit 1',
      [projectId, stoppedBy(act), tenderId],
    );
    if (hold) refuse(HoldsService.held(hold));
  }

  /** What a hold says to whoever meets it; it rests on its own article. */
  static held({ reason, article }: HeldBy): Refusal {
    return { ...R.held({ reason }), article };
  }

  async place(tx: Tx, scope: Named, kind: HoldKind, reason: string, article: string): Promise<string> {
    const { projectId, tenderId = null } = scope;
    const lot = scope.tenderId === undefined ? null : scope.code;
    await tx.lock(Project, { id: projectId }, 'project'); // acts under way finish first, later ones see the hold
    const placedAt = await tx.time(); // one that was lifted meanwhile lay before it
    const hold = await tx.insert(Hold, { id: uuidv7(), version: 1, projectId, tenderId, lot, kind, reason, article, placedBy: tx.actor.accountId, placedAt });
    await tx.record({ type: 'project.held', objectType: 'project', objectId: projectId, projectId, payload: { holdId: hold.id, kind, article, tenderId } });
    return hold.id;
  }

  async lift(tx: Tx, holdId: string): Promise<void> {
    const hold = await tx.lock(Hold, { id: holdId }, 'hold');
    if (hold.liftedAt) return;
    const lots = await this.periods.lotsOf(tx, hold);
    await tx.lock(Project, { id: hold.projectId }, 'project'); // one that is being placed lies on it now, or comes after
    Object.assign(hold, { liftedAt: await tx.time(), liftedBy: tx.actor.accountId });
    await tx.save(hold);
    await tx.record({ type: 'project.hold-lifted', objectType: 'project', objectId: hold.projectId, projectId: hold.projectId, payload: { holdId, kind: hold.kind } });
    await this.periods.liftedHold(tx, lots, hold);
  }

  /** The bureau's order (TBR 62), and its end. */
  suspend(caller: Caller, projectId: string, reason: string): Promise<{ holdId: string }> {
    return this.db.run(caller, async (tx) => {
      assertOffice(tx.actor, 'bureau-officer', projectId);
      return { holdId: await this.place(tx, { projectId }, 'HS', reason, 'TBR-62') };
    });
  }

  resume(caller: Caller, holdId: string): Promise<{ lifted: true }> {
    return this.db.run(caller, async (tx) => {
      const hold = await tx.lock(Hold, { id: holdId, kind: 'HS' }, 'hold');
      assertOffice(tx.actor, 'bureau-officer', hold.projectId, 'hold');
      await this.lift(tx, hold.id);
      return { lifted: true as const };
    });
  }
}
