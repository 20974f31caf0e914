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
});
export type ProjectStatus = (typeof PROJECT_STATUSES)[number];
