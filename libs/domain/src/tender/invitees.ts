import type { Refusal } from '@kernel';
import type { Terms } from '@law';
import type { Tx } from '@platform/db';
import { invites } from '@procedure';
import type { Tender } from './tender.entity';
import { R } from './tender.refusals';

export interface Invitee {
  organisationId: string;
  name: string;
  uscc: string;
}

/** Who can be invited: whoever can bid here, by somebody who signs for it. */
const CAN_BID = `exists (select 1 from account a join role_grant g on g.account_id = a.id where a.organisation_id = o.id and a.suspended_at is null and g.role = 'bidder-signatory'
  and g.starts_at <= (select tianping_now()) and (g.ends_at is null or g.ends_at > (select tianping_now())))`;
const BY_CODE = `select o.id as "organisationId", o.name, o.uscc from organisation o where o.uscc = any($1) and ${CAN_BID} order by o.uscc`;
const INVITED = 'select o.id as "organisationId", o.name, o.uscc from tender_invitee i join organisation o on o.id = i.organisation_id where i.tender_id = $1 order by o.uscc';

export const inviteesOf = (tx: Tx, tenderId: string): Promise<Invitee[]> => tx.query<Invitee>(INVITED, [tenderId]);

type Lot = Pick<Tender, 'procedure' | 'tendererId' | 'agencyId'>;

/** What is wrong with whom a lot invites, by their codes, as many as there are. */
function inviteeRules(lot: Lot, codes: readonly string[], found: readonly Invitee[]): Refusal[] {
  const known = new Set(found.map(({ uscc }) => uscc));
  const unknown = codes.filter((code) => !known.has(code));
  const party = found.find(({ organisationId }) => organisationId === lot.tendererId || organisationId === lot.agencyId);
  return [
    codes.length > 0 && !invites(lot) && R.openInvitesNobody({}, '/invitees'),
    unknown.length > 0 && R.inviteeUnknown({ codes: { zh: unknown.join('、'), en: unknown.join(', ') } }, '/invitees'),
    party && R.inviteeIsParty({ name: party.name }, '/invitees'),
  ].filter((refusal): refusal is Refusal => !!refusal);
}

/** Those with these codes, and every rule that they break. */
export async function inviteesBy(tx: Tx, lot: Lot, codes: readonly string[]): Promise<{ people: Invitee[]; faults: Refusal[] }> {
  const people = codes.length ? await tx.query<Invitee>(BY_CODE, [codes]) : [];
  return { people, faults: inviteeRules(lot, codes, people) };
}

/** Every rule when the invitations go out: at least three, each of whom can bid still (TBL 17). */
export async function invitationRules(tx: Tx, tender: Tender, { minInvitees }: Terms): Promise<Refusal[]> {
  if (!invites(tender)) return [];
  const invited = await inviteesOf(tx, tender.id);
  const { faults } = await inviteesBy(
    tx,
    tender,
    invited.map(({ uscc }) => uscc),
  );
  return [...faults, ...(invited.length < minInvitees ? [R.tooFewInvitees({ min: minInvitees, given: invited.length }, '/invitees')] : [])];
}

/** Replaces whom a draft invites. */
export async function invite(tx: Tx, tenderId: string, people: readonly Invitee[]): Promise<void> {
  await tx.query('delete from tender_invitee where tender_id = $1', [tenderId]);
  if (people.length) await tx.query('insert into tender_invitee (tender_id, organisation_id) select $1, unnest($2::uuid[])', [tenderId, people.map(({ organisationId }) => organisationId)]);
}
