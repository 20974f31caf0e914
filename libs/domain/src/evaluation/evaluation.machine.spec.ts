import { type Life, testLife } from '@test/setup/machine-life';
import { evaluationMachine as machine } from './evaluation.machine';

const LIFE: Life = {
  assembling: { assemble: 'electing' },
  electing: { elect: 'reviewing' },
  reviewing: { review: 'scoring', doubt: 'judging', end: 'ended' },
  judging: { goOn: 'scoring', end: 'ended' },
  scoring: { summarise: 'signing' },
  signing: { sign: 'signed' },
  signed: {},
  ended: {},
};

testLife(machine, LIFE);
