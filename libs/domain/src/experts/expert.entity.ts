import { Row } from '@platform/db';
import { Column, Entity } from 'typeorm';

/** An expert of a library (评标专家). Name and number stay with the account; here is what a draw needs. */
@Entity('expert')
export class Expert extends Row {
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  @Column('text') employer!: string;
  @Column('text', { name: 'employer_uscc', nullable: true }) employerUscc!: string | null;
  @Column('text') library!: string;
  @Column('text', { array: true }) specialties!: string[];
  @Column('date') born!: string;
  @Column('date', { name: 'appointed_until' }) appointedUntil!: string;
  @Column('date', { name: 'suspended_until', nullable: true }) suspendedUntil!: string | null;
  @Column('boolean', { name: 'test_passed' }) testPassed!: boolean;
}

/** A tie that makes an expert step aside (回避): declared by himself or known to the library. */
@Entity('expert_interest')
export class Interest extends Row {
  @Column('uuid', { name: 'expert_id' }) expertId!: string;
  /** Of the firm or body that the tie leads to. */
  @Column('text') uscc!: string;
  @Column('text') kind!: InterestKind;
  @Column('text') note!: string;
  @Column('date', { name: 'ended_on', nullable: true }) endedOn!: string | null;
  @Column('timestamptz', { name: 'declared_at' }) declaredAt!: Date;
}

export const INTEREST_KINDS = ['employment', 'shareholding', 'kinship', 'adviser', 'other'] as const;
export type InterestKind = (typeof INTEREST_KINDS)[number];
