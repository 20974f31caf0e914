import { RULESET_IDS, term, type TermCode } from '@law';
import { SIDE } from '@procedure';
import { type Duty, owes, ownerRole, sideOf } from '../duties';

/** SQL: 24:00 of the last day of a period of law that runs from `from`, by the ruleset that the project froze. */
export const limitSql = (project: string, from: string, code: TermCode): string => {
  const days = RULESET_IDS.map((ruleset) => `when '${ruleset}' then ${Number(term(ruleset, code).value)}`).join(' ');
  return `(date_trunc('day', ${from} at time zone 'Asia/Shanghai') + make_interval(days => 1 + (select case y.ruleset ${days} end from project y where y.id = ${project}))) at time zone 'Asia/Shanghai'`;
};

/** Events after which a hold stops an act, or no longer. */
export const HOLD_EVENTS = ['project.held', 'project.hold-lifted'] as const;

/** The periods that follow from one move all together. */
export const PERIOD_EVENTS = ['period.continued'] as const;

const PROJECT = { project: 'p.id', tender: 'null::uuid', object: 'p.id' };
const PREPARED = { article: null, by: SIDE, also: ['tenderer-officer'], asks: ['project.submit'], changesWith: ['project.'] } as const;

/** Entry of a project. */
export const INTAKE_DUTIES: readonly Duty[] = [
  { kind: 'project.draft', ...PREPARED, owed: (among) => `${owes({ ...PROJECT, ...sideOf('p') })} from project p where p.status = 'draft' and p.return_reason is null and ${among('p.id')}` },
  { kind: 'project.returned', ...PREPARED, owed: (among) => `${owes({ ...PROJECT, ...sideOf('p') })} from project p where p.status = 'draft' and p.return_reason is not null and ${among('p.id')}` },
  {
    ...{ kind: 'project.accept', article: '1117-1', by: ['entry-officer'], changesWith: ['project.'] },
    owed: (among) => `${owes({ ...PROJECT, owner: `'${ownerRole('entry-officer')}'` })} from project p where p.status = 'submitted' and ${among('p.id')}`,
  },
];
