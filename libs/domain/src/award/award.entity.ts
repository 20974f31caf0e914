import type { Fen } from '@kernel';
import { fenColumn, Row } from '@platform/db';
import { Column, Entity } from 'typeorm';

export interface Candidate {
  bidId: string;
  bidder: string;
  priceFen: string;
  /** Absent where the committee handed over without ranking. */
  rank: number | null;
}

export interface Decision {
  place: string;
  members: { name: string; position: string; vote: string }[];
  votes: Record<string, number>;
  /** The local rule on which separation rests here. */
  basis: string;
}

/** Why a candidate is one no more (TBR 55); the first is his own word, the others the tenderer's. */
export const CAUSES = ['given-up', 'force-majeure', 'no-bond', 'unlawful', 'no-contract'] as const;
export type Cause = (typeof CAUSES)[number];

export interface Fallen {
  bidId: string;
  reason: string;
  /** Absent in rows from before causes were told apart: given up. */
  cause?: Cause;
}

/** From publicity to contract. */
@Entity('award')
export class Award extends Row {
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'project_id' }) projectId!: string;
  @Column('jsonb') candidates!: Candidate[];
  @Column('timestamptz', { name: 'publicity_from' }) publicityFrom!: Date;
  /** First instant after the period. */
  @Column('timestamptz', { name: 'publicity_until' }) publicityUntil!: Date;
  @Column('text', { name: 'report_sha256' }) reportSha256!: string;
  @Column('jsonb', { name: 'given_up' }) givenUp!: Fallen[];
  @Column('jsonb', { nullable: true }) decision!: Decision | null;
  @Column('uuid', { name: 'winner_bid_id', nullable: true }) winnerBidId!: string | null;
  @Column('uuid', { name: 'winner_id', nullable: true }) winnerId!: string | null;
  @Column({ ...fenColumn, name: 'price_fen', nullable: true }) priceFen!: Fen | null;
  @Column('timestamptz', { name: 'fixed_at', nullable: true }) fixedAt!: Date | null;
  @Column('text', { nullable: true }) notice!: string | null;
  @Column('text', { name: 'notice_sha256', nullable: true }) noticeSha256!: string | null;
  @Column('bytea', { name: 'notice_signature', nullable: true }) noticeSignature!: Buffer | null;
  @Column('uuid', { name: 'notice_file_id', nullable: true }) noticeFileId!: string | null;
  /** Of the notice that stands; each has its own. */
  @Column('uuid', { name: 'notice_id', nullable: true }) noticeId!: string | null;
  @Column('timestamptz', { name: 'noticed_at', nullable: true }) noticedAt!: Date | null;
  /** By when the contract is to be signed (TBL 46); null in awards that were noticed before it was kept. */
  @Column('timestamptz', { name: 'contract_until', nullable: true }) contractUntil!: Date | null;
  @Column('jsonb', { nullable: true }) contract!: { priceFen: string; signedBy: string; text: string } | null;
  @Column('timestamptz', { name: 'contract_signed_at', nullable: true }) contractSignedAt!: Date | null;
}

/** An objection to the result (TBR 54): it holds the project until it is answered. */
@Entity('objection')
export class Objection extends Row {
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'project_id' }) projectId!: string;
  @Column('uuid', { name: 'organisation_id' }) organisationId!: string;
  @Column('text') text!: string;
  @Column('timestamptz', { name: 'raised_at' }) raisedAt!: Date;
  @Column('uuid', { name: 'hold_id' }) holdId!: string;
  @Column('text', { nullable: true }) answer!: string | null;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt!: Date | null;
}
