import { type Life, testLife } from '@test/setup/machine-life';
import { drawMachine as machine } from './draw.entity';

const LIFE: Life = {
  frozen: { commit: 'committed', abandon: 'abandoned' },
  committed: { run: 'drawn', abandon: 'abandoned' },
  drawn: { confirm: 'confirmed', exhaust: 'exhausted', abandon: 'abandoned' },
  confirmed: { reopen: 'drawn' },
  exhausted: { exhaust: 'exhausted' },
  abandoned: {},
};

testLife(machine, LIFE);
