import { Table, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from 'antd';

export interface DataColumn<Row> {
  key: string;
  title: ReactNode;
  render: (row: Row) => ReactNode;
  /** Right-aligned, figures of one width. */
  numeric?: boolean;
  width?: number | string;
}

interface DataTableProps<Row> {
  caption: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  columns: readonly (DataColumn<Row> | false)[];
  loading?: boolean;
  empty: ReactNode;
  /** The server's next page; the table never holds more than what was asked for. */
  more?: { load(): void; loading: boolean } | undefined;
  /** Address of the same list as xlsx. */
  xlsx?: string;
}

/** A list of the server's: pages come from there; on a phone the rows become cards. */
export function DataTable<Row extends object>({ caption, rows, keyOf, columns, loading = false, empty, more, xlsx }: DataTableProps<Row>) {
  const { t } = useTranslation();
  const shown = columns.filter((column): column is DataColumn<Row> => Boolean(column));
  const antd: TableColumnsType<Row> = shown.map(({ key, title, render, numeric, width }) => ({
    key,
    title,
    render: (_, row) => render(row),
    ...(width ? { width } : {}),
    ...(numeric ? { align: 'right' as const, className: 'number' } : {}),
    onCell: () => ({ 'data-label': typeof title === 'string' ? title : '' }) as object,
  }));
  return (
    <div className="data-table">
      <Table<Row> aria-label={caption} size="middle" rowKey={keyOf} columns={antd} dataSource={rows as Row[]} loading={loading} pagination={false} locale={{ emptyText: empty }} sticky={false} />
      {(more || xlsx) && (
        <div className="table-foot">
          {more && (
            <Button onClick={more.load} loading={more.loading}>
              {t('table.more')}
            </Button>
          )}
          {xlsx && <a href={xlsx}>{t('table.xlsx')}</a>}
        </div>
      )}
    </div>
  );
}
