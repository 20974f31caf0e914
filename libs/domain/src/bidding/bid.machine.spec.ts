import { type Life, testLife } from '@test/setup/machine-life';
import { bidMachine as machine } from './bid.machine';

const LIFE: Life = {
  sealed: { replace: 'replaced', withdraw: 'withdrawn', open: 'opened', revoke: 'revoked', leaveUnopened: 'unopened' },
  replaced: {},
  withdrawn: {},
  opened: {},
  revoked: {},
  unopened: {},
};

testLife(machine, LIFE);
