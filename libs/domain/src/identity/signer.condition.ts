import type { Condition } from '@kernel';
import { R } from './identity.refusals';

/** The certificate is bound to the account that hands in (`given.account`, `given.fingerprint`), is in force, and its key is nobody else's (`may_sign`). */
export const MAY_SIGN: Condition<unknown, { account: string; fingerprint: string }, boolean> = {
  asks: 'gate_certificate',
  refuses: ({ answer }) => !answer && R.certificateNotBound(),
};
