import type { EscrowTerms } from '@envelope';
import type { Refusal } from '@kernel';
import type { Db, Tx } from '@platform/db';
import { R } from './tender.refusals';

/** Who opens the bids of a tender when the bidders do not: any `threshold` of these, each by the key of his certificate. */
export interface Trustees {
  threshold: number;
  /** Trustee i stands at place i - 1, from the notice to the opening. */
  people: Trustee[];
}

export interface Trustee {
  accountId: string;
  name: string;
  organisationId: string;
  organisation: string;
  /** PEM of the encryption certificate to which his shares are enclosed. */
  certificate: string;
  fingerprint: string;
}

/** What a bidder's tool encloses his keys to, and what a bid is checked against. */
export const escrowTermsOf = (trustees: Trustees | null): EscrowTerms | undefined =>
  trustees ? { threshold: trustees.threshold, trustees: trustees.people.map(({ certificate }) => certificate) } : undefined;

const CANDIDATES = `select a.id as "accountId", a.name, o.id as "organisationId", o.name as organisation, c.pem as certificate, c.fingerprint
from account a join organisation o on o.id = a.organisation_id
join lateral (select pem, fingerprint from certificate k where account_id = a.id and usage = 'encipherment' and ended_at is null and not_before <= (select tianping_now()) and not_after > (select tianping_now())
  and not exists (select 1 from certificate other where other.key_sha256 = k.key_sha256 and other.account_id <> k.account_id) order by bound_at desc limit 1) c on true
where a.suspended_at is null and exists (select 1 from role_grant g where g.account_id = a.id and g.role = 'key-trustee' and g.starts_at <= (select tianping_now()) and (g.ends_at is null or g.ends_at > (select tianping_now())))`;

/** Everybody who may be named in a notice: key trustees with an encryption certificate in force, whose key is theirs alone: two with one key are one. */
export const trusteeCandidates = (db: Db): Promise<Trustee[]> => db.read<Trustee>(`${CANDIDATES} order by o.name, a.name limit 200`);

/** The people of a draft in its order, with the certificates that are in force now; who is none is absent. */
export async function appointed(tx: Tx, accountIds: readonly string[]): Promise<Trustee[]> {
  const rows = await tx.query<Trustee>(`${CANDIDATES} and a.id = any($1)`, [accountIds]);
  return accountIds.flatMap((id) => rows.find((row) => row.accountId === id) ?? []);
}

/**
 * No one alone, and no organisation alone, may open bids before their time (TBL 22; O20 27): k is at least 2 and above what any one organisation holds;
 * everybody named has to be a trustee with a certificate now. `persons`: how many people they are.
 */
function trusteeRules(wanted: { threshold: number; people: readonly string[] }, people: readonly Trustee[], persons: number): Refusal[] {
  const shares = new Map<string, number>();
  for (const { organisationId } of people) shares.set(organisationId, (shares.get(organisationId) ?? 0) + 1);
  const alone = [...shares].find(([, held]) => held >= wanted.threshold);
  const nameOf = (id: string) => people.find(({ organisationId }) => organisationId === id)!.organisation;
  return [
    people.length < wanted.people.length && R.trusteeUnfit({ count: wanted.people.length - people.length }, '/trustees'),
    (wanted.threshold < 2 || wanted.threshold > wanted.people.length) && R.trusteeThreshold({ threshold: wanted.threshold, trustees: wanted.people.length }, '/trustees/threshold'),
    persons < people.length && R.trusteeTwice({}, '/trustees/people'),
    alone && R.trusteeAlone({ organisation: nameOf(alone[0]), held: alone[1], threshold: wanted.threshold }, '/trustees'),
  ].filter((refusal): refusal is Refusal => !!refusal);
}

/** The people of a draft as they stand now, and every rule that they break, as many as they are: whose certificate was revoked is none, and who has an account of two organisations is one person. */
export async function trusteesOf(tx: Tx, wanted: { threshold: number; people: readonly string[] }, counts: (certificate: string) => boolean): Promise<{ people: Trustee[]; faults: Refusal[] }> {
  const people = (await appointed(tx, wanted.people)).filter(({ certificate }) => counts(certificate));
  const [row] = await tx.query<{ persons: number }>('select count(distinct person_hash)::int as persons from account where id = any($1)', [people.map(({ accountId }) => accountId)]);
  return { people, faults: trusteeRules(wanted, people, row!.persons) };
}
