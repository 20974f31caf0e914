import { type Content, type ContentValue, type Difference, excerpt, FIELDS, type Field, fieldName, namesOf, type TwoPersonStatement } from '@envelope-web';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime, money } from '../lib/format';
import { useLanguage } from '../lib/settings';
import { Facts, Foreign, PlainTable } from './plain';

/** As it will be published: the same rules as on the portal. They are large and only few acts need them. */
const Prose = lazy(async () => ({ default: (await import('./prose')).Prose }));

const isInstant = (value: string): boolean => /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value);
const isContent = (value: ContentValue | undefined): value is Content => typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (...contents: readonly Content[]): Field[] => (Object.keys(FIELDS) as Field[]).filter((field) => contents.some((content) => content[field] !== undefined));

/** Fields whose values are words of the formats, with a word of their own in each language. */
const CODED = new Set<Field>(['status', 'endedIn', 'category', 'method', 'kind', 'outcome', 'party', 'revealed', 'region', 'roles', 'document', 'value', 'cause', 'ground']);
const WORDS = [
  'terms:value',
  'terms:ties',
  'terms:parameter',
  'terms:status',
  'terms:method',
  'terms:ground',
  'terms:category',
  'terms:kindCode',
  'terms:region',
  'terms:role',
  'common:register.kind',
  'common:award.cause',
];
/** A rule of a method by its path, each step by its name: `scoring.decimals`. */
const parameterName = (path: string, language: 'zh' | 'en'): string =>
  path
    .split('.')
    .map((step) => namesOf(step)?.[language === 'zh' ? 0 : 1] ?? step)
    .join(' / ');

/** Long documents of which the act is a part: folded, whole when opened. One that is all that the act stands for lies open. */
const FOLDED = new Set<Field>(['tender', 'project', 'plan']);

function Plain({ field, value }: { field: Field; value: string | number | boolean | null }) {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  if (value === null || value === '') return <>—</>;
  if (typeof value === 'boolean') return <>{t(value ? 'answer.yes' : 'answer.no')}</>;
  if (typeof value === 'number') return <>{value}</>;
  if (field.endsWith('Fen')) return <>{money(value, language)}</>;
  if (isInstant(value)) return <>{dateTime(value, language)}</>;
  if (field === 'parameter') return <>{parameterName(value, language)}</>;
  // what has no word of its own was typed by somebody (the cause that a bid stayed shut), and stands as it was typed
  const word = CODED.has(field) && WORDS.map((words) => `${words}.${value}`).find((key) => i18n.exists(key));
  if (word) return <>{t(word)}</>;
  if (field === 'notice')
    return (
      <Suspense fallback={<>{t('loading', { ns: 'common' })}…</>}>
        <Prose markdown={value} />
      </Suspense>
    );
  return (
    <bdi className="own-lines" data-digest={/^[0-9a-f]{64}$/.test(value) || undefined} data-day={/^\d{4}-\d{2}-\d{2}$/.test(value) || undefined}>
      {value}
    </bdi>
  );
}

/** A list of alike things is a table; a list of words stays one. */
function List({ field, values }: { field: Field; values: readonly ContentValue[] }) {
  const language = useLanguage();
  const rows = values.filter(isContent);
  if (values.length === 0) return <>—</>;
  if (rows.length < values.length)
    return (
      <ol>
        {values.map((one, i) => (
          <li key={i}>
            <Value field={field} value={one} />
          </li>
        ))}
      </ol>
    );
  const columns = fieldsOf(...rows)
    .filter((column) => rows.some((row) => row[column] !== null))
    .map((column) => ({ head: fieldName(`/${column}`, language), cell: (row: Content) => <Value field={column} value={row[column] ?? null} /> }));
  return <PlainTable caption={fieldName(`/${field}`, language)} columns={columns} rows={rows} keyOf={(_, i) => String(i)} />;
}

function Value({ field, value }: { field: Field; value: ContentValue }) {
  if (Array.isArray(value)) return <List field={field} values={value as readonly ContentValue[]} />;
  if (isContent(value)) return <ContentFacts content={value} />;
  return <Plain field={field} value={value as string | number | boolean | null} />;
}

function Folded({ field, content, alone }: { field: Field; content: Content; alone: boolean }) {
  const language = useLanguage();
  const title = content.title ?? content.name;
  return (
    <details open={alone}>
      <summary>
        {fieldName(`/${field}`, language)} {typeof title === 'string' && <Foreign>{title}</Foreign>}
      </summary>
      <ContentFacts content={content} />
    </details>
  );
}

/** What a two-person act stands for, field by field, in the reader's language: read from the very text that is confirmed. */
export function ContentFacts({ content }: { content: Content }) {
  const language = useLanguage();
  const fields = fieldsOf(content);
  const isTable = (field: Field) => Array.isArray(content[field]) && (content[field] as readonly ContentValue[]).some(isContent);
  const open = fields.filter((field) => !FOLDED.has(field) && !isTable(field));
  return (
    <>
      <Facts rows={open.map((field) => [fieldName(`/${field}`, language), <Value field={field} value={content[field]!} />] as const)} />
      {fields.filter(isTable).map((field) => (
        <List key={field} field={field} values={content[field] as readonly ContentValue[]} />
      ))}
      {fields.map((field) => FOLDED.has(field) && isContent(content[field]) && <Folded key={field} field={field} content={content[field]} alone={fields.length === 1} />)}
    </>
  );
}

export const contentOf = (statement: string): Content => (JSON.parse(statement) as TwoPersonStatement).content;

/** A value in its place, or, of a long text, where it changed. */
function Short({ difference, side }: { difference: Difference; side: 'before' | 'after' }) {
  const field = difference.pointer.split('/').at(-1) as Field;
  const text = excerpt(difference, side);
  return text === difference[side] && field !== 'notice' ? <Plain field={field} value={text} /> : <bdi className="own-lines">{text}</bdi>;
}

/** What is no longer as it was when it was asked for: such a request is good for nothing. */
export function Changes({ changes, next }: { changes: readonly Difference[]; next: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className="refusal" role="alert">
      <h3>{t('approvals.outdated')}</h3>
      <PlainTable
        caption={t('approvals.changes')}
        rows={changes}
        keyOf={({ pointer }) => pointer}
        columns={[
          { head: t('approvals.field'), cell: ({ pointer }) => fieldName(pointer, language) },
          { head: t('approvals.before'), cell: (one) => <Short difference={one} side="before" /> },
          { head: t('approvals.after'), cell: (one) => <Short difference={one} side="after" /> },
        ]}
      />
      <p>{next}</p>
    </div>
  );
}
