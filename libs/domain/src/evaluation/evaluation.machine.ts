import { defineMachine } from '@kernel';

export const EVALUATION_STATUSES = ['assembling', 'electing', 'reviewing', 'judging', 'scoring', 'signing', 'signed', 'ended'] as const;
export type EvaluationStatus = (typeof EVALUATION_STATUSES)[number];

/**
 * Check-in and pledge, election of the leader, preliminary review, (fewer than three valid bids: is there still competition?),
 * detailed evaluation, report (rulebook 1.2 steps 6-7). Each step ends by itself when the last member has acted.
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
    summarise: { from: ['scoring'], to: 'signing' },
    sign: { from: ['signing'], to: 'signed' },
    end: { from: ['reviewing', 'judging'], to: 'ended' },
  },
});
