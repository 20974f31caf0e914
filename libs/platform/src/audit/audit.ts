import type { Caller, Db } from '../db';

/** An act that did not happen leaves its row too; its own transaction, because the business one was rolled back. */
export async function auditRefusal(db: Db, caller: Caller, outcome: 'refused' | 'failed', about: { status: number; codes: string[]; articles: string[]; path: string }): Promise<void> {
  const { actor } = caller;
  // a message name may hold anything; what PostgreSQL cannot store must not keep the attempt out of the trail
  const path = about.path.slice(0, 200).replace(/[\u0000\p{Surrogate}]/gu, '\ufffd');
  await db.read(
    `insert into audit_entry (at, actor_id, actor_login, organisation_id, ip, request_id, act, object_type, object_id, outcome, detail)
     values (tianping_now(), $1, $2, $3, $4, $5, $6, 'request', $7, $8, $9)`,
    [actor.accountId, actor.login, actor.organisationId, caller.ip, caller.requestId, caller.act, path, outcome, JSON.stringify({ ...about, path })],
  );
}
