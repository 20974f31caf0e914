import type { ReactNode } from 'react';
import { bytes, dateTime, type Language, shortHash, wanText, yuan } from '../lib/format';

/** Parts without a framework behind them: the server writes them into the portal's pages, the workspaces use the same ones. */

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'error' | 'held' | 'demo';

const MARKS: Record<Tone, string> = { neutral: '○', info: '▶', success: '✓', warning: '◷', error: '✕', held: 'Ⅱ', demo: '◇' };

/** State as mark, word and colour: black-and-white print still tells it. */
export const Chip = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={`chip chip-${tone}`}>
    <span aria-hidden="true">{MARKS[tone]}</span> {children}
  </span>
);

/** An instant in full; with `countdown` the script beside the page adds how long it still is, by the server's clock. */
export const When = ({ at, language, countdown = false }: { at: string; language: Language; countdown?: boolean }) => (
  <>
    <time dateTime={at}>{dateTime(at, language)}</time>
    {countdown && <span className="left" data-until={at} />}
  </>
);

export const Money = ({ fen, language }: { fen: string; language: Language }) => (
  <span className="money">
    ¥{yuan(fen)}
    <small>{wanText(fen, language)}</small>
  </span>
);

/** A hash short; the whole one can be selected, and read by a machine. */
export const Hash = ({ value, label }: { value: string; label?: string }) => (
  <code className="hash" title={value}>
    {label && <span>{label} </span>}
    <details>
      <summary>{shortHash(value)}</summary>
      {value}
    </details>
  </code>
);

export const Size = ({ of }: { of: number }) => <span className="size">{bytes(of)}</span>;

/** Text that somebody else wrote: shown as text, its direction kept to itself. */
export const Foreign = ({ children }: { children: string }) => <bdi>{children}</bdi>;

export const Facts = ({ rows }: { rows: readonly (readonly [ReactNode, ReactNode] | false | '' | null | undefined)[] }) => (
  <dl className="facts">
    {rows.map((row, i) =>
      row ? (
        // biome-ignore lint: rows never move
        <div key={i}>
          <dt>{row[0]}</dt>
          <dd>{row[1]}</dd>
        </div>
      ) : null,
    )}
  </dl>
);

export interface Column<Row> {
  head: ReactNode;
  cell: (row: Row, index: number) => ReactNode;
  numeric?: boolean;
}

/** A table that becomes cards of label and value on a phone. */
export function PlainTable<Row>({ caption, columns, rows, keyOf }: { caption: string; columns: readonly (Column<Row> | false)[]; rows: readonly Row[]; keyOf: (row: Row, index: number) => string }) {
  const shown = columns.filter((column): column is Column<Row> => Boolean(column));
  return (
    <table className="plain">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {shown.map((column, i) => (
            <th key={i} scope="col" className={column.numeric ? 'number' : undefined}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={keyOf(row, at)}>
            {shown.map((column, i) => (
              <td key={i} className={column.numeric ? 'number' : undefined}>
                <span className="label" aria-hidden="true">
                  {column.head}
                </span>
                <span className="value">{column.cell(row, at)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
