import { type Actor, type Caller, type Db, notFound } from '@platform/db';
import { type NamedParty, placePrefix } from '@kernel';
import { terms } from '@law';
import { refuseFar } from '../calendar';
import { type LawfulCalendar, lawfulCalendar } from './lawful-calendar';
import type { AskCalendar, ListTenders } from './tender.dto';
import { heldSql, liesOn, onSideSql, PROJECT_SIDES, TENDER_SIDES } from '../intake';
import { LOT_HEAD, type LotHead, offeredTo, readerOf } from './letters';
import { asked, seesSql } from './sight-sql';
import type { EvaluationPlan } from './evaluation-plan';
import { FIRST_QUESTIONS, type QuestionView, shown } from './question.queries';
import type { Trustees } from './trustees';
import { invites, KEPT, type Phase, phaseOf, sees, type StageCode } from '@procedure';

export interface TenderRow {
  id: string;
  code: string;
  title: string;
  projectId: string;
  projectCode: string;
  category: string;
  region: string;
  method: string;
  /** A value of `@procedure`. */
  procedure: string;
  status: StageCode;
  tenderer: string;
  agency: string | null;
  ceilingFen: string | null;
  publishedAt: Date | null;
  deadline: Date;
  /** Suspended at present. */
  held: boolean;
}

const ROW = `t.id, t.code, t.title, t.project_id as "projectId", p.code as "projectCode", t.category, t.region, t.plan->'method'->>'method' as method, t.procedure, t.status,
  o.name as tenderer, ag.name as agency, t.ceiling_fen::text as "ceilingFen", t.published_at as "publishedAt", t.deadline, ${heldSql('t')} as held`;
const FROM = `from tender t join project p on p.id = t.project_id join organisation o on o.id = t.tenderer_id left join organisation ag on ag.id = t.agency_id`;

type SortKey = 'published_at' | 'created_at' | 'deadline';

/** A page of tenders in the order of `key`, the nearest deadline or the newest first; `where` holds conditions with their places. Each order has its index. */
export const LIST = (where: readonly string[], limit: number, key: SortKey = 'published_at'): string => {
  const direction = key === 'deadline' ? 'asc' : 'desc';
  return `select ${ROW}, (extract(epoch from t.${key}) * 1000000)::bigint::text as "sortKey" ${FROM} where ${where.join(' and ')} order by t.${key} ${direction}, t.id ${direction} limit ${limit}`;
};

/** How many there are, counted up to a thousand: nobody reads on beyond that. */
const TOTAL = (where: readonly string[]): string => `select count(*)::int as total from (select 1 ${FROM} where ${where.join(' and ')} limit 1000) as found`;

const VARIES = { varies: true };

const likeText = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;

const TODAY = `(select (tianping_now() at time zone 'Asia/Shanghai')::date)`;

/** The conditions of a query, with their parameters. `mine`: of the own side, drafts included; else what is published. */
function conditionsOf(actor: Actor, query: ListTenders): { where: string[]; params: unknown[]; mine: boolean } {
  const where: string[] = [];
  const params: unknown[] = [];
  const add = (sql: string, value: unknown) => where.push(sql.replaceAll('?', `$${params.push(value)}`));
  const mine = query.mine === 'true' && actor.organisationId !== null;
  const place = (value: unknown) => `$${params.push(value)}`;
  if (mine) where.push(onSideSql(actor, place, TENDER_SIDES));
  else where.push('t.published_at is not null', seesSql('lotItself', {}, asked(actor, place)));
  if (query.invited === 'true') add('exists (select 1 from tender_invitee i where i.tender_id = t.id and i.organisation_id = ?::uuid)', actor.organisationId);
  if (query.procedure) add('t.procedure = ?', query.procedure);
  if (query.q) add('(t.title ilike ? or t.code ilike ?)', likeText(query.q));
  if (query.projectId) add('t.project_id = ?', query.projectId);
  if (query.region) add(`t.region like ?`, `${placePrefix(query.region)}%`);
  if (query.category) add('t.category = ?', query.category);
  if (query.method) add(`t.plan->'method'->>'method' = ?`, query.method);
  if (query.stage) add('t.status = ?', query.stage);
  if (query.opens)
    where.push(`t.status <> all('{${KEPT.join()}}') and t.deadline >= ${TODAY}::timestamp at time zone 'Asia/Shanghai' and t.deadline < (${TODAY} + 1)::timestamp at time zone 'Asia/Shanghai'`);
  if (query.from) add(`t.published_at >= ?::date::timestamp at time zone 'Asia/Shanghai'`, query.from);
  if (query.to) add(`t.published_at < (?::date + 1)::timestamp at time zone 'Asia/Shanghai'`, query.to);
  return { where, params, mine };
}

export interface TenderPage {
  items: TenderRow[];
  next: string | null;
  /** Counted up to 1,000, on the first page only. */
  total: number | null;
}

const keyOf = ({ sort }: ListTenders, mine: boolean): SortKey => (sort === 'closing' ? 'deadline' : mine ? 'created_at' : 'published_at');

/** Tenders in pages: the next page begins where the last one ended, however many came in between. */
export async function listTenders(db: Db, { actor }: Caller, query: ListTenders): Promise<TenderPage> {
  const { where, params, mine } = conditionsOf(actor, query);
  const key = keyOf(query, mine);
  const page = [...where];
  const pageParams = [...params];
  if (query.after) {
    const [time, id] = query.after.split('~');
    page.push(`(t.${key}, t.id) ${key === 'deadline' ? '>' : '<'} (to_timestamp($${pageParams.push(time)}::bigint / 1000000.0), $${pageParams.push(id)}::uuid)`);
  }
  const [rows, counted] = await Promise.all([
    db.read<TenderRow & { sortKey: string }>(LIST(page, query.limit + 1, key), pageParams, VARIES),
    query.after ? undefined : db.read<{ total: number }>(TOTAL(where), params, VARIES),
  ]);
  const items = rows.slice(0, query.limit).map(({ sortKey: _, ...row }) => row);
  const last = rows[query.limit - 1];
  return { items, next: rows.length > query.limit && last ? `${last.sortKey}~${last.id}` : null, total: counted?.[0]?.total ?? null };
}

export interface TenderExport {
  rows: TenderRow[];
  now: Date;
  /** There are more than `most`. */
  cut: boolean;
}

/** The same list as one piece, of `most` rows at the most; pages play no part. */
export async function exportTenders(db: Db, { actor }: Caller, query: ListTenders, most: number): Promise<TenderExport> {
  const { where, params, mine } = conditionsOf(actor, query);
  const [rows, [clock]] = await Promise.all([
    db.read<TenderRow & { sortKey: string }>(LIST(where, most + 1, keyOf(query, mine)), params, VARIES),
    db.read<{ now: Date }>('select tianping_now() as now'),
  ]);
  return { rows: rows.slice(0, most).map(({ sortKey: _, ...row }) => row), now: clock!.now, cut: rows.length > most };
}

export interface DocumentView {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

export interface AmendmentView {
  number: number;
  kind: 'clarification' | 'amendment' | 'postponement';
  text: string;
  oldDeadline: string;
  newDeadline: string;
  /** Null in amendments of which only the deadline was kept. */
  oldQuestionsUntil: string | null;
  newQuestionsUntil: string | null;
  oldDocumentsUntil: string | null;
  newDocumentsUntil: string | null;
  publishedAt: string;
}

export interface HoldView {
  kind: string;
  article: string;
  /** Why, to whoever is signed in: it is what a refusal would tell him. */
  reason?: string;
}

interface Detail extends TenderRow {
  invitees: NamedParty[];
  lot: LotHead;
  endedIn: string | null;
  endReason: string | null;
  endArticle: string | null;
  plan: EvaluationPlan;
  scope: string;
  qualification: string;
  candidateLimit: number;
  documentsUntil: Date;
  questionsUntil: Date;
  decryptionMinutes: number;
  /** Who opens the bids, with the certificates to which bidders enclose shares of their keys; null: each bidder his own. */
  trustees: Trustees | null;
  noticeFileId: string | null;
  retenderOf: string | null;
  holds: HoldView[];
  documents: DocumentView[];
  amendments: AmendmentView[];
  answered: QuestionView[];
  unanswered: QuestionView[];
  serverTime: Date;
}

/** A tender as somebody may see it: what the stage hides from him is absent. */
export interface TenderView extends Omit<Detail, 'lot' | 'invitees' | 'plan' | 'ceilingFen' | 'answered' | 'unanswered'> {
  /** The first; with `moreQuestions` the others are asked for page by page. */
  questions: QuestionView[];
  moreQuestions: boolean;
  phase: Phase;
  ceilingFen?: string | null;
  plan?: EvaluationPlan;
  /** Whom it invites, where it does. */
  invitees?: NamedParty[];
  /** Whether everybody may know of it. */
  isPublic: boolean;
  /** Acts that this person could do now; a screen offers these and no others. */
  allowedActs: string[];
}

export const DETAIL = `select ${ROW}, ${LOT_HEAD},
  (select coalesce(jsonb_agg(jsonb_build_object('name', v.name, 'uscc', v.uscc) order by v.uscc), '[]') from tender_invitee i join organisation v on v.id = i.organisation_id where i.tender_id = t.id) as invitees, t.ended_in as "endedIn", t.end_reason as "endReason", t.end_article as "endArticle",
  t.plan, t.scope, t.qualification, t.candidate_limit as "candidateLimit", t.documents_until as "documentsUntil", t.questions_until as "questionsUntil",
  t.decryption_minutes as "decryptionMinutes", t.trustees, t.notice_file_id as "noticeFileId", t.retender_of as "retenderOf", tianping_now() as "serverTime",
  (select coalesce(jsonb_agg(jsonb_build_object('kind', h.kind, 'article', h.article, 'reason', h.reason) order by h.placed_at), '[]') from hold h where ${liesOn('t')}) as holds,
  (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size, 'sha256', f.sha256) order by d.added_at, f.name), '[]') from tender_document d join file f on f.id = d.file_id where d.tender_id = t.id) as documents,
  (select coalesce(jsonb_agg(jsonb_build_object('number', a.number, 'kind', a.kind, 'text', a.text, 'oldDeadline', a.old_deadline, 'newDeadline', a.new_deadline, 'oldQuestionsUntil', a.old_questions_until,
    'newQuestionsUntil', a.new_questions_until, 'oldDocumentsUntil', a.old_documents_until, 'newDocumentsUntil', a.new_documents_until, 'publishedAt', a.published_at) order by a.number), '[]') from tender_amendment a where a.tender_id = t.id) as amendments,
  ${FIRST_QUESTIONS}
  ${FROM} where `;

const UUID = /^[0-9a-f-]{36}$/;

/** One tender, by its id or its printed code, as this caller may see it at this stage; a draft exists for its own side only. */
export async function tenderDetail(db: Db, { actor }: Caller, id: string): Promise<TenderView> {
  const [row] = await db.read<Detail>(`${DETAIL}${UUID.test(id) ? 't.id' : 't.code'} = $1`, [id]);
  if (!row) return notFound('tender');
  const { lot, invitees, answered, unanswered, plan, ceilingFen, ...open } = row;
  const { letters, may } = readerOf(actor, lot);
  return {
    ...open,
    holds: actor.accountId ? open.holds : open.holds.map(({ reason: _, ...hold }) => hold),
    phase: phaseOf(lot),
    isPublic: sees('lotItself', lot, new Set(['*'])),
    retenderOf: invites(lot) && ![...letters].some((letter) => 'TAS'.includes(letter)) ? null : open.retenderOf, // one that failed by invitation stays unknown
    ...(may('ceilingPrice') ? { ceilingFen } : {}),
    ...(may('method') ? { plan } : {}),
    ...(invites(lot) && may('invitees') ? { invitees } : {}),
    ...shown([may('openQuestion') ? unanswered : [], may('questionText') ? answered : []]),
    allowedActs: offeredTo(actor, row, letters),
  };
}

/** The lawful dates for a project of the own side, by its frozen ruleset. */
export async function readLawfulCalendar(db: Db, { actor, language }: Caller, { projectId, publishAt, ...typed }: AskCalendar): Promise<LawfulCalendar> {
  const params: unknown[] = [projectId];
  const own = onSideSql(actor, (value) => `$${params.push(value)}`, PROJECT_SIDES);
  const [project] = await db.read<{ ruleset: string; now: Date }>(`select p.ruleset, tianping_now() as now from project p where p.id = $1 and ${own} and p.ruleset is not null`, params);
  if (!project) return notFound('project');
  refuseFar(project.now, { '/publishAt': publishAt, ...Object.fromEntries(Object.entries(typed).map(([name, at]) => [`/${name}`, at])) });
  return lawfulCalendar(publishAt ?? project.now, typed, terms(project.ruleset), language);
}
