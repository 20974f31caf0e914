import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CertificateHealth } from '../../features/identity/own-certificates';
import { useMe } from '../../lib/session';
import { useUnlocked } from '../../lib/signing/vault';
import { Page, Panel } from '../../ui/page';
import { Facts, Foreign } from '../../ui/plain';
import { KeyFileForm, SignerFacts } from '../../ui/signer-panel';

/** The firm as it is registered, and whether this computer can sign for it. */
export function FirmPage() {
  const { t } = useTranslation('bidder');
  const me = useMe();
  const signer = useUnlocked();
  return (
    <Page title={t('firm.title')}>
      <Panel title={t('firm.facts')}>
        <Facts
          rows={[
            [t('firm.name'), <Foreign>{me.organisationName ?? ''}</Foreign>],
            [t('firm.uscc'), <code>{me.uscc ?? ''}</code>],
            [t('firm.person'), <Foreign>{me.name}</Foreign>],
            [t('firm.login'), <code>{me.login}</code>],
          ]}
        />
      </Panel>
      <Panel title={t('certificates.title', { ns: 'common' })} extra={<Link to="/account/certificates">{t('certificates.manage', { ns: 'common' })}</Link>}>
        <CertificateHealth />
      </Panel>
      <Panel title={t('firm.key')}>
        <p>{t('firm.keyHelp')}</p>
        {signer ? <SignerFacts signer={signer} /> : <KeyFileForm />}
      </Panel>
    </Page>
  );
}
