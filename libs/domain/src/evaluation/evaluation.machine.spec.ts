import { type Life, testLife } from '@test/setup/machine-life';
import { evaluationMachine as machine } from './evaluation.machine';

const LIFE: Life = {
  assembling: { assemble: 'electing' },
  electing: { elect: 'reviewing', replace: 'assembling' },
  reviewing: { review: 'scoring', doubt: 'judging', end: 'ended', replace: 'assembling' },
  judging: { goOn: 'scoring', end: 'ended', replace: 'assembling' },
  scoring: { tie: 'untying', summarise: 'signing', replace: 'assembling' },
  untying: { summarise: 'signing', replace: 'assembling' },
  signing: { sign: 'signed', replace: 'assembling' },
  signed: {},
  ended: {},
};

testLife(machine, LIFE);
