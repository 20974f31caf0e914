import type { Tone } from '../../ui/plain';

/** What a reader wants to know of a tender's status: how to colour it, and where on the timeline it stands. */
export const STEPS = ['notice', 'documents', 'questions', 'bidding', 'opening', 'evaluation', 'publicity', 'award', 'contract'] as const;
export type Step = (typeof STEPS)[number];

export const TONES: Record<string, Tone> = {
  draft: 'neutral',
  bidding: 'info',
  closed: 'info',
  opening: 'info',
  opened: 'info',
  evaluating: 'info',
  reported: 'info',
  publicity: 'warning',
  decided: 'info',
  noticed: 'success',
  contracted: 'success',
  failed: 'error',
  terminated: 'error',
};

/** Statuses of the tender's life, in order; the two ends that may come at any time stand outside. */
export const STATUSES = ['draft', 'bidding', 'closed', 'opening', 'opened', 'evaluating', 'reported', 'publicity', 'decided', 'noticed', 'contracted'] as const;

/** `broken`: it ran when the tender ended; `stopped`: it lay ahead, and never comes. */
export type StepState = 'done' | 'now' | 'next' | 'held' | 'broken' | 'stopped';

/** The times of a tender that count down, and the holds under which each stands still (`PERIODS` of the law). */
export const STAND_STILL = {
  deadline: ['HD', 'HS', 'HT'],
  questionsUntil: ['HS', 'HT'],
  documentsUntil: ['HS', 'HT'],
  windowEndsAt: ['HS', 'HT'],
} as const;

type Holds = readonly { kind: string }[];
export const standsStill = (name: keyof typeof STAND_STILL, holds: Holds): boolean => holds.some(({ kind }) => (STAND_STILL[name] as readonly string[]).includes(kind));

/** In lists: whether bids still come in, so that time runs out for somebody. */
export const isClosing = ({ status, held }: { status: string; held: boolean }): boolean => (status === 'bidding' || status === 'draft') && !held;

/** On a tender's own page, for each of its times. */
export const countsDown = (name: keyof typeof STAND_STILL, { status, holds }: { status: string; holds: Holds }): boolean => isClosing({ status, held: standsStill(name, holds) });

const TIME_OF: Partial<Record<Step, keyof typeof STAND_STILL>> = { documents: 'documentsUntil', questions: 'questionsUntil', bidding: 'deadline' };

/** Whether a step that would run now is suspended; candidates stay published under every hold. */
export const suspends = (step: Step, holds: Holds): boolean => {
  const time = TIME_OF[step];
  return time ? standsStill(time, holds) : step !== 'publicity' && holds.length > 0;
};

/** The status during which a step runs; before it the step lies ahead, after it the step is done. */
const RUNS: Record<Step, readonly [first: string, last: string]> = {
  notice: ['draft', 'draft'],
  documents: ['bidding', 'bidding'],
  questions: ['bidding', 'bidding'],
  bidding: ['bidding', 'bidding'],
  opening: ['closed', 'opening'],
  evaluation: ['opened', 'reported'],
  publicity: ['publicity', 'publicity'],
  award: ['decided', 'decided'],
  contract: ['noticed', 'noticed'],
};

const order = (status: string) => (STATUSES as readonly string[]).indexOf(status);

/** Where a step stands. `until` is the moment at which a period of the bidding stage ends. */
export function stateOf(step: Step, tender: { status: string; endedIn?: string | null }, now: number, until?: string): StepState {
  const ended = tender.status === 'failed' || tender.status === 'terminated';
  const at = order(ended ? (tender.endedIn ?? 'bidding') : tender.status);
  const [first, last] = RUNS[step];
  if (at > order(last)) return 'done';
  if (at < order(first)) return ended ? 'stopped' : 'next';
  if (until && Date.parse(until) <= now) return 'done';
  return ended ? 'broken' : 'now';
}
