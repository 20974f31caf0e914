import { type Caller, type Db, notFound } from '@platform/db';
import type { ValueRecord } from '@draw';
import type { OpeningStatus } from './opening.machine';
import { liesOn } from '../intake';
import { LOT_HEAD, type LotHead, offeredTo, readerOf, type Trustees } from '../tender';

interface Row {
  lot: LotHead;
  holds: { kind: string }[];
  status: OpeningStatus;
  roomId: string | null;
  trustees: Trustees | null;
  closedAt: Date;
  startedAt: Date | null;
  windowEndsAt: Date | null;
  sealedSet: SealedEntry[];
  setRoot: string;
  setStatement: string;
  setSignature: string;
  setStamp: string | null;
  coefficients: Record<string, ValueRecord> | null;
  record: string | null;
  recordSha256: string | null;
  recordSignature: string | null;
}

/** One sealed bid as the published set names it: nothing that tells who or how much. */
export interface SealedEntry {
  receiptCode: string;
  cipherSha256: string;
  manifestSha256: string;
}

export interface OpeningView {
  tenderId: string;
  status: OpeningStatus;
  closedAt: Date;
  startedAt: Date | null;
  windowEndsAt: Date | null;
  bids?: number;
  sealedSet?: { root: string; entries: SealedEntry[]; statement: string; signature: string; timestamp: string | null };
  coefficients?: Record<string, ValueRecord>;
  roomId?: string | null;
  /** `priced`: the price sheet is open; `decrypted`: the documents too; `waiting`: neither opened nor ended yet, so that another cause may be stated for it. */
  bidders?: { bidId: string; bidder: string; priced: boolean; decrypted: boolean; waiting: boolean }[];
  /** How many bids are priced and decrypted by now: whoever may count the bids may follow the opening, by number and without names. */
  progress?: { priced: number; decrypted: number };
  /** Where trustees open: how many it takes, and who has released shares. */
  trustees?: { threshold: number; people: { name: string; organisation: string; released: boolean }[] };
  /** Canonical JSON, with the platform's CMS signature over it (base64). */
  record?: string | null;
  recordSha256?: string | null;
  recordSignature?: string | null;
  allowedActs: string[];
}

const OPENING = `select ${LOT_HEAD}, t.trustees,
  o.status, o.room_id as "roomId", o.closed_at as "closedAt", o.started_at as "startedAt", o.window_ends_at as "windowEndsAt", o.sealed_set as "sealedSet", o.set_root as "setRoot",
  o.set_statement as "setStatement", encode(o.set_signature, 'base64') as "setSignature", encode(o.set_stamp, 'base64') as "setStamp", o.coefficients, o.record, o.record_sha256 as "recordSha256", encode(o.record_signature, 'base64') as "recordSignature",
  (select coalesce(jsonb_agg(jsonb_build_object('kind', h.kind)), '[]') from hold h where ${liesOn('t')}) as holds
from tender t left join opening o on o.tender_id = t.id where t.id = $1 and t.published_at is not null`;

/** The opening as this caller may see it: the sealed set from the deadline on, names when bidders are known, prices when announced. */
export async function readOpening(db: Db, { actor }: Caller, tenderId: string): Promise<OpeningView> {
  const [row] = await db.read<Row>(OPENING, [tenderId]);
  if (!row?.closedAt) return notFound('opening');
  const { letters, may } = readerOf(actor, row.lot, 'opening');
  const names = may('bidderNames');
  const states = await bidderStates(db, tenderId);
  const announced = row.record !== null && may('bidTotals');
  return {
    tenderId,
    status: row.status,
    closedAt: row.closedAt,
    startedAt: row.startedAt,
    windowEndsAt: row.windowEndsAt,
    ...(may('bidCount') ? { bids: row.sealedSet.length } : {}),
    ...(may('sealedSetRoot') ? { sealedSet: { root: row.setRoot, entries: row.sealedSet, statement: row.setStatement, signature: row.setSignature, timestamp: row.setStamp } } : {}),
    ...(row.coefficients ? { coefficients: row.coefficients } : {}),
    ...(row.startedAt && may('bidCount') ? { progress: progressOf(states) } : {}),
    ...(names ? { roomId: row.roomId, bidders: states } : {}),
    ...(row.trustees ? { trustees: await trusteeStates(db, tenderId, row.trustees) } : {}),
    ...(announced ? { record: row.record, recordSha256: row.recordSha256, recordSignature: row.recordSignature } : {}),
    allowedActs: offeredTo(actor, { ...row.lot, holds: row.holds }, letters),
  };
}

const progressOf = (states: readonly { priced: boolean; decrypted: boolean }[]) => ({
  priced: states.filter(({ priced }) => priced).length,
  decrypted: states.filter(({ decrypted }) => decrypted).length,
});

const bidderStates = (db: Db, tenderId: string) =>
  db.read<{ bidId: string; bidder: string; priced: boolean; decrypted: boolean; waiting: boolean }>(
    `select b.id as "bidId", o.name as bidder, b.status = 'sealed' as waiting, exists (select 1 from opened_bid p where p.bid_id = b.id and p.outcome = 'opened') as priced, b.status = 'opened' as decrypted from bid b join organisation o on o.id = b.bidder_id
     where b.tender_id = $1 and b.status not in ('replaced', 'withdrawn') order by b.receipt_code`,
    [tenderId],
  );

async function trusteeStates(db: Db, tenderId: string, { threshold, people }: Trustees): Promise<NonNullable<OpeningView['trustees']>> {
  const released = await db.read<{ index: number }>('select distinct trustee as index from released_share where tender_id = $1', [tenderId]);
  return { threshold, people: people.map(({ name, organisation }, i) => ({ name, organisation, released: released.some(({ index }) => index === i + 1) })) };
}
