import { type Life, testLife } from '@test/setup/machine-life';
import { projectMachine as machine } from './project.machine';

const LIFE: Life = { draft: { submit: 'submitted' }, submitted: { return: 'draft', accept: 'registered' }, registered: { archive: 'archived' }, archived: {} };

testLife(machine, LIFE);
