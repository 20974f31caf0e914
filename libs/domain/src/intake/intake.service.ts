import { Injectable } from '@nestjs/common';
import { localDate, type Refusal, refuse, uuidv7 } from '@kernel';
import { rulesetFor } from '@law';
import { type Actor, atMost, type Caller, Db, notFound, type Tx } from '@platform/db';
import { type Asked, ProposalsService } from '../identity';
import { dealCode } from './deal-code';
import type { RegisterProject } from './intake.dto';
import { R } from './intake.refusals';
import { projectContent } from './project.content';
import { Hold, type HoldKind, Project } from './project.entity';
import { onSide } from './side';

/** Whose project it is: those who speak for its tenderer or agency. Anyone else does not learn that it exists. */
const isParty = ({ id, tendererId, agencyId }: Pick<Project, 'id' | 'tendererId' | 'agencyId'>, actor: Actor): boolean => onSide(actor, { projectId: id, tendererId, agencyId });

/** Of one organisation, that it has not submitted. */
const MOST_DRAFTS = 500;

/** Entry of projects (进场登记) and their holds: the root of every transaction. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly db: Db,
    private readonly proposals: ProposalsService,
  ) {
    proposals.define({
      act: 'project.submit',
      signed: true,
      confirmer: 'tenderer-approver',
      organisationOf: async (tx, id) => (await this.load(tx, id)).tendererId,
      mayAsk: async (tx, id) => (isParty(await this.load(tx, id), tx.actor) ? id : notFound('project')),
      check: async () => undefined,
      content: async (tx, id) => projectContent(tx, await this.load(tx, id)),
      carryOut: async (tx, id) => this.#submit(tx, id),
    });
  }

  register(caller: Caller, dto: RegisterProject): Promise<{ projectId: string; status: string }> {
    return this.db.run(caller, async (tx) => {
      await atMost(tx, MOST_DRAFTS, 'project', `project where status = 'draft' and (tenderer_id = $1 or agency_id = $1)`, [tx.actor.organisationId]);
      const project = await tx.insert(Project, { ...(await this.#fields(tx, dto)), id: uuidv7<'project'>(), version: 1, status: 'draft', createdAt: tx.now });
      await tx.record({ type: 'project.entered', objectType: 'project', objectId: project.id, projectId: project.id, payload: { name: dto.name } });
      return { projectId: project.id, status: project.status };
    });
  }

  /** Replaces what a draft says, a returned one too; what was submitted stays as it is. */
  change(caller: Caller, id: string, dto: RegisterProject): Promise<{ projectId: string; status: string }> {
    return this.db.run(caller, async (tx) => {
      const project = await this.load(tx, id, 'update');
      if (!isParty(project, tx.actor)) notFound('project');
      if (project.status !== 'draft') refuse(R.notDraft({ status: project.status }));
      Object.assign(project, await this.#fields(tx, dto));
      await tx.save(project);
      await tx.record({ type: 'project.changed', objectType: 'project', objectId: id, projectId: id, payload: { name: dto.name } });
      return { projectId: id, status: project.status };
    });
  }

  /** What a form becomes: the tenderer by its code, and the own organisation as its agency where it enters for another. */
  async #fields(tx: Tx, { tendererUscc, ...fields }: RegisterProject) {
    const [tenderer] = await tx.query<{ id: string }>('select id from organisation where uscc = $1', [tendererUscc]);
    if (!tenderer) return refuse(R.noTenderer({ uscc: tendererUscc }, '/tendererUscc'));
    const byAgency = tenderer.id !== tx.actor.organisationId;
    if (byAgency && !fields.mandate) refuse(R.mandateMissing({}, '/mandate'));
    return { ...fields, mandate: fields.mandate ?? null, tendererId: tenderer.id, agencyId: byAgency ? tx.actor.organisationId : null };
  }

  /** The tenderer submits at once; what its agency submits, the tenderer's approver confirms (TBL 9; roles.md 3.1). */
  async submit(caller: Caller, id: string): Promise<Asked | { status: string }> {
    const project = await this.#owned(caller, id);
    if (project.tendererId === caller.actor.organisationId) return this.db.run(caller, (tx) => this.#submit(tx, id));
    return this.proposals.ask(caller, 'project.submit', id, {});
  }

  accept(caller: Caller, id: string): Promise<{ code: string; ruleset: string }> {
    return this.db.run(caller, async (tx) => {
      const project = await this.load(tx, id, 'update');
      const day = localDate(tx.now);
      const ruleset = rulesetFor({ category: project.category, region: project.region, on: day });
      const event = project.accept(await this.#nextCode(tx, project.kind, day), ruleset, tx.now);
      await tx.save(project);
      await tx.record(event);
      return { code: project.code!, ruleset };
    });
  }

  sendBack(caller: Caller, id: string, reason: string): Promise<{ status: string }> {
    return this.db.run(caller, async (tx) => {
      const project = await this.load(tx, id, 'update');
      const event = project.sendBack(reason);
      await tx.save(project);
      await tx.record(event);
      return { status: project.status };
    });
  }

  /** For later modules: the project, locked for share by default so that it cannot change under the act. */
  load(tx: Tx, id: string, mode: 'share' | 'update' = 'share'): Promise<Project> {
    return tx.lock(Project, { id }, 'project', mode);
  }

  /** The registered project of the acting tenderer or agency, without any hold on it, or on that lot. To anybody else `what` he asked for does not exist. */
  async workable(tx: Tx, id: string, { tolerated = [], what = 'project', tenderId }: { tolerated?: readonly HoldKind[]; what?: string; tenderId?: string } = {}): Promise<Project> {
    const project = await this.load(tx, id);
    if (!isParty(project, tx.actor)) notFound(what);
    if (project.status !== 'registered') refuse(R.notRegistered({ status: project.status }));
    await this.assertNoHold(tx, { projectId: id, ...(tenderId ? { tenderId } : {}) }, tolerated);
    return project;
  }

  /** Throws `intake.held` while any hold, except of the tolerated kinds, lies on the project as a whole, or on that lot of it. */
  async assertNoHold(tx: Tx, { projectId, tenderId = null }: { projectId: string; tenderId?: string | null }, tolerated: readonly HoldKind[] = []): Promise<void> {
    const [hold] = await tx.query<{ kind: string; reason: string; article: string }>(
      'select kind, reason, article from hold where project_id = $1 and (tender_id is null or tender_id = $3) and lifted_at is null and kind <> all($2) order by placed_at limit 1',
      [projectId, tolerated, tenderId],
    );
    if (hold) refuse(IntakeService.held(hold));
  }

  /** What a hold says to whoever meets it; it rests on its own article. */
  static held({ kind, reason, article }: { kind: string; reason: string; article: string }): Refusal {
    return { ...R.held({ kind, reason }), article };
  }

  /** On the whole project, or on one lot of it: no article stops more than what it speaks of. */
  async placeHold(tx: Tx, { projectId, tenderId = null }: { projectId: string; tenderId?: string | null }, kind: HoldKind, reason: string, article: string): Promise<string> {
    await this.load(tx, projectId, 'update'); // acts under way finish first, later ones see the hold
    const hold = await tx.insert(Hold, { id: uuidv7(), version: 1, projectId, tenderId, kind, reason, article, placedBy: tx.actor.accountId, placedAt: tx.now });
    await tx.record({ type: 'project.held', objectType: 'project', objectId: projectId, projectId, payload: { holdId: hold.id, kind, article, tenderId } });
    return hold.id;
  }

  async liftHold(tx: Tx, holdId: string): Promise<void> {
    const hold = await tx.lock(Hold, { id: holdId }, 'hold');
    if (hold.liftedAt) return;
    Object.assign(hold, { liftedAt: tx.now, liftedBy: tx.actor.accountId });
    await tx.save(hold);
    await tx.record({ type: 'project.hold-lifted', objectType: 'project', objectId: hold.projectId, projectId: hold.projectId, payload: { holdId, kind: hold.kind } });
  }

  suspend(caller: Caller, projectId: string, reason: string): Promise<{ holdId: string }> {
    return this.db.run(caller, async (tx) => ({ holdId: await this.placeHold(tx, { projectId }, 'HS', reason, 'TBR-62') }));
  }

  resume(caller: Caller, holdId: string): Promise<{ lifted: true }> {
    return this.db.run(caller, async (tx) => {
      const hold = await tx.lock(Hold, { id: holdId, kind: 'HS' }, 'hold');
      await this.liftHold(tx, hold.id);
      return { lifted: true as const };
    });
  }

  async #submit(tx: Tx, id: string): Promise<{ status: string }> {
    const project = await this.load(tx, id, 'update');
    const event = project.submit();
    await tx.save(project);
    await tx.record(event);
    return { status: project.status };
  }

  async #owned(caller: Caller, id: string): Promise<Project> {
    const [row] = await this.db.read<Project>('select id, tenderer_id as "tendererId", agency_id as "agencyId" from project where id = $1', [id]);
    return row && isParty(row, caller.actor) ? row : notFound('project');
  }

  /** Serial numbers of a day have no gaps: the counter row is locked until the commit. */
  async #nextCode(tx: Tx, kind: string, day: string): Promise<string> {
    const [row] = await tx.query<{ last: number }>('insert into deal_code_counter (day, last) values ($1, 1) on conflict (day) do update set last = deal_code_counter.last + 1 returning last', [day]);
    return dealCode(kind, tx.actor.uscc!, day, row!.last);
  }
}
