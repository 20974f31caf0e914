import type { DocumentKind } from '@kernel';
import { Row } from '@platform/db';
import { Column, Entity } from 'typeorm';

@Entity('organisation')
export class Organisation extends Row {
  @Column('text') name!: string;
  @Column('text') uscc!: string;
  @Column('text') region!: string;
  @Column('timestamptz', { name: 'registered_at' }) registeredAt!: Date;
}

@Entity('account')
export class Account extends Row {
  @Column('uuid', { name: 'organisation_id' }) organisationId!: string;
  @Column('text') login!: string;
  @Column('text') name!: string;
  /** SHA-256 of the identity number with the installation's salt; the number itself is not kept. */
  @Column('text', { name: 'person_hash' }) personHash!: string;
  /** What kind of document that number is of; null: of a time when numbers were not checked (migration 1767225730000). */
  @Column('text', { name: 'person_document', nullable: true }) personDocument!: DocumentKind | null;
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash!: string | null;
  @Column('timestamptz', { name: 'suspended_at', nullable: true }) suspendedAt!: Date | null;
  /** The authenticator's secret, encrypted (one-time-codes.ts); it counts once `totpSince` is set. */
  @Column('bytea', { name: 'totp_secret', nullable: true }) totpSecret!: Buffer | null;
  @Column('timestamptz', { name: 'totp_since', nullable: true }) totpSince!: Date | null;
  /** Number of the last period whose code was used: a code counts once. */
  @Column('bigint', { name: 'totp_used', nullable: true }) totpUsed!: string | null;
}

@Entity('role_grant')
export class RoleGrant extends Row {
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text') role!: string;
  @Column('uuid', { name: 'project_id', nullable: true }) projectId!: string | null;
  @Column('uuid', { name: 'granted_by', nullable: true }) grantedBy!: string | null;
  @Column('text') reason!: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt!: Date;
  @Column('timestamptz', { name: 'ends_at', nullable: true }) endsAt!: Date | null;
}

@Entity('certificate')
export class BoundCertificate extends Row {
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text') fingerprint!: string;
  /** `Certificate.keySha256`: a key belongs to one account, ever, whatever certificates it is in. */
  @Column('text', { name: 'key_sha256' }) keySha256!: string;
  @Column('text') pem!: string;
  @Column('text') algorithm!: string;
  @Column('timestamptz', { name: 'not_before' }) notBefore!: Date;
  @Column('timestamptz', { name: 'not_after' }) notAfter!: Date;
  @Column('timestamptz', { name: 'bound_at' }) boundAt!: Date;
  /** For signatures, or for what is enciphered to its holder. */
  @Column('text') usage!: 'signing' | 'encipherment';
  /** Replaced or given up by its holder: good for nothing from then on. */
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}
