import { Row } from '@platform/db';
import { Column, Entity } from 'typeorm';
import { type BidAct, type BidStatus, bidMachine } from './bid.machine';

/** One version of a bidder's sealed bid. The server holds ciphertext, hash and signature; nothing that could open it. */
@Entity('bid')
export class Bid extends Row {
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'bidder_id' }) bidderId!: string;
  /** 1, 2, … of this bidder in this tender; the manifest names the same. */
  @Column('integer') number!: number;
  @Column('text') status!: BidStatus;
  @Column('text') manifest!: string;
  @Column('bytea') signature!: Buffer;
  @Column('text', { name: 'signer_fingerprint' }) signerFingerprint!: string;
  @Column('text', { name: 'cipher_sha256' }) cipherSha256!: string;
  @Column('bigint', { name: 'cipher_size', transformer: { to: (n: number) => n, from: Number } }) cipherSize!: number;
  /** Printed on the receipt; drawn at random, so that it tells nobody how many bids there are (O20 21). */
  @Column('text', { name: 'receipt_code' }) receiptCode!: string;
  /** Order of arrival over the whole platform; decides ties, shown to nobody. */
  @Column({ type: 'bigint', insert: false, update: false, transformer: { to: (n: number) => n, from: Number } }) arrival!: number;
  /** Shares of the keys for the trustees of the notice, each enclosed to its own; null where the bidder opens. */
  @Column('text', { nullable: true }) escrow!: string | null;
  @Column('text') receipt!: string;
  @Column('bytea', { name: 'receipt_signature' }) receiptSignature!: Buffer;
  /** RFC 3161 token over the receipt; null until one could be had. */
  @Column('bytea', { name: 'receipt_stamp', nullable: true }) receiptStamp!: Buffer | null;
  @Column('uuid', { name: 'submitted_by' }) submittedBy!: string;
  @Column('timestamptz', { name: 'received_at' }) receivedAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;

  become(act: BidAct, now: Date): void {
    this.status = bidMachine.next(this.status, act);
    if (act === 'replace' || act === 'withdraw') this.endedAt = now;
  }
}
