import { groupBy } from '../../../lib/group';
import { PlainTable } from '../../../ui/plain';
import { money, percent, yuan } from '../../../lib/format';
import { barChart } from '../chart';
import { type PageContext, usePage } from '../context';
import type { Figures, Totals } from '../figures';
import { placesFor } from '../filters';
import { regionOf } from '../list';
import type { PageOf } from '../page';

interface Month extends Record<'turnoverFen' | 'savingsFen', bigint> {
  month: string;
  completed: number;
}

/** A picture needs four decimals of a hundred million; the table under it has the fen. */
const inHundredMillions = (fen: bigint): number => Number(fen / 1_000_000n) / 10_000;

/** Cells of all regions and categories, added up by month in whole fen. */
export function byMonth(cells: Figures['cells']): Month[] {
  const months = new Map<string, Month>();
  for (const cell of cells) {
    const sum = months.get(cell.month) ?? { month: cell.month, completed: 0, turnoverFen: 0n, savingsFen: 0n };
    months.set(cell.month, {
      ...sum,
      completed: sum.completed + Number(cell.completed),
      turnoverFen: sum.turnoverFen + BigInt(cell.turnoverFen),
      savingsFen: sum.savingsFen + BigInt(cell.savingsFen),
    });
  }
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1)).slice(-24);
}

function Filter() {
  const { t, query, href } = usePage();
  const places = placesFor(query.get('region'));
  return (
    <form className="filters" action={href('/figures')}>
      {(['from', 'to'] as const).map((name) => (
        <div className="field" key={name}>
          <label htmlFor={name}>{t(`figures.${name}`)}</label>
          <input id={name} name={name} defaultValue={query.get(name) ?? ''} placeholder="2026-01" pattern="\d{4}-\d{2}" maxLength={7} inputMode="numeric" />
        </div>
      ))}
      <div className="field">
        <label htmlFor="region">{t('filter.region')}</label>
        <select id="region" name="region" defaultValue={places.chosen}>
          <option value="">{t('filter.any')}</option>
          {places.offered.map((code) => (
            <option key={code} value={code}>
              {t([`region.${code}`, code], { ns: 'terms' })}
            </option>
          ))}
        </select>
      </div>
      <div className="field act">
        <button type="submit" className="button">
          {t('figures.show')}
        </button>
      </div>
    </form>
  );
}

function Total({ total }: { total: Totals }) {
  const { t, language } = usePage();
  const rows = [
    ['entered', total.entered],
    ['completed', total.completed],
    ['failed', total.failed],
    ['turnover', money(total.turnoverFen, language)],
    ['savings', yuan(total.savingsFen)],
    ['savingsRate', total.savingsRate ? percent(total.savingsRate) : t('figures.none')],
    ['remoteShare', total.remoteShare ? percent(total.remoteShare) : t('figures.none')],
  ] as const;
  return (
    <PlainTable
      caption={t('figures.total')}
      rows={rows}
      keyOf={([name]) => name}
      columns={[
        { head: t('figures.what'), cell: ([name]) => t(`figures.${name}`) },
        { head: t('figures.value'), cell: ([, value]) => value, numeric: true },
        { head: t('figures.formula'), cell: ([name]) => t(`figures.formulas.${name}`) },
      ]}
    />
  );
}

function Chart({ name, months, valueOf }: { name: string; months: readonly Month[]; valueOf: (month: Month) => number }) {
  const { t } = usePage();
  const svg = barChart({ name, labels: months.map(({ month }) => month), values: months.map(valueOf) });
  const last = months.at(-1)!;
  return (
    <figure>
      <div className="chart" role="img" aria-label={t('figures.finding', { name, month: last.month, value: valueOf(last) })} dangerouslySetInnerHTML={{ __html: svg }} />
      <figcaption>{t('figures.finding', { name, month: last.month, value: valueOf(last) })}</figcaption>
    </figure>
  );
}

function Months({ months }: { months: readonly Month[] }) {
  const { t } = usePage();
  return (
    <>
      <h2>{t('figures.byMonth')}</h2>
      <Chart name={t('figures.turnoverUnit')} months={months} valueOf={({ turnoverFen }) => inHundredMillions(turnoverFen)} />
      <Chart name={t('figures.completed')} months={months} valueOf={({ completed }) => completed} />
      <PlainTable
        caption={t('figures.monthCaption')}
        rows={months}
        keyOf={({ month }) => month}
        columns={[
          { head: t('figures.month'), cell: ({ month }) => month },
          { head: t('figures.completed'), cell: ({ completed }) => completed, numeric: true },
          { head: t('figures.turnoverYuan'), cell: ({ turnoverFen }) => yuan(String(turnoverFen)), numeric: true },
          { head: t('figures.savingsYuan'), cell: ({ savingsFen }) => yuan(String(savingsFen)), numeric: true },
        ]}
      />
    </>
  );
}

function Regions({ cells }: { cells: Figures['cells'] }) {
  const { t } = usePage();
  const regions = [...groupBy(cells, (cell) => cell.region)].map(([region, rows]) => ({
    region,
    completed: rows.reduce((sum, row) => sum + Number(row.completed), 0),
    turnoverFen: rows.reduce((sum, row) => sum + BigInt(row.turnoverFen), 0n),
  }));
  return (
    <PlainTable
      caption={t('figures.regionCaption')}
      rows={regions.sort((a, b) => (a.turnoverFen < b.turnoverFen ? 1 : -1))}
      keyOf={({ region }) => region}
      columns={[
        { head: t('filter.region'), cell: ({ region }) => regionOf(t, region) },
        { head: t('figures.completed'), cell: ({ completed }) => completed, numeric: true },
        { head: t('figures.turnoverYuan'), cell: ({ turnoverFen }) => yuan(String(turnoverFen)), numeric: true },
      ]}
    />
  );
}

function FiguresPage({ figures }: { figures: Figures | undefined }) {
  const { t, query } = usePage();
  const months = figures ? byMonth(figures.cells) : [];
  return (
    <>
      <h1>{t('figures.title')}</h1>
      <Filter />
      {!figures && <p className="empty">{t('filter.wrong')}</p>}
      {figures && <Total total={figures.total} />}
      {figures && (
        <p>
          <a href={`/api/statistics.xlsx?${query}`}>{t('filter.xlsx')}</a> · {t('figures.version')} <code>{figures.formula}</code>
        </p>
      )}
      {figures && months.length === 0 && <p className="empty">{t('figures.empty')}</p>}
      {months.length > 0 && <Months months={months} />}
      {figures && figures.cells.length > 0 && <Regions cells={figures.cells} />}
    </>
  );
}

export const figuresPage: PageOf = async ({ query, t }: PageContext, read) => {
  const asked = new URLSearchParams([...query].filter(([key, value]) => value && ['from', 'to', 'region', 'category'].includes(key)));
  const figures = await read<Figures>(`/api/statistics?${asked}`);
  return { title: t('figures.title'), description: t('figures.description'), content: <FiguresPage figures={figures} /> };
};
