import { type Caller, type Db, notFound } from '@platform/db';
import { lettersOf } from './letters';
import { phaseOf, sees, type StageCode } from '@procedure';

/** Questions in one answer: a tender may have thousands of long ones, and whoever writes or draws them all at once holds everybody up. */
export const QUESTIONS_AT_ONCE = 50;

export interface QuestionView {
  id: string;
  text: string;
  answer: string | null;
  askedAt: string;
  answeredAt: string | null;
}

const FIRST = (
  answered: boolean,
) => `(select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'text', q.text, 'answer', q.answer, 'askedAt', q.asked_at, 'answeredAt', q.answered_at) order by q.asked_at, q.id), '[]')
    from (select * from tender_question where tender_id = t.id and answer is ${answered ? 'not ' : ''}null order by asked_at, id limit ${QUESTIONS_AT_ONCE + 1}) q)`;

/** Columns of a tender `t`: the first of its questions, and one more than an answer holds where there are more. */
export const FIRST_QUESTIONS = `${FIRST(true)} as answered, ${FIRST(false)} as unanswered`;

/** The first of each kind that somebody may see, in the order in which they were asked. */
export function shown(lists: readonly QuestionView[][]): { questions: QuestionView[]; moreQuestions: boolean } {
  const questions = lists.flatMap((list) => list.slice(0, QUESTIONS_AT_ONCE)).sort((a, b) => a.askedAt.localeCompare(b.askedAt));
  return { questions, moreQuestions: lists.some((list) => list.length > QUESTIONS_AT_ONCE) };
}

export interface QuestionPage {
  items: QuestionView[];
  next: string | null;
}

interface Head {
  tendererId: string;
  agencyId: string | null;
  projectId: string;
  status: StageCode;
  endedIn: string | null;
}

const HEAD = 'select tenderer_id as "tendererId", agency_id as "agencyId", project_id as "projectId", status, ended_in as "endedIn" from tender where id = $1';
const PAGE = `select q.id, q.text, q.answer, q.asked_at as "askedAt", q.answered_at as "answeredAt" from tender_question q
  where q.tender_id = $1 and (case when q.answer is null then $2::boolean else $3::boolean end)
    and ($4::uuid is null or (q.asked_at, q.id) > (select o.asked_at, o.id from tender_question o where o.id = $4 and o.tender_id = $1)) order by q.asked_at, q.id limit $5`;

/** All that this caller may see of a tender's questions, page by page in the order in which they were asked. */
export async function readQuestions(db: Db, { actor }: Caller, tenderId: string, { after, limit }: { after?: string | undefined; limit: number }): Promise<QuestionPage> {
  const [head] = await db.read<Head>(HEAD, [tenderId]);
  if (!head) return notFound('tender');
  const [letters, phase] = [lettersOf(actor, head), phaseOf(head)];
  if (phase === 'before-notice' && !letters.has('T') && !letters.has('A')) return notFound('tender');
  const rows = await db.read<QuestionView>(PAGE, [tenderId, sees('openQuestion', phase, letters), sees('questionText', phase, letters), after ?? null, limit + 1]);
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? items.at(-1)!.id : null };
}
