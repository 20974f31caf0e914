import { Row } from '@platform/db';
import { Column, Entity } from 'typeorm';

/** A question before the deadline; its author is shown to nobody (roles.md V2). */
@Entity('tender_question')
export class Question extends Row {
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'organisation_id' }) organisationId!: string;
  @Column('text') text!: string;
  @Column('timestamptz', { name: 'asked_at' }) askedAt!: Date;
  @Column('text', { nullable: true }) answer!: string | null;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt!: Date | null;
  /** The amendment that answers it, where the answer changes what is tendered for. */
  @Column('uuid', { name: 'amendment_id', nullable: true }) amendmentId!: string | null;
}

@Entity('tender_amendment')
export class Amendment extends Row {
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('integer') number!: number;
  @Column('text') kind!: 'clarification' | 'amendment' | 'postponement';
  @Column('text') text!: string;
  @Column('boolean', { name: 'affects_bids' }) affectsBids!: boolean;
  @Column('timestamptz', { name: 'old_deadline' }) oldDeadline!: Date;
  @Column('timestamptz', { name: 'new_deadline' }) newDeadline!: Date;
  @Column('timestamptz', { name: 'old_questions_until', nullable: true }) oldQuestionsUntil!: Date | null;
  @Column('timestamptz', { name: 'new_questions_until', nullable: true }) newQuestionsUntil!: Date | null;
  @Column('timestamptz', { name: 'old_documents_until', nullable: true }) oldDocumentsUntil!: Date | null;
  @Column('timestamptz', { name: 'new_documents_until', nullable: true }) newDocumentsUntil!: Date | null;
  @Column('timestamptz', { name: 'published_at' }) publishedAt!: Date;
}
