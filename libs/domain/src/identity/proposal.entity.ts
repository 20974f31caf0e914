import { Row } from '@platform/db';
import { Column, Entity } from 'typeorm';

/** A two-person act that was asked for and waits for its second person (roles.md 2). */
@Entity('proposal')
export class Proposal extends Row {
  @Column('text') act!: string;
  @Column('uuid', { name: 'object_id' }) objectId!: string;
  /** Null for acts of the administration. */
  @Column('uuid', { name: 'project_id', nullable: true }) projectId!: string | null;
  /** Canonical JSON of what was asked for and what it stands for: `tianping/two-person/1`. */
  @Column('text') statement!: string;
  /** SHA-256 of the statement: both persons see the same. */
  @Column('text', { name: 'content_sha256' }) contentSha256!: string;
  /** What it is about, in print, as it was when it was asked for. */
  @Column('jsonb') subject!: Subject;
  /** The role that may confirm, and the organisation that it has to be held in; null: in any. */
  @Column('text') confirmer!: string;
  @Column('uuid', { name: 'organisation_id', nullable: true }) organisationId!: string | null;
  @Column('uuid', { name: 'asked_by' }) askedBy!: string;
  @Column('timestamptz', { name: 'asked_at' }) askedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  /** An act of law: confirmed with both signatures or not at all. */
  @Column('boolean') signed!: boolean;
  /** CMS over the statement, DER. */
  @Column('bytea', { name: 'asker_signature', nullable: true }) askerSignature!: Buffer | null;
  @Column('bytea', { name: 'confirmer_signature', nullable: true }) confirmerSignature!: Buffer | null;
  /** `unsigned`: seen by nobody but the one who asks, until he has signed it. `outdated`: what it stands for was changed before the second person confirmed. */
  @Column('text') status!: ProposalStatus;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('text', { nullable: true }) reason!: string | null;
}

export interface Subject {
  projectName?: string;
  projectCode?: string | null;
  /** Printed code of the lot. */
  lot?: string | null;
}

export type ProposalStatus = 'unsigned' | 'open' | 'confirmed' | 'refused' | 'replaced' | 'outdated';
