import { Injectable } from '@nestjs/common';
import { formatYuan, periodEnd, refuse, uuidv7 } from '@kernel';
import { type Json, sha256Hex } from '@envelope';
import type { AccountId } from '@kernel';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { yearTable } from '../calendar';
import type { Summary } from '../evaluation';
import { FilesService } from '../files';
import { type Asked, ProposalsService } from '../identity';
import { PlatformSigner } from '../trust';
import { IntakeService } from '../intake';
import { type Tender, type TenderAct, tenderMachine, TenderService } from '../tender';
import type { FixWinner, SignContract } from './award.dto';
import { Award } from './award.entity';
import { R } from './award.refusals';
import { decidedChoice, rankedChoice } from './award.rules';
import { awardNoticeText } from './award-notice.template';

/** Candidates, winner, award notice, contract (TBR 53-57; TBL 45-46). Each act is asked by one person and confirmed by another. */
@Injectable()
export class AwardService {
  constructor(
    private readonly db: Db,
    private readonly tenders: TenderService,
    private readonly intake: IntakeService,
    private readonly files: FilesService,
    private readonly signer: PlatformSigner,
    private readonly proposals: ProposalsService,
  ) {
    const organisationOf = async (tx: Tx, id: string) => (await tenders.load(tx, id, 'share')).tendererId;
    const confirmer = 'tenderer-approver' as const;
    const possible = (act: TenderAct) => async (tx: Tx, id: string) => void tenderMachine.next((await tenders.load(tx, id)).status, act);
    proposals.define({ act: 'candidates.publish', confirmer, organisationOf, check: possible('publishCandidates'), carryOut: (tx, id) => this.#publish(tx, id) });
    proposals.define<FixWinner>({
      act: 'award.fix-winner',
      confirmer,
      organisationOf,
      check: async (tx, id, dto) => void (await this.#choose(tx, id, dto)),
      carryOut: (tx, id, dto) => this.#fix(tx, id, dto),
    });
    proposals.define({ act: 'award.issue-notice', confirmer, organisationOf, check: possible('issueNotice'), carryOut: (tx, id) => this.#issue(tx, id) });
    proposals.define<SignContract & { organisationId: string }>({
      act: 'contract.sign',
      confirmer: 'bidder-signatory',
      organisationOf: async (tx, id) => (await this.load(tx, id)).winnerId!,
      check: (tx, id, dto) => this.#checkContract(tx, id, dto),
      carryOut: (tx, id, dto, askedBy) => this.#contract(tx, id, dto, askedBy),
    });
  }

  publishCandidates(caller: Caller, tenderId: string): Promise<Asked> {
    return this.#ask(caller, 'candidates.publish', tenderId, {});
  }

  fixWinner(caller: Caller, tenderId: string, dto: FixWinner): Promise<Asked> {
    return this.#ask(caller, 'award.fix-winner', tenderId, dto);
  }

  issueNotice(caller: Caller, tenderId: string): Promise<Asked> {
    return this.#ask(caller, 'award.issue-notice', tenderId, {});
  }

  /** Offered by the tenderer, signed by the winner. */
  async signContract(caller: Caller, tenderId: string, dto: SignContract): Promise<Asked> {
    const [award] = await this.db.read<{ winner: string }>('select winner_id as winner from award where tender_id = $1', [tenderId]);
    return this.#ask(caller, 'contract.sign', tenderId, { ...dto, organisationId: award?.winner ?? '' });
  }

  giveUp(caller: Caller, tenderId: string, reason: string): Promise<{ givenUp: true }> {
    return this.db.run(caller, async (tx) => {
      const tender = await this.tenders.load(tx, tenderId);
      const award = await this.load(tx, tenderId);
      const [own] = await tx.query<{ id: string }>('select id from bid where tender_id = $1 and bidder_id = $2 and id = any($3)', [
        tenderId,
        tx.actor.organisationId,
        award.candidates.map((one) => one.bidId),
      ]);
      if (!own || award.noticedAt || award.givenUp.some((one) => one.bidId === own.id)) return refuse(R.alreadyGivenUp());
      award.givenUp = [...award.givenUp, { bidId: own.id, reason }];
      const chosen = award.winnerBidId === own.id;
      if (chosen) Object.assign(award, { decision: null, winnerBidId: null, winnerId: null, priceFen: null, fixedAt: null });
      await tx.save(award);
      if (chosen) await this.tenders.advance(tx, tender, 'loseWinner', { bidId: own.id });
      await tx.record({ type: 'award.given-up', objectType: 'award', objectId: award.id, projectId: award.projectId, payload: { bidId: own.id } });
      return { givenUp: true as const };
    });
  }

  load(tx: Tx, tenderId: string): Promise<Award> {
    return tx.lock(Award, { tenderId }, 'award');
  }

  #ask<P>(caller: Caller, act: string, tenderId: string, payload: P): Promise<Asked> {
    return this.proposals.ask(caller, act, tenderId, async (tx) => (await this.tenders.workable(tx, tenderId)).projectId, payload);
  }

  async #publish(tx: Tx, tenderId: string): Promise<{ publicityUntil: string; candidates: Award['candidates'] }> {
    const tender = await this.tenders.workable(tx, tenderId);
    const [evaluation] = await tx.query<{ summary: Summary; sha: string }>(`select summary, report_sha256 as sha from evaluation where tender_id = $1 and status = 'signed'`, [tenderId]);
    await this.tenders.advance(tx, tender, 'publishCandidates'); // refuses before the report is signed
    const { publicityDays } = await this.tenders.termsOf(tx, tender);
    const candidates = evaluation!.summary.rows.filter((row) => row.candidate).map(({ bidId, bidder, priceFen, rank }) => ({ bidId, bidder, priceFen, rank: rank ?? null }));
    const publicityUntil = periodEnd(tx.now, publicityDays, 'd', yearTable());
    await tx.insert(Award, { id: uuidv7(), version: 1, tenderId, projectId: tender.projectId, candidates, publicityFrom: tx.now, publicityUntil, reportSha256: evaluation!.sha, givenUp: [] });
    return { publicityUntil: publicityUntil.toISOString(), candidates };
  }

  async #choose(tx: Tx, tenderId: string, dto: FixWinner) {
    const tender = await this.tenders.workable(tx, tenderId);
    if (tender.status !== 'publicity') tender.advance('fixWinner'); // refuses, naming what is possible
    const award = await this.load(tx, tenderId);
    const terms = await this.tenders.termsOf(tx, tender);
    if (award.publicityUntil > (await tx.time())) refuse(R.publicityRuns({ days: terms.publicityDays, until: award.publicityUntil.toISOString() }));
    const choice = tender.plan.method.method === 'decision' ? decidedChoice(award, dto, tender.region, terms) : rankedChoice(award, dto);
    return 'refusal' in choice ? refuse(choice.refusal) : { tender, award, ...choice };
  }

  async #fix(tx: Tx, tenderId: string, dto: FixWinner): Promise<{ winner: string; priceFen: string }> {
    const { tender, award, candidate, decision } = await this.#choose(tx, tenderId, dto);
    const [bid] = await tx.query<{ bidder: string }>('select bidder_id as bidder from bid where id = $1', [candidate.bidId]);
    Object.assign(award, { decision, winnerBidId: candidate.bidId, winnerId: bid!.bidder, priceFen: BigInt(candidate.priceFen), fixedAt: tx.now });
    await tx.save(award);
    await this.tenders.advance(tx, tender, 'fixWinner', { bidId: candidate.bidId });
    return { winner: candidate.bidder, priceFen: candidate.priceFen };
  }

  async #issue(tx: Tx, tenderId: string): Promise<{ noticeSha256: string; noticedAt: string }> {
    const tender = await this.tenders.workable(tx, tenderId);
    await this.tenders.advance(tx, tender, 'issueNotice');
    const award = await this.load(tx, tenderId);
    const text = await this.#noticeText(tx, tender, award);
    const file = await this.files.write(tx, `中标通知书-${tender.code}.md`, 'text/markdown', text);
    const statement = this.signer.sign(
      { format: 'tianping/award-notice/1', tender: tender.id, lot: tender.code, winnerBid: award.winnerBidId!, priceFen: award.priceFen!.toString(), noticeSha256: sha256Hex(text), text } as Json,
      tx.now,
    );
    Object.assign(award, { notice: statement.text, noticeSha256: sha256Hex(statement.text), noticeSignature: statement.signature, noticeFileId: file.id, noticedAt: tx.now });
    await tx.save(award);
    return { noticeSha256: award.noticeSha256!, noticedAt: tx.now.toISOString() };
  }

  async #noticeText(tx: Tx, tender: Tender, award: Award): Promise<string> {
    const names = await tx.query<{ id: string; name: string }>('select id, name from organisation where id = any($1)', [[tender.tendererId, tender.agencyId, award.winnerId]]);
    const nameOf = (id: string | null) => names.find((row) => row.id === id)?.name ?? null;
    const { contractDays } = await this.tenders.termsOf(tx, tender);
    const contractUntil = periodEnd(tx.now, contractDays, 'd', yearTable());
    const { title, code } = tender;
    return awardNoticeText({
      title,
      code,
      tenderer: nameOf(tender.tendererId)!,
      agency: nameOf(tender.agencyId),
      winner: nameOf(award.winnerId)!,
      priceFen: award.priceFen!,
      issuedAt: tx.now,
      contractUntil,
    });
  }

  async #checkContract(tx: Tx, tenderId: string, { priceFen }: SignContract): Promise<void> {
    const tender = await this.tenders.load(tx, tenderId);
    await this.intake.assertNoHold(tx, tender.projectId);
    if (tender.status !== 'noticed') tender.advance('signContract');
    const award = await this.load(tx, tenderId);
    if (award.priceFen !== BigInt(priceFen)) refuse(R.contractPrice({ given: formatYuan(BigInt(priceFen)), price: formatYuan(award.priceFen!) }, '/priceFen'));
  }

  async #contract(tx: Tx, tenderId: string, { priceFen, text }: SignContract, askedBy: AccountId): Promise<{ status: string; signedAt: string }> {
    const tender = await this.tenders.load(tx, tenderId);
    const award = await this.load(tx, tenderId);
    if (!award.winnerId) notFound('award');
    Object.assign(award, { contract: { priceFen, text, signedBy: `${askedBy} ${tx.actor.accountId}` }, contractSignedAt: tx.now });
    await tx.save(award);
    await this.tenders.advance(tx, tender, 'signContract', { priceFen });
    return { status: tender.status, signedAt: tx.now.toISOString() };
  }
}
