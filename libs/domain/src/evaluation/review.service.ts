import { Injectable } from '@nestjs/common';
import { refuse, refuseAny } from '@kernel';
import type { ActCode } from '@procedure';
import { type Caller, Db, type Tx } from '@platform/db';
import { OpeningService } from '../opening';
import { RoomsService } from '../rooms';
import { type Tender, TenderService } from '../tender';
import { citedIn } from './bid-files';
import { DraftsService } from './drafts.service';
import type { Evaluation, Mark, Member, Rejection } from './evaluation.entity';
import type { Judge, Marks } from './evaluation.dto';
import { R } from './evaluation.refusals';
import type { EvaluationStatus } from './evaluation.machine';
import { scoreAgain } from './resumption';
import { SeatsService } from './seats.service';
import { already, wrongStep } from './told';

const key = ({ bidId, itemId }: { bidId: string; itemId: string }) => `${bidId} ${itemId}`;

/** Election of the leader, preliminary review, and the question whether there is still competition (O12 9, 25-27; TBR 49, 51). */
@Injectable()
export class ReviewService {
  constructor(
    private readonly db: Db,
    private readonly seats: SeatsService,
    private readonly tenders: TenderService,
    private readonly openings: OpeningService,
    private readonly rooms: RoomsService,
    private readonly drafts: DraftsService,
  ) {}

  /** A majority of all members elects; a vote stands until there is one, and may be changed while there is none. */
  elect(caller: Caller, evaluationId: string, seat: string): Promise<{ status: string; leader: string | null }> {
    return this.db.run(caller, async (tx) => {
      const { evaluation, member } = await this.#at(tx, evaluationId, 'electing', 'leader.elect');
      member.vote = seat;
      await tx.save(member);
      const members = await tx.query<{ seat: string; vote: string | null }>('select seat, vote from evaluation_member where evaluation_id = $1 and replaced_at is null', [evaluationId]);
      if (!members.some((one) => one.seat === seat)) refuse(R.noSuchSeat({ seat }));
      await this.seats.note(tx, evaluation, member, 'leader.voted');
      const votes = members.filter((one) => one.vote === seat).length;
      if (votes * 2 > members.length) {
        evaluation.leaderSeat = seat;
        evaluation.become('elect');
        await tx.save(evaluation);
        this.rooms.say(tx, evaluation.roomId, { type: 'leader.elected', seat });
      }
      return { status: evaluation.status, leader: evaluation.leaderSeat };
    });
  }

  /** Each member marks every item of every bid once; what fails carries a reason. The last member's marks close the step. */
  mark(caller: Caller, { evaluationId, marks, draftVersion }: Marks): Promise<{ status: string }> {
    return this.db.run(caller, async (tx) => {
      const { evaluation, member } = await this.#at(tx, evaluationId, 'reviewing', 'review.mark');
      if (member.marks) refuse(already('review.mark'));
      const tender = await this.tenders.load(tx, evaluation.tenderId, 'share');
      const bids = (await this.openings.openedBids(tx, tender.id)).map((bid) => bid.bidId);
      this.#checkMarks(tender, bids, marks);
      await citedIn(
        tx,
        tender.id,
        marks.map(({ reason }) => reason),
      );
      await this.drafts.close(tx, member, 'reviewing', draftVersion);
      member.marks = marks;
      await tx.save(member);
      await this.seats.note(tx, evaluation, member, 'review.handed-in');
      await this.#closeWhenComplete(tx, evaluation, tender, member);
      return { status: evaluation.status };
    });
  }

  /** Fewer than three valid bids: the committee argues and records whether competition is lacking (1117(13); O12 27). */
  judge(caller: Caller, { evaluationId, draftVersion, ...judgement }: Judge): Promise<{ status: string }> {
    return this.db.run(caller, async (tx) => {
      const { evaluation, member } = await this.#at(tx, evaluationId, 'judging', 'evaluation.judge-competition');
      if (member.judgement) refuse(already('evaluation.judge-competition'));
      await citedIn(tx, evaluation.tenderId, [judgement.reason]);
      await this.drafts.close(tx, member, 'judging', draftVersion);
      member.judgement = judgement;
      await tx.save(member);
      await this.seats.trace(tx, evaluation, member, 'competition.judged'); // not to the room: that there is something to judge tells how many bids are left
      const members = await this.seats.members(tx, evaluationId);
      const judged = members.flatMap((one) => (one.judgement ? [one.judgement] : []));
      if (judged.length < members.length || (await this.seats.free(tx, evaluationId)).length > 0) return { status: evaluation.status };
      const votes = judged.filter((one) => one.continue).length;
      const goesOn = votes * 2 > members.length;
      evaluation.competition = { continue: goesOn, votes, reasons: judged.map((one) => one.reason) };
      if (goesOn) await this.#go(tx, evaluation, 'goOn');
      else await this.#end(tx, evaluation, '有效投标不足三个，评标委员会认定明显缺乏竞争，否决全部投标', 'O12-27');
      return { status: evaluation.status };
    });
  }

  async #at(tx: Tx, evaluationId: string, status: EvaluationStatus, act: ActCode): Promise<{ evaluation: Evaluation; member: Member }> {
    const seated = await this.seats.seated(tx, evaluationId);
    if (!seated.member.checkedInAt) refuse(R.notCheckedIn());
    if (!seated.member.pledgedAt) refuse(R.notPledged());
    if (seated.evaluation.status !== status) refuse(wrongStep(seated.evaluation.status, act));
    return seated;
  }

  #checkMarks({ plan }: Tender, bids: readonly string[], marks: readonly Mark[]): void {
    const wanted = new Set(bids.flatMap((bidId) => plan.review.map((item) => key({ bidId, itemId: item.id }))));
    const given = new Set(marks.map(key));
    const missing = [...wanted].filter((one) => !given.has(one)).length;
    const unreasoned = marks.find((mark) => !mark.pass && !mark.reason);
    refuseAny([
      (given.size !== marks.length || [...given].some((one) => !wanted.has(one))) && R.markUnknown({}, '/marks'),
      missing > 0 && R.marksIncomplete({ missing }, '/marks'),
      unreasoned && R.reasonMissing({ item: unreasoned.itemId }, '/marks'),
    ]);
  }

  async #closeWhenComplete(tx: Tx, evaluation: Evaluation, tender: Tender, last: Member): Promise<void> {
    if (await this.seats.othersLack(tx, last, 'marks')) return;
    const members = await this.seats.members(tx, evaluation.id);
    const bids = await this.openings.openedBids(tx, tender.id);
    const before = evaluation.rejections;
    evaluation.rejections = [...rejectionsBy(tender, members), ...overCeiling(tender, bids)];
    if (rejectedOf(before) !== rejectedOf(evaluation.rejections)) await scoreAgain(tx, evaluation);
    const valid = bids.filter((bid) => !evaluation.rejections.some((one) => one.bidId === bid.bidId)).length;
    const { minValidBids } = await this.tenders.termsOf(tx, tender);
    if (valid === 0) await this.#end(tx, evaluation, '所有投标均被否决', 'TBL-42');
    else await this.#go(tx, evaluation, valid < minValidBids ? 'doubt' : 'review');
  }

  async #go(tx: Tx, evaluation: Evaluation, act: 'review' | 'doubt' | 'goOn'): Promise<void> {
    evaluation.become(act);
    await tx.save(evaluation);
    if (act !== 'doubt') this.rooms.say(tx, evaluation.roomId, { type: 'evaluation.step' });
  }

  async #end(tx: Tx, evaluation: Evaluation, reason: string, article: string): Promise<void> {
    evaluation.become('end');
    await tx.save(evaluation);
    const tender = await this.tenders.load(tx, evaluation.tenderId);
    await this.tenders.fail(tx, tender, reason, article);
    this.rooms.say(tx, evaluation.roomId, { type: 'evaluation.ended' });
    this.rooms.close(tx, evaluation.roomId);
  }
}

const rejectedOf = (rejections: readonly Rejection[]): string => [...new Set(rejections.map(({ bidId }) => bidId))].sort().join();

/** A bid is rejected on an item when a majority of members fails it (TBR 51); the votes and reasons stay with it. */
function rejectionsBy({ plan }: Tender, members: readonly Member[]): Rejection[] {
  const failed = new Map<string, { mark: Mark; reasons: string[] }>();
  for (const mark of members.flatMap((member) => member.marks ?? []).filter((one) => !one.pass)) {
    const entry = failed.get(key(mark)) ?? { mark, reasons: [] };
    entry.reasons.push(mark.reason ?? '');
    failed.set(key(mark), entry);
  }
  const order = plan.review.map((item) => item.id);
  return [...failed.values()]
    .filter(({ reasons }) => reasons.length * 2 > members.length)
    .map(({ mark, reasons }) => ({ bidId: mark.bidId, itemId: mark.itemId, votes: { against: reasons.length, of: members.length }, reasons }))
    .sort((a, b) => order.indexOf(a.itemId) - order.indexOf(b.itemId));
}

/** Above the published ceiling price: rejected by rule, no vote needed (TBR 51(5)). */
function overCeiling({ ceilingFen }: Tender, bids: readonly { bidId: string; priceFen: bigint | null }[]): Rejection[] {
  if (ceilingFen === null) return [];
  return bids.filter((bid) => bid.priceFen! > ceilingFen).map(({ bidId }) => ({ bidId, itemId: 'ceiling-price', votes: { against: 0, of: 0 }, reasons: ['投标报价高于最高投标限价'] }));
}
