import { type Life, testLife } from '@test/setup/machine-life';
import { openingMachine as machine } from './opening.machine';

const LIFE: Life = { sealed: { start: 'decrypting' }, decrypting: { decrypt: 'decrypting', conclude: 'concluded' }, concluded: {} };

testLife(machine, LIFE);
