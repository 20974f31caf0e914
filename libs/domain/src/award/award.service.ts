import { Injectable } from '@nestjs/common';
import { asMarkdown, type AwardNotice, formatYuan, periodEnd, refuse, renderAwardNotice, uuidv7 } from '@kernel';
import { type Content, type Json, sha256Hex } from '@envelope';
import type { Rules } from '@law';
import type { AccountId } from '@kernel';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { type ActCode, assertNow } from '@procedure';
import { yearTable } from '../calendar';
import type { Summary } from '../evaluation';
import { FilesService } from '../files';
import { type Asked, partiesOf, ProposalsService } from '../identity';
import { PlatformSigner } from '../trust';
import { continued, HoldsService, type Lot, type Moved, RunningPeriods, type Stop } from '../intake';
import { OutagesService } from '../outages';
import { type Tender, TenderService } from '../tender';
import type { FixWinner, SignContract } from './award.dto';
import { awardContent, bidsOf, candidateContent, decisionContent } from './award.content';
import { Award, type Candidate } from './award.entity';
import { R } from './award.refusals';
import { decidedChoice, rankedChoice } from './award.rules';

/** Candidates, winner, award notice, contract (TBR 53-57; TBL 45-46). Each act is asked by one person and confirmed by another. */
@Injectable()
export class AwardService {
  constructor(
    private readonly db: Db,
    private readonly tenders: TenderService,
    private readonly holds: HoldsService,
    private readonly outages: OutagesService,
    private readonly files: FilesService,
    private readonly signer: PlatformSigner,
    private readonly proposals: ProposalsService,
    periods: RunningPeriods,
  ) {
    periods.define('publicity', (tx, lot, stop) => this.#continue(tx, lot, 'publicity', stop));
    periods.define('contract', (tx, lot, stop) => this.#continue(tx, lot, 'noticed', stop));
    const possible = (act: ActCode) => async (tx: Tx, id: string) => void assertNow(await tenders.load(tx, id), act);
    proposals.define({
      ...tenders.actOfLaw('candidates.publish'),
      check: async (tx, id) => {
        await possible('candidates.publish')(tx, id);
        await this.#publicityUntil(tx, await tenders.load(tx, id)); // as below
      },
      content: (tx, id) => this.#candidatesContent(tx, id),
      carryOut: (tx, id) => this.#publish(tx, id),
    });
    proposals.define<FixWinner>({
      ...tenders.actOfLaw('award.fix-winner'),
      check: async (tx, id, dto) => void (await this.#choose(tx, id, dto)),
      content: (tx, id, dto) => this.#choiceContent(tx, id, dto),
      carryOut: (tx, id, dto) => this.#fix(tx, id, dto),
    });
    proposals.define({
      ...tenders.actOfLaw('award.issue-notice'),
      check: async (tx, id) => {
        await possible('award.issue-notice')(tx, id);
        await this.#contractUntil(tx, await tenders.load(tx, id)); // a year without its holidays is told to who asks
      },
      content: (tx, id) => this.#noticeContent(tx, id),
      carryOut: (tx, id) => this.#issue(tx, id),
    });
    proposals.define<SignContract & { organisationId: string }>({
      ...tenders.actOfLaw('contract.sign'),
      organisationOf: async (tx, id) => (await this.load(tx, id)).winnerId!,
      check: (tx, id, dto) => this.#checkContract(tx, id, dto),
      content: (tx, id, dto) => this.#contractContent(tx, id, dto),
      carryOut: (tx, id, dto, askedBy) => this.#contract(tx, id, dto, askedBy),
    });
  }

  publishCandidates(caller: Caller, tenderId: string): Promise<Asked> {
    return this.proposals.ask(caller, 'candidates.publish', tenderId, {});
  }

  fixWinner(caller: Caller, tenderId: string, dto: FixWinner): Promise<Asked> {
    return this.proposals.ask(caller, 'award.fix-winner', tenderId, dto);
  }

  issueNotice(caller: Caller, tenderId: string): Promise<Asked> {
    return this.proposals.ask(caller, 'award.issue-notice', tenderId, {});
  }

  /** Offered by the tenderer, signed by the winner. */
  async signContract(caller: Caller, tenderId: string, dto: SignContract): Promise<Asked> {
    const [award] = await this.db.read<{ winner: string }>('select winner_id as winner from award where tender_id = $1', [tenderId]);
    return this.proposals.ask(caller, 'contract.sign', tenderId, { ...dto, organisationId: award?.winner ?? '' });
  }

  async #continue(tx: Tx, { id }: Lot, status: 'publicity' | 'noticed', stop: Stop): Promise<Moved | undefined> {
    if ((await this.tenders.load(tx, id)).status !== status) return undefined;
    const award = await this.load(tx, id);
    const end = status === 'publicity' ? 'publicityUntil' : 'contractUntil';
    const moved = award[end] ? continued(award[end], stop) : undefined;
    if (!moved) return undefined;
    await tx.save(Object.assign(award, { [end]: moved.to }));
    return moved;
  }

  load(tx: Tx, tenderId: string, mode: 'share' | 'update' = 'update'): Promise<Award> {
    return tx.lock(Award, { tenderId }, 'award', mode);
  }

  async #publish(tx: Tx, tenderId: string): Promise<{ publicityUntil: string; candidates: Candidate[] }> {
    const tender = await this.tenders.workable(tx, tenderId, 'candidates.publish');
    await this.tenders.advance(tx, tender, 'candidates.publish'); // refuses before the report is signed
    const { candidates, reportSha256 } = await this.#evaluated(tx, tenderId);
    const publicityUntil = await this.#publicityUntil(tx, tender);
    await tx.insert(Award, { id: uuidv7(), version: 1, tenderId, projectId: tender.projectId, candidates, publicityFrom: tx.now, publicityUntil, reportSha256, givenUp: [] });
    return { publicityUntil: publicityUntil.toISOString(), candidates };
  }

  /** What the signed report says; its digest is taken from its text. */
  async #evaluated(tx: Tx, tenderId: string): Promise<{ candidates: Candidate[]; reportSha256: string }> {
    const [evaluation] = await tx.query<{ summary: Summary; report: string }>(`select summary, report from evaluation where tender_id = $1 and status = 'signed' for share`, [tenderId]);
    const rows = evaluation?.summary.rows.filter((row) => row.candidate) ?? [];
    return { candidates: rows.map(({ bidId, bidder, priceFen, rank }) => ({ bidId, bidder, priceFen, rank: rank ?? null })), reportSha256: sha256Hex(evaluation?.report ?? '') };
  }

  async #candidatesContent(tx: Tx, tenderId: string): Promise<Content> {
    const tender = await this.tenders.load(tx, tenderId, 'share');
    const { candidates, reportSha256 } = await this.#evaluated(tx, tenderId);
    const { publicityDays } = await this.tenders.termsOf(tx, tender);
    const bidOf = await bidsOf(tx, tenderId);
    return { candidates: candidates.map((one) => candidateContent(one, bidOf)), reportSha256, publicityDays, ...(await this.tenders.contentOf(tx, tenderId)) };
  }

  async #choose(tx: Tx, tenderId: string, dto: FixWinner) {
    const tender = await this.tenders.workable(tx, tenderId, 'award.fix-winner');
    const award = await this.load(tx, tenderId);
    const terms = await this.tenders.termsOf(tx, tender);
    if (award.publicityUntil > (await tx.time())) refuse(R.publicityRuns({ days: terms.publicityDays, until: award.publicityUntil.toISOString() }));
    await this.outages.assertSettled(tx, tenderId);
    const choice = choiceBy(tender, award, dto, terms);
    return 'refusal' in choice ? refuse(choice.refusal) : { tender, award, ...choice };
  }

  async #choiceContent(tx: Tx, tenderId: string, dto: FixWinner): Promise<Content> {
    const tender = await this.tenders.load(tx, tenderId, 'share');
    const award = await this.load(tx, tenderId, 'share');
    const [bidOf, choice] = [await bidsOf(tx, tenderId), choiceBy(tender, award, dto, await this.tenders.termsOf(tx, tender))];
    const candidate = award.candidates.find(({ bidId }) => bidId === dto.bidId);
    const decision = 'refusal' in choice ? dto.decision : choice.decision;
    return {
      winner: candidate ? candidateContent(candidate, bidOf) : null,
      ...(decision ? { decision: decisionContent(decision, bidOf) } : {}),
      ...{ ...awardContent(award, bidOf), ...(await this.tenders.contentOf(tx, tenderId)) },
    };
  }

  async #fix(tx: Tx, tenderId: string, dto: FixWinner): Promise<{ winner: string; priceFen: string }> {
    const { tender, award, candidate, decision } = await this.#choose(tx, tenderId, dto);
    const [bid] = await tx.query<{ bidder: string }>('select bidder_id as bidder from bid where id = $1', [candidate.bidId]);
    Object.assign(award, { decision, winnerBidId: candidate.bidId, winnerId: bid!.bidder, priceFen: BigInt(candidate.priceFen), fixedAt: tx.now });
    await tx.save(award);
    await this.tenders.advance(tx, tender, 'award.fix-winner', { bidId: candidate.bidId });
    return { winner: candidate.bidder, priceFen: candidate.priceFen };
  }

  async #issue(tx: Tx, tenderId: string): Promise<{ noticeSha256: string; noticedAt: string }> {
    const tender = await this.tenders.workable(tx, tenderId, 'award.issue-notice');
    const noticeId = uuidv7();
    await this.tenders.advance(tx, tender, 'award.issue-notice', { noticeId });
    const award = await this.load(tx, tenderId);
    const contractUntil = await this.#contractUntil(tx, tender);
    const notice = await this.#notice(tx, tender, award, { issuedAt: tx.now.toISOString(), contractUntil: contractUntil.toISOString() });
    const { text, signature } = this.signer.sign(notice as unknown as Json, tx.now);
    const file = await this.files.write(tx, `中标通知书-${tender.code}.json`, 'application/json', text);
    Object.assign(award, { notice: text, noticeSha256: sha256Hex(text), noticeSignature: signature, noticeFileId: file.id, noticeId, noticedAt: tx.now, contractUntil });
    await tx.save(award);
    return { noticeSha256: award.noticeSha256!, noticedAt: tx.now.toISOString() };
  }

  /** Until when candidates stay published, where they are published now (TBR 54). */
  async #publicityUntil(tx: Tx, tender: Tender): Promise<Date> {
    const { publicityDays } = await this.tenders.termsOf(tx, tender);
    return periodEnd(tx.now, publicityDays, 'd', yearTable());
  }

  /** By when the contract is to be signed, where the notice goes out now (TBL 46). */
  async #contractUntil(tx: Tx, tender: Tender): Promise<Date> {
    const { contractDays } = await this.tenders.termsOf(tx, tender);
    return periodEnd(tx.now, contractDays, 'd', yearTable());
  }

  async #notice(tx: Tx, tender: Tender, award: Award, issued: Pick<AwardNotice, 'issuedAt' | 'contractUntil'>): Promise<AwardNotice> {
    const party = await partiesOf(tx, [tender.tendererId, tender.agencyId, award.winnerId]);
    return {
      ...{ format: 'tianping/award-notice/2', tender: tender.id, lot: tender.code, title: tender.title },
      ...{ tenderer: party(tender.tendererId)!, agency: party(tender.agencyId), winner: party(award.winnerId) ?? NOBODY },
      ...{ winnerBid: award.winnerBidId ?? '', priceFen: (award.priceFen ?? 0n).toString(), ...issued },
    };
  }

  async #noticeContent(tx: Tx, tenderId: string): Promise<Content> {
    const tender = await this.tenders.load(tx, tenderId, 'share');
    const award = await this.load(tx, tenderId, 'share');
    const [bidOf, { contractDays }] = [await bidsOf(tx, tenderId), await this.tenders.termsOf(tx, tender)];
    return {
      ...{ winner: await this.#winnerContent(tx, award, bidOf), contractDays, notice: asMarkdown(renderAwardNotice(await this.#notice(tx, tender, award, { issuedAt: null, contractUntil: null }))) },
      ...(award.decision ? { decision: decisionContent(award.decision, bidOf) } : {}),
      ...{ ...awardContent(award, bidOf), ...(await this.tenders.contentOf(tx, tenderId)) },
    };
  }

  /** The winner reads this: how the tenderer's side decided is not in it; the notice that it issued is. */
  async #contractContent(tx: Tx, tenderId: string, { priceFen, text }: SignContract): Promise<Content> {
    const award = await this.load(tx, tenderId, 'share');
    return {
      contract: { priceFen, text },
      winner: await this.#winnerContent(tx, award, await bidsOf(tx, tenderId)),
      ...{ noticeSha256: sha256Hex(award.notice ?? ''), noticedAt: award.noticedAt?.toISOString() ?? null, contractUntil: award.contractUntil?.toISOString() ?? null },
      ...(await this.tenders.contentOf(tx, tenderId)),
    };
  }

  async #winnerContent(tx: Tx, { winnerId, winnerBidId, priceFen }: Award, bidOf: Awaited<ReturnType<typeof bidsOf>>): Promise<Content> {
    const winner = (await partiesOf(tx, [winnerId]))(winnerId);
    const bid = bidOf(winnerBidId);
    return { ...bid, ...(winner?.name === bid.bidder && winner?.uscc === bid.uscc ? {} : { organisation: winner }), priceFen: priceFen?.toString() ?? null };
  }

  async #checkContract(tx: Tx, tenderId: string, { priceFen }: SignContract): Promise<void> {
    const tender = await this.tenders.load(tx, tenderId);
    await this.holds.assertNone(tx, { projectId: tender.projectId, tenderId: tender.id }, 'contract.sign');
    assertNow(tender, 'contract.sign');
    const award = await this.load(tx, tenderId);
    if (award.priceFen !== BigInt(priceFen)) refuse(R.contractPrice({ given: formatYuan(BigInt(priceFen)), price: formatYuan(award.priceFen!) }, '/priceFen'));
  }

  async #contract(tx: Tx, tenderId: string, { priceFen, text }: SignContract, askedBy: AccountId): Promise<{ status: string; signedAt: string }> {
    const tender = await this.tenders.load(tx, tenderId);
    const award = await this.load(tx, tenderId);
    if (!award.winnerId) notFound('award');
    Object.assign(award, { contract: { priceFen, text, signedBy: `${askedBy} ${tx.actor.accountId}` }, contractSignedAt: tx.now });
    await tx.save(award);
    await this.tenders.advance(tx, tender, 'contract.sign', { priceFen });
    return { status: tender.status, signedAt: tx.now.toISOString() };
  }
}

/** Of a request that came before there was a winner: it is refused for that. */
const NOBODY = { name: '', uscc: '' };

const choiceBy = (tender: Tender, award: Award, dto: FixWinner, rules: Rules) => (tender.plan.method.method === 'decision' ? decidedChoice(award, dto, rules) : rankedChoice(award, dto));
