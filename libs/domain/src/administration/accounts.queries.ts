import type { Caller, Db } from '@platform/db';

export interface BoundCertificateView {
  fingerprint: string;
  notAfter: Date;
}

export interface AccountView {
  id: string;
  login: string;
  name: string;
  organisation: string;
  roles: string[];
  certificates: BoundCertificateView[];
  suspendedAt: Date | null;
  /** Null for an expert’s account that is not the reader’s own. */
  lastSignInAt: Date | null;
  /** Of such an account: the last month before this one with a sign-in, `2026-03`, Beijing time. */
  lastSignInMonth: string | null;
}

export interface OrganisationView {
  id: string;
  name: string;
  uscc: string;
  region: string;
  registeredAt: Date;
  /** Accounts that are not suspended. */
  accounts: number;
}

export interface Find {
  /** A piece of a name, login or code. */
  q?: string | undefined;
  /** Where the last page ended. */
  after?: string | undefined;
  limit: number;
}

export interface AccountPage {
  items: AccountView[];
  next: string | null;
}

export interface OrganisationPage {
  items: OrganisationView[];
  next: string | null;
}

/** Whoever is called signs in within the half hour, so the moment of an expert's sign-in would name him (TBL 37); the month that runs is not told, for it would change with that sign-in. */
const COARSE = `(a.id is distinct from $5::uuid and exists (select 1 from role_grant g where g.account_id = a.id and g.role = 'expert'))`;
const MONTH = `(select to_char(max(s.created_at) at time zone 'Asia/Shanghai', 'YYYY-MM') from session s
    where s.account_id = a.id and s.created_at < date_trunc('month', clock_timestamp() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai')`;

const ACCOUNTS = `
select a.id, a.login, a.name, o.name as organisation, a.suspended_at as "suspendedAt",
  case when not ${COARSE} then (select max(s.created_at) from session s where s.account_id = a.id) end as "lastSignInAt",
  case when ${COARSE} then ${MONTH} end as "lastSignInMonth",
  array(select distinct g.role from role_grant g where g.account_id = a.id and (g.ends_at is null or g.ends_at > (select tianping_now())) order by g.role) as roles,
  (select coalesce(jsonb_agg(jsonb_build_object('fingerprint', c.fingerprint, 'notAfter', c.not_after) order by c.bound_at), '[]') from certificate c where c.account_id = a.id) as certificates
from account a join organisation o on o.id = a.organisation_id
where ($1::text is null or a.login ilike $1 or a.name ilike $1 or o.name ilike $1) and ($2::text is null or a.login > $2) and ($4::uuid is null or a.organisation_id = $4) order by a.login limit $3`;

const ORGANISATIONS = `
select o.id, o.name, o.uscc, o.region, o.registered_at as "registeredAt", (select count(*)::int from account a where a.organisation_id = o.id and a.suspended_at is null) as accounts
from organisation o where ($1::text is null or o.name ilike $1 or o.uscc ilike $1) and ($2::text is null or o.uscc > $2) order by o.uscc limit $3`;

const parameters = ({ q, after, limit }: Find) => [q ? `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%` : null, after ?? null, limit + 1];

function pageOf<T>(rows: T[], limit: number, keyOf: (row: T) => string): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? keyOf(items.at(-1)!) : null };
}

/** Everybody who can sign in, by login: of all organisations for the security administrator, of one for its head. */
export const accounts = async (db: Db, { actor }: Caller, find: Find, organisationId: string | null = null): Promise<AccountPage> =>
  pageOf(await db.read<AccountView>(ACCOUNTS, [...parameters(find), organisationId, actor.accountId]), find.limit, ({ login }) => login);

export const organisations = async (db: Db, find: Find): Promise<OrganisationPage> => pageOf(await db.read<OrganisationView>(ORGANISATIONS, parameters(find)), find.limit, ({ uscc }) => uscc);
