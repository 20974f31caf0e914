import { type Act, ORDER } from '../act';
import { SIDE } from '../role';

/** Before there is a lot: its project is registered and handed in (TBL 9). A project has a machine of its own (intake). */
export const ENTRY = {
  'project.register': { zh: '登记项目', en: 'register the project', in: ['draft'], by: SIDE, article: 'TBL-9', stoppedBy: ORDER },
  'project.submit': { zh: '提交进场登记', en: 'hand in the project', in: ['draft'], by: SIDE, article: 'TBL-9', confirm: ['tenderer-approver'], stoppedBy: ORDER },
} as const satisfies Record<string, Act<'draft'>>;
