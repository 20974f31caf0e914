import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { Chip, Foreign, Hash } from '../../ui/plain';
import { At } from '../../ui/time';
import { ListPage } from './list';

export function CertificatesPage() {
  const { t } = useTranslation('admin');
  return (
    <ListPage
      name="certificates"
      load={async () => (await api.get('/api/certificates')).items}
      keyOf={({ fingerprint }) => fingerprint}
      columns={[
        { key: 'subject', title: t('certificates.subject'), render: ({ subject }) => <Foreign>{subject}</Foreign> },
        { key: 'kind', title: t('certificates.kind'), render: ({ kind }) => t(`certificates.kinds.${kind}`) },
        { key: 'login', title: t('certificates.login'), render: ({ login }) => (login ? <code>{login}</code> : '') },
        { key: 'until', title: t('certificates.until'), render: ({ notAfter }) => <At at={notAfter} /> },
        { key: 'state', title: t('certificates.state'), render: ({ valid }) => <Chip tone={valid ? 'success' : 'error'}>{t(valid ? 'certificates.valid' : 'certificates.invalid')}</Chip> },
        { key: 'fingerprint', title: 'SHA-256', render: ({ fingerprint }) => <Hash value={fingerprint} /> },
      ]}
    />
  );
}
