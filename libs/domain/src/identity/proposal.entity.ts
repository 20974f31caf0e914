import { Row } from '@platform/db';
import { Column, Entity } from 'typeorm';

/** A two-person act that was asked for and waits for its second person (roles.md 2). */
@Entity('proposal')
export class Proposal extends Row {
  @Column('text') act!: string;
  @Column('uuid', { name: 'object_id' }) objectId!: string;
  /** Null for acts of the administration. */
  @Column('uuid', { name: 'project_id', nullable: true }) projectId!: string | null;
  @Column('jsonb') payload!: Record<string, unknown>;
  /** SHA-256 of the canonical JSON of act, object and payload: both persons see the same. */
  @Column('text', { name: 'content_sha256' }) contentSha256!: string;
  /** The role that may confirm. */
  @Column('text') confirmer!: string;
  @Column('uuid', { name: 'asked_by' }) askedBy!: string;
  @Column('timestamptz', { name: 'asked_at' }) askedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('text') status!: 'open' | 'confirmed' | 'refused' | 'replaced';
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('text', { nullable: true }) reason!: string | null;
}
