import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tender } from '../../features/tender/api';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { dateTime } from '../../lib/format';
import { useMe } from '../../lib/session';
import { useLanguage } from '../../lib/settings';
import { type Opener, openerOf } from '../../lib/signing/opener';
import { type KeyFile, readKeyFile } from '../../lib/signing/pkcs12';
import { Chip, Facts, Foreign, Hash } from '../../ui/plain';
import { Failure } from '../../ui/refusal';
import { ChooseKeyFile } from '../../ui/signer-panel';

export type Person = NonNullable<Tender['trustees']>['people'][number];

/** Where the demonstration keeps this person's key it can be taken from there, and is named so. */
function DemoKey({ onFile }: { onFile: (file: KeyFile) => Promise<void> }) {
  const { t } = useTranslation('trustee');
  const { login } = useMe();
  const demo = useQuery({ queryKey: ['demonstration'], queryFn: () => api.get('/api/demonstration'), retry: false, staleTime: Infinity });
  const take = useAct(async (_: void) => {
    const { privateKeyPem, certificatePem } = await api.get('/api/demonstration/people/{login}/encryption-key', { path: { login } });
    await onFile(await readKeyFile(new TextEncoder().encode(certificatePem + privateKeyPem), ''));
  });
  if (!demo.data) return null;
  return (
    <section className="act" aria-label={t('key.demo')}>
      <p>
        <Chip tone="demo">{t('demo.mark', { ns: 'common' })}</Chip> {t('key.demoHelp')}
      </p>
      <Failure error={take.error} />
      <Button loading={take.isPending} onClick={() => take.mutate()}>
        {t('key.demo')}
      </Button>
    </section>
  );
}

/** The key of the certificate that the notice names, and no other: anything else would open nothing. */
export function ChooseKey({ person, onOpener }: { person: Person; onOpener: (opener: Opener) => void }) {
  const { t } = useTranslation('trustee');
  const language = useLanguage();
  const [foreign, setForeign] = useState<Opener>();
  const read = async (file: KeyFile) => {
    setForeign(undefined);
    const opener = await openerOf(file);
    setForeign(opener.fingerprint === person.fingerprint ? undefined : opener);
    if (opener.fingerprint === person.fingerprint) onOpener(opener);
  };
  return (
    <>
      <p>{t('key.help')}</p>
      <Facts rows={[[t('key.named'), <Hash value={person.fingerprint} />]]} />
      {foreign && (
        <div className="refusal" role="alert">
          <h2>{t('key.foreign')}</h2>
          <p>
            {t('key.foreignWhy')} <Foreign>{foreign.holder}</Foreign> · {dateTime(foreign.notAfter, language)} · <Hash value={foreign.fingerprint} />
          </p>
          <p>{t('key.foreignNext')}</p>
        </div>
      )}
      <ChooseKeyFile title={t('key.title')} act={t('key.open')} onRead={read} />
      <DemoKey onFile={read} />
    </>
  );
}
