import { periodEnd, type Refusal } from '@kernel';
import { decisionAllowed, type Terms } from '@law';
import { yearTable } from '../calendar';
import type { Tender } from './tender.entity';
import { R } from './tender.refusals';

const calendar = { rollOver: false } as const; // a minimum before an act: counted in plain days, not moved by a holiday

/** The first instant at which bids may close when documents go out at `issued` (TBL 24). */
export const earliestDeadline = (issued: Date, { minBidDays }: Terms): Date => periodEnd(issued, minBidDays, 'd', yearTable(), calendar);

/** The first instant at which documents may stop being given out (TBR 16). */
export const earliestDocumentsUntil = (issued: Date, { minDocumentDays }: Terms): Date => periodEnd(issued, minDocumentDays, 'd', yearTable(), calendar);

const iso = (date: Date) => date.toISOString();

/** Every rule of a notice, all broken ones at once. */
export function publishRules(tender: Tender, issued: Date, documents: number, terms: Terms): Refusal[] {
  const earliest = earliestDeadline(issued, terms);
  const documentsEarliest = earliestDocumentsUntil(issued, terms);
  const { deadline, documentsUntil, questionsUntil, plan, candidateLimit } = tender;
  const separated = plan.method.method === 'decision';
  const max = separated ? terms.decisionCandidatesMax : terms.candidatesMax;
  const needsCeiling = plan.method.method === 'base-price' && JSON.stringify(plan.method).includes('"ceiling');
  return [
    deadline < earliest && R.deadlineTooEarly({ deadline: iso(deadline), days: terms.minBidDays, earliest: iso(earliest) }, '/deadline'),
    documentsUntil < documentsEarliest && R.documentsTooShort({ days: terms.minDocumentDays, earliest: iso(documentsEarliest) }, '/documentsUntil'),
    documentsUntil > deadline && R.documentsAfterDeadline({}, '/documentsUntil'),
    questionsUntil > deadline && R.questionsAfterDeadline({}, '/questionsUntil'),
    documents === 0 && R.noDocuments({}, '/documents'),
    candidateLimit > max && R.candidatesTooMany({ max, given: candidateLimit }, '/candidateLimit'),
    plan.method.method === 'decision' &&
      candidateLimit <= max &&
      plan.method.candidatesMax < candidateLimit &&
      R.candidatesTooMany({ max: plan.method.candidatesMax, given: candidateLimit }, '/candidateLimit'),
    separated && !decisionAllowed(tender.region) && R.decisionNotAllowed({ region: tender.region }, '/plan/method'),
    needsCeiling && tender.ceilingFen === null && R.ceilingBelow({}, '/ceilingFen'),
  ].filter((refusal): refusal is Refusal => !!refusal);
}

/**
 * The deadline that holds after an amendment issued at `now` (TBR 21): what may affect bids leaves bidders 15 days, so a nearer deadline
 * moves to the first lawful one at the same time of day; a wish is kept when it is lawful, and refused when it is not.
 */
export function amendedDeadline(current: Date, now: Date, affectsBids: boolean, wish: Date | undefined, { clarificationDays }: Terms): { deadline: Date } | { refusal: Refusal } {
  const earliest = periodEnd(now, clarificationDays, 'd', yearTable(), calendar);
  if (wish && wish < current) return { refusal: R.deadlineBackwards({ deadline: iso(current) }, '/newDeadline') };
  const lawful = !affectsBids || (wish ?? current) >= earliest;
  if (lawful) return { deadline: wish ?? current };
  if (wish) return { refusal: R.amendmentTooLate({ days: clarificationDays, earliest: iso(earliest) }, '/newDeadline') };
  return { deadline: sameTimeFrom(current, earliest) };
}

/** The first instant not before `earliest` with the time of day of `model`. */
function sameTimeFrom(model: Date, earliest: Date): Date {
  const day = 86_400_000;
  const moved = new Date(Math.floor(earliest.getTime() / day) * day + (model.getTime() % day));
  return moved >= earliest ? moved : new Date(moved.getTime() + day);
}
