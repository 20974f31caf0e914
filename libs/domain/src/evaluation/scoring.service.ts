import { Injectable } from '@nestjs/common';
import { type Refusal, refuse, refuseAny } from '@kernel';
import { scoreFaults } from '@scoring';
import { type Json, sha256Hex } from '@envelope';
import { type Caller, Db, type Tx } from '@platform/db';
import { FilesService } from '../files';
import { SigningRights } from '../identity';
import { PlatformSigner } from '../trust';
import { OpeningService } from '../opening';
import { RoomsService } from '../rooms';
import { scores, type Tender, TenderService } from '../tender';
import { citedIn, numberedBids } from './bid-files';
import { DraftsService } from './drafts.service';
import { SeatsService } from './seats.service';
import type { Evaluation, Member } from './evaluation.entity';
import type { Sheet } from './sheet';
import type { Ballot, HandIn, SignReport } from './evaluation.dto';
import { R } from './evaluation.refusals';
import { type BidForSummary, objectiveConflicts, openTies, summarise, type SummaryInput, type TieVote, tieVotes } from './summary';
import { already, wrongStep } from './told';

/** Detailed evaluation, summary, report and signatures (TBR 49, 53). */
@Injectable()
export class ScoringService {
  constructor(
    private readonly db: Db,
    private readonly seats: SeatsService,
    private readonly tenders: TenderService,
    private readonly openings: OpeningService,
    private readonly rooms: RoomsService,
    private readonly files: FilesService,
    private readonly signer: PlatformSigner,
    private readonly rights: SigningRights,
    private readonly drafts: DraftsService,
  ) {}

  /** Final once given. Nobody sees another's sheet before the last one is in; the room only hears which seat has handed in. */
  handIn(caller: Caller, { evaluationId, draftVersion, ...sheet }: HandIn): Promise<{ status: string }> {
    return this.db.run(caller, async (tx) => {
      const { evaluation, member } = await this.seats.seated(tx, evaluationId);
      if (evaluation.status !== 'scoring') refuse(wrongStep(evaluation.status, 'score.hand-in'));
      if (member.handedInAt) refuse(already('score.hand-in'));
      const tender = await this.tenders.load(tx, evaluation.tenderId);
      const bids = await this.#valid(tx, evaluation);
      checkSheet(tender, member.seat, bids, sheet);
      await citedIn(tx, tender.id, textsOf(sheet));
      await this.drafts.close(tx, member, 'scoring', draftVersion);
      Object.assign(member, { sheet, handedInAt: tx.now });
      await tx.save(member);
      await this.seats.note(tx, evaluation, member, 'score.handed-in');
      await this.#summariseWhenComplete(tx, evaluation, tender, bids, member);
      return { status: evaluation.status };
    });
  }

  /** A CMS signature over the report by the member's own certificate; who disagrees says why in writing (TBR 53). */
  async sign(caller: Caller, { evaluationId, draftVersion, signature, dissent }: SignReport): Promise<{ status: string }> {
    await this.rights.consult(Buffer.from(signature, 'base64'));
    return this.db.run(caller, async (tx) => {
      const { evaluation, member } = await this.seats.seated(tx, evaluationId);
      if (evaluation.status !== 'signing') refuse(wrongStep(evaluation.status, 'report.sign'));
      if (member.signedAt) refuse(already('report.sign'));
      const cms = Buffer.from(signature, 'base64');
      await this.rights.signer(tx, cms, Buffer.from(evaluation.report!));
      await citedIn(tx, evaluation.tenderId, [dissent]);
      await this.drafts.close(tx, member, 'signing', draftVersion);
      Object.assign(member, { signature: cms, signedAt: tx.now, dissent: dissent ?? null });
      await tx.save(member);
      await this.seats.trace(tx, evaluation, member, dissent ? 'report.signed-with-dissent' : 'report.signed');
      this.rooms.say(tx, evaluation.roomId, { type: 'report.signed', seat: member.seat });
      if (!(await this.seats.othersLack(tx, member, 'signed_at'))) await this.#finish(tx, evaluation);
      return { status: evaluation.status };
    });
  }

  async #valid(tx: Tx, evaluation: Evaluation): Promise<BidForSummary[]> {
    const rows = await tx.query<{ bidId: string; bidder: string; priceFen: string; receiptOrder: string }>(
      `select o.bid_id as "bidId", org.name as bidder, o.price_fen::text as "priceFen", b.arrival::text as "receiptOrder"
       from opened_bid o join bid b on b.id = o.bid_id join organisation org on org.id = o.bidder_id where o.tender_id = $1 and o.outcome = 'opened' order by b.receipt_code`,
      [evaluation.tenderId],
    );
    const rejected = new Set(evaluation.rejections.map((one) => one.bidId));
    return rows.filter((row) => !rejected.has(row.bidId)).map((row) => ({ ...row, priceFen: BigInt(row.priceFen), receiptOrder: Number(row.receiptOrder) }));
  }

  async #summariseWhenComplete(tx: Tx, evaluation: Evaluation, tender: Tender, bids: BidForSummary[], last: Member): Promise<void> {
    if (await this.seats.othersLack(tx, last, 'handed_in_at')) return;
    const members = await this.seats.members(tx, evaluation.id);
    const sheets = members.map(({ seat, sheet }) => ({ seat, sheet: sheet! }));
    const conflicts = objectiveConflicts({ plan: tender.plan, bids, sheets });
    if (conflicts.length > 0) return this.#reopen(tx, evaluation, members, conflicts);
    const ties = openTies(await this.#input(tx, tender, bids, members));
    if (ties.length > 0) return this.#putToTheVote(tx, evaluation, ties);
    await this.#conclude(tx, evaluation, tender, members, []);
  }

  async #putToTheVote(tx: Tx, evaluation: Evaluation, ties: string[][]): Promise<void> {
    evaluation.ties = ties;
    evaluation.become('tie');
    await tx.save(evaluation);
    await tx.record({ type: 'evaluation.tied', objectType: 'evaluation', objectId: evaluation.id, projectId: evaluation.projectId, payload: { groups: ties.map((group) => group.length) } });
  }

  /** Equals that the documents leave undecided: each member puts them in an order, by name and in the report. Final once given. */
  vote(caller: Caller, { evaluationId, draftVersion, order }: Ballot): Promise<{ status: string }> {
    return this.db.run(caller, async (tx) => {
      const { evaluation, member } = await this.seats.seated(tx, evaluationId);
      if (evaluation.status !== 'untying') refuse(wrongStep(evaluation.status, 'tie.vote'));
      if (member.ballot) refuse(already('tie.vote'));
      const tied = evaluation.ties!.flat();
      if (order.length !== tied.length || new Set(order).size !== order.length || order.some((bidId) => !tied.includes(bidId))) refuse(R.ballotIncomplete({ count: tied.length }, '/order'));
      await this.drafts.close(tx, member, 'untying', draftVersion);
      member.ballot = order;
      await tx.save(member);
      await this.seats.trace(tx, evaluation, member, 'tie.voted'); // not to the room: that there is something to vote on tells how the totals fell
      if (!(await this.seats.othersLack(tx, member, 'ballot'))) await this.#untie(tx, evaluation);
      return { status: evaluation.status };
    });
  }

  async #untie(tx: Tx, evaluation: Evaluation): Promise<void> {
    const tender = await this.tenders.load(tx, evaluation.tenderId);
    const members = await this.seats.members(tx, evaluation.id);
    const ballots = members.map(({ seat, ballot }) => ({ seat, order: ballot! }));
    await this.#conclude(tx, evaluation, tender, members, tieVotes(evaluation.ties!, ballots, evaluation.leaderSeat!));
  }

  async #conclude(tx: Tx, evaluation: Evaluation, tender: Tender, members: Member[], votes: TieVote[]): Promise<void> {
    evaluation.summary = summarise({ ...(await this.#input(tx, tender, await this.#valid(tx, evaluation), members)), votes });
    await this.#writeReport(tx, evaluation, tender, members);
    evaluation.become('summarise');
    await tx.save(evaluation);
    this.rooms.say(tx, evaluation.roomId, { type: 'summary.built' });
  }

  async #input(tx: Tx, { id, plan, ceilingFen, candidateLimit }: Tender, bids: BidForSummary[], members: readonly Member[]): Promise<SummaryInput> {
    return { plan, bids, sheets: members.map(({ seat, sheet }) => ({ seat, sheet: sheet! })), ceilingFen, drawn: await this.openings.coefficientValues(tx, id), candidateLimit };
  }

  /** Objective items that differ are a closed ground for reopening (O87 64): all sheets come back with what was in them. */
  async #reopen(tx: Tx, evaluation: Evaluation, members: readonly Member[], conflicts: { bidId: string; itemId: string }[]): Promise<void> {
    for (const member of members) {
      member.handedInAt = null;
      await tx.save(member);
    }
    await tx.record({ type: 'score.reopened', objectType: 'evaluation', objectId: evaluation.id, projectId: evaluation.projectId, payload: { ground: 'objective-items-differ', conflicts } });
    this.rooms.say(tx, evaluation.roomId, { type: 'score.reopened' });
  }

  async #writeReport(tx: Tx, evaluation: Evaluation, tender: Tender, members: readonly Member[]): Promise<void> {
    const names = await tx.query<{ id: string; name: string }>('select id, name from account where id = any($1)', [members.map((one) => one.accountId)]);
    const texts = [...members.flatMap(({ marks, sheet }) => [...(marks ?? []).map(({ reason }) => reason), ...textsOf(sheet!)]), ...(evaluation.competition?.reasons ?? [])];
    const report = {
      format: 'tianping/evaluation-report/1',
      tender: tender.id,
      lot: tender.code,
      title: tender.title,
      builtAt: tx.now.toISOString(),
      members: members.map(({ seat, kind, away, accountId }) => ({ seat, kind, away, name: names.find((row) => row.id === accountId)?.name ?? '' })),
      leader: evaluation.leaderSeat,
      bids: await numberedBids(tx, tender.id),
      citations: await citedIn(tx, tender.id, texts),
      review: tender.plan.review,
      rejections: evaluation.rejections,
      competition: evaluation.competition,
      sheets: members.map(({ seat, marks, sheet }) => ({ seat, marks, scores: sheet!.scores, remarks: sheet!.remarks })),
      summary: evaluation.summary,
    };
    const { text } = this.signer.sign(JSON.parse(JSON.stringify(report)) as Json, tx.now);
    Object.assign(evaluation, { report: text, reportSha256: sha256Hex(text) });
  }

  async #finish(tx: Tx, evaluation: Evaluation): Promise<void> {
    const tender = await this.tenders.load(tx, evaluation.tenderId);
    const file = await this.files.write(tx, `评标报告-${tender.code}.json`, 'application/json', evaluation.report!);
    Object.assign(evaluation, { signedAt: tx.now, reportFileId: file.id });
    evaluation.become('sign');
    await tx.save(evaluation);
    await this.tenders.advance(tx, tender, 'report.complete', { reportSha256: evaluation.reportSha256 });
    this.rooms.say(tx, evaluation.roomId, { type: 'report.complete' });
    this.rooms.close(tx, evaluation.roomId);
  }
}

const textsOf = ({ remarks }: Sheet): string[] => remarks.flatMap(({ strengths, risks }) => [strengths, risks]);

function checkSheet({ plan }: Tender, seat: string, bids: readonly BidForSummary[], sheet: Sheet): void {
  const known = new Set(bids.map((bid) => bid.bidId));
  const foreign = [...sheet.scores, ...sheet.remarks].some((one) => !known.has(one.bidId));
  const separated = plan.method.method === 'decision';
  const remarked = new Set(sheet.remarks.map((one) => one.bidId));
  refuseAny([
    foreign && R.sheetForOthers({}, '/scores'),
    separated && bids.some((bid) => !remarked.has(bid.bidId)) && R.remarksMissing({}, '/remarks'),
    ...(scores(plan.method.method) ? bids.flatMap((bid) => sheetFaults(plan, seat, bid.bidId, sheet)) : []),
  ]);
}

function sheetFaults(plan: Tender['plan'], seat: string, bidId: string, sheet: Sheet): Refusal[] {
  const own = sheet.scores.filter((one) => one.bidId === bidId).map(({ itemId, score }) => ({ expertId: seat, itemId, score }));
  const items = plan.items.map(({ id, min, max, objective }) => ({ itemId: id, min, max, objective }));
  if (own.length === 0) return [R.marksIncomplete({ missing: items.length }, '/scores')];
  return scoreFaults(items, own);
}
