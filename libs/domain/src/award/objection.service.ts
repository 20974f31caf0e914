import { Injectable } from '@nestjs/common';
import { refuse, uuidv7 } from '@kernel';
import { atMost, type Caller, Db, notFound, type Tx } from '@platform/db';
import { type Asked, ProposalsService } from '../identity';
import { HoldsService, IntakeService } from '../intake';
import { confirmerOf, stageName } from '@procedure';
import { assertKnown, TenderService } from '../tender';
import { Objection } from './award.entity';
import { R } from './award.refusals';
import { AwardService } from './award.service';

/** Of one bidder against one result. */
const MOST_OBJECTIONS = 50;

/** Objections to the result: each places a hold, its answer lifts it (TBR 54). The procedures beyond come with disputes. */
@Injectable()
export class ObjectionService {
  constructor(
    private readonly db: Db,
    private readonly awards: AwardService,
    private readonly tenders: TenderService,
    private readonly intake: IntakeService,
    private readonly holds: HoldsService,
    private readonly proposals: ProposalsService,
  ) {
    proposals.define<{ answer: string }>({
      act: 'objection.answer',
      mayAsk: (tx, id) => this.#answerable(tx, id),
      signed: true,
      confirmer: confirmerOf('objection.answer'),
      organisationOf: async (tx, id) => (await tenders.load(tx, (await this.#load(tx, id)).tenderId, 'share')).tendererId,
      check: async (tx, id) => void ((await this.#load(tx, id)).answeredAt && refuse(R.objectionAnswered())),
      content: async (tx, id, { answer }) => {
        const { tenderId, text, raisedAt } = await tx.lock(Objection, { id }, 'objection', 'share');
        return { answer, objection: { text, raisedAt: raisedAt.toISOString() }, ...(await tenders.contentOf(tx, tenderId)) };
      },
      carryOut: (tx, id, { answer }) => this.#answer(tx, id, answer),
    });
  }

  raise(caller: Caller, tenderId: string, text: string): Promise<{ objectionId: string; hold: true }> {
    return this.db.run(caller, async (tx) => {
      const tender = await this.tenders.load(tx, tenderId);
      if (tender.status === 'draft') notFound('tender');
      await assertKnown(tx, tx.actor, tenderId);
      if (tender.status !== 'publicity') refuse(R.noPublicity({ status: stageName(tender.status) }));
      const award = await this.awards.load(tx, tenderId);
      const raisedAt = await tx.time();
      if (award.publicityUntil <= raisedAt) refuse(R.publicityOver({ until: award.publicityUntil.toISOString() }));
      const [bid] = await tx.query('select 1 from bid where tender_id = $1 and bidder_id = $2 limit 1', [tenderId, tx.actor.organisationId]);
      if (!bid) refuse(R.notParticipant());
      await atMost(tx, MOST_OBJECTIONS, 'objection', 'objection where tender_id = $1 and organisation_id = $2', [tenderId, tx.actor.organisationId]);
      const holdId = await this.holds.place(tx, { projectId: tender.projectId, tenderId, code: tender.code }, 'HR', '对评标结果的异议待答复', 'TBR-54');
      const objection = await tx.insert(Objection, { id: uuidv7(), version: 1, tenderId, projectId: tender.projectId, organisationId: tx.actor.organisationId!, text, raisedAt, holdId });
      await tx.record({ type: 'objection.raised', objectType: 'objection', objectId: objection.id, projectId: tender.projectId, payload: { tenderId } });
      return { objectionId: objection.id, hold: true as const };
    });
  }

  answer(caller: Caller, objectionId: string, answer: string): Promise<Asked> {
    return this.proposals.ask(caller, 'objection.answer', objectionId, { answer });
  }

  /** By the tenderer's side; no hold hinders an answer. */
  async #answerable(tx: Tx, id: string): Promise<string> {
    const { tenderId } = await this.#load(tx, id);
    const { projectId } = await this.tenders.load(tx, tenderId, 'share');
    await this.intake.workable(tx, projectId, { act: 'objection.answer', what: 'objection', tenderId });
    return projectId;
  }

  #load(tx: Tx, id: string): Promise<Objection> {
    return tx.lock(Objection, { id }, 'objection');
  }

  async #answer(tx: Tx, id: string, answer: string): Promise<{ answeredAt: string }> {
    const objection = await this.#load(tx, id);
    Object.assign(objection, { answer, answeredAt: tx.now });
    await tx.save(objection);
    await this.holds.lift(tx, objection.holdId);
    await tx.record({ type: 'objection.answered', objectType: 'objection', objectId: id, projectId: objection.projectId });
    return { answeredAt: tx.now.toISOString() };
  }
}
