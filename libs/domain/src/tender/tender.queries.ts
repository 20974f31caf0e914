import { type Caller, type Db, notFound, type Actor } from '@platform/db';
import type { ListTenders } from './tender.dto';
import { lettersOf, type Letter, sees } from './sight';
import { phaseOf, type TenderAct, tenderMachine, type TenderStatus } from './tender.machine';

export interface TenderRow {
  id: string;
  code: string;
  title: string;
  projectId: string;
  projectCode: string;
  category: string;
  region: string;
  method: string;
  status: TenderStatus;
  tenderer: string;
  agency: string | null;
  ceilingFen: string | null;
  publishedAt: Date | null;
  deadline: Date;
}

const ROW = `t.id, t.code, t.title, t.project_id as "projectId", p.code as "projectCode", t.category, t.region, t.plan->'method'->>'method' as method, t.status,
  o.name as tenderer, ag.name as agency, t.ceiling_fen::text as "ceilingFen", t.published_at as "publishedAt", t.deadline`;
const FROM = `from tender t join project p on p.id = t.project_id join organisation o on o.id = t.tenderer_id left join organisation ag on ag.id = t.agency_id`;

/** A page of tenders, newest first by `key`; `where` holds conditions with their places. Published ones are read in the order of their index. */
export const LIST = (where: readonly string[], limit: number, key: 'published_at' | 'created_at' = 'published_at'): string =>
  `select ${ROW}, (extract(epoch from t.${key}) * 1000000)::bigint::text as "sortKey" ${FROM} where ${where.join(' and ')} order by t.${key} desc, t.id desc limit ${limit}`;

const likeText = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;

/** Published tenders, newest first, in pages; with `mine` those of the own organisation, drafts included. */
export async function listTenders(db: Db, { actor }: Caller, query: ListTenders): Promise<{ items: TenderRow[]; next: string | null }> {
  const where: string[] = [];
  const params: unknown[] = [];
  const add = (sql: string, value: unknown) => where.push(sql.replaceAll('?', `$${params.push(value)}`));
  const mine = query.mine === 'true' && actor.organisationId !== null;
  const key = mine ? 'created_at' : 'published_at';
  if (mine) add('(t.tenderer_id = ? or t.agency_id = ?)', actor.organisationId);
  else where.push('t.published_at is not null');
  if (query.q) add('(t.title ilike ? or t.code ilike ?)', likeText(query.q));
  if (query.region) add(`t.region like ?`, `${query.region.replace(/(00)+$/, '')}%`);
  if (query.category) add('t.category = ?', query.category);
  if (query.method) add(`t.plan->'method'->>'method' = ?`, query.method);
  if (query.stage) add('t.status = ?', query.stage);
  if (query.from) add(`t.published_at >= ?::date::timestamp at time zone 'Asia/Shanghai'`, query.from);
  if (query.to) add(`t.published_at < (?::date + 1)::timestamp at time zone 'Asia/Shanghai'`, query.to);
  if (query.after) {
    const [time, id] = query.after.split('~');
    add(`(t.${key}, t.id) < (to_timestamp(?::bigint / 1000000.0), $${params.push(id)}::uuid)`, time);
  }
  const rows = await db.read<TenderRow & { sortKey: string }>(LIST(where, query.limit + 1, key), params);
  const items = rows.slice(0, query.limit).map(({ sortKey: _, ...row }) => row);
  const last = rows[query.limit - 1];
  return { items, next: rows.length > query.limit && last ? `${last.sortKey}~${last.id}` : null };
}

interface Detail extends TenderRow {
  tendererId: string;
  agencyId: string | null;
  endedIn: string | null;
  endReason: string | null;
  endArticle: string | null;
  plan: unknown;
  scope: string;
  qualification: string;
  candidateLimit: number;
  documentsUntil: Date;
  questionsUntil: Date;
  decryptionMinutes: number;
  noticeFileId: string | null;
  retenderOf: string | null;
  holds: { kind: string; article: string }[];
  documents: unknown[];
  amendments: unknown[];
  questions: { id: string; text: string; answer: string | null; askedAt: string; answeredAt: string | null }[];
  serverTime: Date;
}

export const DETAIL = `select ${ROW}, t.tenderer_id as "tendererId", t.agency_id as "agencyId", t.ended_in as "endedIn", t.end_reason as "endReason", t.end_article as "endArticle",
  t.plan, t.scope, t.qualification, t.candidate_limit as "candidateLimit", t.documents_until as "documentsUntil", t.questions_until as "questionsUntil",
  t.decryption_minutes as "decryptionMinutes", t.notice_file_id as "noticeFileId", t.retender_of as "retenderOf", tianping_now() as "serverTime",
  (select coalesce(jsonb_agg(jsonb_build_object('kind', h.kind, 'article', h.article) order by h.placed_at), '[]') from hold h where h.project_id = t.project_id and h.lifted_at is null) as holds,
  (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size, 'sha256', f.sha256) order by d.added_at, f.name), '[]') from tender_document d join file f on f.id = d.file_id where d.tender_id = t.id) as documents,
  (select coalesce(jsonb_agg(jsonb_build_object('number', a.number, 'kind', a.kind, 'text', a.text, 'oldDeadline', a.old_deadline, 'newDeadline', a.new_deadline, 'publishedAt', a.published_at) order by a.number), '[]') from tender_amendment a where a.tender_id = t.id) as amendments,
  (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'text', q.text, 'answer', q.answer, 'askedAt', q.asked_at, 'answeredAt', q.answered_at) order by q.asked_at), '[]') from tender_question q where q.tender_id = t.id) as questions
  ${FROM} where t.id = $1`;

/** Which acts of the tender's machine this actor could do now, so that a screen shows no button that would be refused. */
function allowedActs(actor: Actor, status: TenderStatus, letters: ReadonlySet<Letter>): string[] {
  const codes: Partial<Record<TenderAct, string>> = {
    publish: 'tender.publish',
    amend: 'tender.amend',
    terminate: 'tender.terminate',
    startOpening: 'opening.start',
    publishCandidates: 'candidates.publish',
    fixWinner: 'award.fix-winner',
    issueNotice: 'award.issue-notice',
    signContract: 'contract.sign',
  };
  if (!letters.has('T') && !letters.has('A')) return [];
  return tenderMachine.allowed(status).flatMap((act) => (codes[act] && actor.permissions.has(codes[act]) ? [codes[act]] : []));
}

/** One tender as this caller may see it at this stage; a draft exists for its own side only. */
export async function tenderDetail(db: Db, { actor }: Caller, id: string): Promise<Record<string, unknown>> {
  const [row] = await db.read<Detail>(DETAIL, [id]);
  if (!row) return notFound('tender');
  const letters = lettersOf(actor, row);
  const phase = phaseOf(row);
  if (phase === 'before-notice' && !letters.has('T') && !letters.has('A')) return notFound('tender');
  const { tendererId: _t, agencyId: _a, questions, plan, ceilingFen, endedIn: _e, ...open } = row;
  const openQuestions = sees('openQuestion', phase, letters);
  return {
    ...open,
    phase,
    ...(sees('ceilingPrice', phase, letters) ? { ceilingFen } : {}),
    ...(sees('method', phase, letters) ? { plan } : {}),
    questions: questions.filter((question) => question.answer !== null || openQuestions),
    allowedActs: allowedActs(actor, row.status, letters),
  };
}
