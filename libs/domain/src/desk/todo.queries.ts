import { addDays, addWorkingDays, endOfDay, localDate, rollForward } from '@kernel';
import { citation, type ArticleId } from '@law';
import { type Actor, type Caller, type Db, heldFor, holdsSql } from '@platform/db';
import { type ActCode, type RoleCode, seesAnywhere } from '@procedure';
import { yearTable } from '../calendar';
import type { Duty } from '../duties';
import { stopped } from '../intake';
import { asked, seesSql, watcherLetters } from '../tender';

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

const columns = `d.kind, d.tender_id as "tenderId", d.project_id as "projectId", coalesce(t.code, p.code) as code, coalesce(t.title, p.name) as title, d.object_id as "objectId", d.article, d.due_at as "dueAt", coalesce(o.name, '') as owes`;
const DUTY = `from duty d join project p on p.id = d.project_id left join tender t on t.id = d.tender_id left join organisation o on d.owner = 'organisation:' || o.id
  where d.done_at is null and not d.stopped and (d.opens_at is null or d.opens_at <= (select tianping_now())) and (d.closes_at is null or d.closes_at > (select tianping_now()))`;

/** Nobody has asked for it yet: what waits for its second person is his. `asks` is an object of kinds and requests. */
const unasked = (asks: string) =>
  `not exists (select 1 from proposal asked where ${asks}::jsonb -> d.kind ? asked.act and asked.object_id = d.object_id and asked.status = 'open' and asked.expires_at > (select tianping_now()))`;

const asksOf = (duties: readonly Duty[]): string => JSON.stringify(Object.fromEntries(duties.flatMap(({ kind, asks }) => (asks ? [[kind, asks]] : []))));

const OFFICES: ReadonlySet<RoleCode> = new Set(['entry-officer', 'bureau-officer']);

/** The duties of each right that this person holds, by owner, kinds and, where it is for one project, that one. */
function dutyQuestion({ roles, organisationId }: Actor, duties: readonly Duty[], place: Place): string[] {
  const ways = (roles as { role: RoleCode; projectId: string | null }[]).flatMap(({ role, projectId }) => {
    const kinds = (listed: (duty: Duty) => readonly RoleCode[] | undefined) => duties.filter((duty) => listed(duty)?.includes(role)).map(({ kind }) => kind);
    const [by, also] = [kinds((duty) => duty.by), kinds((duty) => duty.also)];
    const owner = OFFICES.has(role) ? `role:${role}` : `organisation:${organisationId}`;
    const scope = projectId === null ? '' : ` and d.project_id = ${place(projectId)}::uuid`;
    return [
      ...(by.length ? [`(d.owner = ${place(owner)}::text and d.kind = any(${place(by)}::text[])${scope})`] : []),
      ...(also.length ? [`(d.also = ${place(owner)}::text and d.kind = any(${place(also)}::text[])${scope})`] : []),
    ];
  });
  return ways.length ? [`select ${columns} ${DUTY} and (${ways.join(' or ')}) and ${unasked(place(asksOf(duties)))}`] : [];
}

/** Like a duty that is stopped: nobody can do it now, and its time, which stands still, would be told as running out, or as over. */
const runs = (act: ActCode): string => `not ${stopped('t', act)}`;

const BIDDER: readonly string[] = [
  `${of('bid.invited', 'TBL-17', 't.deadline')} ${TENDER} join tender_invitee i on i.tender_id = t.id and i.organisation_id = $1 where t.status = 'bidding' and t.deadline > (select tianping_now()) and ${runs('bid.submit')}
     and not exists (select 1 from bid b where b.tender_id = t.id and b.bidder_id = $1) and not exists (select 1 from bid_upload u where u.tender_id = t.id and u.organisation_id = $1)`,
  `${of('bid.uploaded-not-submitted', 'O20-27', 't.deadline')} ${TENDER} join (select u.tender_id, max(u.at) as at from bid_upload u where u.organisation_id = $1 group by u.tender_id) u on u.tender_id = t.id
     where t.status = 'bidding' and t.deadline > (select tianping_now()) and ${runs('bid.submit')} and not exists (select 1 from bid b where b.tender_id = t.id and b.bidder_id = $1 and b.received_at >= u.at)`,
  `${of('opening.decrypt', 'O20-31', 'g.window_ends_at')} ${TENDER} join opening g on g.tender_id = t.id and g.status = 'decrypting' join bid b on b.tender_id = t.id and b.bidder_id = $1 and b.status = 'sealed' where t.status = 'opening' and ${runs('opening.decrypt')}`,
];

const EXPERT: readonly string[] = [
  `select 'call.answer', null, null, null, to_char(c.starts_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'), c.id, 'TBR-46', c.answer_by, '' from expert_call c join expert x on x.id = c.expert_id where x.account_id = $2 and c.status = 'offered'`,
  `${of('room.enter', 'TBR-49', 'null', 'e.id')} ${TENDER} join evaluation e on e.tender_id = t.id join evaluation_member m on m.evaluation_id = e.id and m.account_id = $2 and m.replaced_at is null
     where t.status = 'evaluating'
       and (e.status in ('assembling', 'electing', 'reviewing', 'judging', 'scoring') and m.handed_in_at is null or e.status = 'assembling' and m.pledged_at is null or e.status = 'untying' and m.ballot is null)`,
  `${of('report.sign', 'TBR-53', 'null', 'e.id')} ${TENDER} join evaluation e on e.tender_id = t.id join evaluation_member m on m.evaluation_id = e.id and m.account_id = $2 and m.replaced_at is null where t.status = 'evaluating' and e.status = 'signing' and m.signed_at is null`,
];

/** The first of each organisation, then the second of each, and half of the list at most: whoever asks for hundreds of things hides nothing else. */
const PROPOSALS = `(select 'proposal.confirm', null::uuid, p.project_id, j.code, coalesce(j.name, ''), p.id, null, p.expires_at, '' from proposal p join account a on a.id = p.asked_by left join project j on j.id = p.project_id
  where p.status = 'open' and p.expires_at > (select tianping_now()) and p.asked_by <> $2 and ${holdsSql('$3', 'p.confirmer', 'p.project_id')} and (p.organisation_id is null or p.organisation_id = $1)
  order by row_number() over (partition by a.organisation_id order by p.expires_at, p.id), p.expires_at limit ${MOST / 2})`;

const TRUSTEE = `${of('opening.release-share', 'O20-30', 'g.window_ends_at')} ${TENDER} join opening g on g.tender_id = t.id and g.status = 'decrypting'
  join lateral jsonb_array_elements(t.trustees->'people') with ordinality p(person, place) on p.person->>'accountId' = $2::text
  where t.status = 'opening' and ${runs('opening.release-share')} and exists (select 1 from bid b where b.tender_id = t.id and b.status = 'sealed'
    and not exists (select 1 from released_share s where s.bid_id = b.id and s.secret = 'documents' and s.trustee = p.place))`;

type Place = (value: unknown) => string;

/** The questions that this person's roles make his; `place` keeps a value of theirs and names its parameter. */
function questionsOf({ actor }: Caller, duties: readonly Duty[], place: Place): string[] {
  const has = (...roles: string[]) => actor.roles.some((held) => roles.includes(held.role));
  return [
    ...dutyQuestion(actor, duties, place),
    ...(has('bidder-officer', 'bidder-signatory') ? BIDDER : []),
    ...(has('expert', 'tenderer-representative') ? EXPERT : []),
    ...(has('key-trustee') ? [TRUSTEE] : []),
    ...(actor.permissions.has('proposal.confirm') ? [PROPOSALS] : []),
  ];
}

const ordered = (questions: readonly string[]) =>
  `select distinct on ("dueAt", kind, "objectId") * from (select null::text as kind, null::uuid as "tenderId", null::uuid as "projectId", null::text as code, null::text as title, null::uuid as "objectId", null::text as article, null::timestamptz as "dueAt", null::text as owes where false
   union all ${questions.join('\nunion all ')}) as owed order by "dueAt" nulls last, kind, "objectId" limit ${MOST}`;

const tableKnows = (at: Date): boolean => [0, 30].every((days) => yearTable().years.includes(Number(localDate(new Date(at.getTime() + days * 86_400_000)).slice(0, 4))));

/** A limit without a table of its year's holidays stays on its plain day: a list that warns must not fall silent. */
function rolled(rolls: boolean, dueAt: Date | null): Date | null {
  if (!dueAt || !rolls || !tableKnows(dueAt)) return dueAt;
  return endOfDay(rollForward(localDate(new Date(dueAt.getTime() - 1)), yearTable()));
}

const told = ({ owes: _, ...row }: Row, now: Date, language: 'zh' | 'en'): Owed => ({
  ...row,
  citation: row.article ? citation(row.article as ArticleId, language) : null,
  overdue: row.dueAt !== null && row.dueAt <= now,
});

const byDue = (a: Row, b: Row): number => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity) || 0;

async function rowsOf(db: Db, duties: readonly Duty[], questions: readonly string[], params: unknown[]): Promise<{ rows: Row[]; now: Date }> {
  const [clock] = await db.read<{ now: Date }>('select tianping_now() as now');
  // every parameter is named once, so that PostgreSQL knows its type whatever the questions use
  const typed = `with given as (select $1::uuid, $2::uuid, $3::text[]) ${ordered(questions)}`;
  const rows = questions.length ? await db.read<Row>(typed, params) : [];
  const rolling = new Set(duties.flatMap(({ kind, rolls }) => (rolls ? [kind] : [])));
  return { rows: rows.map((row) => ({ ...row, dueAt: rolled(rolling.has(row.kind), row.dueAt) })).sort(byDue), now: clock!.now };
}

/** What the caller owes, by deadline. */
export async function readTodo(db: Db, duties: readonly Duty[], caller: Caller): Promise<Todo> {
  const { actor, language } = caller;
  const params: unknown[] = [actor.organisationId, actor.accountId, actor.roles.map(({ role, projectId }) => heldFor(role, projectId))];
  const questions = questionsOf(caller, duties, (value) => `$${params.push(value)}`);
  const { rows, now } = await rowsOf(db, duties, questions, params);
  return { items: rows.map((row) => told(row, now, language)), now };
}

export interface DueItem extends Owed {
  /** The organisation that owes it. */
  owes: string;
}

const SOON_DAYS = 3;

/** 24:00 of the third working day from now; of the third day where a year has no table. */
const soon = (now: Date): Date => (tableKnows(now) ? endOfDay(addWorkingDays(localDate(now), SOON_DAYS, yearTable())) : endOfDay(addDays(localDate(now), SOON_DAYS)));

/** The longest that a limit may be moved by rest days, d. */
const ROLLS_AT_MOST = 14;

/** For readers of all organisations' duties: none of them is a party, so their letters are the same in every project. */
const mayKnow = (actor: Actor, { tells }: Duty): boolean => !tells || seesAnywhere(...tells, watcherLetters(actor, ''));

/** Over all organisations: limits of what the reader may know of, that end within three working days, or ended. */
export async function readDue(db: Db, duties: readonly Duty[], { actor, language }: Caller): Promise<{ items: DueItem[] }> {
  const known = duties.filter((duty) => mayKnow(actor, duty));
  const [clock] = await db.read<{ now: Date }>('select tianping_now() as now');
  const until = soon(clock!.now);
  const params: unknown[] = [null, null, [], new Date(until.getTime() + ROLLS_AT_MOST * 86_400_000), known.map(({ kind }) => kind), asksOf(duties)];
  const knows = seesSql(
    'lotItself',
    {},
    asked(actor, (value) => `$${params.push(value)}`),
  );
  const question = `select ${columns} ${DUTY} and d.due_at <= $4::timestamptz and d.kind = any($5::text[]) and d.owner like 'organisation:%' and (t.id is null or ${knows}) and ${unasked('$6')}`;
  const { rows, now } = await rowsOf(db, duties, [question], params);
  return { items: rows.filter(({ dueAt }) => dueAt !== null && dueAt <= until).map((row) => ({ ...told(row, now, language), owes: row.owes })) };
}
