import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One writer at a time for an upload, whichever process it meets; and what was verified, so that a crash before the file has its name is mended. */
export class BiddingTransferWriters1767225630000 implements MigrationInterface {
  name = 'BiddingTransferWriters1767225630000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table bid_transfer add column writer uuid, add column writer_until timestamptz, add column verified_sha256 text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table bid_transfer drop column writer, drop column writer_until, drop column verified_sha256');
  }
}
