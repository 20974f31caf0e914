import { Injectable } from '@nestjs/common';
import { refuse, uuidv7 } from '@kernel';
import { notFound, type Tx } from '@platform/db';
import { Realtime } from '@platform/realtime';
import { acceptedCalls, CallsService, type ConfirmedSeat } from '../experts';
import { assertNow, isAct, KEPT, type Standing } from '@procedure';
import { HoldsService, IntakeService } from '../intake';
import { type RoomEventType, RoomsService } from '../rooms';
import { Evaluation, Member } from './evaluation.entity';
import { dropDrafts } from './drafts';
import { resume } from './resumption';
import { DutiesService } from '../duties';
import { SEAT_DUTIES } from './evaluation.duties';
import { wrongStep } from './told';

/** Everything a member's act needs, loaded and locked in one order: evaluation, then member. */
export interface Seated {
  evaluation: Evaluation;
  member: Member;
}

/** Why a seat falls free (TBR 48). */
export const CAUSES = ['interest', 'health', 'absent'] as const;
export type Cause = (typeof CAUSES)[number];

/** What a member does once: recorded in a column of his seat. */
type Done = 'pledged_at' | 'marks' | 'handed_in_at' | 'ballot' | 'signed_at';

/** The seats of a committee: who has one, who still lacks what, and how one falls free and is taken again. */
@Injectable()
export class SeatsService {
  constructor(
    private readonly intake: IntakeService,
    private readonly holds: HoldsService,
    private readonly rooms: RoomsService,
    private readonly calls: CallsService,
    private readonly realtime: Realtime,
    private readonly duties: DutiesService,
  ) {}

  /** The acting member's own seat, or 404: a room that is not his does not exist for him. */
  async seated(tx: Tx, evaluationId: string): Promise<Seated> {
    const evaluation = await this.running(tx, evaluationId);
    const member = (await tx.find(Member, { evaluationId, accountId: tx.actor.accountId! })).find((one) => !one.replacedAt);
    if (!member) return notFound('evaluation');
    await this.assertNotEnded(tx, evaluation);
    return { evaluation, member };
  }

  /** In the room of a lot that was terminated or failed meanwhile nothing goes on: nobody works on, or signs, what decides nothing any more (TBR 31). */
  async assertNotEnded(tx: Tx, { tenderId }: Evaluation): Promise<void> {
    const [lot] = await tx.query<Standing>('select procedure, status from tender where id = $1', [tenderId]);
    if (KEPT.includes(lot!.status)) assertNow(lot!, isAct(tx.caller.act) ? tx.caller.act : 'expert.pledge');
  }

  /** Locked, and with nothing that stops a room: an order of suspension, an outage (roles.md 3.1). */
  async running(tx: Tx, evaluationId: string): Promise<Evaluation> {
    const evaluation = await tx.lock(Evaluation, { id: evaluationId }, 'evaluation');
    await this.intake.load(tx, evaluation.projectId);
    await this.holds.assertNone(tx, evaluation, 'expert.pledge');
    return evaluation;
  }

  /** Whether any other member has still to do what the column records: asked without loading anybody's marks and sheets. */
  async othersLack(tx: Tx, { id, evaluationId }: Member, column: Done): Promise<boolean> {
    const rows = await tx.query(`select 1 from evaluation_member where evaluation_id = $1 and id <> $2 and replaced_at is null and ${column} is null limit 1`, [evaluationId, id]);
    return rows.length > 0 || (await this.free(tx, evaluationId)).length > 0;
  }

  async members(tx: Tx, evaluationId: string): Promise<Member[]> {
    const members = await tx.find(Member, { evaluationId }, { seat: 'ASC' });
    return members.filter((member) => !member.replacedAt);
  }

  /** Seats whose holder fell out and which nobody has taken yet. */
  async free(tx: Tx, evaluationId: string): Promise<string[]> {
    const rows = await tx.query<{ seat: string }>('select seat from evaluation_member where evaluation_id = $1 group by seat having bool_and(replaced_at is not null) order by seat', [evaluationId]);
    return rows.map(({ seat }) => seat);
  }

  /** Trail and room in one: who, by seat, did what. */
  async note(tx: Tx, evaluation: Evaluation, member: Member, type: RoomEventType): Promise<void> {
    await this.trace(tx, evaluation, member, type);
    this.rooms.say(tx, evaluation.roomId, { type, seat: member.seat });
  }

  /** The trail alone, for what not all who are in the room may know. */
  async trace(tx: Tx, evaluation: Evaluation, { seat }: Member, type: string): Promise<void> {
    await tx.record({ type, objectType: 'evaluation', objectId: evaluation.id, projectId: evaluation.projectId, payload: { seat } });
  }

  take(tx: Tx, evaluation: Evaluation, seat: string, kind: Member['kind'], { accountId, away, callId }: Pick<ConfirmedSeat, 'accountId' | 'away'> & { callId?: string }): Promise<Member> {
    const { id: evaluationId, tenderId, roomId } = evaluation;
    this.duties.look(tx, evaluation.projectId, ...SEAT_DUTIES);
    tx.afterCommit(() => this.realtime.push(`account:${accountId}`, 'evaluation.seated', { evaluationId, tenderId, roomId, seat }));
    return tx.insert(Member, { id: uuidv7(), version: 1, evaluationId: evaluation.id, accountId, callId: callId ?? null, kind, seat, away });
  }

  /** Whoever falls out leaves nothing that counts: his opinions are void and redone by whoever takes the seat; the walk of the draw goes on (TBR 48). */
  async vacate(tx: Tx, evaluation: Evaluation, member: Member, { cause, reason }: { cause: Cause; reason: string }): Promise<void> {
    if (['signed', 'ended'].includes(evaluation.status)) refuse(wrongStep(evaluation.status, 'member.replace'));
    member.replacedAt = tx.now;
    await tx.save(member);
    const { id, projectId, roomId } = evaluation;
    await this.note(tx, evaluation, member, 'member.replaced');
    await tx.record({ type: 'member.opinions-void', objectType: 'evaluation', objectId: id, projectId, payload: { seat: member.seat, cause, reason, step: evaluation.status } });
    await dropDrafts(tx, { memberId: member.id });
    await resume(tx, evaluation, member.seat);
    tx.afterCommit(() => this.realtime.leave(`account:${member.accountId}`, `room:${roomId}`));
    if (member.callId) await this.calls.release(tx, member.callId);
  }

  /** Those who were drawn after somebody fell out take the free seats, in the order of the call (TBR 48). */
  async fill(tx: Tx, evaluation: Evaluation): Promise<void> {
    const free = (await this.free(tx, evaluation.id)).filter((seat) => seat.startsWith('E'));
    if (free.length === 0) return;
    const known = new Set((await tx.find(Member, { evaluationId: evaluation.id })).map(({ accountId }) => accountId));
    for (const call of (await acceptedCalls(tx, evaluation.tenderId)).filter(({ accountId }) => !known.has(accountId))) {
      const seat = free.shift();
      if (!seat) return;
      await this.take(tx, evaluation, seat, 'expert', call);
      this.rooms.say(tx, evaluation.roomId, { type: 'member.seated', seat });
    }
  }
}
