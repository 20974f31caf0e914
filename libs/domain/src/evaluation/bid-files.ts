import { type Citation, citationsIn, refuseAny, writeCitation } from '@kernel';
import type { Tx } from '@platform/db';
import { R } from './evaluation.refusals';

/** A document of an opened bid: the body, or an annex. */
export interface BidFile {
  /** `body`, `annex-1`, ... */
  name: string;
  fileName: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

/** An opened bid as the committee knows it. */
export interface NumberedBid {
  /** Its place in the order of receipt codes, from 1: what citations call it. */
  number: number;
  bidId: string;
  bidder: string;
  documents: BidFile[];
}

/** A place that somebody's words rest on. */
export interface CitedPlace {
  bid: number;
  bidId: string;
  part: string;
  sha256: string;
  page?: number;
}

/** Of an opened bid `o`. */
export const DOCUMENTS = `(select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'fileName', p.file_name, 'mediaType', p.media_type, 'size', p.size, 'sha256', p.sha256) order by p.place), '[]')
  from opened_part p where p.bid_id = o.bid_id)`;

/** The opened bids ($1: tender), numbered. */
export const NUMBERED = `select row_number() over (order by b.receipt_code)::int as number, o.bid_id as "bidId", org.name as bidder, ${DOCUMENTS} as documents
  from opened_bid o join bid b on b.id = o.bid_id join organisation org on org.id = o.bidder_id where o.tender_id = $1 and o.outcome = 'opened' order by 1`;

export const numberedBids = (tx: Pick<Tx, 'query'>, tenderId: string): Promise<NumberedBid[]> => tx.query<NumberedBid>(NUMBERED, [tenderId]);

/** What these texts cite, each place once, in the order of the list. Throws `evaluation.citation-unknown` for a bid or a document that is not there. */
export async function citedIn(tx: Pick<Tx, 'query'>, tenderId: string, texts: readonly (string | undefined)[]): Promise<CitedPlace[]> {
  const citations = [...new Map(texts.flatMap((text) => citationsIn(text ?? '')).map((one) => [writeCitation(one), one])).entries()];
  if (citations.length === 0) return [];
  const bids = await numberedBids(tx, tenderId);
  const documents = bids.flatMap(({ number, bidId, documents: of }) => of.map(({ name, sha256 }) => ({ bid: number, bidId, part: name, sha256 })));
  const places = new Map(documents.map(({ bid, part }, i) => [`${bid} ${part}`, i]));
  const placeOf = ({ bid, part }: Citation) => places.get(`${bid} ${part}`) ?? -1;
  refuseAny(citations.map(([text, one]) => placeOf(one) < 0 && R.citationUnknown({ citation: text })));
  return citations
    .map(([, one]) => one)
    .sort((a, b) => placeOf(a) - placeOf(b) || (a.page ?? 0) - (b.page ?? 0))
    .map((one) => ({ ...documents[placeOf(one)]!, ...(one.page === undefined ? {} : { page: one.page }) }));
}
