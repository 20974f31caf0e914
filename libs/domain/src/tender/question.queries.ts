import { type Caller, type Db, notFound } from '@platform/db';
import { LOT_HEAD, type LotHead, readerOf } from './letters';

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

const HEAD = `select ${LOT_HEAD} from tender t where t.id = $1`;
const PAGE = `select q.id, q.text, q.answer, q.asked_at as "askedAt", q.answered_at as "answeredAt" from tender_question q
  where q.tender_id = $1 and (case when q.answer is null then $2::boolean else $3::boolean end)
    and ($4::uuid is null or (q.asked_at, q.id) > (select o.asked_at, o.id from tender_question o where o.id = $4 and o.tender_id = $1)) order by q.asked_at, q.id limit $5`;

/** All that this caller may see of a tender's questions, page by page in the order in which they were asked. */
export async function readQuestions(db: Db, { actor }: Caller, tenderId: string, { after, limit }: { after?: string | undefined; limit: number }): Promise<QuestionPage> {
  const [head] = await db.read<{ lot: LotHead }>(HEAD, [tenderId]);
  if (!head) return notFound('tender');
  const { may } = readerOf(actor, head.lot);
  const rows = await db.read<QuestionView>(PAGE, [tenderId, may('openQuestion'), may('questionText'), after ?? null, limit + 1]);
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? items.at(-1)!.id : null };
}
