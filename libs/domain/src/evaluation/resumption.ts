import { inOrder, type Tx } from '@platform/db';
import { dropDrafts } from './drafts';
import type { Evaluation } from './evaluation.entity';

/** What rests on everybody's opinions falls with one of them; what the others gave on their own stays. */
const FALLS = `update evaluation_member set signature = null, signed_at = null, dissent = null, ballot = null, vote = case when vote = $2 then null else vote end,
  version = version + 1 where ${inOrder('evaluation_member', 'id', 'evaluation_id = $1 and replaced_at is null')}`;

const SCORED_ANEW = `update evaluation_member set handed_in_at = null, judgement = null, version = version + 1
  where ${inOrder('evaluation_member', 'id', 'evaluation_id = $1 and replaced_at is null')}`;

/**
 * A seat fell free: whatever step the committee had reached, it is complete again only when the one who takes the seat has pledged. Then it goes on through each
 * step, and each ends when the newcomer has done what he lacks. The rejections stay until they are found anew, to tell whether scores were given for other bids.
 */
export async function resume(tx: Tx, evaluation: Evaluation, seat: string): Promise<void> {
  if (evaluation.leaderSeat === seat) evaluation.leaderSeat = null;
  if (evaluation.status !== 'assembling') evaluation.become('replace');
  Object.assign(evaluation, { competition: null, ties: null, summary: null, report: null, reportSha256: null });
  await tx.save(evaluation);
  await tx.query(FALLS, [evaluation.id, seat]);
  await dropDrafts(tx, { evaluationId: evaluation.id }, ['untying', 'signing']);
}

/** Other bids are valid than those that were judged and scored: both are handed in again, with what was in them. */
export async function scoreAgain(tx: Tx, { id }: Evaluation): Promise<void> {
  await tx.query(SCORED_ANEW, [id]);
  await dropDrafts(tx, { evaluationId: id }, ['judging', 'scoring']);
}
