import { defineMachine } from '@kernel';

export const TENDER_STATUSES = ['draft', 'bidding', 'closed', 'opening', 'opened', 'evaluating', 'reported', 'publicity', 'decided', 'noticed', 'contracted', 'failed', 'terminated'] as const;
export type TenderStatus = (typeof TENDER_STATUSES)[number];

/**
 * One lot's life from draft to contract (rulebook 1.2). Later modules move it by calling TenderService.advance;
 * details of their own (who decrypted, who scored) are theirs.
 */
export const tenderMachine = defineMachine({
  name: 'tender',
  initial: 'draft',
  statuses: TENDER_STATUSES,
  acts: {
    publish: { from: ['draft'], to: 'bidding' },
    amend: { from: ['bidding'], to: 'bidding' },
    close: { from: ['bidding'], to: 'closed' },
    startOpening: { from: ['closed'], to: 'opening' },
    finishOpening: { from: ['opening'], to: 'opened' },
    startEvaluation: { from: ['opened'], to: 'evaluating' },
    signReport: { from: ['evaluating'], to: 'reported' },
    publishCandidates: { from: ['reported'], to: 'publicity' },
    fixWinner: { from: ['publicity'], to: 'decided' },
    /** The chosen one fell out before the contract: the next in order, or a new tender (TBR 55). */
    loseWinner: { from: ['decided', 'noticed'], to: 'publicity' },
    issueNotice: { from: ['decided'], to: 'noticed' },
    signContract: { from: ['noticed'], to: 'contracted' },
    fail: { from: ['bidding', 'opening', 'opened', 'evaluating', 'publicity'], to: 'failed' },
    terminate: { from: ['bidding', 'closed', 'opening', 'opened', 'evaluating', 'reported', 'publicity', 'decided'], to: 'terminated' },
  },
});
export type TenderAct = (typeof tenderMachine.acts)[number];

/** Phases of roles.md 4: what may be seen depends on them. `opened`: the bids lie open, and nobody has checked in to evaluate them yet. */
export const PHASES = ['before-notice', 'bidding', 'closed', 'opened', 'evaluation', 'reported', 'publicity', 'awarded', 'archived'] as const;
export type Phase = (typeof PHASES)[number];

const PHASE_OF: Record<Exclude<TenderStatus, 'failed' | 'terminated'>, Phase> = {
  draft: 'before-notice',
  bidding: 'bidding',
  closed: 'closed',
  opening: 'closed',
  opened: 'opened',
  evaluating: 'evaluation',
  reported: 'reported',
  publicity: 'publicity',
  decided: 'publicity',
  noticed: 'awarded',
  contracted: 'awarded',
};

/** A tender that failed or was terminated stays in the phase in which that happened: its end unseals nothing. */
export function phaseOf({ status, endedIn }: { status: TenderStatus; endedIn: string | null }): Phase {
  if (status !== 'failed' && status !== 'terminated') return PHASE_OF[status];
  const last = endedIn as keyof typeof PHASE_OF | null;
  return last ? PHASE_OF[last] : 'bidding';
}
