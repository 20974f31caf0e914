import { Injectable } from '@nestjs/common';
import type { Content } from '@envelope';
import { type Refusal, refuse, uuidv7 } from '@kernel';
import { type Actor, atMost, type Caller, Db, hasRole, notFound, type Tx } from '@platform/db';
import type { z } from 'zod';
import { refuseFar } from '../calendar';
import { type Asked, ProposalsService } from '../identity';
import { HoldsService } from '../intake';
import { assertKnown, lettersOf, readsOn } from './letters';
import { nextNumber, publishAmendment, type Times } from './amendments';
import { Question } from './clarification.entity';
import type { Amend, Answer } from './tender.dto';
import type { Tender } from './tender.entity';
import { R } from './tender.refusals';
import { amendedDeadline, amendedTimes } from './tender.rules';
import { TenderService } from './tender.service';

/** Who took it and when; once an hour is enough to know, and nobody fills the table by taking it again and again. */
const NOTE_DOWNLOAD = `insert into tender_download (tender_id, organisation_id, file_id, account_id, at, ip) select $1, $2, $3, $4, $5, $6
where not exists (select 1 from tender_download d where d.tender_id = $1 and d.account_id = $4 and d.file_id = $3 and d.at > $5::timestamptz - interval '1 hour')`;
/** Whoever may bid for somebody; people of another tenderer are outsiders who do not. */
const isBidder = (actor: Actor): boolean => hasRole(actor, 'bidder-officer') || hasRole(actor, 'bidder-signatory');

/** Of one organisation about one tender. */
const MOST_QUESTIONS = 200;

/** Questions, answers, clarifications and amendments while bids are prepared (TBL 23; TBR 21). */
@Injectable()
export class ClarificationService {
  constructor(
    private readonly db: Db,
    private readonly tenders: TenderService,
    private readonly holds: HoldsService,
    private readonly proposals: ProposalsService,
  ) {
    proposals.define<Amend>({
      ...tenders.actOfLaw('tender.amend'),
      repeated: true,
      check: async (tx, id, dto) => void (await this.#amendable(tx, id, dto)),
      content: (tx, id, dto) => this.#content(tx, id, dto),
      carryOut: (tx, id, dto) => this.#amend(tx, id, dto),
    });
  }

  ask(caller: Caller, tenderId: string, text: string): Promise<{ questionId: string }> {
    return this.db.run(caller, async (tx) => {
      const tender = await this.tenders.load(tx, tenderId, 'share');
      if (tender.status === 'draft') notFound('tender');
      await assertKnown(tx, tx.actor, tenderId);
      await this.holds.assertNone(tx, { projectId: tender.projectId, tenderId }, 'tender.ask');
      const askedAt = await tx.time();
      if (tender.status !== 'bidding' || tender.questionsUntil <= askedAt) refuse(R.questionsClosed({ until: tender.questionsUntil.toISOString() }));
      await atMost(tx, MOST_QUESTIONS, 'question', 'tender_question where tender_id = $1 and organisation_id = $2', [tenderId, tx.actor.organisationId]);
      const question = await tx.insert(Question, { id: uuidv7(), version: 1, tenderId, organisationId: tx.actor.organisationId!, text, askedAt });
      await tx.record({ type: 'tender.question-asked', objectType: 'tender', objectId: tenderId, projectId: tender.projectId, payload: { questionId: question.id } });
      return { questionId: question.id };
    });
  }

  answer(caller: Caller, questionId: string, { answer, affectsBids }: z.infer<typeof Answer>): Promise<{ answeredAt: string }> {
    return this.db.run(caller, async (tx) => {
      const question = await tx.lock(Question, { id: questionId }, 'question');
      const tender = await this.tenders.workable(tx, question.tenderId, 'tender.answer', 'question');
      if (question.answeredAt) refuse(R.answered());
      await this.#assertRunning(tx, tender);
      if (affectsBids) refuse(R.answerIsAmendment({}, '/affectsBids'));
      Object.assign(question, { answer, answeredAt: tx.now });
      await tx.save(question);
      await tx.record({ type: 'tender.question-answered', objectType: 'tender', objectId: tender.id, projectId: tender.projectId, payload: { questionId } });
      return { answeredAt: tx.now.toISOString() };
    });
  }

  amend(caller: Caller, tenderId: string, dto: Amend): Promise<Asked> {
    return this.proposals.ask(caller, 'tender.amend', tenderId, dto);
  }

  /**
   * Documents are for every signed-in bidder, without sign-up (O20 20); who took them stays secret until the opening (O20 21). The tenderer's side reads its own, drafts
   * too, and the bureau what was published, under an order as well; neither takes them to bid.
   */
  download(caller: Caller, tenderId: string, fileId: string): Promise<{ name: string; sha256: string; mediaType: string }> {
    return this.db.run(caller, async (tx) => {
      const tender = await this.tenders.load(tx, tenderId, 'share');
      const [file] = await tx.query<{ name: string; sha256: string; mediaType: string }>(
        `select f.name, f.sha256, f.media_type as "mediaType" from tender_document d join file f on f.id = d.file_id where d.tender_id = $1 and d.file_id = $2`,
        [tenderId, fileId],
      );
      const letters = lettersOf(tx.actor, await assertKnown(tx, tx.actor, tenderId));
      if (!file) return notFound('document');
      if (readsOn(letters)) return file;
      if (!isBidder(tx.actor)) notFound('document');
      await this.holds.assertNone(tx, { projectId: tender.projectId, tenderId }, 'tender.download');
      await tx.query(NOTE_DOWNLOAD, [tenderId, tx.actor.organisationId, fileId, tx.actor.accountId, tx.now, caller.ip]);
      return file;
    });
  }

  async #assertRunning(tx: Tx, { status, deadline }: Tender): Promise<void> {
    if (status !== 'bidding' || deadline <= (await tx.time())) refuse(R.deadlinePassed({ deadline: deadline.toISOString() }));
  }

  /** The times that the platform would set now belong to it: asked before midnight and confirmed after it, they may be others. */
  async #newTimes(tx: Tx, tender: Tender, { newDeadline, affectsBids }: Amend): Promise<Times | Refusal> {
    const wish = newDeadline ? new Date(newDeadline) : undefined;
    refuseFar(tx.now, { '/newDeadline': wish });
    const terms = await this.tenders.termsOf(tx, tender);
    const outcome = amendedDeadline(tender.deadline, tx.now, affectsBids, wish, terms);
    return 'refusal' in outcome ? outcome.refusal : amendedTimes(tender, outcome.deadline, affectsBids, tx.now, terms);
  }

  async #amendable(tx: Tx, tenderId: string, dto: Amend): Promise<{ tender: Tender; times: Times; question: Question | undefined }> {
    const tender = await this.tenders.workable(tx, tenderId, 'tender.amend');
    if (tender.status === 'bidding') await this.#assertRunning(tx, tender);
    const question = dto.questionId ? await tx.lock(Question, { id: dto.questionId, tenderId }, 'question') : undefined;
    if (question?.answeredAt) refuse(R.answered());
    const times = await this.#newTimes(tx, tender, dto);
    return 'deadline' in times ? { tender, times, question } : refuse(times);
  }

  async #content(tx: Tx, tenderId: string, dto: Amend): Promise<Content> {
    const { kind, text, affectsBids, questionId } = dto;
    const times = await this.#newTimes(tx, await this.tenders.load(tx, tenderId, 'share'), dto);
    const at = (name: keyof Times) => ('deadline' in times ? times[name].toISOString() : null);
    const question = questionId ? await tx.lock(Question, { id: questionId, tenderId }, 'question', 'share') : undefined;
    return {
      ...{ kind, text, affectsBids, newDeadline: at('deadline'), questionsUntil: at('questionsUntil'), documentsUntil: at('documentsUntil') },
      ...{ ...(question ? { question: question.text } : {}), number: await nextNumber(tx, tenderId), ...(await this.tenders.contentOf(tx, tenderId)) },
    };
  }

  async #amend(tx: Tx, tenderId: string, dto: Amend): Promise<{ amendmentId: string; deadline: string }> {
    const { tender, times, question } = await this.#amendable(tx, tenderId, dto);
    const { kind, text, affectsBids } = dto;
    const amendment = await publishAmendment(tx, tender, { kind, text, affectsBids }, times);
    if (question) {
      Object.assign(question, { answer: text, answeredAt: tx.now, amendmentId: amendment.id });
      await tx.save(question);
      await tx.record({ type: 'tender.question-answered', objectType: 'tender', objectId: tenderId, projectId: tender.projectId, payload: { questionId: question.id, amendmentId: amendment.id } });
    }
    return { amendmentId: amendment.id, deadline: times.deadline.toISOString() };
  }
}
