import { type Caller, type Db, notFound } from '@platform/db';
import type { Candidate, Cause, Decision } from './award.entity';
import { LOT_HEAD, type LotHead, readerOf } from '../tender';

interface Row {
  lot: LotHead;
  candidates: Candidate[];
  publicityFrom: Date;
  publicityUntil: Date;
  reportSha256: string;
  decision: Decision | null;
  winner: string | null;
  winnerBidId: string | null;
  priceFen: string | null;
  fixedAt: Date | null;
  notice: string | null;
  noticeSha256: string | null;
  noticeSignature: string | null;
  noticedAt: Date | null;
  contractPriceFen: string | null;
  contractSignedAt: Date | null;
  objections: ObjectionView[];
  ownObjections: ObjectionView[];
  fallen: FallenView[];
  lost: LostNotice[];
}

export interface FallenView {
  bidId: string;
  cause: Cause;
  /** In the words of whoever stated it: for the tenderer's side and the bureau. */
  reason?: string;
}

/** A notice whose winner fell out before the contract. */
export interface LostNotice {
  bidder: string;
  priceFen: string;
  cause: Cause;
  noticeSha256: string;
  noticedAt: string;
  lostAt: string;
}

export interface ObjectionView {
  id: string;
  text: string;
  raisedAt: string;
  answer: string | null;
  answeredAt: string | null;
}

/** The public reads how many members there were and how the votes fell; the tenderer's side reads who voted how. */
export interface DecisionView extends Omit<Decision, 'members'> {
  members: number | Decision['members'];
}

export interface AwardView {
  tenderId: string;
  candidates?: Candidate[];
  publicityFrom?: Date;
  publicityUntil?: Date;
  reportSha256?: string;
  /** How many; with their texts for the tenderer's side and the bureau. */
  objections: number | ObjectionView[];
  /** To who raised them: his own, with the answer that is owed to him. */
  ownObjections?: ObjectionView[];
  /** Candidates who fell out, and why. */
  fallen?: FallenView[];
  /** Notices that were issued to winners who fell out afterwards. */
  lost?: LostNotice[];
  winner?: string | null;
  winnerBidId?: string | null;
  priceFen?: string | null;
  fixedAt?: Date | null;
  decision?: DecisionView | null;
  notice?: string | null;
  noticeSha256?: string | null;
  noticeSignature?: string | null;
  noticedAt?: Date | null;
  contractPriceFen?: string | null;
  contractSignedAt?: Date | null;
}

const objectionsOf = (whose: string): string =>
  `(select coalesce(jsonb_agg(jsonb_build_object('id', j.id, 'text', j.text, 'raisedAt', j.raised_at, 'answer', j.answer, 'answeredAt', j.answered_at) order by j.raised_at), '[]') from objection j where j.tender_id = t.id and ${whose})`;

const AWARD = `select ${LOT_HEAD}, a.candidates, a.publicity_from as "publicityFrom",
  a.publicity_until as "publicityUntil", a.report_sha256 as "reportSha256", a.decision, o.name as winner, a.winner_bid_id as "winnerBidId", a.price_fen::text as "priceFen", a.fixed_at as "fixedAt", a.notice,
  a.notice_sha256 as "noticeSha256", encode(a.notice_signature, 'base64') as "noticeSignature", a.noticed_at as "noticedAt", a.contract->>'priceFen' as "contractPriceFen", a.contract_signed_at as "contractSignedAt",
  ${objectionsOf('true')} as objections, ${objectionsOf('j.organisation_id = $2')} as "ownObjections",
  (select coalesce(jsonb_agg(jsonb_build_object('bidId', f->>'bidId', 'cause', coalesce(f->>'cause', 'given-up'), 'reason', f->>'reason')), '[]') from jsonb_array_elements(a.given_up) f) as fallen,
  (select coalesce(jsonb_agg(jsonb_build_object('bidder', w.name, 'priceFen', l.price_fen::text, 'cause', l.cause, 'noticeSha256', l.notice_sha256, 'noticedAt', l.noticed_at, 'lostAt', l.lost_at) order by l.lost_at), '[]')
     from lost_award l join organisation w on w.id = l.winner_id where l.tender_id = t.id) as lost
from award a join tender t on t.id = a.tender_id left join organisation o on o.id = a.winner_id where a.tender_id = $1`;

/** Candidates, decision, award and contract, as far as they are public; the tenderer's side sees the winner before the notice. */
export async function readAward(db: Db, { actor }: Caller, tenderId: string): Promise<AwardView> {
  const [row] = await db.read<Row>(AWARD, [tenderId, actor.organisationId]);
  if (!row) return notFound('award');
  const { letters, may } = readerOf(actor, row.lot, 'award');
  const inside = letters.has('T') || letters.has('A') || letters.has('S');
  const { candidates, publicityFrom, publicityUntil, reportSha256, winner, winnerBidId, priceFen, fixedAt, notice, noticeSha256, noticeSignature, noticedAt, contractPriceFen, contractSignedAt } = row;
  return {
    tenderId,
    ...(may('ranking') ? { candidates, publicityFrom, publicityUntil, reportSha256 } : {}),
    ...(may('ranking') ? { fallen: inside ? row.fallen : row.fallen.map(({ bidId, cause }) => ({ bidId, cause })), lost: row.lost } : {}),
    ...(inside ? { objections: row.objections } : { objections: row.objections.length }),
    ...(!inside && row.ownObjections.length > 0 ? { ownObjections: row.ownObjections } : {}),
    ...(noticedAt || inside ? { winner, winnerBidId, priceFen, fixedAt, decision: inside ? row.decision : decisionForAll(row.decision) } : {}),
    ...(noticedAt ? { notice, noticeSha256, noticeSignature, noticedAt } : {}),
    ...(contractSignedAt ? { contractPriceFen, contractSignedAt } : {}),
  };
}

/** The public reads how the votes fell, not how each member voted. */
const decisionForAll = (decision: Row['decision']): DecisionView | null => (decision ? { ...decision, members: decision.members.length } : null);
