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

export const timesOf = ({ deadline, questionsUntil, documentsUntil }: Times): Times => ({ deadline, questionsUntil, documentsUntil });

/** Publishes an amendment of a locked tender, with the times that held before it and those that hold from now on. */
export async function publishAmendment(tx: Tx, tender: Tender, amended: Amended, times: Times, before = timesOf(tender)): Promise<Amendment> {
  Object.assign(tender, times);
  const event = tender.moveDeadline(before.deadline, times.deadline);
  await tx.save(tender);
  const old = { oldDeadline: before.deadline, oldQuestionsUntil: before.questionsUntil, oldDocumentsUntil: before.documentsUntil };
  const now = { newDeadline: times.deadline, newQuestionsUntil: times.questionsUntil, newDocumentsUntil: times.documentsUntil };
  const amendment = await tx.insert(Amendment, { id: uuidv7(), version: 1, tenderId: tender.id, number: await nextNumber(tx, tender.id), ...amended, ...old, ...now, publishedAt: tx.now });
  await tx.record(event);
  return amendment;
}
