import { canonicalJson, type Content, type Json, sha256Hex } from '@envelope';
import type { Tx } from '@platform/db';
import type { Opening } from './opening.entity';

interface Row {
  bidId: string;
  bidder: string;
  uscc: string;
  receiptCode: string;
  outcome: string | null;
  cause: string | null;
  opened: Json;
}

const ROWS = `select b.id as "bidId", org.name as bidder, org.uscc, b.receipt_code as "receiptCode", case when b.status = 'sealed' then null else o.outcome end as outcome, o.cause,
  jsonb_build_object('tenderId', o.tender_id, 'bidderId', o.bidder_id, 'priceFen', o.price_fen::text, 'priceSheet', o.price_sheet, 'priceSheetSha256', o.price_sheet_sha256,
    'documents', (select coalesce(jsonb_agg(jsonb_build_array(p.name, p.file_name, p.media_type, p.size, p.sha256, p.key_commitment) order by p.place), '[]') from opened_part p where p.bid_id = b.id)) as opened
from bid b join organisation org on org.id = b.bidder_id left join opened_bid o on o.bid_id = b.id where b.tender_id = $1 and b.status not in ('replaced', 'withdrawn') order by b.receipt_code`;

/** What will be recorded of a bid that nobody opened. */
export interface Failure {
  outcome: 'revoked' | 'unopened';
  cause: string;
  /** Trustees who say that its envelope holds something else than was signed for: names, beside the words and not in them. */
  reportedBy?: string[];
}

const digestOf = (value: Json): string => sha256Hex(canonicalJson(value));

/**
 * An opening at its end. Prices are announced by the act, to everybody at once (sight V8): until then each stands as the digest of all that was opened of its bid.
 * The digest of the documents is part of that, so nobody finds a price by trying prices.
 */
export async function openingContent(tx: Tx, opening: Opening, failureOf: (bidId: string) => Failure): Promise<Content> {
  const [[presiding], rows] = [await tx.query<{ name: string }>('select name from account where id = $1', [opening.presiding]), await tx.query<Row>(ROWS, [opening.tenderId])];
  return {
    opening: {
      ...{ status: opening.status, startedAt: opening.startedAt?.toISOString() ?? null, windowEndsAt: opening.windowEndsAt?.toISOString() ?? null },
      ...{ presiding: presiding?.name ?? null, setRoot: opening.setRoot },
      coefficients: Object.entries(opening.coefficients ?? {}).map(([parameter, record]) => ({ parameter, value: record.value, sha256: digestOf(record as unknown as Json) })),
    },
    bids: rows.map(({ bidId, bidder, uscc, receiptCode, outcome, cause, opened }) => ({
      ...{ bidder, uscc, receiptCode },
      ...(outcome === null ? failureOf(bidId) : { outcome, cause, openedSha256: digestOf(opened) }),
    })),
  };
}
