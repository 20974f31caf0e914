import { Row } from '@platform/db';
import { Column, Entity } from 'typeorm';
import { type EvaluationStatus, evaluationMachine } from './evaluation.machine';
import type { Sheet } from './sheet';
import type { Summary } from './summary';

export interface Mark {
  bidId: string;
  itemId: string;
  pass: boolean;
  reason?: string | undefined;
}

export interface Rejection {
  bidId: string;
  /** Items that a majority failed, or `ceiling-price` by rule (TBR 51(5)). */
  itemId: string;
  votes: { against: number; of: number };
  reasons: string[];
}

@Entity('evaluation')
export class Evaluation extends Row {
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'project_id' }) projectId!: string;
  @Column('uuid', { name: 'room_id' }) roomId!: string;
  @Column('uuid', { name: 'draw_id' }) drawId!: string;
  @Column('text') status!: EvaluationStatus;
  @Column('timestamptz', { name: 'starts_at' }) startsAt!: Date;
  @Column('text', { name: 'leader_seat', nullable: true }) leaderSeat!: string | null;
  @Column('jsonb') rejections!: Rejection[];
  @Column('jsonb', { nullable: true }) competition!: { continue: boolean; votes: number; reasons: string[] } | null;
  /** Groups of equals that the members have to put in an order before the candidates are known. */
  @Column('jsonb', { nullable: true }) ties!: string[][] | null;
  @Column('jsonb', { nullable: true }) summary!: Summary | null;
  @Column('text', { nullable: true }) report!: string | null;
  @Column('text', { name: 'report_sha256', nullable: true }) reportSha256!: string | null;
  @Column('uuid', { name: 'report_file_id', nullable: true }) reportFileId!: string | null;
  @Column('timestamptz', { name: 'signed_at', nullable: true }) signedAt!: Date | null;

  become(act: Parameters<typeof evaluationMachine.next>[1]): void {
    this.status = evaluationMachine.next(this.status, act);
  }
}

/** A seat of the committee and everything its holder did; the row is one person's, so nobody else's acts wait for it. */
@Entity('evaluation_member')
export class Member extends Row {
  @Column('uuid', { name: 'evaluation_id' }) evaluationId!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('uuid', { name: 'call_id', nullable: true }) callId!: string | null;
  @Column('text') kind!: 'expert' | 'representative';
  @Column('text') seat!: string;
  /** From another library than the home one (异地). */
  @Column('boolean') away!: boolean;
  @Column('timestamptz', { name: 'checked_in_at', nullable: true }) checkedInAt!: Date | null;
  @Column('timestamptz', { name: 'pledged_at', nullable: true }) pledgedAt!: Date | null;
  /** Seat voted for as leader. */
  @Column('text', { nullable: true }) vote!: string | null;
  @Column('jsonb', { nullable: true }) marks!: Mark[] | null;
  @Column('jsonb', { nullable: true }) judgement!: { continue: boolean; reason: string } | null;
  @Column('jsonb', { nullable: true }) sheet!: Sheet | null;
  @Column('timestamptz', { name: 'handed_in_at', nullable: true }) handedInAt!: Date | null;
  /** The tied bids in the member's order, best first. */
  @Column('jsonb', { nullable: true }) ballot!: string[] | null;
  @Column('bytea', { nullable: true }) signature!: Buffer | null;
  @Column('text', { nullable: true }) dissent!: string | null;
  @Column('timestamptz', { name: 'signed_at', nullable: true }) signedAt!: Date | null;
  @Column('timestamptz', { name: 'replaced_at', nullable: true }) replacedAt!: Date | null;
}
