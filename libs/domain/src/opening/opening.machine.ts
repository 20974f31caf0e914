import { defineMachine } from '@kernel';

export const OPENING_STATUSES = ['sealed', 'decrypting', 'concluded'] as const;
export type OpeningStatus = (typeof OPENING_STATUSES)[number];

/** Bids lie sealed from the deadline on; decrypting begins only then (TBL 34; O20 29-32). */
export const openingMachine = defineMachine({
  name: 'opening',
  initial: 'sealed',
  statuses: OPENING_STATUSES,
  acts: { start: { from: ['sealed'], to: 'decrypting' }, decrypt: { from: ['decrypting'], to: 'decrypting' }, conclude: { from: ['decrypting'], to: 'concluded' } },
  words: {
    sealed: { zh: '等待开标', en: 'waiting to be opened' },
    decrypting: { zh: '解密中', en: 'being decrypted' },
    concluded: { zh: '已结束', en: 'concluded' },
    start: { zh: '开始开标', en: 'start the opening' },
    decrypt: { zh: '解密', en: 'decrypt' },
    conclude: { zh: '结束开标', en: 'conclude the opening' },
  },
});
