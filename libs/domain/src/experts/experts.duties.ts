import { actOf } from '@procedure';
import { type Duty, owes, ownerRole, sideOf } from '../duties';
import { HOLD_EVENTS, stopped } from '../intake';
import { lotOwes, OF_SIDE } from '../tender';

const RUNS = `t.status = any('{${actOf('draw.contribute').in.join()}}')`;
const OF_DRAW = { project: 't.project_id', tender: 't.id', object: 'd.id', stopped: stopped('t', 'draw.contribute') };

/** Each party's part in a running draw: its commitment, then its number. */
const contribution = (kind: string, status: string, given: string): Duty => ({
  ...{ kind, article: 'TBR-46', by: ['tenderer-officer', 'agency-officer', 'bureau-officer'], also: ['tenderer-officer'], changesWith: ['tender.', 'draw.', ...HOLD_EVENTS] },
  owed: (among) =>
    [
      ['tenderer', sideOf('t')],
      ['bureau', { owner: `'${ownerRole('bureau-officer')}'` }],
    ]
      .map(
        ([party, owner]) =>
          `${owes({ ...OF_DRAW, ...(owner as { owner: string }) })} from tender t join draw d on d.tender_id = t.id where ${RUNS} and d.status = '${status}' and not d.${given} ? '${party as string}' and ${among('t.project_id')}`,
      )
      .join(' union all '),
});

export const EXPERTS_DUTIES: readonly Duty[] = [
  {
    ...{ kind: 'draw.request', article: 'TBL-37', ...OF_SIDE, asks: ['draw.approve'], changesWith: ['tender.', 'draw.', ...HOLD_EVENTS] },
    owed: (among) =>
      `${lotOwes({ act: 'draw.request' })} from tender t where t.status = 'opened' and not exists (select 1 from draw d where d.tender_id = t.id and d.status <> 'abandoned') and ${among('t.project_id')}`,
  },
  contribution('draw.commit', 'frozen', 'commitments'),
  contribution('draw.reveal', 'committed', 'reveals'),
];
