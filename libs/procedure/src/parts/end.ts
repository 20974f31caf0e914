import { type Acts, NEVER } from '../act';
import { SIDE } from '../role';
import type { SealedBidStage } from './stages';

/** How a lot ends without an award: by the rule (too few bids, none valid), or by the tenderer for a good reason (TBR 31). */
export const END = {
  'tender.fail': {
    ...{ zh: '招标失败', en: 'fail', in: ['bidding', 'opening', 'opened', 'evaluating'], by: [], to: 'failed', event: 'tender.failed' },
    ...{ article: 'TBL-28', stoppedBy: NEVER },
  },
  'tender.terminate': {
    ...{ zh: '终止招标', en: 'terminate the tender', in: ['bidding', 'closed', 'opening', 'opened', 'evaluating', 'reported', 'publicity', 'decided'], by: SIDE },
    ...{ to: 'terminated', event: 'tender.terminated', article: 'TBR-31', confirm: ['tenderer-approver'], stoppedBy: NEVER },
  },
} as const satisfies Acts<SealedBidStage>;
