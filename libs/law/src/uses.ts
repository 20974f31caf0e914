import type { TermCode } from './terms';

/** What comes of a number of the law. */
export interface Use {
  /** What breaks it is refused; the platform reckons with it by itself; somebody is reminded of it. */
  readonly how: 'refuses' | 'reckons' | 'reminds';
  /** The function that asks it, as `file#name` below libs. */
  readonly rule: string;
  /** A test that shows it, as `file: words of its title`. */
  readonly test: string;
}

const refuses = (rule: string, test: string): Use => ({ how: 'refuses', rule, test });
const reckons = (rule: string, test: string): Use => ({ how: 'reckons', rule, test });
const reminds = (rule: string, test: string): Use => ({ how: 'reminds', rule, test });

const PUBLISH = 'domain/src/tender/tender.rules.ts#publishRules';
const NOTICE = 'libs/domain/src/tender/tender.rules.spec.ts';

/**
 * Which rule asks which term. A term without a row is known and asked by nobody yet; it is never called hard, and the law map says so. A test compares the rows
 * with the sources (test/architecture/terms.spec.ts).
 */
export const USES: Readonly<Partial<Record<TermCode, Use>>> = {
  minInvitees: refuses('domain/src/tender/invitees.ts#invitationRules', 'test/journeys/invited.spec.ts: at least three are invited'),
  minDocumentDays: refuses('domain/src/tender/tender.rules.ts#earliestDocumentsUntil', `${NOTICE}: documents for 1 ms less than five days`),
  minBidDays: refuses('domain/src/tender/tender.rules.ts#earliestDeadline', `${NOTICE}: 1 ms before the twentieth full day is over`),
  candidatesMax: refuses(PUBLISH, `${NOTICE}: four candidates`),
  decisionCandidatesMax: refuses(PUBLISH, `${NOTICE}: decision where it is on, six candidates`),
  clarificationDays: refuses('domain/src/tender/tender.rules.ts#amendedDeadline', `${NOTICE}: with a wish 1 ms too near is refused`),
  objectionDocDays: reckons('domain/src/tender/tender.rules.ts#amendedTimes', `${NOTICE}: reopens questions and documents`),
  minBidders: refuses('domain/src/opening/opening.service.ts#closeIfDue', 'test/journeys/award.spec.ts: fewer than three bids: no opening'),
  committeeMin: refuses('domain/src/experts/committee.ts#isSound', 'test/journeys/draw.spec.ts: experts.committee-shape'),
  expertShare: refuses('domain/src/experts/committee.ts#isSound', 'test/journeys/draw.spec.ts: experts.committee-shape'),
  expertAgeMax: refuses('domain/src/experts/avoidance.ts#avoidReason', 'libs/domain/src/experts/avoidance.spec.ts: seventy today'),
  avoidanceYears: refuses('domain/src/experts/draw.service.ts#freeze', 'test/attack/one-person.spec.ts: who works for a bidder under another account is not drawn'),
  maxPerEmployer: reckons('domain/src/experts/draw.service.ts#fullOf', 'test/journeys/replaced.spec.ts: a further draw fills the free seats'),
  drawPoolFactor: reminds('domain/src/experts/pool-size.ts#thinNeeds', 'libs/domain/src/experts/pool-size.spec.ts: eight for three'),
  minValidBids: reckons('domain/src/evaluation/review.service.ts#closeWhenComplete', 'test/journeys/review.spec.ts: goes on with two valid bids'),
  publicityStartDays: reminds('domain/src/award/award.duties.ts#AWARD_DUTIES', 'test/journeys/todo.spec.ts: award: candidates, objection, winner'),
  publicityDays: refuses('domain/src/award/award.service.ts#choose', 'test/journeys/award.spec.ts: the winner is fixed at the first instant after the publicity'),
  objectionResultAnswerDays: reminds('domain/src/award/award.duties.ts#AWARD_DUTIES', 'test/journeys/todo.spec.ts: award: candidates, objection, winner'),
  decisionCommitteeMin: refuses('domain/src/award/award.rules.ts#decidedChoice', 'libs/domain/src/award/award.rules.spec.ts: five members'),
  contractDays: refuses('domain/src/award/fallen.service.ts#assertOverdue', 'test/journeys/fallen.spec.ts: for silence only when the time to sign is over'),
};

/** What breaks the term is refused, or cannot happen. */
export const isEnforced = (code: TermCode): boolean => USES[code] !== undefined && USES[code].how !== 'reminds';
