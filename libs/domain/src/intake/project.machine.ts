import { defineMachine } from '@kernel';

export const PROJECT_STATUSES = ['draft', 'submitted', 'registered', 'archived'] as const;

/** Entry of a project (进场登记): acceptance checks completeness only (1117(1)). */
export const projectMachine = defineMachine({
  name: 'project',
  initial: 'draft',
  statuses: PROJECT_STATUSES,
  acts: {
    submit: { from: ['draft'], to: 'submitted' },
    return: { from: ['submitted'], to: 'draft' },
    accept: { from: ['submitted'], to: 'registered' },
    archive: { from: ['registered'], to: 'archived' },
  },
  words: {
    draft: { zh: '草稿', en: 'draft' },
    submitted: { zh: '待受理', en: 'handed in, not accepted yet' },
    registered: { zh: '已受理', en: 'accepted' },
    archived: { zh: '已归档', en: 'archived' },
    submit: { zh: '提交进场登记', en: 'hand it in' },
    return: { zh: '退回', en: 'send it back' },
    accept: { zh: '受理', en: 'accept it' },
    archive: { zh: '归档', en: 'archive it' },
  },
});
export type ProjectStatus = (typeof PROJECT_STATUSES)[number];
