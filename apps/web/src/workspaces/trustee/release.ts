import { openShare, type SecretName, toHex } from '@envelope-web';
import { BusinessError } from '@kernel';
import { type Answer, api, type Input } from '../../lib/api/client';
import type { Opener } from '../../lib/signing/opener';

export type Escrow = Answer<'/api/tenders/{id}/opening/escrow', 'post'>;
type EnclosedBid = Escrow['bids'][number];
type Share = Input<'/api/tenders/{id}/opening/shares'>['shares'][number];

/** What one request carries: the server takes so many shares, and bodies of a mebibyte; shares of many annexes are long. */
const MOST = 1000;
const MOST_CHARS = 500_000;

export interface Outcome {
  sent: number;
  /** Receipts of bids in which the bidder enclosed something else than he committed to. */
  spoilt: string[];
}

/** What this trustee has not released yet of a secret. */
export const owed = (escrow: Escrow, secret: SecretName): EnclosedBid[] => escrow.bids.filter(({ released }) => !released.includes(secret));

/** Undefined for an envelope that does not hold what its bidder signed: his doing, and no reason to keep the others waiting. */
async function shareOf({ bidId, address, shares }: EnclosedBid, secret: SecretName, { index }: Escrow, opener: Opener): Promise<Share | undefined> {
  try {
    const { bytes } = await openShare({ address, secret, index, enclosed: shares[secret] }, opener);
    return { bidId, secret, share: toHex(bytes) };
  } catch (error) {
    if (error instanceof BusinessError) return undefined;
    throw error;
  }
}

/** Opens the own envelopes of all bids here and sends the shares, many at a time. They are held in this function's memory and nowhere else. */
export async function release(tenderId: string, escrow: Escrow, secret: SecretName, opener: Opener, tell: (done: number) => void): Promise<Outcome> {
  const spoilt: string[] = [];
  let [sent, chars, held] = [0, 0, [] as Share[]];
  const flush = async () => {
    if (held.length > 0) await api.post('/api/tenders/{id}/opening/shares', { path: { id: tenderId }, body: { shares: held } });
    sent += held.length;
    [chars, held] = [0, []];
  };
  for (const [i, bid] of owed(escrow, secret).entries()) {
    const share = await shareOf(bid, secret, escrow, opener);
    if (share && (held.length === MOST || chars + share.share.length > MOST_CHARS)) await flush();
    if (share) held.push(share);
    else spoilt.push(bid.receiptCode);
    chars += share?.share.length ?? 0;
    tell(i + 1);
  }
  await flush();
  return { sent, spoilt };
}
