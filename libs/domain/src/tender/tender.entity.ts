import type { Fen } from '@kernel';
import { type DomainEvent, fenColumn, Row } from '@platform/db';
import { Column, Entity } from 'typeorm';
import type { EvaluationPlan } from './evaluation-plan';
import type { Trustees } from './trustees';
import { type ActCode, move, type Phase, phaseOf, type StageCode } from '@procedure';

/** By which a lot's documents go out: to everybody, or to those whom it invites. */
export const PUBLISH_ACTS = ['tender.publish', 'tender.invite'] as const satisfies ActCode[];
export type PublishAct = (typeof PUBLISH_ACTS)[number];

/** The tender of one lot (标段): each lot has its own deadline, opening and award, so none can hold up another. */
@Entity('tender')
export class Tender extends Row {
  @Column('uuid', { name: 'project_id' }) projectId!: string;
  @Column('integer', { name: 'lot_number' }) lotNumber!: number;
  /** Printed code of the lot. */
  @Column('text') code!: string;
  @Column('text') title!: string;
  @Column('text') category!: string;
  /** By which procedure it runs, a value of `@procedure`; that of its project. */
  @Column('text') procedure!: string;
  @Column('text') region!: string;
  @Column('uuid', { name: 'tenderer_id' }) tendererId!: string;
  @Column('uuid', { name: 'agency_id', nullable: true }) agencyId!: string | null;
  @Column('text') status!: StageCode;
  @Column('text', { name: 'ended_in', nullable: true }) endedIn!: string | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('text', { name: 'end_reason', nullable: true }) endReason!: string | null;
  @Column('text', { name: 'end_article', nullable: true }) endArticle!: string | null;
  @Column('jsonb') plan!: EvaluationPlan;
  @Column('text') scope!: string;
  @Column('text') qualification!: string;
  @Column({ ...fenColumn, name: 'ceiling_fen', nullable: true }) ceilingFen!: Fen | null;
  @Column('integer', { name: 'candidate_limit' }) candidateLimit!: number;
  @Column('timestamptz', { name: 'documents_until' }) documentsUntil!: Date;
  @Column('timestamptz', { name: 'questions_until' }) questionsUntil!: Date;
  @Column('timestamptz') deadline!: Date;
  @Column('integer', { name: 'decryption_minutes' }) decryptionMinutes!: number;
  /** Who opens the bids, with their certificates; null: each bidder his own. */
  @Column('jsonb', { nullable: true }) trustees!: Trustees | null;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt!: Date | null;
  @Column('uuid', { name: 'notice_file_id', nullable: true }) noticeFileId!: string | null;
  @Column('uuid', { name: 'retender_of', nullable: true }) retenderOf!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  /** When the sweep has to look at this tender again. */
  @Column('timestamptz', { name: 'next_due_at', nullable: true }) nextDueAt!: Date | null;

  get phase(): Phase {
    return phaseOf(this);
  }

  advance(act: ActCode, payload: Record<string, unknown> = {}): DomainEvent {
    const { to, event } = move(this, act);
    this.status = to;
    this.nextDueAt = this.status === 'bidding' ? this.deadline : null;
    return { type: event, objectType: 'tender', objectId: this.id, projectId: this.projectId, payload: { code: this.code, ...payload } };
  }

  publish(act: PublishAct, now: Date, noticeFileId: string): DomainEvent {
    Object.assign(this, { publishedAt: now, noticeFileId });
    return this.advance(act, { deadline: this.deadline.toISOString() });
  }

  /** Ends without an award; the reason and its article stay with it. */
  end(act: 'tender.fail' | 'tender.terminate' | 'award.retender', now: Date, reason: string, article: string): DomainEvent {
    const endedIn = this.status;
    const event = this.advance(act, { reason, article });
    Object.assign(this, { endedIn, endedAt: now, endReason: reason, endArticle: article });
    return event;
  }

  moveDeadline(from: Date, to: Date): DomainEvent {
    this.deadline = to;
    return this.advance('tender.amend', { from: from.toISOString(), to: to.toISOString() });
  }
}
