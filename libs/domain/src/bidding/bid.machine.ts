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
});
export type BidAct = (typeof bidMachine.acts)[number];
