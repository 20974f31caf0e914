import { addDays, addWorkingDays, endOfDay, localDate, rollForward } from '@kernel';
import { citation, type ArticleId, RULESET_IDS, term, type TermCode } from '@law';
import { type Actor, type Caller, type Db, hasRole, heldFor, holdsSql } from '@platform/db';
import { type ActCode, actOf, type Info, type Phase, sees } from '@procedure';
import { yearTable } from '../calendar';
import { onSideSql, PROJECT_SIDES, stopped, suspendedSince, TENDER_SIDES } from '../intake';
import { watcherLetters } from '../tender';

/** Something that somebody owes: an act, on what, by when, and why. */
export interface Owed {
  /** The act, e.g. `candidates.publish`; screens name it and know where it is done. */
  kind: string;
  tenderId: string | null;
  projectId: string | null;
  /** Printed code of the lot. */
  code: string | null;
  title: string;
  objectId: string;
  article: string | null;
  citation: string | null;
  dueAt: Date | null;
  overdue: boolean;
}

export interface Todo {
  items: Owed[];
  now: Date;
}

type Row = Omit<Owed, 'citation' | 'overdue'> & { owes: string };

const MOST = 200;
const of = (kind: string, article: string | null, due: string, object = 't.id') =>
  `select '${kind}' as kind, t.id as "tenderId", t.project_id as "projectId", t.code, t.title, ${object} as "objectId", ${article ? `'${article}'` : 'null'} as article, (${due})::timestamptz as "dueAt", o.name as owes`;
const TENDER = 'from tender t join organisation o on o.id = coalesce(t.agency_id, t.tenderer_id)';
const free = (act: ActCode) => `not ${stopped('t', act)}`;
/** Nobody has asked for it yet. Its own name for the proposal: `object` means a column of the query around it. */
const unasked = (act: string, object = 't.id') =>
  `not exists (select 1 from proposal asked where asked.act = '${act}' and asked.object_id = ${object} and asked.status = 'open' and asked.expires_at > tianping_now())`;

/** 24:00 of the last day of a period of law that runs from `from`, by the ruleset that the tender's project froze. */
const limit = (from: string, code: TermCode) => {
  const days = RULESET_IDS.map((ruleset) => `when '${ruleset}' then ${Number(term(ruleset, code).value)}`).join(' ');
  return `(date_trunc('day', ${from} at time zone 'Asia/Shanghai') + make_interval(days => 1 + (select case y.ruleset ${days} end from project y where y.id = t.project_id))) at time zone 'Asia/Shanghai'`;
};

/** A seat whose holder fell out and which nobody has taken. */
const freeSeat = (kind: 'expert' | 'representative') =>
  `exists (select 1 from evaluation e join evaluation_member m on m.evaluation_id = e.id where e.tender_id = t.id and m.kind = '${kind}' group by m.seat having bool_and(m.replaced_at is not null))`;

/** What a tenderer's side owes, of every tender that `mine` lets through. Each row leaves when its act is done or asked for. */
const SIDE = (mine: string, ofProject: string): readonly string[] => [
  `select case when p.return_reason is null then 'project.draft' else 'project.returned' end, null, p.id, p.code, p.name, p.id, null, null::timestamptz, o.name
     from project p join organisation o on o.id = coalesce(p.agency_id, p.tenderer_id) where p.status = 'draft' and ${ofProject} and ${unasked('project.submit', 'p.id')}`,
  `${of('tender.draft', null, 'null')} ${TENDER} where t.status = 'draft' and ${mine} and ${unasked('tender.publish')}`,
  `${of('tender.question-open', 'TBR-21', 't.deadline', 'q.id')} ${TENDER} join tender_question q on q.tender_id = t.id where t.status = 'bidding' and q.answer is null and ${mine}`,
  `${of('opening.start', 'TBL-34', 't.deadline')} ${TENDER} where t.status = 'closed' and ${mine} and ${free('opening.start')}`,
  `${of('opening.conclude', 'O20-32', 'g.window_ends_at')} ${TENDER} join opening g on g.tender_id = t.id where t.status = 'opening' and ${mine} and ${unasked('opening.conclude')}
     and (g.window_ends_at <= tianping_now() or not exists (select 1 from bid b where b.tender_id = t.id and b.status = 'sealed'))`,
  `${of('draw.request', 'TBL-37', 'null')} ${TENDER} where t.status = 'opened' and ${mine} and ${free('draw.request')} and ${unasked('draw.approve')} and not exists (select 1 from draw d where d.tender_id = t.id and d.status <> 'abandoned')`,
  `${of('draw.request-further', 'TBR-48', 'null')} ${TENDER} where t.status = 'evaluating' and ${mine} and ${free('draw.request')} and ${unasked('draw.approve')} and ${freeSeat('expert')}
     and not exists (select 1 from draw d where d.tender_id = t.id and d.status not in ('abandoned', 'exhausted'))`,
  `${of('evaluation.name-representative', 'TBR-48', 'null')} ${TENDER} where t.status = 'evaluating' and ${mine} and ${free('committee.name-representative')} and ${freeSeat('representative')}`,
  `${of('evaluation.open-room', 'TBL-37', 'd.session_starts_at')} ${TENDER} join draw d on d.tender_id = t.id and d.status = 'confirmed' where t.status = 'opened' and ${mine} and ${free('committee.name-representative')}`,
  `${of('candidates.publish', 'TBR-54', `${limit('e.signed_at', 'publicityStartDays')} + ${suspendedSince('t', 'e.signed_at')}`)} ${TENDER} join evaluation e on e.tender_id = t.id where t.status = 'reported' and ${mine} and ${unasked('candidates.publish')}`,
  `${of('award.fix-winner', 'TBL-45', 'null')} ${TENDER} join award a on a.tender_id = t.id where t.status = 'publicity' and a.publicity_until <= tianping_now() and ${mine} and ${free('award.fix-winner')} and ${unasked('award.fix-winner')}`,
  `${of('award.issue-notice', 'TBL-45', 'null')} ${TENDER} where t.status = 'decided' and ${mine} and ${unasked('award.issue-notice')}`,
  `${of('contract.sign', 'TBL-46', `coalesce(a.contract_until, ${limit('a.noticed_at', 'contractDays')})`)} ${TENDER} join award a on a.tender_id = t.id where t.status = 'noticed' and ${mine} and ${unasked('contract.sign')}`,
  `${of('objection.answer', 'TBR-54', limit('j.raised_at', 'objectionResultAnswerDays'), 'j.id')} ${TENDER} join objection j on j.tender_id = t.id where j.answered_at is null and ${mine} and ${unasked('objection.answer', 'j.id')}`,
];

/** A party's part in a running draw: its commitment, then its number. */
const draw = (party: 'tenderer' | 'bureau', mine: string): readonly string[] => [
  `${of('draw.commit', 'TBR-46', 'null', 'd.id')} ${TENDER} join draw d on d.tender_id = t.id where t.status = any('{${actOf('draw.contribute').in.join()}}') and d.status = 'frozen' and not d.commitments ? '${party}' and ${mine}`,
  `${of('draw.reveal', 'TBR-46', 'null', 'd.id')} ${TENDER} join draw d on d.tender_id = t.id where t.status = any('{${actOf('draw.contribute').in.join()}}') and d.status = 'committed' and not d.reveals ? '${party}' and ${mine}`,
];

const BIDDER: readonly string[] = [
  `${of('bid.uploaded-not-submitted', 'O20-27', 't.deadline')} ${TENDER} join (select u.tender_id, max(u.at) as at from bid_upload u where u.organisation_id = $1 group by u.tender_id) u on u.tender_id = t.id
     where t.status = 'bidding' and t.deadline > tianping_now() and not exists (select 1 from bid b where b.tender_id = t.id and b.bidder_id = $1 and b.received_at >= u.at)`,
  `${of('opening.decrypt', 'O20-31', 'g.window_ends_at')} ${TENDER} join opening g on g.tender_id = t.id and g.status = 'decrypting' join bid b on b.tender_id = t.id and b.bidder_id = $1 and b.status = 'sealed' where t.status = 'opening'`,
];

const EXPERT: readonly string[] = [
  `select 'call.answer', null, null, null, to_char(c.starts_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'), c.id, 'TBR-46', c.answer_by, '' from expert_call c join expert x on x.id = c.expert_id where x.account_id = $2 and c.status = 'offered'`,
  `${of('room.enter', 'TBR-49', 'null', 'e.id')} ${TENDER} join evaluation e on e.tender_id = t.id join evaluation_member m on m.evaluation_id = e.id and m.account_id = $2 and m.replaced_at is null
     where t.status = 'evaluating'
       and (e.status in ('assembling', 'electing', 'reviewing', 'judging', 'scoring') and m.handed_in_at is null or e.status = 'assembling' and m.pledged_at is null or e.status = 'untying' and m.ballot is null)`,
  `${of('report.sign', 'TBR-53', 'null', 'e.id')} ${TENDER} join evaluation e on e.tender_id = t.id join evaluation_member m on m.evaluation_id = e.id and m.account_id = $2 and m.replaced_at is null where t.status = 'evaluating' and e.status = 'signing' and m.signed_at is null`,
];

const ENTRY = `select 'project.accept', null, p.id, p.code, p.name, p.id, '1117-1', null::timestamptz, '' from project p where p.status = 'submitted'`;

/** The first of each organisation, then the second of each, and half of the list at most: whoever asks for hundreds of things hides nothing else. */
const PROPOSALS = `(select 'proposal.confirm', null::uuid, p.project_id, j.code, coalesce(j.name, ''), p.id, null, p.expires_at, '' from proposal p join account a on a.id = p.asked_by left join project j on j.id = p.project_id
  where p.status = 'open' and p.expires_at > tianping_now() and p.asked_by <> $2 and ${holdsSql('$3', 'p.confirmer', 'p.project_id')} and (p.organisation_id is null or p.organisation_id = $1)
  order by row_number() over (partition by a.organisation_id order by p.expires_at, p.id), p.expires_at limit ${MOST / 2})`;

const TRUSTEE = `${of('opening.release-share', 'O20-30', 'g.window_ends_at')} ${TENDER} join opening g on g.tender_id = t.id and g.status = 'decrypting'
  join lateral jsonb_array_elements(t.trustees->'people') with ordinality p(person, place) on p.person->>'accountId' = $2::text
  where t.status = 'opening' and exists (select 1 from bid b where b.tender_id = t.id and b.status = 'sealed'
    and not exists (select 1 from released_share s where s.bid_id = b.id and s.secret = 'documents' and s.trustee = p.place))`;

type Place = (value: unknown) => string;

/** What those who speak for a tenderer or an agency owe; an approver owes what no agency does for his organisation, and the room is his to open. */
function sideQuestions(actor: Actor, place: Place): string[] {
  const held = new Set(actor.roles.map(({ role }) => role));
  if (!['tenderer-officer', 'agency-officer', 'tenderer-approver'].some((role) => held.has(role))) return [];
  const [side, ofProject] = [onSideSql(actor, place, TENDER_SIDES), onSideSql(actor, place, PROJECT_SIDES)];
  const all = SIDE(side, ofProject);
  if (held.has('tenderer-officer') || held.has('agency-officer')) return [...all, ...draw('tenderer', side)];
  return [
    ...SIDE(`${side} and t.agency_id is null`, `${ofProject} and p.agency_id is null`),
    ...all.filter((text) => text.includes('evaluation.open-room') || text.includes('evaluation.name-representative')),
  ];
}

/** The questions that this person's roles make his; `place` keeps a value of theirs and names its parameter. */
function questionsOf({ actor }: Caller, place: Place): string[] {
  const has = (...roles: string[]) => actor.roles.some((held) => roles.includes(held.role));
  return [
    ...sideQuestions(actor, place),
    ...(has('bidder-officer', 'bidder-signatory') ? BIDDER : []),
    ...(has('expert', 'tenderer-representative') ? EXPERT : []),
    ...(hasRole(actor, 'entry-officer') ? [ENTRY] : []), // of all projects, as their list
    ...(has('key-trustee') ? [TRUSTEE] : []),
    ...(has('bureau-officer') ? draw('bureau', holdsSql('$3', `'bureau-officer'`, 't.project_id')) : []),
    ...(actor.permissions.has('proposal.confirm') ? [PROPOSALS] : []),
  ];
}

const ordered = (questions: readonly string[]) =>
  `select distinct on ("dueAt", kind, "objectId") * from (select null::text as kind, null::uuid as "tenderId", null::uuid as "projectId", null::text as code, null::text as title, null::uuid as "objectId", null::text as article, null::timestamptz as "dueAt", null::text as owes where false
   union all ${questions.join('\nunion all ')}) as owed order by "dueAt" nulls last, kind, "objectId" limit ${MOST}`;

/** Kinds that are due at the end of a period of law: its last day moves to a working day, as it does where the act is judged (CIV 203). */
const ROLLING: ReadonlySet<string> = new Set(['candidates.publish', 'objection.answer']);

const tableKnows = (at: Date): boolean => [0, 30].every((days) => yearTable().years.includes(Number(localDate(new Date(at.getTime() + days * 86_400_000)).slice(0, 4))));

/** A limit without a table of its year's holidays stays on its plain day: a list that warns must not fall silent. */
function rolled(kind: string, dueAt: Date | null): Date | null {
  if (!dueAt || !ROLLING.has(kind) || !tableKnows(dueAt)) return dueAt;
  return endOfDay(rollForward(localDate(new Date(dueAt.getTime() - 1)), yearTable()));
}

const told = ({ owes: _, ...row }: Row, now: Date, language: 'zh' | 'en'): Owed => ({
  ...row,
  citation: row.article ? citation(row.article as ArticleId, language) : null,
  overdue: row.dueAt !== null && row.dueAt <= now,
});

const byDue = (a: Row, b: Row): number => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity) || 0;

async function rowsOf(db: Db, questions: readonly string[], params: unknown[]): Promise<{ rows: Row[]; now: Date }> {
  const [clock] = await db.read<{ now: Date }>('select tianping_now() as now');
  // every parameter is named once, so that PostgreSQL knows its type whatever the questions use
  const typed = `with given as (select $1::uuid, $2::uuid, $3::text[]) ${ordered(questions)}`;
  const rows = questions.length ? await db.read<Row>(typed, params) : [];
  return { rows: rows.map((row) => ({ ...row, dueAt: rolled(row.kind, row.dueAt) })).sort(byDue), now: clock!.now };
}

/** What the caller owes, by deadline. */
export async function readTodo(db: Db, caller: Caller): Promise<Todo> {
  const { actor, language } = caller;
  const params: unknown[] = [actor.organisationId, actor.accountId, actor.roles.map(({ role, projectId }) => heldFor(role, projectId))];
  const questions = questionsOf(caller, (value) => `$${params.push(value)}`);
  const { rows, now } = await rowsOf(db, questions, params);
  return { items: rows.map((row) => told(row, now, language)), now };
}

export interface DueItem extends Owed {
  /** The organisation that owes it. */
  owes: string;
}

const SOON_DAYS = 3;

/** 24:00 of the third working day from now; of the third day where a year has no table. */
const soon = (now: Date): Date => (tableKnows(now) ? endOfDay(addWorkingDays(localDate(now), SOON_DAYS, yearTable())) : endOfDay(addDays(localDate(now), SOON_DAYS)));

/** A duty that tells more than that it is due: what has to be seen at the stage in which it arises. */
const TELLS: Readonly<Record<string, readonly [Info, Phase]>> = { 'tender.question-open': ['openQuestion', 'bidding'], 'objection.answer': ['objector', 'publicity'] };

/** For readers of all organisations' duties: none of them is a party, so their letters are the same in every project. */
function mayKnow(actor: Actor, kind: string): boolean {
  const tells = TELLS[kind];
  return !tells || sees(...tells, watcherLetters(actor, ''));
}

/** Over all organisations: limits that end within three working days, or ended. */
export async function readDue(db: Db, { actor, language }: Caller): Promise<{ items: DueItem[] }> {
  const { rows, now } = await rowsOf(db, [...SIDE('true', 'true'), ...draw('tenderer', 'true')], [null, null, []]);
  const until = soon(now);
  return { items: rows.filter(({ kind, dueAt }) => dueAt !== null && dueAt <= until && mayKnow(actor, kind)).map((row) => ({ ...told(row, now, language), owes: row.owes })) };
}
