import type { Fen } from '@kernel';
import type { ValueRecord } from '@draw';
import { fenColumn, Row } from '@platform/db';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type OpeningStatus, openingMachine } from './opening.machine';
import type { SealedEntry } from './sealed-set';

@Entity('opening')
export class Opening extends Row {
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('text') status!: OpeningStatus;
  @Column('uuid', { name: 'room_id', nullable: true }) roomId!: string | null;
  @Column('jsonb', { name: 'sealed_set' }) sealedSet!: SealedEntry[];
  @Column('text', { name: 'set_root' }) setRoot!: string;
  @Column('text', { name: 'set_statement' }) setStatement!: string;
  @Column('bytea', { name: 'set_signature' }) setSignature!: Buffer;
  /** RFC 3161 token over the statement; null until one could be had. */
  @Column('bytea', { name: 'set_stamp', nullable: true }) setStamp!: Buffer | null;
  @Column('timestamptz', { name: 'closed_at' }) closedAt!: Date;
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { name: 'window_ends_at', nullable: true }) windowEndsAt!: Date | null;
  @Column('uuid', { nullable: true }) presiding!: string | null;
  @Column('uuid', { nullable: true }) witness!: string | null;
  /** The platform's number for coefficient draws, committed to in public when the bids were closed. */
  @Column('text', { name: 'coefficient_secret' }) coefficientSecret!: string;
  @Column('text', { name: 'coefficient_commitment' }) coefficientCommitment!: string;
  @Column('jsonb', { nullable: true }) coefficients!: Record<string, ValueRecord> | null;
  @Column('text', { nullable: true }) record!: string | null;
  @Column('text', { name: 'record_sha256', nullable: true }) recordSha256!: string | null;
  @Column('bytea', { name: 'record_signature', nullable: true }) recordSignature!: Buffer | null;
  @Column('uuid', { name: 'record_file_id', nullable: true }) recordFileId!: string | null;
  @Column('timestamptz', { name: 'concluded_at', nullable: true }) concludedAt!: Date | null;

  start(now: Date, minutes: number, presiding: string, roomId: string): void {
    this.status = openingMachine.next(this.status, 'start');
    Object.assign(this, { startedAt: now, windowEndsAt: new Date(now.getTime() + minutes * 60_000), presiding, roomId });
  }

  conclude(now: Date, witness: string, record: { text: string; signature: Buffer; sha256: string; fileId: string }): void {
    this.status = openingMachine.next(this.status, 'conclude');
    Object.assign(this, { concludedAt: now, witness, record: record.text, recordSignature: record.signature, recordSha256: record.sha256, recordFileId: record.fileId });
  }
}

@Entity('opened_bid')
export class OpenedBid {
  @PrimaryColumn('uuid', { name: 'bid_id' }) bidId!: string;
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'bidder_id' }) bidderId!: string;
  @Column('text') outcome!: 'opened' | 'revoked' | 'unopened';
  @Column('text', { nullable: true }) cause!: string | null;
  @Column({ ...fenColumn, name: 'price_fen', nullable: true }) priceFen!: Fen | null;
  @Column('jsonb', { name: 'price_sheet', nullable: true }) priceSheet!: Record<string, unknown> | null;
  @Column('text', { name: 'price_sheet_sha256', nullable: true }) priceSheetSha256!: string | null;
  @Column('timestamptz') at!: Date;
}
