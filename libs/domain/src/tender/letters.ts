import { type Actor, hasRole, notFound, type Thing, type Tx } from '@platform/db';
import { type ActCode, allowedActs, type Info, type Letter, type Placed, PROCEDURES, ROLE_CODES, seers, sees, type Standing, stoppedBy } from '@procedure';
import { type Sides, sidesOf } from '../intake';

/** A lot, as far as it decides who may do and see what on it. */
export interface LotHead extends Placed, Sides {
  /** Organisations that it invites; none where everybody may bid. */
  invited: readonly string[];
  /** Accounts of those who open its bids, where bidders do not. */
  trusteeIds: readonly string[];
  /** Accounts of those who sit in its evaluation (`seats_of`). What they may know besides that there is the lot depends on what they did: evaluation says it. */
  seated: readonly string[];
}

/** Procedures whose lots are not everybody's once they are out: only of these it matters who is invited, and who sits. */
const SECLUDED = PROCEDURES.filter(({ sight }) => seers(sight, 'lotItself', 'bidding') !== '*').map(({ id }) => id);
const ofSecluded = (ids: string): string => `case when t.procedure = any('{${SECLUDED.join()}}') then ${ids} else '[]'::jsonb end`;

/** The same of a tender `t`, as the member `lot` of a row. */
export const LOT_HEAD = `jsonb_build_object('tendererId', t.tenderer_id, 'agencyId', t.agency_id, 'projectId', t.project_id, 'procedure', t.procedure, 'status', t.status, 'endedIn', t.ended_in,
  'trusteeIds', coalesce(jsonb_path_query_array(t.trustees, '$.people[*].accountId'), '[]'),
  'invited', ${ofSecluded(`(select coalesce(jsonb_agg(i.organisation_id), '[]') from tender_invitee i where i.tender_id = t.id)`)}, 'seated', ${ofSecluded('seats_of(t.id)')}) as lot`;

/** Letters of those who are no party to it: the centre's people, the bureau, the auditors. */
export const watcherLetters = (actor: Actor, projectId: string): Set<Letter> => lettersOf(actor, { tendererId: '', agencyId: null, projectId });

const among = (ids: readonly string[] | undefined, id: string | null): boolean => id !== null && ids !== undefined && ids.includes(id);

/** Which letters an actor has on a tender. B by a bid and M are known to the modules that own bids and committees; they add them. */
export function lettersOf(actor: Actor, tender: Sides & Partial<Pick<LotHead, 'invited' | 'trusteeIds'>>): Set<Letter> {
  const letters = new Set<Letter>(['*', ...sidesOf(actor, tender)]);
  if (hasRole(actor, 'hall-operator', tender.projectId)) letters.add('H');
  if (hasRole(actor, 'bureau-officer', tender.projectId)) letters.add('S');
  if (hasRole(actor, 'audit-admin', tender.projectId)) letters.add('X');
  if (among(tender.invited, actor.organisationId)) letters.add('B');
  if (among(tender.trusteeIds, actor.accountId)) letters.add('K');
  return letters;
}

export interface Reader {
  letters: ReadonlySet<Letter>;
  may(info: Info): boolean;
}

/** What somebody may know of a lot. Throws `notFound(what)` where he may not even know that there is one; `more`: letters that another module knows of. */
export function readerOf(actor: Actor, lot: LotHead, what: Thing = 'tender', more: readonly (Letter | false | undefined)[] = []): Reader {
  const letters = new Set([...lettersOf(actor, lot), ...more.filter((letter) => letter !== undefined && letter !== false)]);
  const may = (info: Info) => sees(info, lot, letters);
  const knows = may('lotItself') || (among(lot.seated, actor.accountId) && sees('lotItself', lot, new Set(['M'])));
  return knows ? { letters, may } : notFound(what);
}

/** Whoever acts on a lot without being a party to it may know of it. */
export async function assertKnown(db: Pick<Tx, 'query'>, actor: Actor, tenderId: string): Promise<LotHead> {
  const [row] = await db.query<{ lot: LotHead }>(`select ${LOT_HEAD} from tender t where t.id = $1`, [tenderId]);
  if (!row) return notFound('tender');
  readerOf(actor, row.lot);
  return row.lot;
}

/** The tenderer's side and the bureau take no documents to bid with: they read them under an order too. */
export const readsOn = (letters: ReadonlySet<Letter>): boolean => letters.has('T') || letters.has('A') || letters.has('S');

type Held = Standing & { projectId: string; holds: readonly { kind: string }[] };

const isStopped = (act: ActCode, { holds }: Held, letters: ReadonlySet<Letter>): boolean =>
  !(act === 'tender.download' && readsOn(letters)) && holds.some(({ kind }) => (stoppedBy(act) as readonly string[]).includes(kind));

/** Which acts somebody could do on a lot now, under what lies on it; a screen offers these and no others. Later modules have the last word on each. */
export const offeredTo = (actor: Actor, lot: Held, letters: ReadonlySet<Letter>): ActCode[] =>
  allowedActs(
    lot,
    ROLE_CODES.filter((role) => hasRole(actor, role, lot.projectId)),
    letters,
  ).filter((act) => !isStopped(act, lot, letters));
