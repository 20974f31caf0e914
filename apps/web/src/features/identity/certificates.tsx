import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { useCan } from '../../lib/session';
import { ActPanel } from '../../ui/act';
import { Empty, Loaded, Page, Panel } from '../../ui/page';
import { Foreign, Hash } from '../../ui/plain';
import { DataTable } from '../../ui/table';
import { At } from '../../ui/time';
import { BindCertificate } from './bind-certificate';
import type { OwnCertificate } from './health';
import { AskedInMyName } from './in-my-name';
import { HealthChip, useOwnCertificates } from './own-certificates';

/** Ends a certificate; the last of its use is asked about in other words. */
function End({ certificate, last, onDone }: { certificate: OwnCertificate; last: boolean; onDone: () => void }) {
  const { t } = useTranslation();
  const end = useAct((key: string) => api.del('/api/me/certificates/{id}', { path: { id: certificate.id }, key }), onDone);
  return (
    <ActPanel
      what={
        <>
          {t('certificates.endWhat')} {last && <strong>{t(`certificates.endLast.${certificate.usage}`)}</strong>}
        </>
      }
      content={
        <p>
          <Foreign>{certificate.subject}</Foreign> <Hash value={certificate.fingerprint} />
        </p>
      }
      act={t('certificates.end')}
      onAct={(key) => end.mutate(key)}
      onBack={onDone}
      busy={end.isPending}
      error={end.error}
    />
  );
}

function Own({ items }: { items: readonly OwnCertificate[] }) {
  const { t } = useTranslation();
  const can = useCan();
  const [ending, setEnding] = useState<string>();
  const chosen = items.find(({ id, endedAt }) => id === ending && !endedAt);
  const others = items.filter(({ id, usage, endedAt }) => id !== ending && usage === chosen?.usage && !endedAt);
  return (
    <>
      <DataTable
        caption={t('certificates.title')}
        rows={items}
        keyOf={({ id }) => id}
        empty={<Empty>{t('certificates.none')}</Empty>}
        columns={[
          { key: 'usage', title: t('certificates.use'), render: ({ usage }) => t(`certificates.usage.${usage}`) },
          { key: 'subject', title: t('key.holder'), render: ({ subject }) => <Foreign>{subject}</Foreign> },
          { key: 'issuer', title: t('certificates.issuer'), render: ({ issuer }) => <Foreign>{issuer}</Foreign> },
          { key: 'until', title: t('key.until'), render: ({ notAfter }) => <At at={notAfter} /> },
          { key: 'state', title: t('certificates.state'), render: (one) => <HealthChip certificate={one} /> },
          { key: 'hash', title: 'SHA-256', render: ({ fingerprint }) => <Hash value={fingerprint} /> },
          can('certificate.bind') && { key: 'act', title: t('account.act'), render: ({ id, endedAt }) => !endedAt && <Button onClick={() => setEnding(id)}>{t('certificates.end')}</Button> },
        ]}
      />
      {chosen && <End key={chosen.id} certificate={chosen} last={others.length === 0} onDone={() => setEnding(undefined)} />}
    </>
  );
}

/** A person's own certificates: how long they last, a new one in time, an old one ended. */
export function CertificatesPage() {
  const { t } = useTranslation();
  const can = useCan();
  const own = useOwnCertificates();
  return (
    <Page title={t('certificates.title')} crumbs={[{ text: t('account.title'), to: '/account' }]}>
      <Loaded query={own}>
        {({ items }) => (
          <>
            <AskedInMyName />
            <Panel title={t('certificates.list')}>
              <Own items={items} />
            </Panel>
            {can('certificate.bind') ? (
              <Panel title={t('certificates.new')}>
                <BindCertificate items={items} />
              </Panel>
            ) : (
              <Empty>{t('certificates.notYours')}</Empty>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
