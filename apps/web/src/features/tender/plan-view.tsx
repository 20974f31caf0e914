import type { ReactNode } from 'react';
import { Facts, Foreign, PlainTable } from '../../ui/plain';
import { asked, type DropRow, type Parameter, PARAMETERS, type Plan, scores, SCORING, type ScoringItem, type Values, valuesOf } from './plan';

type T = (key: string, options?: Record<string, unknown>) => string;

/** A choice by its word; what the documents draw from is told as such. */
function valueOf(t: T, { path, kind }: Parameter, values: Values): ReactNode {
  const value = values[path] ?? '';
  if (typeof value !== 'string') return <Drops t={t} rows={value} />;
  if (kind === 'choice') return t(path === 'tieRule' ? `ties.${value}` : `parameter.${value}`, { ns: 'terms' });
  const numbers = value.split(' ');
  return kind === 'coefficient' && numbers.length > 1 ? t('plan.drawnFrom', { ns: 'terms', values: numbers.join(t('plan.and', { ns: 'terms' })) }) : value;
}

function Drops({ t, rows }: { t: T; rows: readonly DropRow[] }) {
  if (rows.length === 0) return t('plan.dropNone', { ns: 'terms' });
  return (
    <ul className="plain-list">
      {rows.map((row) => (
        <li key={row.from}>{t('plan.dropRow', { ns: 'terms', ...row })}</li>
      ))}
    </ul>
  );
}

const factsOf = (t: T, prefix: string, parameters: readonly Parameter[], record: unknown) => {
  const values = valuesOf(parameters, record);
  return asked(parameters, values)
    .filter(({ path }) => values[path] !== '')
    .map((parameter) => [t(`plan.${prefix}${parameter.path}`, { ns: 'terms' }), valueOf(t, parameter, values)] as const);
};

const sum = (items: readonly ScoringItem[]): number => Math.round(items.reduce((all, { max }) => all + Number(max) * 100, 0)) / 100;

/** The whole plan as bidders read it: nothing that is not in it may count (TBR 49). */
export function PlanView({ plan, candidateLimit, t }: { plan: Plan; candidateLimit?: number | undefined; t: T }) {
  const { method, review, items, scoring } = plan;
  const of = (key: string, options = {}) => t(`plan.${key}`, { ns: 'terms', ...options });
  const scored = scores(method.method);
  return (
    <>
      <Facts
        rows={[
          [of('method'), t(`method.${method.method}`, { ns: 'terms' })],
          candidateLimit !== undefined && [of('candidateLimit'), String(candidateLimit)],
          ...factsOf(t, '', PARAMETERS[method.method], method),
          ...(scored ? factsOf(t, 'scoring.', SCORING, scoring) : []),
        ]}
      />
      <PlainTable
        caption={of('review')}
        rows={review}
        keyOf={({ id }) => id}
        columns={[
          { head: of('kind'), cell: ({ kind }) => <span className="whole">{t(`value.${kind}`, { ns: 'terms' })}</span> },
          { head: of('criterion'), cell: ({ text }) => <Foreign>{text}</Foreign> },
        ]}
      />
      {items.length > 0 && (
        <PlainTable
          caption={of('items', { points: sum(items) })}
          rows={items}
          keyOf={({ id }) => id}
          columns={[
            { head: of('item'), cell: ({ name }) => <Foreign>{name}</Foreign> },
            { head: of('range'), cell: ({ min, max }) => <span className="whole">{`${min}–${max}`}</span>, numeric: true },
            { head: of('how'), cell: ({ objective }) => of(objective ? 'objective' : 'subjective') },
          ]}
        />
      )}
    </>
  );
}
