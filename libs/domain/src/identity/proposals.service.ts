import { Injectable } from '@nestjs/common';
import { type AccountId, BusinessError, refuse, uuidv7 } from '@kernel';
import { canonicalJson, type Json, sha256Hex } from '@envelope';
import { type Caller, Db, hasRole, notFound, type Tx } from '@platform/db';
import { Proposal } from './proposal.entity';
import { R } from './proposal.refusals';

const HOURS = 24;

export interface TwoPersonAct<P> {
  act: string;
  /** Which role gives the second signature. */
  confirmer: 'tenderer-approver' | 'hall-operator' | 'bureau-officer' | 'bidder-signatory' | 'organisation-head' | 'security-admin';
  /** The confirmer must belong to this organisation; undefined: the role alone decides. */
  organisationOf?(tx: Tx, objectId: string, payload: P): Promise<string>;
  /** Checks every rule of the act without changing anything that outlives the question. */
  check(tx: Tx, objectId: string, payload: P): Promise<void>;
  /** Does it, in the confirmer's transaction. */
  carryOut(tx: Tx, objectId: string, payload: P, askedBy: AccountId): Promise<unknown>;
}

export interface Asked {
  proposalId: string;
  contentSha256: string;
  expiresAt: string;
  confirmer: string;
}

/** An act that waits for a second person. `payload` is exactly what was asked for; `contentSha256` covers act, object and payload. */
export interface OpenProposal {
  id: string;
  act: string;
  objectId: string;
  /** Null for acts of the administration. */
  projectId: string | null;
  projectName: string | null;
  projectCode: string | null;
  payload: Record<string, unknown>;
  contentSha256: string;
  askedAt: Date;
  expiresAt: Date;
  askedBy: string;
}

export const contentDigest = (act: string, objectId: string, payload: unknown): string => sha256Hex(canonicalJson({ act, objectId, payload } as Json));

/** Acts that need two persons: asked with exact content, confirmed by another person who saw the same content (properties 7 and 12). */
@Injectable()
export class ProposalsService {
  readonly #acts = new Map<string, TwoPersonAct<never>>();

  constructor(private readonly db: Db) {}

  define<P>(spec: TwoPersonAct<P>): void {
    if (this.#acts.has(spec.act)) throw new Error(`two definitions of the two-person act ${spec.act}`);
    this.#acts.set(spec.act, spec as TwoPersonAct<never>);
  }

  /** Codes of every two-person act that some module defined. */
  get acts(): string[] {
    return [...this.#acts.keys()];
  }

  /** Checks the rules now and again at the confirmation. An open request for the same act and object is replaced. */
  ask<P>(caller: Caller, act: string, objectId: string, projectIdOf: (tx: Tx) => Promise<string | null>, payload: P): Promise<Asked> {
    const spec = this.#spec(act);
    return this.db.run(caller, async (tx) => {
      const projectId = await projectIdOf(tx);
      await spec.check(tx, objectId, payload as never);
      await tx.query(`update proposal set status = 'replaced', decided_at = $3 where act = $1 and object_id = $2 and status = 'open'`, [act, objectId, tx.now]);
      const expiresAt = new Date(tx.now.getTime() + HOURS * 3_600_000);
      const contentSha256 = contentDigest(act, objectId, payload);
      const proposal = await tx.insert(Proposal, {
        id: uuidv7(),
        version: 1,
        act,
        objectId,
        projectId,
        payload: payload as Record<string, unknown>,
        contentSha256,
        confirmer: spec.confirmer,
        askedBy: tx.actor.accountId!,
        askedAt: tx.now,
        expiresAt,
        status: 'open',
      });
      await tx.record({ type: 'proposal.asked', objectType: 'proposal', objectId: proposal.id, projectId, payload: { act, objectId, contentSha256 } });
      return { proposalId: proposal.id, contentSha256, expiresAt: expiresAt.toISOString(), confirmer: spec.confirmer };
    });
  }

  confirm(caller: Caller, id: string, contentSha256: string): Promise<unknown> {
    return this.db.run(caller, async (tx) => {
      const proposal = await this.#open(tx, id);
      const spec = this.#spec(proposal.act);
      await this.#mayDecide(tx, proposal, spec);
      if (proposal.contentSha256 !== contentSha256 || contentDigest(proposal.act, proposal.objectId, proposal.payload) !== contentSha256) refuse(R.altered());
      decide(proposal, 'confirmed', tx);
      await tx.save(proposal);
      const inner = tx.as(proposal.act);
      await spec.check(inner, proposal.objectId, proposal.payload as never);
      return spec.carryOut(inner, proposal.objectId, proposal.payload as never, proposal.askedBy as AccountId);
    });
  }

  refuse(caller: Caller, id: string, reason: string): Promise<{ status: string }> {
    return this.db.run(caller, async (tx) => {
      const proposal = await this.#open(tx, id);
      await this.#mayDecide(tx, proposal, this.#spec(proposal.act));
      decide(proposal, 'refused', tx);
      proposal.reason = reason;
      await tx.save(proposal);
      await tx.record({ type: 'proposal.refused', objectType: 'proposal', objectId: id, projectId: proposal.projectId, payload: { act: proposal.act, reason } });
      return { status: proposal.status };
    });
  }

  /** What waits for this person. The audit administrator sees every act of the administration that is asked for, and decides none. */
  open(caller: Caller): Promise<OpenProposal[]> {
    const { actor } = caller;
    return this.db.read(
      `select p.id, p.act, p.object_id as "objectId", p.project_id as "projectId", p.payload, p.content_sha256 as "contentSha256", p.asked_at as "askedAt", p.expires_at as "expiresAt", a.name as "askedBy", j.name as "projectName", j.code as "projectCode"
       from proposal p join account a on a.id = p.asked_by left join project j on j.id = p.project_id
       where p.status = 'open' and p.expires_at > tianping_now() and p.asked_by <> $1 and (p.confirmer = any($2) or ('audit-admin' = any($2) and p.project_id is null))
         and (p.confirmer <> 'tenderer-approver' or j.tenderer_id = $3) and (p.confirmer not in ('bidder-signatory', 'organisation-head') or 'audit-admin' = any($2) or p.payload->>'organisationId' = $3::text) order by p.expires_at limit 200`,
      [actor.accountId, actor.roles.map((held) => held.role), actor.organisationId],
    );
  }

  #spec(act: string): TwoPersonAct<never> {
    const spec = this.#acts.get(act);
    if (!spec) throw new Error(`no two-person act ${act}`);
    return spec;
  }

  async #open(tx: Tx, id: string): Promise<Proposal> {
    const proposal = await tx.lock(Proposal, { id }, 'proposal');
    if (proposal.status !== 'open') refuse(R.decided({ status: proposal.status }));
    if (proposal.expiresAt <= tx.now) refuse(R.expired({ at: proposal.expiresAt.toISOString() }));
    return proposal;
  }

  /** Another person than the one who asked: the person counts, not the account. */
  async #mayDecide(tx: Tx, proposal: Proposal, spec: TwoPersonAct<never>): Promise<void> {
    if (!hasRole(tx.actor, proposal.confirmer, proposal.projectId ?? undefined)) notFound('proposal');
    if (spec.organisationOf && (await spec.organisationOf(tx, proposal.objectId, proposal.payload as never)) !== tx.actor.organisationId) notFound('proposal');
    const persons = await tx.query('select distinct person_hash from account where id = any($1)', [[proposal.askedBy, tx.actor.accountId]]);
    if (persons.length < 2) throw new BusinessError([R.ownRequest()]);
  }
}

function decide(proposal: Proposal, status: 'confirmed' | 'refused', tx: Tx): void {
  proposal.status = status;
  proposal.decidedBy = tx.actor.accountId;
  proposal.decidedAt = tx.now;
}
