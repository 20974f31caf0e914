import { assertOfLot, type SecretName, toHex, tryShare } from '@envelope-web';
import { type Answer, api, type Input } from '../../lib/api/client';
import type { Opener } from '../../lib/signing/opener';

export type Escrow = Answer<'/api/tenders/{id}/opening/escrow', 'post'>;
type EnclosedBid = Escrow['bids'][number];
type Share = Input<'/api/tenders/{id}/opening/shares'>['shares'][number];

/** What one request carries: the server takes so many shares, and bodies of a mebibyte; shares of many annexes are long. */
const MOST = 1000;
const MOST_CHARS = 500_000;

/** What the page says that is opened. */
export interface Lot {
  id: string;
  code: string;
}

export interface Outcome {
  sent: number;
  /** Receipts of bids in which the bidder enclosed something else than he committed to, or what does not open. */
  spoilt: string[];
}

/** What this trustee has not released yet of a secret. */
export const owed = (escrow: Escrow, secret: SecretName): EnclosedBid[] => escrow.bids.filter(({ released }) => !released.includes(secret));

/**
 * Opens the own envelopes of all bids here and sends the shares, many at a time. They are held in this function's memory and nowhere else. An envelope that is spoilt
 * keeps no other waiting, and the platform is told; of one that stays shut it is told only when others open: else the fault may be the key's.
 */
export async function release(lot: Lot, escrow: Escrow, secret: SecretName, opener: Opener, tell: (done: number) => void): Promise<Outcome> {
  assertOfLot(
    [lot.id, lot.code],
    escrow.bids.map(({ address }) => address),
  );
  const spoilt: string[] = [];
  const shut: Share[] = [];
  let [sent, chars, held] = [0, 0, [] as Share[]];
  const flush = async () => {
    if (held.length > 0) await api.post('/api/tenders/{id}/opening/shares', { path: { id: lot.id }, body: { shares: held } });
    sent += held.filter(({ share }) => share !== null).length;
    [chars, held] = [0, []];
  };
  const hold = async (share: Share) => {
    if (held.length === MOST || chars + (share.share?.length ?? 0) > MOST_CHARS) await flush();
    held.push(share);
    chars += share.share?.length ?? 0;
  };
  for (const [i, { bidId, address, shares, receiptCode }] of owed(escrow, secret).entries()) {
    const { size, ...enclosed } = shares[secret];
    const opened = await tryShare({ address, secret, index: escrow.index, enclosed, size }, opener);
    if (typeof opened === 'string') spoilt.push(receiptCode);
    if (opened === 'shut') shut.push({ bidId, secret, share: null });
    else await hold({ bidId, secret, share: opened === 'spoilt' ? null : toHex(opened.bytes) });
    tell(i + 1);
  }
  await flush();
  if (sent > 0) for (const one of shut) await hold(one);
  await flush();
  return { sent, spoilt };
}
