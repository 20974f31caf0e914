import type { Content } from '@envelope';
import type { Tx } from '@platform/db';
import type { Award, Candidate, Decision } from './award.entity';

interface BidRow {
  bidId: string;
  receiptCode: string;
  bidder: string;
  uscc: string;
}

const BIDS = `select b.id as "bidId", b.receipt_code as "receiptCode", o.name as bidder, o.uscc from bid b join organisation o on o.id = b.bidder_id where b.tender_id = $1 and b.status not in ('replaced', 'withdrawn')`;

/** Which bid an id means, as people know it: by its receipt and its bidder. */
export async function bidsOf(tx: Tx, tenderId: string): Promise<(bidId: string | null) => Content> {
  const rows = await tx.query<BidRow>(BIDS, [tenderId]);
  return (bidId) => {
    const { bidder = null, uscc = null, receiptCode = null } = rows.find((row) => row.bidId === bidId) ?? {};
    return { bidder, uscc, receiptCode };
  };
}

type BidOf = Awaited<ReturnType<typeof bidsOf>>;

/** The bid behind a candidate; the name that was published stands beside it where its bidder has another by now. */
export function candidateContent({ bidId, bidder, priceFen, rank }: Candidate, bidOf: BidOf): Content {
  const bid = bidOf(bidId);
  return { ...bid, ...(bid.bidder === bidder ? {} : { name: bidder }), priceFen, rank };
}

export const decisionContent = ({ place, basis, members, votes }: Pick<Decision, 'place' | 'members'> & Partial<Decision>, bidOf: BidOf): Content => ({
  ...{ place, basis: basis ?? null },
  members: members.map(({ name, position, vote }) => ({ name, position, vote: bidOf(vote) })),
  votes: Object.entries(votes ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([bidId, count]) => ({ ...bidOf(bidId), count })),
});

/** What the publicity showed, who gave up since, and who was chosen. */
export function awardContent({ candidates, givenUp, publicityFrom, publicityUntil, reportSha256, contractUntil }: Award, bidOf: BidOf): Content {
  return {
    candidates: candidates.map((candidate) => {
      const { cause = null, reason = null } = givenUp.find(({ bidId }) => bidId === candidate.bidId) ?? {};
      return { ...candidateContent(candidate, bidOf), cause, givenUp: reason };
    }),
    ...{ publicityFrom: publicityFrom.toISOString(), publicityUntil: publicityUntil.toISOString(), reportSha256, contractUntil: contractUntil?.toISOString() ?? null },
  };
}
