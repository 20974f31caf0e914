import { type Caller, type Db, notFound } from '@platform/db';
import type { Info, Letter } from '@procedure';
import { type EvaluationPlan, LOT_HEAD, type LotHead, readerOf } from '../tender';
import { type BidFile, NUMBERED, type NumberedBid } from './bid-files';
import type { EvaluationStatus } from './evaluation.machine';
import type { Evaluation, Mark, Rejection } from './evaluation.entity';
import type { Sheet } from './sheet';
import type { Summary, SummaryRow } from './summary';

interface Head {
  id: string;
  tenderId: string;
  roomId: string;
  status: EvaluationStatus;
  startsAt: Date;
  leaderSeat: string | null;
  rejections: Rejection[];
  competition: Evaluation['competition'];
  ties: string[][] | null;
  freeSeats: string[];
  summary: Summary | null;
  report: string | null;
  reportSha256: string | null;
  signedAt: Date | null;
  lot: LotHead;
  plan: EvaluationPlan;
  ownBidIds: string[];
}

const HEAD = `select e.id, e.tender_id as "tenderId", e.room_id as "roomId", e.status, e.starts_at as "startsAt", e.leader_seat as "leaderSeat", e.rejections, e.competition, e.ties, e.summary, e.report,
  array(select m.seat from evaluation_member m where m.evaluation_id = e.id group by m.seat having bool_and(m.replaced_at is not null) order by m.seat) as "freeSeats",
  e.report_sha256 as "reportSha256", e.signed_at as "signedAt", ${LOT_HEAD}, t.plan,
  array(select b.id::text from bid b where b.tender_id = t.id and b.bidder_id = $2) as "ownBidIds"
from evaluation e join tender t on t.id = e.tender_id`;

interface MemberRow {
  seat: string;
  name: string;
  kind: string;
  away: boolean;
  own: boolean;
  checkedIn: boolean;
  pledged: boolean;
  reviewed: boolean;
  judged: boolean;
  handedIn: boolean;
  signed: boolean;
  dissent: string | null;
  vote: string | null;
  marks: Mark[] | null;
  sheet: Sheet | null;
  ballot: string[] | null;
  signature: string | null;
}

const MEMBERS = `select m.seat, a.name, m.kind, m.away, m.account_id = $2 as own, m.checked_in_at is not null as "checkedIn", m.pledged_at is not null as pledged, m.marks is not null as reviewed,
  m.handed_in_at is not null as "handedIn", m.signed_at is not null as signed, m.judgement is not null as judged, m.dissent, m.vote, m.marks, m.sheet, m.ballot, encode(m.signature, 'base64') as signature
from evaluation_member m join account a on a.id = m.account_id where m.evaluation_id = $1 and m.replaced_at is null order by m.seat`;

export interface OwnSeat {
  id: string;
  tenderId: string;
  title: string;
  roomId: string;
  status: EvaluationStatus;
  startsAt: Date;
  seat: string;
}

export interface MemberView {
  seat: string;
  name: string;
  kind: string;
  away: boolean;
  checkedIn?: boolean;
  pledged?: boolean;
  reviewed?: boolean;
  handedIn?: boolean;
  signed?: boolean;
}

export interface BidToEvaluate extends Omit<NumberedBid, 'documents'> {
  priceFen: string;
  priceSheet: PriceSheetView;
}

export interface PriceSheetView {
  format: string;
  totalFen: string;
  durationDays?: number;
  quality?: string;
  lines?: { name: string; amountFen: string }[];
  note?: string;
}

export interface SummaryView extends Omit<Summary, 'rows'> {
  rows: Omit<SummaryRow, 'remarks'>[];
}

export interface EvaluationView {
  tenderId: string;
  id?: string;
  roomId?: string;
  status?: EvaluationStatus;
  startsAt?: Date;
  signedAt?: Date | null;
  committee?: { members: number; experts: number; away: number };
  members?: MemberView[];
  /** Seats whose holder fell out and which nobody has taken yet. */
  freeSeats?: string[];
  leader?: string | null;
  own?: {
    seat: string;
    checkedIn: boolean;
    pledged: boolean;
    vote: string | null;
    marks: Mark[] | null;
    judged: boolean;
    sheet: Sheet | null;
    handedIn: boolean;
    ballot: string[] | null;
    signed: boolean;
  };
  /** Groups of equal bids that the members put in an order. */
  ties?: string[][];
  plan?: EvaluationPlan;
  bids?: BidToEvaluate[];
  /** The documents of the opened bids, for whoever may read them now. */
  documents?: NumberedBid[];
  /** The documents of the tender, by which members judge (TBL 40), for whoever sits here and has pledged; named by their ids. */
  tenderDocuments?: BidFile[];
  rejections?: Rejection[];
  sheets?: { seat: string; marks: Mark[] | null; sheet: Sheet | null }[];
  summary?: SummaryView;
  dissent?: { seat: string; dissent: string }[];
  report?: string;
  reportSha256?: string | null;
  signatures?: { seat: string; signature: string | null }[];
}

/** The rooms in which the caller has a seat. */
export const ownEvaluations = (db: Db, { actor }: Caller) =>
  db.read<OwnSeat>(
    `select e.id, e.tender_id as "tenderId", t.title, e.room_id as "roomId", e.status, e.starts_at as "startsAt", m.seat from evaluation_member m join evaluation e on e.id = m.evaluation_id join tender t on t.id = e.tender_id
     where m.account_id = $1 and m.replaced_at is null order by e.starts_at desc limit 100`,
    [actor.accountId],
  );

/** The evaluation of a tender as this caller may see it at this stage: what he may not see is absent. */
export async function readEvaluation(db: Db, { actor }: Caller, tenderId: string): Promise<EvaluationView> {
  const [head] = await db.read<Head>(`${HEAD} where e.tender_id = $1`, [tenderId, actor.organisationId]);
  if (!head) return notFound('evaluation');
  const members = await db.read<MemberRow>(MEMBERS, [head.id, actor.accountId]);
  const own = members.find((member) => member.own);
  const { letters, may } = readerOf(actor, head.lot, 'evaluation', [own?.checkedIn && 'M', head.ownBidIds.length > 0 && 'B']);
  const allIn = head.freeSeats.length === 0 && members.every((member) => member.handedIn);
  const judged = !BEFORE_REJECTIONS.has(head.status); // what a member who fell out had a part in is void until it is found anew
  const base = {
    tenderId,
    ...(own || may('memberNames') ? { id: head.id, roomId: head.roomId, status: statusFor(head.status, may('rejections') || Boolean(own)), startsAt: head.startsAt } : { signedAt: head.signedAt }),
  };
  return {
    ...base,
    ...(may('committeeShape')
      ? { freeSeats: head.freeSeats, committee: { members: members.length, experts: members.filter((one) => one.kind === 'expert').length, away: members.filter((one) => one.away).length } }
      : {}),
    ...(may('memberNames') ? { members: members.map((member) => memberView(member, may('handInState'))), leader: head.leaderSeat } : {}),
    ...(own
      ? {
          own: {
            seat: own.seat,
            checkedIn: own.checkedIn,
            pledged: own.pledged,
            vote: own.vote,
            marks: own.marks,
            judged: own.judged,
            sheet: own.sheet,
            handedIn: own.handedIn,
            ballot: own.ballot,
            signed: own.signed,
          },
        }
      : {}),
    ...(letters.has('M') && may('bidLines') ? { plan: head.plan, bids: await bidsOf(db, tenderId) } : {}),
    ...(may('bidBody') && (!own || own.pledged) ? { documents: await db.read<NumberedBid>(NUMBERED, [tenderId]) } : {}),
    ...(own?.pledged ? { tenderDocuments: await db.read<BidFile>(TENDER_DOCUMENTS, [tenderId]) } : {}),
    ...(judged && may('rejections') ? { rejections: rejectionsFor(head, letters) } : {}),
    ...(own && head.ties ? { ties: head.ties } : {}),
    ...(allIn && may('memberScores') ? { sheets: members.map(({ seat, marks, sheet }) => ({ seat, marks, sheet })) } : {}),
    ...(head.summary && allIn && may('ranking') ? { summary: summaryFor(head.summary, may) } : {}),
    ...(may('dissent') ? { dissent: members.flatMap(({ seat, dissent }) => (dissent ? [{ seat, dissent }] : [])) } : {}),
    ...(head.report && (may('report') || (letters.has('M') && allIn)) ? { report: head.report, reportSha256: head.reportSha256 } : {}),
    ...(head.report && may('report') ? { signatures: members.map(({ seat, signature }) => ({ seat, signature })) } : {}),
  };
}

const TENDER_FILE = `f.id::text as name, f.name as "fileName", f.media_type as "mediaType", f.size::float8 as size, f.sha256 from tender_document d join file f on f.id = d.file_id`;
const TENDER_DOCUMENTS = `select ${TENDER_FILE} where d.tender_id = $1 order by d.added_at, f.name, f.id`;

/** One of them, for whoever sits in this evaluation and has pledged. He takes it to judge, not to bid: nobody notes that he did. */
export async function readableTenderFile(db: Db, { actor }: Caller, evaluationId: string, fileId: string): Promise<BidFile> {
  const [file] = await db.read<BidFile>(
    `select ${TENDER_FILE} join evaluation e on e.tender_id = d.tender_id join evaluation_member m on m.evaluation_id = e.id
     where e.id = $1 and d.file_id = $2 and m.account_id = $3 and m.replaced_at is null and m.pledged_at is not null`,
    [evaluationId, fileId, actor.accountId],
  );
  return file ?? notFound('document');
}

const BEFORE_REJECTIONS: ReadonlySet<EvaluationStatus> = new Set(['assembling', 'electing', 'reviewing']);

/** That the committee judges whether there is competition tells how many bids are left; that it votes on equals, how the totals fell. */
const SEEMS: Partial<Record<EvaluationStatus, EvaluationStatus>> = { judging: 'reviewing', untying: 'scoring' };
export const statusFor = (status: EvaluationStatus, knows: boolean): EvaluationStatus => (knows ? status : (SEEMS[status] ?? status));

const memberView = ({ seat, name, kind, away, checkedIn, pledged, reviewed, handedIn, signed }: MemberRow, state: boolean) => ({
  seat,
  name,
  kind,
  away,
  ...(state ? { checkedIn, pledged, reviewed, handedIn, signed } : {}),
});

/** A bidder reads why his own bid was rejected, not why another's was (1117(5)). */
const rejectionsFor = ({ rejections, ownBidIds }: Head, letters: ReadonlySet<Letter>) =>
  letters.has('T') || letters.has('A') || letters.has('S') || letters.has('M') ? rejections : rejections.filter((one) => ownBidIds.includes(one.bidId));

/** What the public reads: order, names, prices; members' remarks and item scores stay inside. */
function summaryFor(summary: Summary, may: (info: Info) => boolean): SummaryView {
  if (may('memberScores')) return summary;
  const rows = summary.rows.map(({ bidId, bidder, priceFen, evaluatedPriceFen, total, priceScore, rank, candidate }) => ({
    bidId,
    bidder,
    priceFen,
    evaluatedPriceFen,
    total,
    priceScore,
    rank,
    candidate,
  }));
  return { method: summary.method, ...(may('basePrice') ? { basePrice: summary.basePrice } : {}), coefficients: summary.coefficients, rows };
}

const bidsOf = (db: Db, tenderId: string) =>
  db.read<BidToEvaluate>(
    `select n.number, n."bidId", n.bidder, o.price_fen::text as "priceFen", o.price_sheet as "priceSheet" from (${NUMBERED}) n join opened_bid o on o.bid_id = n."bidId" order by n.number`,
    [tenderId],
  );

/** A document of an opened bid, when this caller may read documents of bids now. */
export async function readableFile(db: Db, { actor }: Caller, bidId: string, name: string): Promise<BidFile> {
  const [row] = await db.read<{ lot: LotHead; file: BidFile; seated: boolean }>(
    `select jsonb_build_object('name', p.name, 'fileName', p.file_name, 'mediaType', p.media_type, 'size', p.size, 'sha256', p.sha256) as file,
       ${LOT_HEAD},
       exists(select 1 from evaluation e join evaluation_member m on m.evaluation_id = e.id where e.tender_id = t.id and m.account_id = $2 and m.replaced_at is null and m.pledged_at is not null) as seated
     from opened_bid o join opened_part p on p.bid_id = o.bid_id and p.name = $3 join tender t on t.id = o.tender_id where o.bid_id = $1 and o.outcome = 'opened'`,
    [bidId, actor.accountId, name],
  );
  if (!row) return notFound('bid');
  const { may } = readerOf(actor, row.lot, 'bid', [row.seated && 'M']);
  return may('bidBody') ? row.file : notFound('bid');
}
