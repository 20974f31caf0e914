import type { DraftFields } from '@kernel';
import { Row } from '@platform/db';
import { Column, Entity } from 'typeorm';

/** What an account typed into a form and has not sent. */
@Entity('account_draft')
export class AccountDraft extends Row {
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  /** The form and its object, e.g. `ask/<tender>`. */
  @Column('text') key!: string;
  @Column('jsonb') fields!: DraftFields;
  @Column('timestamptz', { name: 'saved_at' }) savedAt!: Date;
}
