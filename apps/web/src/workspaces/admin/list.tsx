import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../lib/api/client';
import { Empty, Loaded, Page } from '../../ui/page';
import { type DataColumn, DataTable } from '../../ui/table';

interface ListPageProps<Row> {
  name: 'health' | 'roles' | 'certificates' | 'rulesets' | 'jobs';
  load: () => Promise<readonly Row[]>;
  keyOf: (row: Row) => string;
  columns: readonly (DataColumn<Row> | false)[];
  everyMs?: number;
  /** Below the list. */
  children?: ReactNode;
}

/** A page of the administration is a list; who may not see it reads that the entry belongs to another administrator (three separate duties). */
export function ListPage<Row extends object>({ name, load, keyOf, columns, everyMs, children }: ListPageProps<Row>) {
  const { t } = useTranslation('admin');
  const rows = useQuery({
    queryKey: ['admin', name],
    queryFn: load,
    retry: false,
    ...(everyMs ? { refetchInterval: ({ state }: { state: { error: unknown } }) => (state.error instanceof ProblemError ? false : everyMs) } : {}),
  });
  const others = rows.error instanceof ProblemError && rows.error.status === 403;
  return (
    <Page title={t(`${name}.title`)}>
      <p>{t(`${name}.lead`)}</p>
      {others ? (
        <Empty>{t('notYours')}</Empty>
      ) : (
        <Loaded query={rows}>{(found) => <DataTable caption={t(`${name}.title`)} rows={found} keyOf={keyOf} columns={columns} empty={<Empty>{t('none')}</Empty>} />}</Loaded>
      )}
      {children}
    </Page>
  );
}
