import { type Acts, NEVER } from '../act';
import type { SealedBidStage } from './stages';

/** What the bureau does to a lot, whatever it is doing (TBR 62). */
export const SUPERVISION = {
  'hold.place': {
    ...{ zh: '责令暂停', en: 'order a suspension', by: ['bureau-officer'], article: 'TBR-62', stoppedBy: NEVER },
    in: ['bidding', 'closed', 'opening', 'opened', 'evaluating', 'reported', 'publicity', 'decided', 'noticed', 'contracted', 'failed', 'terminated'],
  },
} as const satisfies Acts<SealedBidStage>;
