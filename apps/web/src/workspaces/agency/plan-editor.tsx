import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import {
  asked,
  type DropRow,
  faultOf,
  METHODS,
  type MethodName,
  type Parameter,
  PARAMETERS,
  type Plan,
  type ReviewItem,
  scores,
  SCORING,
  type ScoringItem,
  type Typed,
  type TypedPlan,
  type Values,
} from '../../features/tender/plan';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { CheckField, Field, SelectField, TextField } from '../../ui/form';
import { Failure } from '../../ui/refusal';
import { freeId, withMethod } from './plans';

const NUMERIC = new Set<Parameter['kind']>(['decimal', 'percent', 'whole']);
const FRESH: DropRow = { from: '', high: '1', low: '1' };

/** Rows of "from so many on, so many highest and lowest do not count". */
function DropField({ name, label, rows, wrong, onChange }: { name: string; label: string; rows: readonly DropRow[]; wrong: string | undefined; onChange(rows: DropRow[]): void }) {
  const { t } = useTranslation('agency');
  const put = (at: number, part: Partial<DropRow>) => onChange(rows.map((row, i) => (i === at ? { ...row, ...part } : row)));
  return (
    <Field name={name} label={label} help={t('plan.dropHelp')} error={wrong}>
      {({ id, name: pointer, ...described }) => (
        <fieldset id={id} name={pointer} tabIndex={-1} className="choices" aria-label={label} aria-describedby={described['aria-describedby']}>
          {rows.map((row, at) => (
            // biome-ignore lint: a row is its place
            <div key={at} className="plan-row">
              {(['from', 'high', 'low'] as const).map((part) => (
                <TextField
                  key={part}
                  name={`${pointer}/${at}/${part}`}
                  label={t(`plan.drop.${part}`)}
                  value={row[part]}
                  onChange={(text) => put(at, { [part]: text })}
                  inputMode="numeric"
                  maxLength={2}
                />
              ))}
              <Button type="link" onClick={() => onChange(rows.filter((_, i) => i !== at))}>
                {t('editor.remove')}
              </Button>
            </div>
          ))}
          <Button onClick={() => onChange([...rows, FRESH])}>{t('plan.drop.add')}</Button>
        </fieldset>
      )}
    </Field>
  );
}

interface ParameterProps {
  parameter: Parameter;
  pointer: string;
  label: string;
  value: Typed;
  tried: boolean;
  onChange(value: Typed): void;
}

function ParameterField({ parameter, pointer, label, value, tried, onChange }: ParameterProps) {
  const { t } = useTranslation('agency');
  const { path, kind, options, empty } = parameter;
  const fault = faultOf(parameter, value);
  const wrong = fault && (fault !== 'missing' || tried) ? t(`plan.fault.${fault}`) : undefined;
  if (typeof value !== 'string') return <DropField name={pointer} label={label} rows={value} wrong={tried ? wrong : undefined} onChange={onChange} />;
  const common = { name: pointer, label, value, onChange, error: wrong };
  if (kind === 'choice')
    return (
      <SelectField
        {...common}
        options={options!.map((one) => ({ value: one, text: t(path === 'tieRule' ? `ties.${one}` : `parameter.${one}`, { ns: 'terms' }) }))}
        {...(path === 'tieRule' ? { help: t('editor.tiesHelp') } : {})}
      />
    );
  return (
    <TextField
      {...common}
      optional={empty !== undefined}
      {...(kind === 'coefficient' ? { help: t('plan.coefficientHelp') } : {})}
      {...(NUMERIC.has(kind) ? { inputMode: 'decimal' as const, maxLength: 17 } : { maxLength: 200 })}
    />
  );
}

interface RecordProps {
  parameters: readonly Parameter[];
  pointer: string;
  words: string;
  values: Values;
  tried: boolean;
  onChange(values: Values): void;
}

const Parameters = ({ parameters, pointer, words, values, tried, onChange }: RecordProps) => {
  const { t } = useTranslation('terms');
  return asked(parameters, values).map((parameter) => (
    <ParameterField
      key={parameter.path}
      parameter={parameter}
      pointer={`${pointer}/${parameter.path.replaceAll('.', '/')}`}
      label={t(`plan.${words}${parameter.path}`)}
      value={values[parameter.path] ?? ''}
      tried={tried}
      onChange={(value) => onChange({ ...values, [parameter.path]: value })}
    />
  ));
};

const KINDS = ['form', 'qualification', 'responsiveness'] as const;

interface RowsProps<Row> {
  rows: readonly Row[];
  onChange(rows: Row[]): void;
}

function Review({ rows, onChange }: RowsProps<ReviewItem>) {
  const { t } = useTranslation('agency');
  const put = (at: number, part: Partial<ReviewItem>) => onChange(rows.map((row, i) => (i === at ? { ...row, ...part } : row)));
  return (
    <fieldset className="choices" name="/plan/review" tabIndex={-1}>
      <legend>{t('plan.review')}</legend>
      <p className="help">{t('plan.reviewHelp')}</p>
      {rows.map((row, at) => (
        <div key={row.id} className="plan-row">
          <SelectField
            name={`/plan/review/${at}/kind`}
            label={t('plan.kind', { ns: 'terms' })}
            value={row.kind}
            onChange={(kind) => put(at, { kind: kind as ReviewItem['kind'] })}
            options={KINDS.map((kind) => ({ value: kind, text: t(`value.${kind}`, { ns: 'terms' }) }))}
          />
          <TextField name={`/plan/review/${at}/text`} label={t('plan.criterion', { ns: 'terms' })} value={row.text} onChange={(text) => put(at, { text })} rows={1} maxLength={500} />
          <Button type="link" aria-label={t('plan.removeNumber', { n: at + 1 })} onClick={() => onChange(rows.filter((_, i) => i !== at))}>
            {t('editor.remove')}
          </Button>
        </div>
      ))}
      <Button onClick={() => onChange([...rows, { id: freeId(rows, 'review'), kind: 'responsiveness', text: '' }])}>{t('plan.addReview')}</Button>
    </fieldset>
  );
}

function Items({ rows, full, onChange }: RowsProps<ScoringItem> & { full: string }) {
  const { t } = useTranslation('agency');
  const put = (at: number, part: Partial<ScoringItem>) => onChange(rows.map((row, i) => (i === at ? { ...row, ...part } : row)));
  const hundredths = (text: string) => Math.round((Number(text) || 0) * 100);
  const points = rows.reduce((sum, { max }) => sum + hundredths(max), 0);
  const total = (points + hundredths(full)) / 100;
  return (
    <fieldset className="choices" name="/plan/items" tabIndex={-1}>
      <legend>{t('plan.items')}</legend>
      {rows.map((row, at) => (
        <div key={row.id} className="plan-row">
          <TextField name={`/plan/items/${at}/name`} label={t('plan.item', { ns: 'terms' })} value={row.name} onChange={(name) => put(at, { name })} rows={1} />
          <TextField name={`/plan/items/${at}/min`} label={t('plan.min')} value={row.min} onChange={(min) => put(at, { min })} inputMode="decimal" maxLength={6} />
          <TextField name={`/plan/items/${at}/max`} label={t('plan.max')} value={row.max} onChange={(max) => put(at, { max })} inputMode="decimal" maxLength={6} />
          <CheckField name={`/plan/items/${at}/objective`} label={t('plan.objective', { ns: 'terms' })} checked={row.objective} onChange={(objective) => put(at, { objective })} />
          <Button type="link" aria-label={t('plan.removeNumber', { n: at + 1 })} onClick={() => onChange(rows.filter((_, i) => i !== at))}>
            {t('editor.remove')}
          </Button>
        </div>
      ))}
      <Button onClick={() => onChange([...rows, { id: freeId(rows, 'item'), name: '', min: '0', max: '10', objective: false }])}>{t('plan.addItem')}</Button>
      {full !== '' && (
        <p className={total === 100 ? 'help' : 'unsubmitted'} role="status">
          {t('plan.total', { points: points / 100, price: full, total })} {total !== 100 && t('plan.notHundred')}
        </p>
      )}
    </fieldset>
  );
}

/** The plan of an earlier tender of one's own, whole. */
function Earlier({ onTake }: { onTake(plan: Plan, candidateLimit: number): void }) {
  const { t } = useTranslation('agency');
  const own = useQuery({ queryKey: ['tenders', 'mine', 'plans'], queryFn: () => api.get('/api/tenders', { query: { mine: 'true', limit: 100 } }) });
  const take = useAct(async (id: string) => {
    const { plan, candidateLimit } = await api.get('/api/tenders/{id}', { path: { id } });
    if (plan) onTake(plan, candidateLimit);
  });
  if (!own.data?.items.length) return null;
  return (
    <>
      <Failure error={take.error} />
      <SelectField
        name="plan-of"
        label={t('plan.from')}
        help={t('plan.fromHelp')}
        optional
        value=""
        empty={t('plan.fromNone')}
        onChange={(id) => id && take.mutate(id)}
        options={own.data.items.map(({ id, title, code }) => ({ value: id, text: `${title} · ${code}` }))}
      />
    </>
  );
}

/** Where a method gives points for the price, the parameter that says how many. */
const FULL: Partial<Record<MethodName, string>> = { 'base-price': 'fullMarks', 'lowest-price-first': 'weightPercent' };

function fullOf({ method, methods }: TypedPlan): string {
  const value = methods[method][FULL[method] ?? ''];
  return typeof value === 'string' ? value : '';
}

interface PlanProps {
  plan: TypedPlan;
  tried: boolean;
  onChange(plan: TypedPlan): void;
  onTake(plan: Plan, candidateLimit: number): void;
}

/** How bids will be evaluated: a method with its numbers, what is reviewed, what is scored. */
export function PlanEditor({ plan, tried, onChange, onTake }: PlanProps) {
  const { t } = useTranslation('agency');
  const { method, methods, scoring, review, items } = plan;
  return (
    <>
      <Earlier onTake={onTake} />
      <SelectField
        name="/plan"
        label={t('editor.plan')}
        help={t(`editor.plans.${method}`)}
        value={method}
        onChange={(name) => onChange(withMethod(plan, name as MethodName))}
        options={METHODS.map((name) => ({ value: name, text: t(`method.${name}`, { ns: 'terms' }) }))}
      />
      <Parameters
        parameters={PARAMETERS[method]}
        pointer="/plan/method"
        words=""
        values={methods[method]}
        tried={tried}
        onChange={(values) => onChange({ ...plan, methods: { ...methods, [method]: values } })}
      />
      <Review rows={review} onChange={(rows) => onChange({ ...plan, review: rows })} />
      {(scores(method) || items.length > 0) && <Items rows={items} full={fullOf(plan)} onChange={(rows) => onChange({ ...plan, items: rows })} />}
      {scores(method) && <Parameters parameters={SCORING} pointer="/plan/scoring" words="scoring." values={scoring} tried={tried} onChange={(values) => onChange({ ...plan, scoring: values })} />}
    </>
  );
}
