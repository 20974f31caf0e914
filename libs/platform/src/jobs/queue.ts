import { runMigrations } from 'bullmq';
import type { Client } from 'pg';

export const QUEUE = 'tianping';

/** As the owner: the queue's own schema, and the sequence that BullMQ would otherwise make at the first job, which the application's role may not. */
export async function prepareQueue(owner: Client): Promise<void> {
  await runMigrations(owner as never);
  await owner.query(`do $$ begin execute format('create sequence if not exists bullmq.%I', bullmq.job_id_seq_name('${QUEUE}')); end $$`);
}
