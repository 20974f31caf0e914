import { inOrder, type Tx } from '@platform/db';
import type { Member } from './evaluation.entity';
import type { EvaluationStatus } from './evaluation.machine';

/** The steps at which a member types before he hands in, and what of his seat says that he has. */
export const HANDED_IN = { reviewing: 'marks', judging: 'judgement', scoring: 'handedInAt', untying: 'ballot', signing: 'signedAt' } as const satisfies Partial<Record<EvaluationStatus, keyof Member>>;
export type DraftStep = keyof typeof HANDED_IN;
export const DRAFT_STEPS = Object.keys(HANDED_IN) as [DraftStep, ...DraftStep[]];

const DROPPED = (of: string) => `delete from evaluation_draft where ${inOrder('evaluation_draft', 'id', `member_id in (select id from evaluation_member where ${of}) and step = any($2)`)}`;

/** Rejections or a seat changed: what was typed for these steps was about something else. `drop` all, or one member's. */
export const dropDrafts = (tx: Tx, of: { evaluationId: string } | { memberId: string }, steps: readonly DraftStep[] = DRAFT_STEPS): Promise<unknown> =>
  'memberId' in of ? tx.query(DROPPED('id = $1'), [of.memberId, steps]) : tx.query(DROPPED('evaluation_id = $1'), [of.evaluationId, steps]);
