import { type Bilingual, refuse } from '@kernel';
import { type Difference, sha256Hex, TWO_PERSON_FORMAT, type TwoPersonStatement } from '@envelope';
import type { Tx } from '@platform/db';
import type { Proposal, ProposalStatus } from './proposal.entity';
import { outdated, R } from './proposal.refusals';
import type { RoleCode } from './roles';
import type { TwoPersonAct } from './two-person-act';

/** Who confirms for everybody, whichever organisation asks. */
const DECIDES_FOR_ALL: ReadonlySet<RoleCode> = new Set(['security-admin']);
const ENDS: ReadonlySet<string> = new Set(['account.suspend', 'authority.end']);

export interface Asked {
  proposalId: string;
  /** `unsigned`: nobody else sees it before the one who asks has signed `statement`. */
  status: 'unsigned' | 'open';
  /** Canonical JSON, `tianping/two-person/1`: what is signed and confirmed. */
  statement: string;
  contentSha256: string;
  expiresAt: string;
  confirmer: string;
}

/** A refusal that has to be remembered: what it stands on is committed first. */
export type Outcome<T> = { done: T } | { changes: Difference[] };

export const confirmerOf = ({ confirmer }: TwoPersonAct<never>, payload: never): RoleCode => (typeof confirmer === 'function' ? confirmer(payload) : confirmer);

/** As many requests of one account may wait for those who decide for everybody: nobody fills their list. That somebody's account is to end is never kept waiting. */
const MOST_WAITING = 30;

export async function assertRoom(tx: Tx, act: string, confirmer: RoleCode): Promise<void> {
  if (!DECIDES_FOR_ALL.has(confirmer) || ENDS.has(act)) return;
  const [row] = await tx.query<{ n: number }>(`select count(*)::int as n from proposal where status in ('open', 'unsigned') and confirmer = $1 and expires_at > $2 and asked_by = $3`, [
    confirmer,
    tx.now,
    tx.actor.accountId,
  ]);
  if (row!.n >= MOST_WAITING) refuse(R.manyWait({ most: MOST_WAITING }));
}

/** What one account asks for is counted one after the other, or all that are asked at once would find the last room. Before every other lock: who waits for it holds none. */
export const askerInTurn = (tx: Tx): Promise<unknown> => tx.query('select pg_advisory_xact_lock(hashtextextended($1, 5))', [`asker:${tx.actor.accountId}`]);

/** It waits, and is exactly what was seen. */
export function assertAsked(tx: Tx, proposal: Proposal, contentSha256: string): void {
  assertWaits(tx, proposal, 'open');
  if (proposal.contentSha256 !== contentSha256 || sha256Hex(proposal.statement) !== contentSha256) refuse(R.altered());
}

const STATES: Readonly<Record<ProposalStatus, Bilingual>> = {
  unsigned: { zh: '提请人尚未签名', en: 'not signed yet by who asked' },
  open: { zh: '已签名，等待复核', en: 'signed, and waits to be confirmed' },
  confirmed: { zh: '已确认', en: 'confirmed' },
  refused: { zh: '已退回', en: 'refused' },
  replaced: { zh: '已由新的申请代替', en: 'replaced by a later request' },
  outdated: { zh: '内容有变化，已失效', en: 'its content changed, and it lapsed' },
};

export function assertWaits(tx: Tx, { status, expiresAt }: Proposal, wanted: 'unsigned' | 'open'): void {
  if (status !== wanted) refuse(R.decided({ status: STATES[status] }));
  if (expiresAt <= tx.now) refuse(R.expired({ at: expiresAt.toISOString() }));
}

export const settled = <T>(outcome: Outcome<T>): T => ('changes' in outcome ? refuse(...outdated(outcome.changes)) : outcome.done);

export const answer = ({ id, status, statement, contentSha256, expiresAt, confirmer }: Proposal): Asked => ({
  ...{ proposalId: id, status: status as Asked['status'], statement, contentSha256, expiresAt: expiresAt.toISOString(), confirmer },
});

export const asked = ({ actor, now }: Tx, proposal: string, act: string, object: string) => ({
  ...({ format: TWO_PERSON_FORMAT, proposal, act, object } as const),
  askedBy: { name: actor.name, organisation: actor.organisationName },
  askedAt: now.toISOString(),
});

export const statementOf = ({ statement }: Pick<Proposal, 'statement'>): TwoPersonStatement => JSON.parse(statement) as TwoPersonStatement;
