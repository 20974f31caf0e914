import { uuidv7 } from '@kernel';
import type { Tx } from '@platform/db';
import { Amendment } from './clarification.entity';
import type { Tender } from './tender.entity';

export type Amended = Pick<Amendment, 'kind' | 'text' | 'affectsBids'>;

/** The times of a tender that an amendment can move; only ever to later. */
export type Times = Pick<Tender, 'deadline' | 'questionsUntil' | 'documentsUntil'>;

export async function nextNumber(tx: Tx, tenderId: string): Promise<number> {
  const [next] = await tx.query<{ n: number }>('select count(*)::int + 1 as n from tender_amendment where tender_id = $1', [tenderId]);
  return next!.n;
}

/** Publishes an amendment of a locked tender, with the times that hold from now on. */
export async function publishAmendment(tx: Tx, tender: Tender, amended: Amended, times: Times): Promise<Amendment> {
  const [oldDeadline, newDeadline] = [tender.deadline, times.deadline];
  Object.assign(tender, times);
  const event = tender.moveDeadline(oldDeadline, newDeadline);
  await tx.save(tender);
  const amendment = await tx.insert(Amendment, { id: uuidv7(), version: 1, tenderId: tender.id, number: await nextNumber(tx, tender.id), ...amended, oldDeadline, newDeadline, publishedAt: tx.now });
  await tx.record(event);
  return amendment;
}
