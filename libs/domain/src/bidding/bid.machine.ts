import { defineMachine } from '@kernel';

export const BID_STATUSES = ['sealed', 'replaced', 'withdrawn', 'opened', 'revoked', 'unopened'] as const;
export type BidStatus = (typeof BID_STATUSES)[number];

/** 撤回 withdrawal before the deadline; 撤销 revocation and 撤回-by-other-cause (unopened) at the opening (O20 31). */
export const bidMachine = defineMachine({
  name: 'bid',
  initial: 'sealed',
  statuses: BID_STATUSES,
  acts: {
    replace: { from: ['sealed'], to: 'replaced' },
    withdraw: { from: ['sealed'], to: 'withdrawn' },
    open: { from: ['sealed'], to: 'opened' },
    revoke: { from: ['sealed'], to: 'revoked' },
    leaveUnopened: { from: ['sealed'], to: 'unopened' },
  },
  words: {
    sealed: { zh: '已密封', en: 'sealed' },
    replaced: { zh: '已被替换', en: 'replaced' },
    withdrawn: { zh: '已撤回', en: 'withdrawn' },
    opened: { zh: '已解密', en: 'opened' },
    revoked: { zh: '视为撤销', en: 'counted as revoked' },
    unopened: { zh: '视为撤回', en: 'not opened' },
    replace: { zh: '替换', en: 'replace' },
    withdraw: { zh: '撤回', en: 'withdraw' },
    open: { zh: '解密', en: 'open' },
    revoke: { zh: '按撤销处理', en: 'count as revoked' },
    leaveUnopened: { zh: '按未开启处理', en: 'leave unopened' },
  },
});
export type BidAct = (typeof bidMachine.acts)[number];
