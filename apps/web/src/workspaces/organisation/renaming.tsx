import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { ActPanel } from '../../ui/act';
import { AskedNote } from '../../ui/asked';
import { FileField, pemOf } from '../../ui/certificate-file';
import { TextField } from '../../ui/form';
import { Panel } from '../../ui/page';
import { Foreign } from '../../ui/plain';
import { At } from '../../ui/time';

function Ask() {
  const { t } = useTranslation('organisation');
  const [name, setName] = useState('');
  const [certificate, setCertificate] = useState('');
  const ask = useAct((key: string) => api.post('/api/me/organisation/name', { body: { name: name.trim(), certificate }, key }));
  if (ask.data) return <AskedNote asked={ask.data} onAgain={ask.reset} />;
  return (
    <details>
      <summary>{t('rename')}</summary>
      <TextField name="/name" label={t('renameName')} value={name} onChange={setName} />
      <FileField label={t('renameCertificate')} help={t('renameCertificateHelp')} accept=".pem,.crt,.cer" onFile={(file) => void (file ? pemOf(file) : Promise.resolve('')).then(setCertificate)} />
      <ActPanel
        what={t('renameWhat')}
        article={t('renameArticle')}
        act={t('rename')}
        onAct={(key) => ask.mutate(key)}
        busy={ask.isPending}
        error={ask.error}
        hindrance={name.trim() && certificate ? undefined : t('renameNeed')}
      />
    </details>
  );
}

/** What the organisation was called, and the act by which its name changes. */
export function Renaming() {
  const { t } = useTranslation('organisation');
  const names = useQuery({ queryKey: ['names'], queryFn: () => api.get('/api/me/organisation/names') });
  const earlier = names.data?.items ?? [];
  return (
    <Panel title={t('rename')}>
      {earlier.length > 0 && (
        <>
          <h3>{t('earlier')}</h3>
          <ul>
            {earlier.map(({ name, until }) => (
              <li key={until}>
                <Foreign>{name}</Foreign> {t('until')} <At at={until} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Ask />
    </Panel>
  );
}
