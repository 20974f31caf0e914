import { type Acts, NEVER, ORDER } from '../act';
import type { ConditionName } from '../gate';
import { BIDDER, SIDE } from '../role';

export type OpeningStage = 'bidding' | 'closed' | 'opening' | 'opened';

/** What every sealed bid meets: no hold, the deadline, the stage (TBL 28), whose signature it is (O20 40), its number, and that it is nobody else's (TBR 40). */
export const SEALED_GATE = ['hold', 'deadline', 'stage', 'certificate', 'number', 'copy'] as const satisfies ConditionName[];

/** Sealed bids until the deadline, and their opening (TBL 28-36; O20 27-32). */
export const BIDS = {
  'bid.upload': { zh: '上传密文', en: 'upload a sealed bid', in: ['bidding'], by: BIDDER, article: 'O20-27', stoppedBy: ORDER, tells: ['bidderNames'] },
  'bid.submit': { zh: '递交投标', en: 'submit a bid', in: ['bidding'], by: ['bidder-signatory'], article: 'TBL-28', stoppedBy: ORDER, tells: ['bidderNames'] },
  'bid.withdraw': { zh: '撤回投标', en: 'withdraw a bid', in: ['bidding'], by: ['bidder-signatory'], article: 'TBL-29', stoppedBy: NEVER, tells: ['bidderNames'] },
  'bidding.close': { zh: '投标截止', en: 'close the bidding', in: ['bidding'], by: [], to: 'closed', event: 'tender.closed', article: 'TBL-34', stoppedBy: ['HD', 'HS'] },
  'opening.start': { zh: '组织开标', en: 'start the opening', in: ['closed'], by: SIDE, to: 'opening', event: 'tender.opening-started', article: 'TBL-34', stoppedBy: ['HD', 'HS'] },
  'opening.decrypt': { zh: '解密投标', en: 'decrypt a bid', in: ['opening'], by: ['bidder-signatory'], article: 'O20-31', stoppedBy: ORDER, tells: ['bidderNames'] },
  'opening.release-share': { zh: '释放密钥份额', en: 'release a share', in: ['opening'], by: ['key-trustee'], article: 'O20-30', stoppedBy: ORDER },
  'opening.draw-coefficient': { zh: '抽取系数', en: 'draw a coefficient', in: ['opening'], by: SIDE, article: 'TBR-49', stoppedBy: ORDER },
  'opening.conclude': {
    ...{ zh: '结束开标并签署开标记录', en: 'conclude the opening', in: ['opening'], by: SIDE, to: 'opened', event: 'tender.opened', article: 'O20-32' },
    ...{ confirm: ['hall-operator'], stoppedBy: ['HO', 'HS'] },
  },
} as const satisfies Acts<OpeningStage>;
