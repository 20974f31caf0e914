import { type Acts, ANY, ORDER } from '../act';
import { BIDDER, SIDE } from '../role';

const EVER = ['draft', 'bidding', 'closed', 'opening', 'opened', 'evaluating', 'reported', 'publicity', 'decided', 'noticed', 'contracted', 'failed', 'terminated'] as const;

/** Documents, notice, questions and amendments (TBL 16-24; TBR 15-21, 31). */
export const NOTICE = {
  'tender.draft': { zh: '编制招标公告或邀请书', en: 'draft the notice or letter', in: ['draft'], by: SIDE, article: 'TBL-19', stoppedBy: ORDER },
  'tender.publish': {
    ...{ zh: '发布招标公告', en: 'publish the tender notice', in: ['draft'], by: SIDE, to: 'bidding', event: 'tender.published', article: 'TBL-16' },
    ...{ confirm: ['tenderer-approver'], stoppedBy: ANY },
  },
  'tender.amend': {
    ...{ zh: '发布澄清或修改', en: 'publish a clarification or amendment', in: ['bidding'], by: SIDE, to: 'bidding', event: 'tender.amended', article: 'TBR-21' },
    ...{ confirm: ['tenderer-approver'], stoppedBy: ORDER },
  },
  'tender.ask': { zh: '提问', en: 'ask a question', in: ['bidding'], by: BIDDER, article: 'TBR-22', stoppedBy: ORDER, tells: ['questionAuthor'] },
  'tender.answer': { zh: '答复提问', en: 'answer a question', in: ['bidding'], by: SIDE, article: 'TBR-21', stoppedBy: ORDER },
  /** At any stage: whoever bid, lost or signs needs what was asked for. The side reads its own drafts, the bureau what was published. */
  'tender.download': {
    ...{ zh: '下载招标文件', en: 'download the documents', in: EVER, by: [...BIDDER, ...SIDE, 'bureau-officer'] },
    ...{ article: 'TBR-16', stoppedBy: ORDER, tells: ['downloaders'] },
  },
} as const satisfies Acts<(typeof EVER)[number]>;
