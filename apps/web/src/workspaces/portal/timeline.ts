import type { TenderNotice } from '@kernel';
import { standsStill, type Step, stateOf, type StepState, suspends } from '../../features/tender/stages';
import type { Award, Draw, Evaluation, Opening, Tender } from './types';

/** All that is public of one tender. */
export interface Whole {
  tender: Tender;
  notice: TenderNotice | string | undefined;
  opening: Opening | undefined;
  evaluation: Evaluation | undefined;
  award: Award | undefined;
  draws: readonly Draw[];
}

export interface StagePoint {
  state: StepState;
  /** When it happened or begins. */
  at?: string | null | undefined;
  /** Until when it runs. */
  until?: string | null | undefined;
  article?: string;
}

const POINTS: Record<Step, (whole: Whole) => Omit<StagePoint, 'state'>> = {
  notice: ({ tender }) => ({ at: tender.publishedAt, article: 'TBL-16' }),
  documents: ({ tender }) => ({ at: tender.publishedAt, until: tender.documentsUntil, article: 'TBR-16' }),
  questions: ({ tender }) => ({ at: tender.publishedAt, until: tender.questionsUntil, article: 'TBR-21' }),
  bidding: ({ tender }) => ({ at: tender.publishedAt, until: tender.deadline, article: 'TBL-24' }),
  opening: ({ tender, opening }) => ({ at: opening?.startedAt ?? tender.deadline, until: opening?.status === 'concluded' ? undefined : opening?.windowEndsAt, article: 'TBL-34' }),
  evaluation: ({ evaluation }) => ({ at: evaluation?.signedAt, article: 'TBL-37' }),
  publicity: ({ award }) => ({ at: award?.publicityFrom, until: award?.publicityUntil, article: 'TBR-54' }),
  award: ({ award }) => ({ at: award?.noticedAt ?? award?.fixedAt, article: 'TBL-45' }),
  contract: ({ award }) => ({ at: award?.contractSignedAt, article: 'TBL-46' }),
};

export function pointOf(step: Step, whole: Whole, now: number): StagePoint {
  const point = POINTS[step](whole);
  const periods = step === 'documents' || step === 'questions' ? (point.until ?? undefined) : undefined;
  const state = stateOf(step, whole.tender, now, periods);
  return { ...point, state: state === 'now' && suspends(step, whole.tender.holds) ? 'held' : state };
}

/** Which sentence tells the present, and what moment it waits for. */
export function nowOf({ tender, opening, award }: Whole, now: number): { key: string; until?: string | null | undefined } {
  const ahead = (at: string | null | undefined) => (at && Date.parse(at) > now ? at : undefined);
  if (tender.held && tender.holds.some(({ kind }) => kind === 'HS')) return { key: tender.status === 'bidding' ? 'suspended' : 'suspendedLater' };
  if (tender.status === 'bidding' && standsStill('deadline', tender.holds)) return { key: 'standing' };
  if (tender.status === 'bidding') return ahead(tender.deadline) ? { key: 'bidding', until: tender.deadline } : { key: 'closing' };
  if (tender.status === 'opening') return { key: 'opening', until: standsStill('windowEndsAt', tender.holds) ? undefined : ahead(opening?.windowEndsAt) };
  if (tender.status === 'publicity') return ahead(award?.publicityUntil) ? { key: 'publicity', until: award?.publicityUntil } : { key: 'publicityOver' };
  return { key: tender.status };
}
