import { Injectable } from '@nestjs/common';
import { localDate, refuse, uuidv7 } from '@kernel';
import { rulesetFor } from '@law';
import { type Actor, atMost, type Caller, Db, hasRole, notFound, type Thing, type Tx } from '@platform/db';
import { type ActCode, invites } from '@procedure';
import { type Asked, ProposalsService } from '../identity';
import { dealCode } from './deal-code';
import { HoldsService } from './holds.service';
import type { RegisterProject } from './intake.dto';
import { R } from './intake.refusals';
import { projectContent } from './project.content';
import { Project } from './project.entity';
import { projectMachine } from './project.machine';
import { assertOffice, onSide } from './side';

/** Whose project it is: those who speak for its tenderer or agency. Anyone else does not learn that it exists. */
const isParty = ({ id, tendererId, agencyId }: Pick<Project, 'id' | 'tendererId' | 'agencyId'>, actor: Actor): boolean => onSide(actor, { projectId: id, tendererId, agencyId });

/** State-controlled works that must be tendered are tendered openly, but for the two grounds of the article, which somebody has found to be there (TBL 11; TBR 8). */
function mayInvite({ procedure, stateControlled, mandatory, invitation }: Pick<RegisterProject, 'procedure' | 'stateControlled' | 'mandatory' | 'invitation'>): void {
  if (!invites({ procedure }) && invitation) refuse(R.openNeedsNoGround({}, '/invitation'));
  if (invites({ procedure }) && stateControlled && mandatory && !invitation) refuse(R.groundMissing({}, '/invitation/ground'));
}

/** Of one organisation, that it has not submitted. */
const MOST_DRAFTS = 500;

/** Entry of projects (进场登记): the root of every transaction. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly db: Db,
    private readonly holds: HoldsService,
    private readonly proposals: ProposalsService,
  ) {
    proposals.define({
      act: 'project.submit',
      signed: true,
      confirmer: 'tenderer-approver',
      organisationOf: async (tx, id) => (await this.load(tx, id)).tendererId,
      mayAsk: async (tx, id) => (isParty(await this.load(tx, id), tx.actor) ? id : notFound('project')),
      check: async (tx, id) => {
        await this.holds.assertNone(tx, { projectId: id }, 'project.submit');
        const { status } = await this.load(tx, id);
        if (status !== 'draft') refuse(R.notDraft({ status: projectMachine.words[status] })); // told to who asks, not to who confirms
      },
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
      await this.holds.assertNone(tx, { projectId: id }, 'project.register');
      if (project.status !== 'draft') refuse(R.notDraft({ status: projectMachine.words[project.status] }));
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
    if (!byAgency && !hasRole(tx.actor, 'tenderer-officer') && !hasRole(tx.actor, 'tenderer-approver')) refuse(R.ownCode({}, '/tendererUscc')); // nobody of this side would see it
    mayInvite(fields);
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
      assertOffice(tx.actor, 'entry-officer', id);
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
      assertOffice(tx.actor, 'entry-officer', id);
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

  /** The registered project of the acting tenderer or agency, without a hold on it, or on that lot, that stops `act`. To anybody else `what` he asked for does not exist. */
  async workable(tx: Tx, id: string, { act, what = 'project', tenderId }: { act: ActCode; what?: Thing; tenderId?: string }): Promise<Project> {
    const project = await this.load(tx, id);
    if (!isParty(project, tx.actor)) notFound(what);
    if (project.status !== 'registered') refuse(R.notRegistered({ status: projectMachine.words[project.status] }));
    await this.holds.assertNone(tx, { projectId: id, ...(tenderId ? { tenderId } : {}) }, act);
    return project;
  }

  async #submit(tx: Tx, id: string): Promise<{ status: string }> {
    const project = await this.load(tx, id, 'update');
    await this.holds.assertNone(tx, { projectId: id }, 'project.submit');
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
