import { createHash } from 'node:crypto';
import type { Terms } from '@law';
import type { Tx } from '@platform/db';
import { localDate, nameKey } from '@kernel';
import type { Seats } from './sitting';

export interface PoolRow {
  id: string;
  employer: string;
  employerUscc: string | null;
  library: string;
  specialties: string[];
  born: string;
  appointedUntil: string;
  suspendedUntil: string | null;
  testPassed: boolean;
  /** Codes of the bodies that this person is tied to, as far as the tie still counts. */
  ties: string[];
  busy: boolean;
}

/** Codes and names of everybody whom a member must not be tied to: tenderer, agency, and the bidders (known only to the platform before the opening). */
export interface Parties {
  usccs: ReadonlySet<string>;
  /** By `nameKey`: a blank more or another kind of bracket does not make another firm. */
  nameKeys: ReadonlySet<string>;
}

const years = (date: string, n: number) => `${Number(date.slice(0, 4)) + n}${date.slice(4)}`;

/** Why a person may not sit on this committee; undefined: eligible. The order is that of the articles. */
export function avoidReason(expert: PoolRow, parties: Parties, today: string, { expertAgeMax }: Pick<Terms, 'expertAgeMax'>): string | undefined {
  if (expert.suspendedUntil && expert.suspendedUntil >= today) return 'suspended'; // TBR 71
  if (expert.appointedUntil < today) return 'term-ended';
  if (years(expert.born, expertAgeMax) <= today) return 'age';
  if (!expert.testPassed) return 'test';
  return tieOf(expert, parties) ?? (expert.busy ? 'busy' : undefined);
}

type Tied = Pick<PoolRow, 'ties' | 'employer' | 'employerUscc'>;

function tieOf(expert: Tied, parties: Parties): string | undefined {
  if (expert.ties.some((uscc) => parties.usccs.has(uscc))) return 'interest'; // O12 12; TBR 46
  return (expert.employerUscc && parties.usccs.has(expert.employerUscc)) || parties.nameKeys.has(nameKey(expert.employer)) ? 'employer' : undefined;
}

/** Whoever has an account of a body works for it, whatever the library says: the person counts, not the account. */
export const OWN_ACCOUNTS = 'account own join organisation o on o.id = own.organisation_id';

const EXPERTS = `select e.id, e.employer, e.employer_uscc as "employerUscc", e.library, e.specialties, e.born::text, e.appointed_until::text as "appointedUntil", e.suspended_until::text as "suspendedUntil", e.test_passed as "testPassed",
       array(select i.uscc from expert_interest i where i.expert_id = e.id and (i.ended_on is null or i.ended_on > $1::date)
             union select o.uscc from ${OWN_ACCOUNTS} where own.person_hash = a.person_hash and own.id <> a.id and o.uscc is not null) as ties`;

const since = (now: Date, lookBackYears: number): string => years(localDate(now), -lookBackYears);

/** Experts of the specialties, with their ties and whether another session takes them at that time. */
export function loadPool(tx: Tx, prefixes: readonly string[], from: Date, to: Date, lookBackYears: number): Promise<PoolRow[]> {
  return tx.query<PoolRow>(
    `${EXPERTS}, exists(select 1 from expert_call c where c.expert_id = e.id and c.status in ('offered', 'accepted') and c.starts_at < $4 and c.ends_at > $3) as busy
     from expert e join account a on a.id = e.account_id
     where a.suspended_at is null and not exists (select 1 from expert o join account b on b.id = o.account_id where b.person_hash = a.person_hash and b.suspended_at is null and o.id < e.id) -- one chance a person
       and exists(select 1 from unnest(e.specialties) s, unnest($2::text[]) p where s like p || '%')`,
    [since(tx.now, lookBackYears), prefixes, from, to],
  );
}

/** Who tenders, who acts for him, and who bids; the bidders are known to the platform alone before the opening. */
export async function partiesTo(tx: Tx, { id, tendererId, agencyId }: { id: string; tendererId: string; agencyId: string | null }): Promise<Parties> {
  const rows = await tx.query<{ name: string; uscc: string }>(
    `with party as (select id, name, uscc from organisation where id = $2 or id = $3 or id in (select bidder_id from bid where tender_id = $1 and status not in ('replaced', 'withdrawn')))
     select name, uscc from party union select n.name, p.uscc from party p join organisation_name n on n.organisation_id = p.id`, // an employer may be written down under a name from before
    [id, tendererId, agencyId],
  );
  return { usccs: new Set(rows.map((row) => row.uscc)), nameKeys: new Set(rows.map((row) => nameKey(row.name))) };
}

/** Whether this expert is tied to a party now, by the rule of the draw: asked again when he checks in, since much is declared in between (O12 12; TBR 46). */
export async function isTied(tx: Tx, accountId: string, tender: { id: string; tendererId: string; agencyId: string | null }, lookBackYears: number): Promise<boolean> {
  const rows = await tx.query<Tied>(`${EXPERTS} from expert e join account a on a.id = e.account_id where a.id = $2`, [since(tx.now, lookBackYears), accountId]);
  const parties = await partiesTo(tx, tender);
  return rows.some((row) => tieOf(row, parties) !== undefined);
}

type Employed = Pick<PoolRow, 'employer' | 'employerUscc'>;

/** Names under which employers are written down beside their codes: by the library, and of organisations here, earlier names too. */
const EMPLOYERS = `with body as (select o.id, o.name, o.uscc from organisation o where exists (select 1 from organisation_name n where n.organisation_id = o.id) or o.uscc in (select employer_uscc from expert))
  select employer as name, employer_uscc as uscc from expert where employer_uscc is not null
  union select name, uscc from body where uscc is not null union select n.name, b.uscc from body b join organisation_name n on n.organisation_id = b.id where b.uscc is not null order by uscc, name`;

/** One employer, however it is written down: its code, also where a name of it stands alone; else the name as names are compared. */
export function employerBy(known: readonly { name: string; uscc: string }[]): (row: Employed) => string {
  const codes = new Map(known.map(({ name, uscc }) => [nameKey(name), uscc]));
  return ({ employer, employerUscc }) => employerUscc ?? codes.get(nameKey(employer)) ?? nameKey(employer);
}

export const loadEmployers = async (tx: Tx): Promise<(row: Employed) => string> => employerBy(await tx.query<{ name: string; uscc: string }>(EMPLOYERS));

/** Employers of the experts who sit on a committee: in a further draw they count as in the first. */
export async function employersSitting(tx: Tx, { experts }: Seats, employerOf: (row: Employed) => string): Promise<string[]> {
  const rows = await tx.query<Employed>(`select x.employer, x.employer_uscc as "employerUscc" from expert x where x.account_id = any($1)`, [experts]);
  return rows.map(employerOf);
}

/** A pseudonym that only the holder of the draw's salt can undo: names never stand in a published record. */
export const pseudonym = (salt: string, kind: 'expert' | 'employer', text: string): string => createHash('sha256').update(`draw/v1/pseudonym\n${salt}\n${kind}\n${text}`).digest('hex').slice(0, 20);
