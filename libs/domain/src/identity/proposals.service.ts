import { Injectable } from '@nestjs/common';
import { type AccountId, BusinessError, refuse, uuidv7 } from '@kernel';
import { type Certificate, type Difference, differences, type Json, readCertificate, sha256Hex, statementText } from '@envelope';
import { type Caller, Db, hasRole, inOrder, notFound, type Tx } from '@platform/db';
import { askerNow, assertStillHis, assertStillSigned, tracedAs } from './asker';
import { Account } from './identity.entity';
import { Proposal, type Subject } from './proposal.entity';
import { readProposal, type ProposalView } from './proposal.queries';
import { R } from './proposal.refusals';
import { answer, asked, type Asked, askerInTurn, assertAsked, assertRoom, assertWaits, confirmerOf, type Outcome, settled, statementOf } from './proposal-rules';
import { ALL_ACTS } from './roles';
import { SigningRights } from './signing-rights';
import { rightOf, type TwoPersonAct } from './two-person-act';

const HOURS = 24;

/** His own request for the same act and object, and nobody else's: who is about to confirm it would find it gone, as often as somebody likes. */
const REPLACE = (status: 'open' | 'unsigned') =>
  `update proposal set status = 'replaced', decided_at = $3 where ${inOrder('proposal', 'id', `act = $1 and object_id = $2 and status = '${status}' and asked_by = $4`)}`;

/** A refusal that is told after others are. */
function aside(error: unknown): BusinessError {
  if (error instanceof BusinessError) return error;
  throw error;
}

type SubjectOf = (tx: Tx, objectId: string, projectId: string) => Promise<Subject>;

/** Acts that need two persons: asked with exact content, confirmed by another person who saw the same content (properties 7 and 12). */
@Injectable()
export class ProposalsService {
  readonly #acts = new Map<string, TwoPersonAct<never>>();
  #subjectOf: SubjectOf = () => Promise.resolve({});

  constructor(
    private readonly db: Db,
    private readonly rights: SigningRights,
  ) {}

  /** Who knows, in print, what a request is about. */
  namedBy(subjectOf: SubjectOf): void {
    this.#subjectOf = subjectOf;
  }

  define<P>(spec: TwoPersonAct<P>): void {
    if (this.#acts.has(spec.act)) throw new Error(`two definitions of the two-person act ${spec.act}`);
    if (!ALL_ACTS.has(rightOf(spec))) throw new Error(`nobody may ask for ${spec.act}: no role holds ${rightOf(spec)}`);
    this.#acts.set(spec.act, spec as TwoPersonAct<never>);
  }

  /** All two-person acts. */
  get acts(): readonly Pick<TwoPersonAct<never>, 'act' | 'signed'>[] {
    return [...this.#acts.values()];
  }

  /** Checks the rules now and again at the confirmation. What has to be signed is offered to the second person by `sign`, anything else at once. */
  async ask<P extends object>(caller: Caller, act: string, objectId: string, wanted: P | ((tx: Tx) => Promise<P>)): Promise<Asked> {
    if (typeof wanted !== 'function') await this.#consult(act, wanted);
    return this.db.run(caller, async (tx) => {
      await askerInTurn(tx);
      await this.#oneByOne(tx, { act, objectId }); // before whatever the act itself locks, as a confirmation has it
      return this.#put(tx, tx, { act, objectId, payload: typeof wanted === 'function' ? await wanted(tx) : wanted });
    });
  }

  /**
   * In the name of somebody who has no session and showed by other means who he is: he signs nothing, and the trail tells that a stranger asked. What is the same as
   * the one that waits is that one. Throws `proposal.asker-lost` where he has not the right himself.
   */
  async askFor<P extends object>(caller: Caller, accountId: AccountId, act: string, payload: P, isSame: (waiting: P) => boolean): Promise<Asked> {
    await this.#consult(act, payload);
    return this.db.run(caller, async (tx) => {
      await this.#oneByOne(tx, { act, objectId: accountId });
      await tx.lock(Account, { id: accountId }, 'account');
      const [waiting] = await this.#inNameOf(tx, accountId, act);
      if (waiting && waiting.expiresAt > tx.now && isSame(statementOf(waiting).request as P)) return answer(waiting);
      const asker = await askerNow(tx, accountId);
      if (!asker.permissions.has(rightOf(this.#spec(act)))) refuse(R.askerLost({ asker: asker.name }));
      return this.#put(tx, tx.inRightsOf(asker), { act, objectId: accountId, payload });
    });
  }

  /** Ends what was asked for in the actor's own name: with a session he knows whether it was he. */
  disown(caller: Caller, act: string, reason: string): Promise<{ ended: number }> {
    return this.db.run(caller, async (outer) => {
      const tx = outer.as(act);
      const accountId = tx.actor.accountId!;
      await this.#oneByOne(tx, { act, objectId: accountId });
      const waiting = await this.#inNameOf(tx, accountId, act);
      for (const { id } of waiting) {
        const proposal = await tx.lock(Proposal, { id }, 'proposal');
        await this.#decide(tx, proposal, 'refused', reason);
        await this.#record(tx, proposal, 'refused', { reason });
      }
      return { ended: waiting.length };
    });
  }

  #inNameOf(tx: Tx, accountId: AccountId, act: string): Promise<Proposal[]> {
    return tx.find(Proposal, { act, objectId: accountId, askedBy: accountId, status: 'open' }, { id: 'ASC' });
  }

  /** `his`: the same transaction in the rights of whose request it is; he signs it where the caller is himself. */
  async #put(tx: Tx, his: Tx, { act, objectId, payload }: { act: string; objectId: string; payload: object }): Promise<Asked> {
    const spec = this.#spec(act);
    const projectId = await spec.mayAsk(his, objectId, payload as never);
    await spec.check(his, objectId, payload as never);
    const unsigned = tx === his && (await this.#mustSign(tx, spec));
    const id = uuidv7();
    const statement = statementText({ ...asked(his, id, act, objectId), request: payload as Json, content: await spec.content(his, objectId, payload as never) });
    const askedBy = his.actor.accountId!;
    await tx.query(REPLACE('unsigned'), [act, objectId, tx.now, askedBy]);
    const confirmer = confirmerOf(spec, payload as never);
    await assertRoom(his, act, confirmer);
    const organisationId = (await spec.organisationOf?.(his, objectId, payload as never)) ?? null;
    if (!unsigned) await tx.query(REPLACE('open'), [act, objectId, tx.now, askedBy]);
    const proposal = await tx.insert(Proposal, {
      subject: projectId === null ? {} : await this.#subjectOf(tx, objectId, projectId),
      ...{ id, version: 1, act, objectId, projectId, statement, contentSha256: sha256Hex(statement), confirmer, organisationId, signed: spec.signed },
      ...{ askedBy, askedAt: tx.now, expiresAt: new Date(tx.now.getTime() + HOURS * 3_600_000), status: unsigned ? ('unsigned' as const) : ('open' as const) },
    });
    await this.#record(tx, proposal, unsigned ? 'drafted' : 'asked', { objectId, contentSha256: proposal.contentSha256 });
    return answer(proposal);
  }

  /** The one who asked signs exactly what he was shown; from now on it waits for the second person. */
  async sign(caller: Caller, id: string, signature: string): Promise<Asked> {
    const [own] = await this.db.read<Pick<Proposal, 'act' | 'objectId'>>('select act, object_id as "objectId" from proposal where id = $1 and asked_by = $2', [id, caller.actor.accountId]);
    return own ? tracedAs(caller, own.act, () => this.#sign(caller, { id, ...own }, Buffer.from(signature, 'base64'))) : notFound('proposal');
  }

  async #sign(caller: Caller, { id, ...own }: Pick<Proposal, 'id' | 'act' | 'objectId'>, cms: Buffer): Promise<Asked> {
    await this.rights.consult(cms);
    const outcome = await this.db.run(caller, async (outer): Promise<Outcome<Asked>> => {
      const tx = outer.as(own.act);
      await this.#oneByOne(tx, own);
      const proposal = await tx.lock(Proposal, { id }, 'proposal');
      assertWaits(tx, proposal, 'unsigned');
      const changes = await this.#changes(tx, proposal, this.#spec(proposal.act));
      if (changes.length > 0) return this.#outdate(tx, proposal, changes);
      await this.rights.signer(tx, cms, Buffer.from(proposal.statement));
      await tx.query(REPLACE('open'), [proposal.act, proposal.objectId, tx.now, tx.actor.accountId]);
      Object.assign(proposal, { status: 'open', askerSignature: cms });
      await tx.save(proposal);
      await this.#record(tx, proposal, 'asked', { objectId: proposal.objectId, contentSha256: proposal.contentSha256 });
      return { done: answer(proposal) };
    });
    return settled(outcome);
  }

  /** What it stands for may have changed since it was asked for: then nothing is done, and that the request is outdated is committed before it is refused. */
  async confirm(caller: Caller, id: string, { contentSha256, signature }: { contentSha256: string; signature?: string | undefined }): Promise<unknown> {
    const cms = signature === undefined ? undefined : Buffer.from(signature, 'base64');
    if (cms) await this.rights.consult(cms);
    await this.#consultAsked(id);
    const outcome = await this.db.run(caller, async (outer): Promise<Outcome<unknown>> => {
      const proposal = await this.#lockToConfirm(outer, id, contentSha256);
      const spec = this.#spec(proposal.act);
      const asker = await this.#assertAskerMay(outer.as(proposal.act), proposal, spec).catch(aside); // locks what the act is done on
      const tx = await outer.later(); // which may have been waited for across midnight: what is published now begins now
      const inner = tx.as(proposal.act);
      const { request } = statementOf(proposal);
      const changes = await this.#changes(inner, proposal, spec);
      if (changes.length > 0) return this.#outdate(tx, proposal, changes);
      if (asker instanceof BusinessError) throw asker;
      const own = cms || (await this.#mustSign(tx, spec)) ? await this.rights.signer(outer, cms ?? refuse(R.signatureNeeded({}, '/signature')), Buffer.from(proposal.statement)) : undefined;
      if (own && own.keySha256 === asker?.keySha256) refuse(R.oneKey({}, '/signature'));
      proposal.confirmerSignature = cms ?? null;
      await this.#decide(tx, proposal, 'confirmed');
      if (!spec.repeated) await this.#outdateOthers(tx, proposal);
      await spec.check(inner, proposal.objectId, request as never);
      return { done: await spec.carryOut(inner, proposal.objectId, request as never, proposal.askedBy as AccountId) };
    });
    return settled(outcome);
  }

  refuse(caller: Caller, id: string, reason: string): Promise<{ status: string }> {
    return this.db.run(caller, async (tx) => {
      const seen = (await tx.findOne(Proposal, { id })) ?? notFound('proposal');
      await this.#assertFor(tx, seen, seen.organisationId);
      await this.#oneByOne(tx, seen);
      const proposal = await tx.lock(Proposal, { id }, 'proposal');
      await this.#mayDecide(tx, proposal);
      assertWaits(tx, proposal, 'open');
      await this.#decide(tx, proposal, 'refused', reason);
      await this.#record(tx, proposal, 'refused', { reason });
      return { status: proposal.status };
    });
  }

  /** One request with what it stands for; while it waits, what has changed since, and whether this person has to sign. */
  async read(caller: Caller, id: string): Promise<ProposalView & { changes: Difference[]; mustSign: boolean }> {
    const view = await readProposal(this.db, caller, id);
    if (view.status !== 'open' && view.status !== 'unsigned') return { ...view, changes: [], mustSign: false };
    const spec = this.#spec(view.act);
    return this.db.run(caller, async (tx) => ({ ...view, changes: await this.#changes(tx, view, spec), mustSign: spec.signed || (await this.rights.holds(tx)) }));
  }

  /**
   * The request, locked, and before it what has to be held first: what its act says, and the account of who asked, as his suspension locks it. Whether it is this
   * person's to confirm is asked before as well: nobody makes others wait for what is not his.
   */
  async #lockToConfirm(tx: Tx, id: string, contentSha256: string): Promise<Proposal> {
    const seen = (await tx.findOne(Proposal, { id })) ?? notFound('proposal');
    await this.#assertFor(tx, seen, seen.organisationId); // as it was asked: what it would be now takes locks, and those who wait here would keep each other out
    assertAsked(tx, seen, contentSha256);
    await this.#spec(seen.act).first?.(tx, seen.objectId);
    await this.#oneByOne(tx, seen);
    await tx.lock(Account, { id: seen.askedBy }, 'account', seen.askedBy === seen.objectId ? 'update' : 'share'); // about himself it changes that very row: never share first what is wanted alone then
    const proposal = await tx.lock(Proposal, { id }, 'proposal');
    await this.#mayDecide(tx, proposal);
    assertAsked(tx, proposal, contentSha256);
    return proposal;
  }

  #spec(act: string): TwoPersonAct<never> {
    const spec = this.#acts.get(act);
    if (!spec) throw new Error(`no two-person act ${act}`);
    return spec;
  }

  async #changes(tx: Tx, proposal: Pick<Proposal, 'objectId' | 'statement'>, spec: TwoPersonAct<never>): Promise<Difference[]> {
    const { request, content } = statementOf(proposal);
    return differences(content, await spec.content(tx, proposal.objectId, request as never));
  }

  /** Whether this person has to sign. Refuses where he has to and holds nothing to sign with. */
  async #mustSign(tx: Tx, { signed }: TwoPersonAct<never>): Promise<boolean> {
    const holds = await this.rights.holds(tx);
    if (signed && !holds) refuse(R.certificateNeeded());
    return holds;
  }

  /** Whoever asks for an act on an object, signs, confirms or refuses one, waits for who does the same, before he locks a row: so none of them ever waits in a circle. */
  #oneByOne(tx: Tx, { act, objectId }: Pick<Proposal, 'act' | 'objectId'>): Promise<unknown> {
    return tx.query('select pg_advisory_xact_lock(hashtextextended($1, 5))', [`${act}:${objectId}`]);
  }

  /** What others asked for of the same kind was asked for when it had not been done: it would be done twice. */
  async #outdateOthers(tx: Tx, { id, act, objectId }: Proposal): Promise<void> {
    const others = await tx.query<Pick<Proposal, 'id' | 'act' | 'projectId'>>(
      `update proposal set status = 'outdated', decided_at = $4, decided_by = $5, version = version + 1
       where ${inOrder('proposal', 'id', `act = $1 and object_id = $2 and id <> $3 and status in ('open', 'unsigned')`)} returning id, act, project_id as "projectId"`,
      [act, objectId, id, tx.now, tx.actor.accountId],
    );
    for (const one of others) await this.#record(tx, one, 'outdated', { fields: ['status'] });
  }

  async #mayDecide(tx: Tx, proposal: Proposal): Promise<void> {
    await this.#assertFor(tx, proposal, await this.#spec(proposal.act).organisationOf?.(tx, proposal.objectId, statementOf(proposal).request as never));
  }

  /** Another person than the one who asked and the one it is about, of the organisation whose it is: the person counts, not the account. To anybody else, and before it is signed, it does not exist. */
  async #assertFor(tx: Tx, proposal: Proposal, organisationId: string | null | undefined): Promise<void> {
    if (proposal.status === 'unsigned' && proposal.askedBy !== tx.actor.accountId) notFound('proposal');
    if (!hasRole(tx.actor, proposal.confirmer, proposal.projectId ?? undefined)) notFound('proposal');
    if (organisationId && organisationId !== tx.actor.organisationId) notFound('proposal');
    const concerned = this.#spec(proposal.act).concerns?.(proposal.objectId, statementOf(proposal).request as never);
    const [same] = await tx.query<{ asker: boolean; concerned: boolean }>(
      `select bool_or(a.id = $2) as asker, bool_or(a.id = $3) as concerned from account me join account a on a.person_hash = me.person_hash where me.id = $1`,
      [tx.actor.accountId, proposal.askedBy, concerned ?? null],
    );
    if (same!.asker) refuse(R.ownRequest());
    if (same!.concerned) refuse(R.ownMatter());
  }

  /** What is done is done by two, so both have to hold their right when it is done. With what certificate he signed, where he did. */
  async #assertAskerMay(tx: Tx, { askedBy, objectId, statement, askerSignature }: Proposal, spec: TwoPersonAct<never>): Promise<Certificate | undefined> {
    const asker = await askerNow(tx, askedBy as AccountId);
    if (!asker.permissions.has(rightOf(spec))) refuse(R.askerLost({ asker: asker.name }));
    const his = tx.inRightsOf(asker);
    await assertStillHis(asker, spec.mayAsk(his, objectId, statementOf({ statement }).request as never));
    return askerSignature ? assertStillSigned(asker, this.rights.stillSigner(his, askerSignature, Buffer.from(statement))) : undefined;
  }

  async #consult(act: string, payload: object): Promise<void> {
    for (const pem of this.#spec(act).certificates?.(payload as never) ?? []) await this.rights.consult(readCertificate(pem));
  }

  /** About the certificate of who asked, and those that his request rests on. */
  async #consultAsked(id: string): Promise<void> {
    const [seen] = await this.db.read<{ act: string; statement: string; cms: Buffer | null }>(`select act, statement, asker_signature as cms from proposal where id = $1 and status = 'open'`, [id]);
    if (seen?.cms) await this.rights.consult(seen.cms);
    if (seen) await this.#consult(seen.act, statementOf(seen).request as object);
  }

  async #outdate(tx: Tx, proposal: Proposal, changes: Difference[]): Promise<{ changes: Difference[] }> {
    await this.#decide(tx, proposal, 'outdated');
    await this.#record(tx, proposal, 'outdated', { fields: changes.map(({ pointer }) => pointer) });
    return { changes };
  }

  /** What somebody asked for and nobody decided yet ends with his account, and does not come back with it. After his account was locked: what he was about to ask for is there by then. */
  async endOf(tx: Tx, accountId: string): Promise<void> {
    const ended = await tx.query<Pick<Proposal, 'id' | 'act' | 'projectId'>>(
      `update proposal set status = 'outdated', decided_at = $2, decided_by = $3, version = version + 1
       where ${inOrder('proposal', 'id', `asked_by = $1 and status in ('open', 'unsigned')`)} returning id, act, project_id as "projectId"`,
      [accountId, tx.now, tx.actor.accountId],
    );
    for (const one of ended) await this.#record(tx.as(one.act), one, 'outdated', { fields: ['asked_by'] }); // as his own: it tells that he had asked
  }

  async #decide(tx: Tx, proposal: Proposal, status: 'confirmed' | 'refused' | 'outdated', reason: string | null = null): Promise<void> {
    Object.assign(proposal, { status, reason, decidedBy: tx.actor.accountId, decidedAt: tx.now });
    await tx.save(proposal);
  }

  /** A confirmed request is recorded by what it does, under its own act. */
  #record(tx: Tx, { id, act, projectId }: Pick<Proposal, 'id' | 'act' | 'projectId'>, what: 'drafted' | 'asked' | 'refused' | 'outdated', payload: Record<string, unknown>): Promise<void> {
    return tx.record({ type: `proposal.${what}`, objectType: 'proposal', objectId: id, projectId, payload: { act, ...payload } });
  }
}
