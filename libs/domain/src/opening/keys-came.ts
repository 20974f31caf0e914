import { BusinessError } from '@kernel';
import type { Db, Tx } from '@platform/db';

/**
 * When the keys of a bid came, where they came in the window. It stays until they turn out not to open it: what becomes of the process, the disk or the hall meanwhile is
 * not its bidder's doing (O20 31), who may hand them over again after the window too.
 */
const CAME = 'select came_at as "cameAt" from bid_keys where bid_id = $1';
const NOTE = 'insert into bid_keys (bid_id, came_at) values ($1, $2) on conflict do nothing';
const OF_LOT = 'select k.bid_id as "bidId", k.came_at as "cameAt" from bid_keys k join bid b on b.id = k.bid_id where b.tender_id = $1';

export async function keysCameAt(tx: Tx, bidId: string): Promise<Date | undefined> {
  return (await tx.query<{ cameAt: Date }>(CAME, [bidId]))[0]?.cameAt;
}

export const noteKeys = (tx: Tx, bidId: string, cameAt: Date): Promise<unknown> => tx.query(NOTE, [bidId, cameAt]);

export async function keysOfLot(tx: Tx, tenderId: string): Promise<ReadonlyMap<string, Date>> {
  const rows = await tx.query<{ bidId: string; cameAt: Date }>(OF_LOT, [tenderId]);
  return new Map(rows.map(({ bidId, cameAt }) => [bidId, cameAt]));
}

const isOfTheBidder = (error: unknown): boolean => error instanceof BusinessError && error.refusals.some(({ code }) => code.startsWith('envelope.') || code === 'opening.keys-missing');

/** Opens with keys that came; such as do not open the bid have not come. */
export async function withKeys<T>(db: Db, bidId: string, opening: () => Promise<T>): Promise<T> {
  try {
    return await opening();
  } catch (error) {
    if (isOfTheBidder(error)) await db.write('delete from bid_keys where bid_id = $1', [bidId]);
    throw error;
  }
}
