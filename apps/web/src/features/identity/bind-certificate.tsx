import { certificateFields, openEnvelope, sha256Hex, signerFromPkcs8 } from '@envelope-web';
import { answerTo, bindingText } from '@kernel';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { date } from '../../lib/format';
import { useMe } from '../../lib/session';
import { useLanguage } from '../../lib/settings';
import { openerOf } from '../../lib/signing/opener';
import type { KeyFile } from '../../lib/signing/pkcs12';
import { signText, unlock } from '../../lib/signing/vault';
import { DemoCertificate } from '../../ui/demo-certificate';
import { RadioField, SelectField } from '../../ui/form';
import { Failure } from '../../ui/refusal';
import { ChooseKeyFile } from '../../ui/signer-panel';
import type { OwnCertificate } from './health';

type Usage = OwnCertificate['usage'];
interface Wanted {
  usage: Usage;
  /** Id of the certificate that ends in the same moment. */
  replaces: string;
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** Proves that its holder has the key, here in the browser: by a signature, or by opening what the platform enclosed. */
async function bind(login: string, file: KeyFile, { usage, replaces }: Wanted): Promise<{ fingerprint: string }> {
  const certificate = file.certificatePem;
  const body = { certificate, ...(replaces ? { replaces } : {}) };
  if (usage === 'signing') {
    const signer = await signerFromPkcs8(file.pkcs8, certificate, file.chainPem);
    const proof = await signText(bindingText(login, sha256Hex(certificateFields(certificate).der)), signer);
    const bound = await api.post('/api/me/certificates', { body: { ...body, proof } });
    await unlock(file); // from now on this page signs with it
    return bound;
  }
  const opener = await openerOf(file);
  const { challengeId, envelope } = await api.post('/api/me/certificates/challenge', { body: { certificate } });
  const opened = new TextDecoder().decode(await openEnvelope(bytesOf(envelope), opener));
  const answer = answerTo(opened, sha256Hex(certificateFields(certificate).der));
  return api.post('/api/me/certificates', { body: { ...body, challengeId, answer } });
}

/** Registers a new certificate, beside the present one or in its place. */
export function BindCertificate({ items }: { items: readonly OwnCertificate[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const language = useLanguage();
  const live = items.filter(({ endedAt }) => !endedAt);
  const [usage, setUsage] = useState<Usage>(live.some((one) => one.usage === 'signing') ? 'signing' : (live[0]?.usage ?? 'signing'));
  const [chosen, setChosen] = useState<string>();
  const same = live.filter((one) => one.usage === usage);
  const replaces = chosen ?? same[0]?.id ?? '';
  const add = useAct((file: KeyFile) => bind(me.login, file, { usage, replaces }));
  return (
    <>
      <RadioField
        name="usage"
        label={t('certificates.use')}
        value={usage}
        onChange={(next) => {
          setUsage(next as Usage);
          setChosen(undefined);
        }}
        options={(['signing', 'encipherment'] as const).map((value) => ({ value, text: t(`certificates.usageLong.${value}`) }))}
      />
      {same.length > 0 && (
        <SelectField
          name="/replaces"
          label={t('certificates.replaces')}
          help={t(`certificates.replacesHelp.${usage}`)}
          value={replaces}
          onChange={setChosen}
          options={[
            ...same.map(({ id, subject, notAfter }) => ({ value: id, text: t('certificates.one', { subject, date: date(notAfter, language) }) })),
            { value: '', text: t('certificates.beside') },
          ]}
        />
      )}
      <Failure error={add.error} />
      {add.data && (
        <p className="done" role="status">
          {t('certificates.added')}
        </p>
      )}
      <ChooseKeyFile title={t('certificates.add')} act={t('certificates.add')} onRead={async (file) => void (await add.mutateAsync(file).catch(rethrowOurs))} />
      <DemoCertificate
        subject={{ commonName: me.name, organisation: me.organisationName ?? me.name, uscc: me.uscc ?? '', usage }}
        fileName={`${me.login}-${usage}`}
        act={t('certificates.demo')}
        help={t('certificates.demoHelp')}
        needs={t('certificates.demoNeeds')}
        busy={add.isPending}
        onFile={async (file) => add.mutate(file)}
      />
    </>
  );
}

/** What the server refused stands above the form already; only what is wrong with the file belongs at its field. */
function rethrowOurs(error: unknown): void {
  if (!(error instanceof Error) || !('problem' in error)) throw error;
}
