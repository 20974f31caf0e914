import { Injectable } from '@nestjs/common';
import { periodEnd, refuse } from '@kernel';
import { type Content, sha256Hex } from '@envelope';
import { type Caller, Db, type Tx } from '@platform/db';
import { can } from '@procedure';
import { yearTable } from '../calendar';
import { type Asked, ProposalsService } from '../identity';
import { OutagesService } from '../outages';
import { assertKnown, type Tender, TenderService } from '../tender';
import { awardContent, bidsOf } from './award.content';
import type { ExcludeCandidate, Retender } from './award.dto';
import type { Award, Cause } from './award.entity';
import { R } from './award.refusals';
import { AwardService } from './award.service';

/** A contract that the tenderer's side signed and offered since the notice, and that the winner refused or let lapse. */
const OFFERED = `select 1 from proposal where project_id = $3 and act = 'contract.sign' and object_id = $1 and asker_signature is not null and asked_at >= $2
  and (status = 'refused' or (status = 'open' and expires_at <= (select tianping_now()))) limit 1`;
const VOID = `insert into lost_award (notice_id, tender_id, bid_id, winner_id, price_fen, notice, notice_sha256, notice_signature, notice_file_id, noticed_at, cause, reason, lost_at)
  select notice_id, tender_id, winner_bid_id, winner_id, price_fen, notice, notice_sha256, notice_signature, notice_file_id, noticed_at, $2, $3, $4 from award where id = $1`;

const NO_WINNER = { decision: null, winnerBidId: null, winnerId: null, priceFen: null, fixedAt: null };
const NO_NOTICE = { notice: null, noticeSha256: null, noticeSignature: null, noticeFileId: null, noticeId: null, noticedAt: null, contractUntil: null };

/** Candidates and winners who fall out (TBR 55): the next in order wins, or the tenderer invites anew. What was issued to them stays on record. */
@Injectable()
export class FallenService {
  constructor(
    private readonly db: Db,
    private readonly awards: AwardService,
    private readonly tenders: TenderService,
    private readonly outages: OutagesService,
    private readonly proposals: ProposalsService,
  ) {
    proposals.define<ExcludeCandidate>({
      ...tenders.actOfLaw('candidate.exclude'),
      check: async (tx, id, dto) => void (await this.#excludable(tx, id, dto)),
      content: (tx, id, { bidId, ...why }) => this.#content(tx, id, { ...why, bidId }),
      carryOut: async (tx, id, { bidId, cause, reason }) => {
        const { tender, award } = await this.#excludable(tx, id, { bidId, cause });
        return this.#fall(tx, tender, award, { bidId, cause, reason });
      },
    });
    proposals.define<Retender>({
      ...tenders.actOfLaw('award.retender'),
      check: async (tx, id) => void (await this.#retenderable(tx, id)),
      content: (tx, id, why) => this.#content(tx, id, why),
      carryOut: async (tx, id, { reason }) => {
        const tender = await this.#retenderable(tx, id);
        await tenders.fail(tx, tender, reason, 'TBR-55', 'award.retender');
        return { status: tender.status };
      },
    });
  }

  exclude(caller: Caller, tenderId: string, dto: ExcludeCandidate): Promise<Asked> {
    return this.proposals.ask(caller, 'candidate.exclude', tenderId, dto);
  }

  retender(caller: Caller, tenderId: string, dto: Retender): Promise<Asked> {
    return this.proposals.ask(caller, 'award.retender', tenderId, dto);
  }

  /** By a candidate himself. The notice binds (TBL 45): after it only the winner can still refuse, and answers for it. */
  giveUp(caller: Caller, tenderId: string, reason: string): Promise<{ givenUp: true }> {
    return this.db.run(caller, async (tx) => {
      const tender = await this.tenders.load(tx, tenderId);
      await assertKnown(tx, tx.actor, tenderId);
      const award = await this.awards.load(tx, tenderId);
      const bids = standing(award).map(({ bidId }) => bidId);
      const [own] = await tx.query<{ id: string }>('select id from bid where tender_id = $1 and bidder_id = $2 and id = any($3)', [tenderId, tx.actor.organisationId, bids]);
      if (!own || !can(tender, 'candidate.give-up') || (award.noticedAt && award.winnerBidId !== own.id)) return refuse(R.alreadyGivenUp());
      await this.#fall(tx, tender, award, { bidId: own.id, cause: 'given-up', reason });
      return { givenUp: true as const };
    });
  }

  async #fall(tx: Tx, tender: Tender, award: Award, { bidId, cause, reason }: { bidId: string; cause: Cause; reason: string }): Promise<{ next: string | null }> {
    award.givenUp = [...award.givenUp, { bidId, cause, reason }];
    if (award.winnerBidId === bidId) await this.#loseWinner(tx, tender, award, cause, reason);
    await tx.save(award);
    await tx.record({ type: 'award.given-up', objectType: 'award', objectId: award.id, projectId: award.projectId, payload: { bidId, cause } });
    return { next: standing(award)[0]?.bidder ?? null };
  }

  async #loseWinner(tx: Tx, tender: Tender, award: Award, cause: Cause, reason: string): Promise<void> {
    if (award.noticedAt) {
      await tx.query(VOID, [award.id, cause, reason, await tx.time()]); // a notice that was waited for lies before it
      await tx.record({ type: 'award.notice-void', objectType: 'tender', objectId: tender.id, projectId: award.projectId, payload: { noticeId: award.noticeId, cause } });
    }
    await this.tenders.advance(tx, tender, 'candidate.give-up', { bidId: award.winnerBidId });
    Object.assign(award, NO_WINNER, NO_NOTICE);
  }

  async #excludable(tx: Tx, tenderId: string, { bidId, cause }: Pick<ExcludeCandidate, 'bidId' | 'cause'>): Promise<{ tender: Tender; award: Award }> {
    const tender = await this.tenders.workable(tx, tenderId, 'candidate.exclude');
    const award = await this.awards.load(tx, tenderId);
    if (!standing(award).some((one) => one.bidId === bidId)) refuse(R.notCandidate({}, '/bidId'));
    if (cause === 'no-contract') await this.#assertOverdue(tx, tender, award, bidId);
    return { tender, award };
  }

  /** Who has not signed is only out when the time to sign is over (TBL 46). */
  async #assertOverdue(tx: Tx, tender: Tender, { contractUntil, noticedAt, winnerBidId }: Award, bidId: string): Promise<void> {
    const { contractDays } = await this.tenders.termsOf(tx, tender);
    const until = noticedAt && winnerBidId === bidId ? (contractUntil ?? periodEnd(noticedAt, contractDays, 'd', yearTable())) : undefined;
    if (!until || until > (await tx.time())) refuse(R.contractNotDue({ days: contractDays, until: until?.toISOString() ?? '—' }, '/cause'));
    await this.outages.assertSettled(tx, tender.id);
    // the contract is his side's to offer: who was offered none, or could sign it still, has not failed to sign
    if ((await tx.query(OFFERED, [tender.id, noticedAt, tender.projectId])).length === 0) refuse(R.contractNotOffered({}, '/cause'));
  }

  async #retenderable(tx: Tx, tenderId: string): Promise<Tender> {
    const tender = await this.tenders.workable(tx, tenderId, 'award.retender');
    if ((await this.awards.load(tx, tenderId)).givenUp.length === 0) refuse(R.retenderNoCause());
    return tender;
  }

  async #content(tx: Tx, tenderId: string, { bidId, ...why }: { bidId?: string; reason: string; cause?: Cause }): Promise<Content> {
    const bidOf = await bidsOf(tx, tenderId);
    const award = await this.awards.load(tx, tenderId, 'share');
    const { winnerBidId, priceFen, notice, noticedAt } = award;
    const winner = winnerBidId && { ...bidOf(winnerBidId), priceFen: priceFen?.toString() ?? null };
    return {
      ...{ ...why, ...(bidId ? { candidate: bidOf(bidId) } : {}), winner, noticeSha256: notice && sha256Hex(notice), noticedAt: noticedAt?.toISOString() ?? null },
      ...{ ...awardContent(award, bidOf), ...(await this.tenders.contentOf(tx, tenderId)) },
    };
  }
}

/** Stages in which a candidate can fall out. */

/** Candidates who have not fallen out, the next to win first. */
const standing = ({ candidates, givenUp }: Award) => candidates.filter(({ bidId }) => !givenUp.some((one) => one.bidId === bidId)).sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
