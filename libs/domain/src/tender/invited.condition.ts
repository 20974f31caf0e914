import type { Condition } from '@kernel';
import { R } from './tender.refusals';

/** The lot invites the bidder (TBL 17; `tender_invitee`). */
export const IS_INVITED: Condition<unknown, unknown, boolean> = { asks: 'gate_invited', refuses: ({ answer }) => !answer && R.notInvited() };
