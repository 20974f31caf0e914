import { PlainTable, When } from '../../../ui/plain';
import { usePage } from '../context';
import type { PageOf } from '../page';

interface Outage {
  id: string;
  from: string;
  to: string;
  statement: string;
  signature: string;
}

function OutagesPage({ rows }: { rows: readonly Outage[] }) {
  const { t, language } = usePage();
  return (
    <>
      <h1>{t('outages.title')}</h1>
      <p>{t('outages.rule')}</p>
      {rows.length === 0 && <p className="empty">{t('outages.none')}</p>}
      {rows.length > 0 && (
        <PlainTable
          caption={t('outages.caption')}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            { head: t('outages.from'), cell: ({ from }) => <When at={from} language={language} /> },
            { head: t('outages.to'), cell: ({ to }) => <When at={to} language={language} /> },
            { head: t('outages.number'), cell: ({ id }) => <code>{id}</code> },
            {
              head: t('outages.evidence'),
              cell: ({ statement, signature }) => (
                <details>
                  <summary>{t('outages.show')}</summary>
                  <p>
                    <code>{statement}</code>
                  </p>
                  <p>
                    {t('outages.signature')} <code>{signature}</code>
                  </p>
                </details>
              ),
            },
          ]}
        />
      )}
    </>
  );
}

export const outagesPage: PageOf = async ({ t }, read) => {
  const outages = await read<{ items: Outage[] }>('/api/outages');
  return { title: t('outages.title'), content: <OutagesPage rows={outages?.items ?? []} /> };
};
