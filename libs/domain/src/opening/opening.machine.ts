import { defineMachine } from '@kernel';

export const OPENING_STATUSES = ['sealed', 'decrypting', 'concluded'] as const;
export type OpeningStatus = (typeof OPENING_STATUSES)[number];

/** Bids lie sealed from the deadline on; decrypting begins only then (TBL 34; O20 29-32). */
export const openingMachine = defineMachine({
  name: 'opening',
  initial: 'sealed',
  statuses: OPENING_STATUSES,
  acts: { start: { from: ['sealed'], to: 'decrypting' }, decrypt: { from: ['decrypting'], to: 'decrypting' }, conclude: { from: ['decrypting'], to: 'concluded' } },
});
