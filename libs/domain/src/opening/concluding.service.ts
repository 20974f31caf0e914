import { Injectable } from '@nestjs/common';
import { beijingTime, formatYuan, refuse } from '@kernel';
import { type Json, PRICE_SHEET, sha256Hex } from '@envelope';
import { type Caller, presentSql, type Tx } from '@platform/db';
import { Bid, BiddingService } from '../bidding';
import { FilesService } from '../files';
import { type Asked, ProposalsService } from '../identity';
import { PlatformSigner } from '../trust';
import { HoldsService, IntakeService } from '../intake';
import { OutagesService } from '../outages';
import { RoomsService, type Said } from '../rooms';
import { assertNow } from '@procedure';
import { type Tender, TenderService } from '../tender';
import { recordOutcome } from './bid-opener';
import { type Failure, openingContent } from './opening.content';
import { keysOfLot } from './keys-came';
import type { Opening } from './opening.entity';
import { R } from './opening.refusals';
import { drawnCoefficients, OpeningService } from './opening.service';

export interface OtherCause {
  bidId: string;
  reason: string;
}

interface RecordRow {
  bidId: string;
  bidder: string;
  uscc: string;
  outcome: string;
  cause: string | null;
  priceFen: string | null;
  durationDays: number | null;
  parts: { name: string; mediaType: string; size: number; sha256: string; keyCommitment: string }[] | null;
}

/** What was opened of a bid, as its bidder signed it: the price sheet, the body, each annex. Their file names are for who evaluates. */
const PARTS = `(select jsonb_agg(jsonb_build_object('name', m.part->>'name', 'mediaType', m.part->>'mediaType', 'size', (m.part->>'plainSize')::bigint, 'sha256', m.part->>'plainSha256', 'keyCommitment', m.part->>'keyCommitment') order by m.place)
  from jsonb_array_elements(b.manifest::jsonb->'parts') with ordinality as m (part, place)
  where m.part->>'name' = '${PRICE_SHEET}' or exists (select 1 from opened_part p where p.bid_id = b.id and p.name = m.part->>'name'))`;
const ROWS = `select o.bid_id as "bidId", org.name as bidder, org.uscc, o.outcome, o.cause, case when o.outcome = 'opened' then o.price_fen::text end as "priceFen", (o.price_sheet->>'durationDays')::int as "durationDays", case when o.outcome = 'opened' then ${PARTS} end as parts
from opened_bid o join organisation org on org.id = o.bidder_id join bid b on b.id = o.bid_id where o.tender_id = $1 order by b.receipt_code`;

/** Where trustees open, a bid that waits at the end waits for them: what its bidder spoilt was found out when the shares came together. */
const SHARES_MISSING = '密钥保管人在时限内提交的份额不足';
/** Their word, and their names beside it: who is right, the envelopes show to whoever opens them before witnesses. */
const SHARES_REPORTED = `${SHARES_MISSING}，并有保管人（见 reportedBy）称其信封内容与投标人签名的承诺不符，未经核实`;

/** The end of the opening: failures with their causes, prices announced, the record signed and published (O20 31-32; TBL 36). */
@Injectable()
export class ConcludingService {
  constructor(
    private readonly openings: OpeningService,
    private readonly outages: OutagesService,
    private readonly bidding: BiddingService,
    private readonly tenders: TenderService,
    private readonly intake: IntakeService,
    private readonly holds: HoldsService,
    private readonly rooms: RoomsService,
    private readonly files: FilesService,
    private readonly signer: PlatformSigner,
    private readonly proposals: ProposalsService,
  ) {
    proposals.define<{ otherCauses: OtherCause[] }>({
      ...this.tenders.actOfLaw('opening.conclude'),
      organisationOf: async () => null, // whoever serves the hall has witnessed it
      check: async (tx, id, { otherCauses }) => void (await this.#ready(tx, id, otherCauses)),
      content: async (tx, id, { otherCauses }) => {
        const tender = await this.tenders.load(tx, id, 'share');
        const failureOf = failureBy(tender, otherCauses, await known(tx, tender));
        return { ...(await openingContent(tx, await this.openings.load(tx, id, 'share'), failureOf)), ...(await tenders.contentOf(tx, id)) };
      },
      carryOut: (tx, id, { otherCauses }) => this.#conclude(tx, id, otherCauses),
    });
  }

  /** Asked by the presiding person, witnessed by the hall operator. */
  conclude(caller: Caller, tenderId: string, otherCauses: OtherCause[]): Promise<Asked> {
    return this.proposals.ask(caller, 'opening.conclude', tenderId, { otherCauses });
  }

  async #ready(tx: Tx, tenderId: string, otherCauses: readonly OtherCause[]): Promise<{ tender: Tender; opening: Opening; waiting: Bid[]; now: Date }> {
    const tender = await this.tenders.load(tx, tenderId);
    await this.intake.load(tx, tender.projectId);
    await this.holds.assertNone(tx, { projectId: tender.projectId, tenderId: tender.id }, 'opening.conclude');
    const opening = await this.openings.load(tx, tenderId);
    await this.outages.assertSettled(tx, tenderId);
    assertNow(tender, 'opening.conclude');
    const waiting = await this.bidding.inForce(tx, tenderId);
    const now = await tx.time();
    if (waiting.length > 0 && opening.windowEndsAt! > now) refuse(R.windowRuns({ waiting: waiting.length, until: opening.windowEndsAt!.toISOString() }));
    const unexplained = [...(await complete(tx, tender)), ...(await underWay(tx, tender))].filter((id) => !otherCauses.some(({ bidId }) => bidId === id));
    if (unexplained.length > 0) refuse(R.stillOpening({ bids: unexplained.length }));
    if (drawnCoefficients(tender).length > 0 && !opening.coefficients) refuse(R.coefficientMissing());
    return { tender, opening, waiting, now };
  }

  async #conclude(tx: Tx, tenderId: string, otherCauses: readonly OtherCause[]): Promise<{ recordSha256: string; opened: number; notOpened: number }> {
    const { tender, opening, waiting, now } = await this.#ready(tx, tenderId, otherCauses); // after what its locks waited for
    const { reports, keys } = await known(tx, tender);
    const failureOf = failureBy(tender, otherCauses, { reports, keys });
    for (const bid of waiting) await this.#recordFailure(tx, bid, failureOf(bid.id), now);
    const rows = await tx.query<RecordRow>(ROWS, [tenderId]);
    const statement = {
      format: 'tianping/opening-record/1',
      ...(await this.#head(tx, tender, opening, now)),
      bids: rows.map((row) => ({ ...row, ...(row.outcome === 'unopened' && reports.has(row.bidId) ? { reportedBy: reports.get(row.bidId) } : {}) })) as unknown as Json,
    };
    const { text, signature } = this.signer.sign(statement as Json, now);
    const file = await this.files.write(tx, `开标记录-${tender.code}.json`, 'application/json', text);
    opening.conclude(now, tx.actor.accountId!, { text, signature, sha256: sha256Hex(text), fileId: file.id });
    await tx.save(opening);
    const opened = rows.filter((row) => row.outcome === 'opened');
    await this.tenders.advance(tx, tender, 'opening.conclude', { opened: opened.length, recordSha256: opening.recordSha256! });
    for (const row of rows) this.rooms.say(tx, opening.roomId!, announcement(row));
    this.rooms.close(tx, opening.roomId!);
    if (opened.length === 0) await this.tenders.fail(tx, tender, '没有任何投标成功解密', 'O20-31');
    return { recordSha256: opening.recordSha256!, opened: opened.length, notOpened: rows.length - opened.length };
  }

  async #recordFailure(tx: Tx, bid: Bid, { outcome, cause }: Failure, now: Date): Promise<void> {
    bid.become(outcome === 'unopened' ? 'leaveUnopened' : 'revoke', now);
    await tx.save(bid);
    await recordOutcome(tx, bid, outcome, cause, now);
  }

  async #head(tx: Tx, tender: Tender, opening: Opening, now: Date) {
    const people = await tx.query<{ id: string; name: string }>('select id, name from account where id = any($1)', [[opening.presiding, tx.actor.accountId]]);
    const nameOf = (id: string | null) => people.find((row) => row.id === id)?.name ?? '';
    const coefficients = Object.fromEntries(Object.entries(opening.coefficients ?? {}).map(([name, record]) => [name, record.value]));
    return {
      tender: tender.id,
      lot: tender.code,
      title: tender.title,
      deadline: tender.deadline.toISOString(),
      startedAt: opening.startedAt!.toISOString(),
      concludedAt: now.toISOString(),
      presiding: nameOf(opening.presiding),
      witness: nameOf(tx.actor.accountId),
      setRoot: opening.setRoot,
      openedBy: tender.trustees ? { threshold: tender.trustees.threshold, trustees: tender.trustees.people.map(({ name, organisation }) => `${organisation} ${name}`) } : null,
      ceilingFen: tender.ceilingFen?.toString() ?? null,
      coefficients,
    };
  }
}

/** Whose keys came and who is being decrypted, by a process that lives: what is opened of a bid is claimed in its bidder's name until it is kept. */
const UNDER_WAY = `select distinct b.id as "bidId" from storage_claim c join account a on a.id = c.account_id
  join bid b on b.tender_id = c.tender_id and b.bidder_id = a.organisation_id and b.status = 'sealed'
  where c.tender_id = $1 and c.purpose = 'opening' and c.ends_at > (select clock_timestamp()) and ${presentSql('c.process')}`;

const underWay = async (tx: Tx, { id }: Tender): Promise<string[]> => (await tx.query<{ bidId: string }>(UNDER_WAY, [id])).map(({ bidId }) => bidId);

/** Sealed bids of which every secret has its shares: that they are missing cannot be said of these. */
async function complete(tx: Tx, { id, trustees }: Tender): Promise<string[]> {
  if (!trustees) return [];
  const found = await tx.query<{ bidId: string }>(
    `select s.bid_id as "bidId" from released_share s join bid b on b.id = s.bid_id and b.status = 'sealed' where s.tender_id = $1
     group by s.bid_id having count(*) filter (where s.secret = 'price-sheet') >= $2 and count(*) filter (where s.secret = 'documents') >= $2`,
    [id, trustees.threshold],
  );
  return found.map(({ bidId }) => bidId);
}

/** Who said of which bid that his envelope holds something else than its bidder signed for, and released no share of it after all: their places. */
async function reported(tx: Tx, { id, trustees }: Tender): Promise<ReadonlyMap<string, string[]>> {
  const rows = await tx.query<{ bidId: string; places: number[] }>(
    `select x.bid_id as "bidId", array_agg(distinct x.trustee) as places from spoilt_share x where x.tender_id = $1
       and not exists (select 1 from released_share s where s.bid_id = x.bid_id and s.secret = x.secret and s.trustee = x.trustee) group by x.bid_id`,
    [id],
  );
  return new Map(rows.map(({ bidId, places }) => [bidId, places.map((place) => trustees!.people[place - 1]!.name)]));
}

/** What the platform knows by itself of bids that nobody opened. */
interface Known {
  /** Trustees who say that the envelope holds something else than was signed for. */
  reports: ReadonlyMap<string, string[]>;
  /** When keys came in the window with which nothing was wrong. */
  keys: ReadonlyMap<string, Date>;
}

const known = async (tx: Tx, tender: Tender): Promise<Known> => ({ reports: await reported(tx, tender), keys: await keysOfLot(tx, tender.id) });

/** Through the bidder's own fault: revocation (撤销); through another cause that was witnessed, or after his keys came in time: withdrawal (撤回), with his right to damages. */
const failureBy =
  ({ trustees }: Tender, otherCauses: readonly OtherCause[], { reports, keys }: Known) =>
  (bidId: string): Failure => {
    const reportedBy = reports.get(bidId);
    const stated = otherCauses.find((one) => one.bidId === bidId)?.reason;
    const cameAt = keys.get(bidId);
    const ours = cameAt ? `密钥已于 ${beijingTime(cameAt)} 在解密时限内收到，平台未能开启` : trustees && (reportedBy ? SHARES_REPORTED : SHARES_MISSING);
    const missing = ours && `非投标人原因未解密：${ours}，视为撤回投标文件`;
    const cause = stated ? `非投标人原因未解密，视为撤回投标文件。主持人陈述的原因：${stated}` : missing; // nothing of ours follows his words
    return cause ? { outcome: 'unopened', cause, ...(reportedBy ? { reportedBy } : {}) } : { outcome: 'revoked', cause: '投标人原因未在解密时限内解密，视为撤销投标文件' };
  };

const announcement = ({ bidder, outcome, cause, priceFen, durationDays }: RecordRow): Said => ({
  type: outcome === 'opened' ? 'opening.price-announced' : 'opening.bid-not-opened',
  payload: { bidder, ...(priceFen ? { priceFen, priceYuan: formatYuan(BigInt(priceFen)), durationDays } : { cause }) },
});
