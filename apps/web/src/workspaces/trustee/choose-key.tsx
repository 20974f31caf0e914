import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tender } from '../../features/tender/api';
import { dateTime } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { type Opener, openerOf } from '../../lib/signing/opener';
import type { KeyFile } from '../../lib/signing/pkcs12';
import { DemoKey } from '../../ui/demo-key';
import { Facts, Foreign, Hash } from '../../ui/plain';
import { ChooseKeyFile } from '../../ui/signer-panel';

export type Person = NonNullable<Tender['trustees']>['people'][number];

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
      <DemoKey usage="encipherment" onFile={read} />
    </>
  );
}
