import type { ArticleId } from '@law';

/** Phases of roles.md 4: what may be seen depends on them. `opened`: the bids lie open, and nobody has checked in to evaluate them yet. */
export const PHASES = ['before-notice', 'bidding', 'closed', 'opened', 'evaluation', 'reported', 'publicity', 'awarded', 'archived'] as const;
export type Phase = (typeof PHASES)[number];

/** A state in which a lot waits for somebody. */
export interface Stage {
  readonly zh: string;
  readonly en: string;
  /** `kept`: it ends the lot, which stays in the phase in which that happened; its end unseals nothing. */
  readonly phase: Phase | 'kept';
  readonly article: ArticleId;
}
