import { type Caller, type Db, heldFor, holdsSql, notFound } from '@platform/db';
import type { ProposalStatus } from './proposal.entity';
import { actsOf, type RoleCode } from './roles';

/** A two-person act that was asked for. */
export interface ProposalRow {
  id: string;
  act: string;
  objectId: string;
  projectId: string | null;
  projectName: string | null;
  projectCode: string | null;
  contentSha256: string;
  askedAt: Date;
  expiresAt: Date;
  askedBy: string;
  status: ProposalStatus;
  decidedBy: string | null;
  decidedAt: Date | null;
  /** Why it was refused. */
  reason: string | null;
  /** Printed code of the lot that it is about, where it is about one. */
  lot: string | null;
  /** Whether the other person has signed, or did, with a certificate. */
  signedByAsker: boolean;
  signedByConfirmer: boolean;
}

export interface ProposalView extends ProposalRow {
  /** Canonical JSON, `tianping/two-person/1`: exactly what `contentSha256` is of and what is signed. */
  statement: string;
}

/** What both persons signed, for anybody who checks it elsewhere: docs/formats/two-person.md. */
export interface TwoPersonRecord {
  format: 'tianping/two-person-record/2';
  statement: string;
  /** CMS over the UTF-8 bytes of the statement, DER in base64; null where the act asks for none, or not yet. */
  signatures: { asker: string | null; confirmer: string | null };
  /** Whose account confirmed it, as the platform knows him; `askedBy` of the statement is the other. Null while nobody did. */
  confirmedBy: { name: string; organisation: string } | null;
  /** The recognised authorities, PEM. */
  authorities: string[];
}

const ROW = `p.id, p.act, p.object_id as "objectId", p.project_id as "projectId", p.content_sha256 as "contentSha256", p.asked_at as "askedAt", p.expires_at as "expiresAt", a.name as "askedBy", p.subject->>'projectName' as "projectName", p.subject->>'projectCode' as "projectCode",
  p.status, d.name as "decidedBy", p.decided_at as "decidedAt", p.reason, p.subject->>'lot' as lot, p.asker_signature is not null as "signedByAsker", p.confirmer_signature is not null as "signedByConfirmer"`;
const FROM = 'from proposal p join account a on a.id = p.asked_by left join account d on d.id = p.decided_by';

/** Whose it is to decide, by roles ($2) and organisation ($3). A right on one project decides, watches and follows in that one alone. */
const DECIDES = `${holdsSql('$2', 'p.confirmer', 'p.project_id')} and (p.organisation_id is null or p.organisation_id = $3)`;

/** The audit administrator reads every act of the administration that is asked for, and decides none. */
const WATCHES = `'audit-admin' = any($2) and p.project_id is null`;

/** Of a project: who holds the act in the same organisation ($4), and the bureau what was confirmed. What an administration asks about people is theirs alone who take part in it. */
const FOLLOWS = `p.project_id is not null and (a.organisation_id = $3 and ${holdsSql('$4', 'p.act', 'p.project_id')} or ${holdsSql('$2', `'bureau-officer'`, 'p.project_id')} and p.status = 'confirmed')`;

/** Who reads one: who asked ($1), who decides, who watches, who follows. Unsigned: who asked, alone. */
const READS = `(p.asked_by = $1 or p.status <> 'unsigned' and ((${FOLLOWS}) or (${DECIDES}) or (${WATCHES})))`;

const personOf = ({ actor }: Caller) => [actor.accountId, actor.roles.map(({ role, projectId }) => heldFor(role, projectId)), actor.organisationId];
const readerOf = (caller: Caller) => [
  ...personOf(caller),
  caller.actor.roles.filter(({ role }) => !SIT.has(role)).flatMap(({ role, projectId }) => [...actsOf([role])].map((act) => heldFor(act, projectId))),
];

/** Members of committees act for themselves: what one of them asks is no business of others of his library or firm, who would read by it who sits where. */
const SIT: ReadonlySet<string> = new Set<RoleCode>(['expert', 'tenderer-representative']);

const WAITS = `p.expires_at > (select tianping_now()) and (p.status = 'open' and p.asked_by <> $1 and (${DECIDES} or ${WATCHES}) or p.status = 'unsigned' and p.asked_by = $1)`;

/** The first of each organisation, then the second of each: whoever asks for hundreds of things hides nobody else's. */
const IN_TURN = 'row_number() over (partition by a.organisation_id order by p.expires_at, p.id)';

/** What waits for this person: to be confirmed, or to be signed by him who asks. */
export const openProposals = (db: Db, caller: Caller): Promise<ProposalRow[]> => db.read(`select ${ROW} ${FROM} where ${WAITS} order by ${IN_TURN}, p.expires_at limit 200`, personOf(caller));

/** What this person asked for within the last thirty days, and what became of it. */
export const ownProposals = (db: Db, { actor }: Caller): Promise<ProposalRow[]> =>
  db.read(`select ${ROW} ${FROM} where p.asked_by = $1 and p.asked_at > (select tianping_now()) - interval '30 days' order by p.asked_at desc, p.id limit 50`, [actor.accountId]);

export const projectProposals = (db: Db, caller: Caller, projectId: string): Promise<ProposalRow[]> =>
  db.read(`select ${ROW} ${FROM} where p.project_id = $5 and ${READS} order by p.asked_at desc, p.id limit 200`, [...readerOf(caller), projectId]);

const one = async <T>(db: Db, caller: Caller, id: string, columns: string): Promise<T> =>
  (await db.read<T>(`select ${columns} ${FROM} where p.id = $5 and ${READS}`, [...readerOf(caller), id]))[0] ?? notFound('proposal');

export const readProposal = (db: Db, caller: Caller, id: string): Promise<ProposalView> => one(db, caller, id, `${ROW}, p.statement`);

const RECORD = `'tianping/two-person-record/2' as format, p.statement,
  case when p.status = 'confirmed' then jsonb_build_object('name', d.name, 'organisation', (select o.name from organisation o where o.id = d.organisation_id)) end as "confirmedBy",
  jsonb_build_object('asker', replace(encode(p.asker_signature, 'base64'), E'\\n', ''), 'confirmer', replace(encode(p.confirmer_signature, 'base64'), E'\\n', '')) as signatures,
  array(select pem from trusted_authority where ended_at is null order by fingerprint) as authorities`;

export const proposalEvidence = (db: Db, caller: Caller, id: string): Promise<TwoPersonRecord> => one(db, caller, id, RECORD);
