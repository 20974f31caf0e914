import { isWorkingDay, latestBefore, localDate, periodEnd, type Refusal } from '@kernel';
import { OUTAGE, type Rules, type Terms } from '@law';
import { yearTable } from '../calendar';
import { continued, type Stop } from '../intake';
import type { Times } from './amendments';
import type { Tender } from './tender.entity';
import { R } from './tender.refusals';

const calendar = { rollOver: false } as const; // a minimum before an act: counted in plain days, not moved by a holiday

/** The first instant at which bids may close when documents go out at `issued` (TBL 24). */
export const earliestDeadline = (issued: Date, { minBidDays }: Terms): Date => periodEnd(issued, minBidDays, 'd', yearTable(), calendar);

/** The first instant at which documents may stop being given out (TBR 16). */
export const earliestDocumentsUntil = (issued: Date, { minDocumentDays }: Terms): Date => periodEnd(issued, minDocumentDays, 'd', yearTable(), calendar);

const iso = (date: Date) => date.toISOString();

/** Every rule of a notice, all broken ones at once. */
export function publishRules(tender: Tender, issued: Date, documents: number, terms: Rules): Refusal[] {
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
    questionsUntil <= issued && R.questionsPast({ issued: iso(issued) }, '/questionsUntil'),
    questionsUntil > deadline && R.questionsAfterDeadline({}, '/questionsUntil'),
    documents === 0 && R.noDocuments({}, '/documents'),
    candidateLimit > max && R.candidatesTooMany({ max, given: candidateLimit }, '/candidateLimit'),
    plan.method.method === 'decision' &&
      candidateLimit <= max &&
      plan.method.candidatesMax < candidateLimit &&
      R.candidatesTooMany({ max: plan.method.candidatesMax, given: candidateLimit }, '/candidateLimit'),
    separated && !terms.decision && R.decisionNotAllowed({ region: tender.region }, '/plan/method'),
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

/**
 * The times that hold after an amendment with that deadline. What may affect bids reopens questions until the last day on which the documents can still be
 * objected to, and gives the documents out again for the days of a notice (TBR 16, 21, 22).
 */
export function amendedTimes(tender: Times, deadline: Date, affectsBids: boolean, now: Date, terms: Terms): Times {
  const { questionsUntil, documentsUntil } = tender;
  if (!affectsBids) return { deadline, questionsUntil, documentsUntil };
  const later = (until: Date, reopened: Date) => new Date(Math.min(deadline.getTime(), Math.max(until.getTime() + deadline.getTime() - tender.deadline.getTime(), reopened.getTime())));
  return { deadline, questionsUntil: later(questionsUntil, latestBefore(deadline, terms.objectionDocDays)), documentsUntil: later(documentsUntil, earliestDocumentsUntil(now, terms)) };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Where the deadline for bids lies after a stop; undefined where it was over before, or no outage came near it. After a hold bidders have what was left; after
 * an outage the hours of the platform's rule, the same for everybody (`OUTAGE`).
 */
export function postponedDeadline(deadline: Date, stop: Stop): Date | undefined {
  const { kind, from, to } = stop;
  const moved = kind === 'HT' ? afterOutage(deadline, from, to) : continued(deadline, stop)?.to;
  return moved && inOpenHours(new Date(Math.ceil(moved.getTime() / MINUTE) * MINUTE), deadline);
}

function afterOutage(deadline: Date, from: Date, to: Date): Date | undefined {
  if (deadline <= from || deadline.getTime() > to.getTime() + OUTAGE.nearHours * HOUR) return undefined;
  const hours = to.getTime() - from.getTime() < OUTAGE.shortHours * HOUR ? OUTAGE.afterShortHours : OUTAGE.afterLongHours;
  return new Date(Math.max(deadline.getTime(), to.getTime()) + hours * HOUR);
}

/** Bids are opened while people are at work: else on the next working day, at the time of day that was published. */
function inOpenHours(at: Date, model: Date): Date {
  const hour = (at.getUTCHours() + 8) % 24;
  if (works(at) && hour >= OUTAGE.openFromHour && hour < OUTAGE.openUntilHour) return at;
  let next = sameTimeFrom(model, at);
  while (!works(next)) next = new Date(next.getTime() + 24 * HOUR);
  return next;
}

/** In a year whose table has not come yet, Mondays to Fridays. */
const works = (at: Date): boolean => {
  const [day, table] = [localDate(at), yearTable()];
  return table.years.includes(Number(day.slice(0, 4))) ? isWorkingDay(day, table) : ![0, 6].includes(new Date(at.getTime() + 8 * HOUR).getUTCDay());
};

/** The first instant not before `earliest` with the time of day of `model`. */
function sameTimeFrom(model: Date, earliest: Date): Date {
  const day = 86_400_000;
  const moved = new Date(Math.floor(earliest.getTime() / day) * day + (model.getTime() % day));
  return moved >= earliest ? moved : new Date(moved.getTime() + day);
}
