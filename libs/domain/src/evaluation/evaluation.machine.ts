import { defineMachine } from '@kernel';

export const EVALUATION_STATUSES = ['assembling', 'electing', 'reviewing', 'judging', 'scoring', 'untying', 'signing', 'signed', 'ended'] as const;
export type EvaluationStatus = (typeof EVALUATION_STATUSES)[number];

/**
 * Check-in and pledge, election of the leader, preliminary review, (fewer than three valid bids: is there still competition?),
 * detailed evaluation, (equals at the limit of candidates: a recorded vote,) report (rulebook 1.2 steps 6-7). Each step ends by itself when the last
 * member has acted; a member who falls out is replaced at any of them (TBR 48).
 */
export const evaluationMachine = defineMachine({
  name: 'evaluation',
  initial: 'assembling',
  statuses: EVALUATION_STATUSES,
  acts: {
    assemble: { from: ['assembling'], to: 'electing' },
    elect: { from: ['electing'], to: 'reviewing' },
    review: { from: ['reviewing'], to: 'scoring' },
    doubt: { from: ['reviewing'], to: 'judging' },
    goOn: { from: ['judging'], to: 'scoring' },
    tie: { from: ['scoring'], to: 'untying' },
    summarise: { from: ['scoring', 'untying'], to: 'signing' },
    replace: { from: ['electing', 'reviewing', 'judging', 'scoring', 'untying', 'signing'], to: 'assembling' },
    sign: { from: ['signing'], to: 'signed' },
    end: { from: ['reviewing', 'judging'], to: 'ended' },
  },
});
