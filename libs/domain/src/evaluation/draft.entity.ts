import type { DraftFields } from '@kernel';
import { Row } from '@platform/db';
import { Column, Entity } from 'typeorm';
import type { EvaluationStatus } from './evaluation.machine';

/** What a member typed for a step and has not handed in: his alone (roles.md V17). */
@Entity('evaluation_draft')
export class EvaluationDraft extends Row {
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  @Column('text') step!: EvaluationStatus;
  @Column('jsonb') fields!: DraftFields;
  @Column('timestamptz', { name: 'saved_at' }) savedAt!: Date;
  /** When the trail last got a row of it. */
  @Column('timestamptz', { name: 'noted_at' }) notedAt!: Date;
}
