import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A claim on an upload lasts as long as the process that holds it (libs/platform/src/db/presence.ts), no fixed time. A process that is gone when this runs has no number: its claims are free. */
export class BiddingTransferProcesses1794200000000 implements MigrationInterface {
  name = 'BiddingTransferProcesses1794200000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table bid_transfer drop column writer_until, add column writer_process int');
    await db.query('update bid_transfer set writer = null where writer is not null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table bid_transfer drop column writer_process, add column writer_until timestamptz');
  }
}
