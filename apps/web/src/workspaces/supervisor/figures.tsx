import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { groupBy } from '../../lib/group';
import { money, percent, yuan } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Facts } from '../../ui/plain';
import { DataTable } from '../../ui/table';

const Chart = lazy(() => import('../../ui/chart'));

/** Turnover and counts by month: a picture, and the table with the exact figures under it. */
export function FiguresPage() {
  const { t } = useTranslation('supervisor');
  const language = useLanguage();
  const figures = useQuery({ queryKey: ['figures'], queryFn: () => api.get('/api/statistics') });
  return (
    <Page title={t('figures.title')} act={<a href="/api/statistics.xlsx">{t('figures.xlsx')}</a>}>
      <Loaded query={figures}>
        {({ total, cells }) => {
          const months = [...groupBy(cells, ({ month }) => month)].map(([month, rows]) => ({
            month,
            completed: rows.reduce((sum, row) => sum + Number(row.completed), 0),
            turnoverFen: rows.reduce((sum, row) => sum + BigInt(row.turnoverFen), 0n),
          }));
          return (
            <>
              <Panel title={t('figures.total')}>
                <Facts
                  rows={[
                    [t('figures.entered'), total.entered],
                    [t('figures.completed'), total.completed],
                    [t('figures.turnover'), money(total.turnoverFen, language)],
                    [t('figures.savings'), money(total.savingsFen, language)],
                    total.remoteShare !== null && [t('figures.remote'), percent(total.remoteShare)],
                  ]}
                />
              </Panel>
              <Panel title={t('figures.byMonth')}>
                {months.length > 0 && (
                  <Suspense fallback={<div style={{ height: 280 }} />}>
                    <Chart name={t('figures.unit')} labels={months.map(({ month }) => month)} values={months.map(({ turnoverFen }) => Number(turnoverFen / 1_000_000n) / 10_000)} />
                  </Suspense>
                )}
                <DataTable
                  caption={t('figures.byMonth')}
                  rows={months}
                  keyOf={({ month }) => month}
                  empty={<Empty>{t('figures.none')}</Empty>}
                  columns={[
                    { key: 'month', title: t('figures.month'), render: ({ month }) => month },
                    { key: 'completed', title: t('figures.completed'), render: ({ completed }) => completed, numeric: true },
                    { key: 'turnover', title: t('figures.yuan'), render: ({ turnoverFen }) => yuan(String(turnoverFen)), numeric: true },
                  ]}
                />
              </Panel>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
